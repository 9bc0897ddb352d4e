/** The periods of boards and quotas, as pairs of local days with both ends included. */
import type { FiscalGrain, PeriodName } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../result.ts";
import type { CalendarRules } from "../rules.ts";
import { fiscalPeriodOf } from "./fiscal.ts";
import { addDays, daysBetween, isLocalDay, weekdayOf } from "./local-time.ts";
import { countWorkingDays, workingDaysBefore, workingDaysOf } from "./working-days.ts";

/** Of which kind a period is. */
export type PeriodGrain = "week" | FiscalGrain | "custom";

/** The days of a period, and which kind of period they are. */
export interface Period extends DaySpan {
  readonly grain: PeriodGrain;
}

/** A named period, or both days of a custom one; nothing at all is this month. */
export interface ChosenPeriod {
  readonly period?: PeriodName | undefined;
  readonly from?: LocalDay | undefined;
  readonly to?: LocalDay | undefined;
}

/** Why a choice is no period. */
export interface PeriodRefusal {
  readonly reason: "period_invalid";
  readonly detail: string;
}

/** What a period is compared with, and the part of it that is compared. Both have as many working days. */
export interface Comparison {
  readonly previous: DaySpan;
  readonly current: DaySpan;
}

/** What people choose, periods and quotas, lies between these days. */
export const FIRST_DAY: LocalDay = "1970-01-01";
export const LAST_DAY: LocalDay = "2199-12-31";
/** Every day of them. */
export const ALL_DAYS: DaySpan = { from: FIRST_DAY, to: LAST_DAY };
const CUSTOM_DAYS_MAX = 3660;

const NAMED: Readonly<Record<PeriodName, { readonly grain: "week" | FiscalGrain; readonly last: boolean }>> =
  {
    this_week: { grain: "week", last: false },
    last_week: { grain: "week", last: true },
    this_month: { grain: "month", last: false },
    last_month: { grain: "month", last: true },
    this_quarter: { grain: "quarter", last: false },
    last_quarter: { grain: "quarter", last: true },
    this_year: { grain: "year", last: false },
    last_year: { grain: "year", last: true },
  };

/** The days of a chosen period. Month, quarter and year are those of the fiscal calendar. */
export function resolvePeriod(
  choice: ChosenPeriod,
  today: LocalDay,
  calendar: CalendarRules,
): Result<Period, PeriodRefusal> {
  const { period, from, to } = choice;
  if (from === undefined && to === undefined) return ok(namedPeriod(period ?? "this_month", today, calendar));
  if (period !== undefined) return refuse("give either `period` or `from` and `to`, not both");
  if (from === undefined || to === undefined) return refuse("a custom period needs both `from` and `to`");
  return customPeriod({ from, to });
}

function customPeriod({ from, to }: DaySpan): Result<Period, PeriodRefusal> {
  if (!isLocalDay(from)) return refuse(`\`from\` is not a day of the calendar: ${from}`);
  if (!isLocalDay(to)) return refuse(`\`to\` is not a day of the calendar: ${to}`);
  if (from > to) return refuse("`from` must not be after `to`");
  if (from < FIRST_DAY) return refuse(`\`from\` must not be before ${FIRST_DAY}`);
  if (to > LAST_DAY) return refuse(`\`to\` must not be after ${LAST_DAY}`);
  if (daysBetween(from, to) >= CUSTOM_DAYS_MAX) {
    return refuse(`a custom period has at most ${CUSTOM_DAYS_MAX} days`);
  }
  return ok({ from, to, grain: "custom" });
}

function refuse(detail: string): Result<Period, PeriodRefusal> {
  return err({ reason: "period_invalid", detail });
}

function namedPeriod(name: PeriodName, today: LocalDay, calendar: CalendarRules): Period {
  const { grain, last } = NAMED[name];
  const current = periodOf(today, grain, calendar);
  return last ? periodOf(addDays(current.from, -1), grain, calendar) : current;
}

/** The week, or fiscal month, quarter or year, that a day lies in. */
export function periodOf(day: LocalDay, grain: "week" | FiscalGrain, calendar: CalendarRules): Period {
  if (grain !== "week") return { ...fiscalPeriodOf(day, grain, calendar), grain };
  const from = addDays(day, -((weekdayOf(day) - calendar.weekStart + 7) % 7));
  return { from, to: addDays(from, 6), grain };
}

/**
 * A closed period is compared whole with the whole one before it. An open one is compared over its completed
 * working days with as many from the start of the one before; null while no working day is completed. A custom
 * period stands against as many working days just before it.
 */
export function comparedPeriod(period: Period, today: LocalDay, calendar: CalendarRules): Comparison | null {
  const whole = periodBefore(period, calendar);
  if (whole === null) return null;
  if (period.to < today) return { previous: whole, current: { from: period.from, to: period.to } };
  const mine = workingDaysOf(period, calendar).filter((day) => day < today);
  const theirs = workingDaysOf(whole, calendar);
  const last = Math.min(mine.length, theirs.length) - 1;
  const currentEnd = mine[last];
  const previousEnd = theirs[last];
  if (currentEnd === undefined || previousEnd === undefined) return null;
  return {
    previous: { from: whole.from, to: previousEnd },
    current: { from: period.from, to: currentEnd },
  };
}

function periodBefore(period: Period, calendar: CalendarRules): DaySpan | null {
  if (period.grain !== "custom") {
    const { from, to } = periodOf(addDays(period.from, -1), period.grain, calendar);
    return { from, to };
  }
  const count = countWorkingDays(period, calendar);
  if (count > 0) return workingDaysBefore(period.from, count, calendar);
  // A weekend or a run of holidays has no working days to match: as many days of the calendar then.
  const length = daysBetween(period.from, period.to) + 1;
  return { from: addDays(period.from, -length), to: addDays(period.from, -1) };
}
