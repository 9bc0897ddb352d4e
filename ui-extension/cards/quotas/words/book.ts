import type { WordBook } from "../../../../shared/wording/words.ts";
import type { QuotasWords } from "./en.ts";

/** The words of the quotas page, by language. */
export const QUOTAS_WORDS: WordBook<QuotasWords> = {
  en: () => import("./en.ts").then(({ en }) => en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
