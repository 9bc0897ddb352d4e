import type { WordBook } from "../../../../shared/wording/words.ts";
import { en, type OpenDealsWords } from "./en.ts";

/** What the drawer of open deals says, by language. */
export const OPEN_DEALS_WORDS: WordBook<OpenDealsWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
