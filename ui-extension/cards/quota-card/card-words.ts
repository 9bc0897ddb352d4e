import type { WordBook } from "../../../shared/wording/words.ts";
import { en, type QuotaCardWords } from "./words/en.ts";

/** English stands in the first chunk, so that a failure to load anything can still be worded. */
export const QUOTA_CARD_WORDS: WordBook<QuotaCardWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./words/de.ts").then(({ de }) => de),
  es: () => import("./words/es.ts").then(({ es }) => es),
};
