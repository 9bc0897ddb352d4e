import { addDays, isWorkday, weekdayOf } from "./zone-clock.ts";

const FRIDAY = 5;
const MONTH_END_DAYS = 5;

function isNearMonthEnd(day: string): boolean {
  return addDays(day, MONTH_END_DAYS).slice(0, 7) !== day.slice(0, 7);
}

function isQuarterEndMonth(day: string): boolean {
  return Number(day.slice(5, 7)) % 3 === 0;
}

function isSummer(day: string): boolean {
  return ["07", "08"].includes(day.slice(5, 7));
}

/** How busy a day is; 0 on weekends. Fridays are quiet, summers too, ends of months and quarters are not. */
export function busynessOf(day: string): number {
  if (!isWorkday(day)) return 0;
  let factor = weekdayOf(day) === FRIDAY ? 0.55 : 1;
  if (isSummer(day)) factor *= 0.65;
  if (isNearMonthEnd(day)) factor *= isQuarterEndMonth(day) ? 1.5 : 1.25;
  if (day.slice(5) >= "12-24" || day.slice(5) <= "01-01") factor *= 0.2;
  return factor;
}

/** The company grew: what happened long ago is rarer than what happened lately. */
export function growthOf(share: number): number {
  return 0.7 + 0.6 * share;
}

/** The last workday of the day's month. */
export function lastWorkdayOfMonth(day: string): string {
  const nextMonth = addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7);
  let last = addDays(`${nextMonth}-01`, -1);
  while (!isWorkday(last)) last = addDays(last, -1);
  return last;
}

/** The day itself, or the next workday. */
export function workdayFrom(day: string): string {
  let found = day;
  while (!isWorkday(found)) found = addDays(found, 1);
  return found;
}
