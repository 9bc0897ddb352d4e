/** Periods that a quota can be set for, and what they are called. */
import type { FiscalGrain } from "../../../shared/contracts/ids.ts";
import { formatDays, formatMonth, formatShortMonth } from "../../../shared/wording/dates.ts";
import type { QuotaSpan } from "./quota-desk.ts";
import type { QuotasWords } from "./words/en.ts";

const DAY_MILLISECONDS = 86_400_000;

/** The period of a grain that holds a day; the first where none does. */
export function spanHolding(
  spans: readonly QuotaSpan[],
  grain: FiscalGrain,
  day: string,
): QuotaSpan | undefined {
  const ofGrain = spans.filter((span) => span.grain === grain);
  return ofGrain.find(({ from, to }) => from <= day && day <= to) ?? ofGrain[0];
}

/** The period before or after; undefined at the ends of what is offered. */
export function neighbourOf(
  spans: readonly QuotaSpan[],
  { grain, from }: QuotaSpan,
  step: -1 | 1,
): QuotaSpan | undefined {
  const ofGrain = spans.filter((span) => span.grain === grain);
  const at = ofGrain.findIndex((span) => span.from === from);
  return at < 0 ? undefined : ofGrain[at + step];
}

/** "December 2026", "Q4 2026" or "2026"; where months are weeks, their days. */
export function spanLabel(
  span: QuotaSpan,
  spans: readonly QuotaSpan[],
  { words, language, today = null }: LabelOptions,
): string {
  if (span.grain === "month") {
    return isCalendarMonth(span)
      ? formatMonth(span.from, language, today)
      : formatDays(span.from, span.to, language, today);
  }
  const year = spans.find(({ grain, from, to }) => grain === "year" && from <= span.from && span.from <= to);
  const yearText = year === undefined ? "" : yearLabel(year);
  if (span.grain === "year") return yearText || span.from.slice(0, 4);
  const quarters = spans.filter(({ grain, from }) => grain === "quarter" && from >= (year?.from ?? ""));
  const number = quarters.findIndex(({ from }) => from === span.from) + 1;
  return words.quarterOf(number, yearText);
}

interface LabelOptions {
  readonly words: Pick<QuotasWords, "quarterOf">;
  readonly language: string;
  /** Leaves out the year of this day; null always writes it. */
  readonly today?: string | null;
}

/** Months short, for the heads of a table: "Oct". */
export function shortSpanLabel(span: QuotaSpan, spans: readonly QuotaSpan[], options: LabelOptions): string {
  if (span.grain !== "month" || !isCalendarMonth(span)) return spanLabel(span, spans, options);
  return formatShortMonth(span.from, options.language);
}

/** A year that lies in two is named by both. */
function yearLabel({ from, to }: QuotaSpan): string {
  // A year of weeks may begin or end some days beside the calendar's.
  const first = new Date(Date.parse(`${from}T00:00:00Z`) + 15 * DAY_MILLISECONDS).getUTCFullYear();
  const last = new Date(Date.parse(`${to}T00:00:00Z`) - 15 * DAY_MILLISECONDS).getUTCFullYear();
  return first === last ? String(first) : `${first}/${String(last).slice(2)}`;
}

function isCalendarMonth({ from, to }: QuotaSpan): boolean {
  const after = new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MILLISECONDS).toISOString().slice(0, 10);
  return (
    from.endsWith("-01") &&
    after.endsWith("-01") &&
    Date.parse(after) - Date.parse(from) < 32 * DAY_MILLISECONDS
  );
}
