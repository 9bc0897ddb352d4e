import * as v from "valibot";

/** A whole number of things. */
export const Count = v.pipe(v.number(), v.integer());

/** The largest amount that is taken, in minor units or as a count. */
export const AMOUNT_MAX = 1e15;

/** A text of one line that says something, without spaces around it. */
export const plainText = (lengthMax: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, "must not be empty"),
    v.maxLength(lengthMax, `must have at most ${lengthMax} characters`),
    v.check((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "must not hold control characters"),
  );

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
