import { DATA_FILES } from "../organisation/from-csv.ts";
import { folderOption, positiveNumberOption, wholeNumberOption } from "./command-line.ts";

/** More than this is more than one machine generates. */
const SCALE_MAX = 100;

/** What every command takes that simulates an organisation. */
export const ORGANISATION_OPTIONS = {
  data: folderOption(DATA_FILES, "a folder of CSV files instead of the generated organisation"),
  seed: wholeNumberOption(1, "what the organisation is generated from"),
  scale: positiveNumberOption(1, SCALE_MAX, "how large it is; 1 is about 3,000 deals"),
};
