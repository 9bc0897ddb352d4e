import type { WordBook } from "../../../../../shared/wording/words.ts";
import { type DialogWords, en } from "./en.ts";

/** English comes with the dialogs; the others are loaded when they are spoken. */
export const DIALOG_WORDS: WordBook<DialogWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
