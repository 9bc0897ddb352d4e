/** What a span of days is called: a month or quarter by its name where it is one, else by its days. */
import type { FiscalLabel } from "../../../shared/contracts/fiscal.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { formatDays, formatMonth, formatShortMonth, quarterName } from "../../../shared/wording/dates.ts";
import type { PersonWords } from "./words/en.ts";

/** A span, and which quarter it is or is a part of. */
interface NamedSpan extends DaySpan {
  readonly fiscal?: FiscalLabel | null | undefined;
}

/** Two spans that stand against each other, and how a viewer reads days. */
export interface ComparedSpans {
  readonly period: NamedSpan;
  readonly comparedPart: DaySpan | null;
  readonly comparedWith: NamedSpan | null;
  readonly today: LocalDay;
  readonly language: string;
}

/** The heads of the two columns: "Nov" and "Oct", "Q4" and "Q3", or the days where names do not tell them apart. */
export function spanHeads(
  { period, comparedWith, today, language }: ComparedSpans,
  words: PersonWords["all"],
): { readonly current: string; readonly previous: string | null } {
  const days = ({ from, to }: DaySpan) => formatDays(from, to, language, today);
  const beside = (comparedWith ?? period).fiscal;
  const current = quarterName(period.fiscal, beside, words.quarter) ?? monthOf(period, language);
  if (!comparedWith) return { current: current ?? days(period), previous: null };
  const previous =
    quarterName(comparedWith.fiscal, period.fiscal, words.quarter) ?? monthOf(comparedWith, language);
  if (current === null || previous === null || current === previous) {
    return { current: days(period), previous: days(comparedWith) };
  }
  return { current, previous };
}

/** "1–19 Nov against the same working days in October". Null where nothing is compared. */
export function comparedNote(
  { period, comparedPart, comparedWith, today, language }: ComparedSpans,
  words: PersonWords["all"],
): string | null {
  if (!comparedPart || !comparedWith) return null;
  const days = ({ from, to }: DaySpan) => formatDays(from, to, language, today);
  const isWhole = comparedPart.from === period.from && comparedPart.to === period.to;
  if (isWhole) return words.against(days(period), days(comparedWith));
  const quarter = quarterName(comparedWith.fiscal, period.fiscal, words.quarter);
  if (quarter !== null) return words.sameDaysIn(days(comparedPart), quarter);
  if (monthOf(comparedWith, language) !== null && comparedWith.from.endsWith("-01")) {
    return words.sameDaysIn(days(comparedPart), formatMonth(comparedWith.from, language, today));
  }
  return words.sameDays(days(comparedPart), days(comparedWith));
}

function monthOf({ from, to }: DaySpan, language: string): string | null {
  if (from.slice(0, 7) !== to.slice(0, 7)) return null;
  return formatShortMonth(from, language);
}
