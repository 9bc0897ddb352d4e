import type { WordBook } from "../../../../shared/wording/words.ts";
import { type ExplanationWords, en } from "./en.ts";

/** What the drawer says, by language. */
export const EXPLANATION_WORDS: WordBook<ExplanationWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
