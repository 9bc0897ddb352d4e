import type { WordBook } from "../../../../shared/wording/words.ts";
import type { DisplaysWords } from "./en.ts";

/** The words of the displays, by language. */
export const DISPLAYS_WORDS: WordBook<DisplaysWords> = {
  en: () => import("./en.ts").then(({ en }) => en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
