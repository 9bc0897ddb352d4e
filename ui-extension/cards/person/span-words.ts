/** What a span of days is called: a month by its name where it lies in one, else by its days. */
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { formatDays, formatMonth, formatShortMonth } from "../../../shared/wording/dates.ts";
import type { PersonWords } from "./words/en.ts";

/** Two spans that stand against each other, and how a viewer reads days. */
export interface ComparedSpans {
  readonly period: DaySpan;
  readonly comparedPart: DaySpan | null;
  readonly comparedWith: DaySpan | null;
  readonly today: LocalDay;
  readonly language: string;
}

/** The heads of the two columns: "Nov" and "Oct", or the days where the months do not tell them apart. */
export function spanHeads({ period, comparedWith, today, language }: ComparedSpans): {
  readonly current: string;
  readonly previous: string | null;
} {
  const days = ({ from, to }: DaySpan) => formatDays(from, to, language, today);
  if (!comparedWith) return { current: monthOf(period, language) ?? days(period), previous: null };
  const current = monthOf(period, language);
  const previous = monthOf(comparedWith, language);
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
  if (monthOf(comparedWith, language) !== null && comparedWith.from.endsWith("-01")) {
    return words.sameDaysIn(days(comparedPart), formatMonth(comparedWith.from, language, today));
  }
  return words.sameDays(days(comparedPart), days(comparedWith));
}

function monthOf({ from, to }: DaySpan, language: string): string | null {
  if (from.slice(0, 7) !== to.slice(0, 7)) return null;
  return formatShortMonth(from, language);
}
