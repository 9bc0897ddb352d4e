import type { WordBook } from "../../../../shared/wording/words.ts";
import { en, type TvWords } from "./en.ts";

/** English stands in the first chunk, so that a failure to load anything can still be worded. */
export const TV_WORDS: WordBook<TvWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
