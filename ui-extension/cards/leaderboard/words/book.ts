import type { WordBook } from "../../../../shared/wording/words.ts";
import { en, type LeaderboardWords } from "./en.ts";

/** English comes with the page; the others are loaded when they are spoken. */
export const LEADERBOARD_WORDS: WordBook<LeaderboardWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
