import type { WordBook } from "../../../../../shared/wording/words.ts";
import { type BoardStateWords, en } from "./en.ts";

/** English comes with the page; the others are loaded when they are spoken. */
export const BOARD_STATE_WORDS: WordBook<BoardStateWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
