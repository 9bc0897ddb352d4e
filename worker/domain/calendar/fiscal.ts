/** Fiscal years, quarters and months, by calendar months, by whole weeks or as they are listed. */
import type { FiscalGrain } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { assertNever } from "../result.ts";
import type { CalendarRules, FiscalCalendar, Weekday } from "../rules.ts";
import { listedYearOf, spansOf } from "./listed-years.ts";
import { addDays, weekdayOf } from "./local-time.ts";

/** The weeks of the three months of a quarter. ISO years have no months of their own: 4-4-5 is taken. */
const WEEKS_OF_MONTHS = {
  "4-4-5": [4, 4, 5],
  "4-5-4": [4, 5, 4],
  "5-4-4": [5, 4, 4],
} as const;

const MONTHS_PER_YEAR = 12;
const DAYS_PER_WEEK = 7;
const MONDAY: Weekday = 1;

/** The calendars that follow a rule. */
type RuledCalendar = Exclude<FiscalCalendar, { kind: "listed" }>;

/** The fiscal month, quarter or year that a day lies in. Months add up to quarters, quarters to years. */
export function fiscalPeriodOf(day: LocalDay, grain: FiscalGrain, calendar: CalendarRules): DaySpan {
  const year = fiscalYearOf(day, calendar);
  if (grain === "year") return year;
  const spans = grain === "month" ? fiscalMonthsOf(year, calendar) : fiscalQuartersOf(year, calendar);
  return spans.find((span) => day <= span.to) ?? year;
}

/** The fiscal periods of a grain that a span touches, in order. */
export function fiscalPeriodsWithin(
  span: DaySpan,
  grain: FiscalGrain,
  calendar: CalendarRules,
): readonly DaySpan[] {
  const parts: DaySpan[] = [];
  for (let day = span.from; day <= span.to; ) {
    const part = fiscalPeriodOf(day, grain, calendar);
    parts.push(part);
    day = addDays(part.to, 1);
  }
  return parts;
}

/** Which one of its fiscal year a period is: the third quarter of 2026. */
export interface FiscalPlace {
  readonly grain: FiscalGrain;
  /** From 1; a year is 1. */
  readonly number: number;
  /** The calendar year in which the fiscal year ends, or begins where the account names it so. */
  readonly year: number;
}

/** The place of the fiscal month, quarter or year that a day lies in. */
export function fiscalPlaceOf(day: LocalDay, grain: FiscalGrain, calendar: CalendarRules): FiscalPlace {
  const year = fiscalYearOf(day, calendar);
  const number = fiscalPeriodsWithin({ from: year.from, to: day }, grain, calendar).length;
  const { fiscal } = calendar;
  const isNamedByStart = fiscal.kind === "months" && fiscal.namedByStart === true;
  // A year of weeks may run some days into the next calendar year.
  const named = isNamedByStart ? year.from : addDays(year.to, -DAYS_PER_WEEK);
  return { grain, number, year: Number(named.slice(0, 4)) };
}

function fiscalYearOf(day: LocalDay, calendar: CalendarRules): DaySpan {
  const { fiscal } = calendar;
  if (fiscal.kind === "listed") {
    const { from, to } = listedYearOf(day, fiscal.years);
    return { from, to };
  }
  const year = Number(day.slice(0, 4));
  // A year of weeks may begin in the calendar year before or after the one it is anchored to.
  const starts = [year - 1, year, year + 1, year + 2].map((each) =>
    startOfYear(each, fiscal, calendar.weekStart),
  );
  const next = starts.findIndex((start) => start > day);
  const from = starts[next - 1];
  const following = starts[next];
  if (from === undefined || following === undefined) throw new Error(`No fiscal year holds ${day}`);
  return { from, to: addDays(following, -1) };
}

function startOfYear(year: number, fiscal: RuledCalendar, weekStart: Weekday): LocalDay {
  switch (fiscal.kind) {
    case "months":
      return firstOfMonth(year, fiscal.startMonth);
    case "weeks": {
      const first = firstOfMonth(year, fiscal.startMonth);
      return fiscal.anchor === "nearest" ? nearestWeekday(first, weekStart) : lastWeekday(first, weekStart);
    }
    case "iso_weeks":
      return nearestWeekday(firstOfMonth(year, 1), MONDAY);
    default:
      return assertNever(fiscal);
  }
}

/** The first of a month; months beyond 12 run on into the next year. */
function firstOfMonth(year: number, month: number): LocalDay {
  const running = year * MONTHS_PER_YEAR + (month - 1);
  const yearText = String(Math.floor(running / MONTHS_PER_YEAR)).padStart(4, "0");
  return `${yearText}-${String((running % MONTHS_PER_YEAR) + 1).padStart(2, "0")}-01`;
}

function lastWeekday(day: LocalDay, weekday: Weekday): LocalDay {
  return addDays(day, -((weekdayOf(day) - weekday + DAYS_PER_WEEK) % DAYS_PER_WEEK));
}

/** At most three days away, so there is never a choice of two. */
function nearestWeekday(day: LocalDay, weekday: Weekday): LocalDay {
  return lastWeekday(addDays(day, 3), weekday);
}

function fiscalMonthsOf(year: DaySpan, { fiscal }: CalendarRules): readonly DaySpan[] {
  switch (fiscal.kind) {
    case "listed": {
      const listed = listedYearOf(year.from, fiscal.years);
      return spansOf(listed.months, listed.to);
    }
    case "months":
      return calendarMonths(year);
    default:
      return weekMonths(year, fiscal);
  }
}

function fiscalQuartersOf(year: DaySpan, calendar: CalendarRules): readonly DaySpan[] {
  const { fiscal } = calendar;
  if (fiscal.kind !== "listed") return quartersOf(fiscalMonthsOf(year, calendar));
  const listed = listedYearOf(year.from, fiscal.years);
  return spansOf(listed.quarters, listed.to);
}

function calendarMonths(year: DaySpan): readonly DaySpan[] {
  const first = Number(year.from.slice(0, 4));
  const month = Number(year.from.slice(5, 7));
  return Array.from({ length: MONTHS_PER_YEAR }, (_, index) => ({
    from: firstOfMonth(first, month + index),
    to: addDays(firstOfMonth(first, month + index + 1), -1),
  }));
}

/** Months of four or five weeks; a 53rd week belongs to the last one. */
function weekMonths(year: DaySpan, fiscal: Exclude<RuledCalendar, { kind: "months" }>): readonly DaySpan[] {
  const weeks = WEEKS_OF_MONTHS[fiscal.kind === "weeks" ? fiscal.pattern : "4-4-5"];
  const months: DaySpan[] = [];
  let from = year.from;
  for (let index = 0; index < MONTHS_PER_YEAR; index += 1) {
    const length = (weeks[index % 3] ?? 0) * DAYS_PER_WEEK;
    const to = index === MONTHS_PER_YEAR - 1 ? year.to : addDays(from, length - 1);
    months.push({ from, to });
    from = addDays(to, 1);
  }
  return months;
}

function quartersOf(months: readonly DaySpan[]): readonly DaySpan[] {
  return [0, 3, 6, 9].flatMap((first) => {
    const from = months[first]?.from;
    const to = months[first + 2]?.to;
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}
