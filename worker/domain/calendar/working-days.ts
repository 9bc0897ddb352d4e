/** Working days: every day but the weekend and the holidays of the tenant. */
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import type { CalendarRules } from "../rules.ts";
import { addDays, eachDay, weekdayOf } from "./local-time.ts";

/** How far a period has come. Today is not over, so it counts as left. */
export interface WorkingDays {
  readonly completed: number;
  readonly left: number;
  readonly total: number;
}

/** How far back days are looked for, before a calendar counts as one without working days. */
const LOOKED_BACK_DAYS_MAX = 7400;

/** The working days of a span, in order. */
export function workingDaysOf(span: DaySpan, calendar: CalendarRules): readonly LocalDay[] {
  const isWorkingDay = workingDayTest(calendar);
  return eachDay(span).filter(isWorkingDay);
}

/** How many working days a span has. */
export function countWorkingDays(span: DaySpan, calendar: CalendarRules): number {
  return workingDaysOf(span, calendar).length;
}

/** The working days of a span before today, and from today on. */
export function divideWorkingDays(span: DaySpan, today: LocalDay, calendar: CalendarRules): WorkingDays {
  return divideDays(workingDaysOf(span, calendar), today);
}

/** Working days before today, and from today on. */
export function divideDays(days: readonly LocalDay[], today: LocalDay): WorkingDays {
  const completed = days.filter((day) => day < today).length;
  return { completed, left: days.length - completed, total: days.length };
}

/** The shortest span with `count` working days that ends on the day before `day`; null where none exists. */
export function workingDaysBefore(day: LocalDay, count: number, calendar: CalendarRules): DaySpan | null {
  const isWorkingDay = workingDayTest(calendar);
  const to = addDays(day, -1);
  let found = 0;
  for (let back = 1; back <= LOOKED_BACK_DAYS_MAX; back += 1) {
    const from = addDays(day, -back);
    if (isWorkingDay(from)) found += 1;
    if (found === count) return { from, to };
  }
  return null;
}

function workingDayTest(calendar: CalendarRules): (day: LocalDay) => boolean {
  const weekend = new Set(calendar.weekend);
  const holidays = new Set(calendar.holidays);
  return (day) => !weekend.has(weekdayOf(day)) && !holidays.has(day);
}
