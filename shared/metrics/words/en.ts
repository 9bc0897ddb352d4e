import { metricById } from "../catalogue.ts";
import { ENGLISH_FORMULA } from "../describe.ts";
import { eventNoun } from "../event-words.ts";
import type { RuleWords } from "./rule-words.ts";

/** What the declarations themselves say. */
export const en: RuleWords = { rule: metricById, noun: eventNoun, formula: ENGLISH_FORMULA };
