import type { WordBook } from "../../../../shared/wording/words.ts";
import { en, type PermissionWords } from "./en.ts";

/** English comes with the page; the others are loaded when they are spoken. */
export const PERMISSION_WORDS: WordBook<PermissionWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
