import type { DaySpan, Instant } from "../../../shared/contracts/time.ts";
import { addDays, eachDay, localMomentOf, startOfLocalDay, weekdayOf } from "./local-time.ts";

/** Every change of a clock falls on a quarter of an hour. */
const QUARTER_MS = 900_000;

/** Instants from the first up to, and without, the last. */
export interface InstantSpan {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * When the zone's wall clock showed an hour of a weekday, over the days of a span. An hour that the clock skipped is
 * not there, one that came twice is there as long as it took.
 */
export function hourSpans(
  span: DaySpan,
  { weekday, hour }: { readonly weekday: number; readonly hour: number },
  timeZone: string,
): readonly InstantSpan[] {
  return eachDay(span)
    .filter((day) => weekdayOf(day) === weekday)
    .flatMap((day) => {
      const begins = Date.parse(startOfLocalDay(day, timeZone));
      const ends = Date.parse(startOfLocalDay(addDays(day, 1), timeZone));
      return joined(
        quartersOf(begins, ends).filter((at) => localMomentOf(instantOf(at), timeZone).hour === hour),
      );
    });
}

function quartersOf(begins: number, ends: number): readonly number[] {
  const count = Math.max(0, Math.ceil((ends - begins) / QUARTER_MS));
  return Array.from({ length: count }, (_, index) => begins + index * QUARTER_MS);
}

function joined(quarters: readonly number[]): readonly InstantSpan[] {
  const spans: { from: number; until: number }[] = [];
  for (const at of quarters) {
    const last = spans.at(-1);
    if (last?.until === at) last.until = at + QUARTER_MS;
    else spans.push({ from: at, until: at + QUARTER_MS });
  }
  return spans.map(({ from, until }) => ({ from: instantOf(from), until: instantOf(until) }));
}

function instantOf(ms: number): Instant {
  return new Date(ms).toISOString();
}
