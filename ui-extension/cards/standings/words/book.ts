import type { WordBook } from "../../../../shared/wording/words.ts";
import { en, type StandingsWords } from "./en.ts";

/** English comes with the frame; the others are loaded when they are spoken. */
export const STANDINGS_WORDS: WordBook<StandingsWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
