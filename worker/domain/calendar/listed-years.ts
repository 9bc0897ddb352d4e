/** Fiscal years that follow no rule: those that are listed, and years like them beyond the list. */
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import type { ListedYear } from "../rules.ts";
import { addDays, daysBetween, isLocalDay } from "./local-time.ts";

const DAYS_PER_WEEK = 7;
/** A year of whole weeks has 52 of them; the 53rd comes by decision, and nobody has decided beyond the list. */
const DAYS_OF_52_WEEKS = 364;
/** Nobody asks for a day this many years beyond a list; a day from another millennium is a fault. */
const YEARS_BEYOND_MAX = 10_000;

/** The year that a day lies in. Before and after the list, years repeat the first and the last one listed. */
export function listedYearOf(day: LocalDay, years: readonly ListedYear[]): ListedYear {
  const first = years[0];
  const last = years.at(-1);
  if (!first || !last) throw new Error("No fiscal year is listed");
  if (day < first.from)
    return walk(
      first,
      (year) => yearBefore(year),
      (year) => day >= year.from,
    );
  if (day > last.to)
    return walk(
      last,
      (year) => yearAfter(year),
      (year) => day <= year.to,
    );
  const year = years.find(({ to }) => day <= to);
  if (!year) throw new Error(`No fiscal year holds ${day}`);
  return year;
}

/** Whether the years are what `listedYearOf` needs: without gaps, and each divided without a rest. */
export function areListedYears(years: readonly ListedYear[]): boolean {
  return (
    years.length > 0 &&
    years.every(isDivided) &&
    years.every(({ from }, index) => {
      const before = years[index - 1];
      return before === undefined || addDays(before.to, 1) === from;
    })
  );
}

/** The spans that begin on the given days, the last one up to the end. */
export function spansOf(starts: readonly LocalDay[], end: LocalDay): readonly DaySpan[] {
  return starts.map((from, index) => {
    const next = starts[index + 1];
    return { from, to: next === undefined ? end : addDays(next, -1) };
  });
}

function isDivided({ from, to, months, quarters }: ListedYear): boolean {
  return (
    [months, quarters].every((starts) => starts[0] === from && starts.every((start) => start <= to)) &&
    [months, quarters].every((starts) =>
      starts.every((start, index) => index === 0 || start > (starts[index - 1] ?? "")),
    ) &&
    quarters.every((start) => months.includes(start))
  );
}

function walk(
  from: ListedYear,
  step: (year: ListedYear) => ListedYear,
  isFound: (year: ListedYear) => boolean,
): ListedYear {
  let year = from;
  for (let count = 0; count < YEARS_BEYOND_MAX; count += 1) {
    if (isFound(year)) return year;
    year = step(year);
  }
  throw new Error("The day lies too far beyond the listed fiscal years");
}

function yearAfter(year: ListedYear): ListedYear {
  const from = addDays(year.to, 1);
  return isOfCalendar(year) ? movedByYears(year, 1) : movedByDays(year, from);
}

function yearBefore(year: ListedYear): ListedYear {
  return isOfCalendar(year)
    ? movedByYears(year, -1)
    : movedByDays(year, addDays(year.from, -lengthOf52(year)));
}

/** A year that ends on the day before it began, a year later. */
function isOfCalendar({ from, to, months }: ListedYear): boolean {
  const isPlain = [from, ...months].every((day) => Number(day.slice(8)) <= 28);
  return isPlain && addDays(to, 1) === movedDay(from, 1);
}

function movedByYears({ from, months, quarters }: ListedYear, count: number): ListedYear {
  const move = (day: LocalDay) => movedDay(day, count);
  return {
    from: move(from),
    to: addDays(movedDay(from, count + 1), -1),
    months: months.map(move),
    quarters: quarters.map(move),
  };
}

function movedDay(day: LocalDay, count: number): LocalDay {
  const moved = `${String(Number(day.slice(0, 4)) + count).padStart(4, "0")}${day.slice(4)}`;
  if (!isLocalDay(moved)) throw new Error(`${day} cannot be moved by ${count} years`);
  return moved;
}

function movedByDays(year: ListedYear, from: LocalDay): ListedYear {
  const length = lengthOf52(year);
  const move = (day: LocalDay) => addDays(from, daysBetween(year.from, day));
  const isWithin = (day: LocalDay) => daysBetween(year.from, day) < length;
  return {
    from,
    to: addDays(from, length - 1),
    months: year.months.filter(isWithin).map(move),
    quarters: year.quarters.filter(isWithin).map(move),
  };
}

/** Days of a year like this one; a long year of weeks is repeated as a usual one. */
function lengthOf52({ from, to }: ListedYear): number {
  const length = daysBetween(from, to) + 1;
  return length === DAYS_OF_52_WEEKS + DAYS_PER_WEEK ? DAYS_OF_52_WEEKS : length;
}
