import * as v from "valibot";

/** A whole number of things. */
export const Count = v.pipe(v.number(), v.integer());

/** A day of the calendar, `YYYY-MM-DD`. */
export const LocalDaySchema = v.pipe(
  v.string(),
  v.isoDate("must be a day, YYYY-MM-DD"),
  v.check(isDayOfTheCalendar, "must be a day that the calendar has"),
);

/** The pattern alone lets 30 February through. */
function isDayOfTheCalendar(text: string): boolean {
  const midnight = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}
