import type { EventId, MetricId } from "../../contracts/ids.ts";
import type { WordBook } from "../../wording/words.ts";
import type { FormulaWords } from "./formula-words.ts";

/** A metric's rule as "Why this number?" tells it. */
export interface MetricRule {
  readonly description: string;
  readonly dateField: string;
  readonly creditRule: string;
  readonly exclusions: readonly string[];
}

/** What metrics mean, in one language. */
export interface RuleWords {
  readonly rule: (id: MetricId) => MetricRule;
  /** What one event's records are called: "outbound calls that connected". */
  readonly noun: (event: EventId) => string;
  readonly formula: FormulaWords;
}

/** English is what the declarations say. */
export const RULE_WORDS: WordBook<RuleWords> = {
  en: () => import("./en.ts").then(({ en }) => en),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
};
