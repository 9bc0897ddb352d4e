import type { WordBook } from "../../../../../shared/wording/words.ts";
import type { PreflightWords } from "./en.ts";

/** Each language is a chunk of its own. */
export const PREFLIGHT_WORDS: WordBook<PreflightWords> = {
  en: () => import("./en.ts").then(({ en }) => en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
