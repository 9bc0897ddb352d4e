/** Days on which a person is away: they are no working days of theirs. */
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import type { CalendarRules } from "../rules.ts";
import { eachDay } from "./local-time.ts";
import { LAST_DAY } from "./periods.ts";
import { divideDays, type WorkingDays, workingDaysOf } from "./working-days.ts";

/** One absence, its last day included; null has no end yet. Those of a person do not overlap. */
export interface Leave {
  readonly from: LocalDay;
  readonly to: LocalDay | null;
  /** Whether nothing is asked of the person for these days. */
  readonly relievesQuota: boolean;
}

/** The day it is, on whose calendar. */
export interface CalendarDay {
  readonly today: LocalDay;
  readonly calendar: CalendarRules;
}

/** Whether a person is away on a day. */
export function isOnLeave(leaves: readonly Leave[], day: LocalDay): boolean {
  return leaves.some(({ from, to }) => from <= day && (to === null || day <= to));
}

/**
 * Whether a person is away in a period: today where it is open, and where it is not on every working day of
 * it (on every day, where it has no working day).
 */
export function isAwayIn(leaves: readonly Leave[], span: DaySpan, { today, calendar }: CalendarDay): boolean {
  if (!leaves.some(({ from, to }) => from <= span.to && (to === null || to >= span.from))) return false;
  if (span.from <= today && today <= span.to && isOnLeave(leaves, today)) return true;
  return isAwayThroughout(leaves, span, calendar);
}

/** Whether a person is away on every working day of a span (on every day, where it has no working day). */
export function isAwayThroughout(leaves: readonly Leave[], span: DaySpan, calendar: CalendarRules): boolean {
  const workingDays = workingDaysOf(span, calendar);
  const days = workingDays.length === 0 ? eachDay(span) : workingDays;
  return days.every((day) => isOnLeave(leaves, day));
}

/** How far the period has come for one person: days of leave are left out. */
export function ownWorkingDays(
  leaves: readonly Leave[],
  span: DaySpan,
  { today, calendar }: CalendarDay,
): WorkingDays {
  return divideDays(
    workingDaysOf(span, calendar).filter((day) => !isOnLeave(leaves, day)),
    today,
  );
}

/** The days for which nothing is asked of a person. */
export function relievedSpans(leaves: readonly Leave[]): readonly DaySpan[] {
  return leaves
    .filter(({ relievesQuota }) => relievesQuota)
    .map(({ from, to }) => ({ from, to: to ?? LAST_DAY }));
}
