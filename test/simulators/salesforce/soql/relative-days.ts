import { addDays, createZoneClock, weekdayOf } from "../../../organisation/zone-clock.ts";
import type { FieldDefinition } from "../org/fields.ts";
import type { Org } from "../org/org.ts";
import { exactDateTimeText } from "../org/wire-time.ts";
import { notSimulated } from "./query-fault.ts";

/** From a bound, included, to a bound, excluded, as the field's values are compared. */
export interface Range {
  readonly from: string;
  readonly until: string;
}

interface Days {
  readonly from: string;
  readonly until: string;
}

function monthStart(today: string, months: number): string {
  const place = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + months;
  return `${Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, "0")}-01`;
}

/** A stretch of months: 1, 3 or 12 long, counted from the one that today is in. */
function stretch(today: string, length: number, count: number): Days {
  const into = (Number(today.slice(5, 7)) - 1) % length;
  const from = monthStart(today, count * length - into);
  return { from, until: monthStart(from, length) };
}

const UNITS: Readonly<Record<string, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };
const STEPS: Readonly<Record<string, number>> = { LAST: -1, THIS: 0, NEXT: 1 };

function week(today: string, count: number): Days {
  const from = addDays(today, count * 7 - weekdayOf(today));
  return { from, until: addDays(from, 7) };
}

function daysOf(literal: string, today: string): Days {
  const tomorrow = addDays(today, 1);
  if (literal === "TODAY") return { from: today, until: tomorrow };
  if (literal === "YESTERDAY") return { from: addDays(today, -1), until: today };
  if (literal === "TOMORROW") return { from: tomorrow, until: addDays(today, 2) };
  const [, step = "", unit = ""] = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(literal) ?? [];
  const count = STEPS[step];
  if (count !== undefined)
    return unit === "WEEK" ? week(today, count) : stretch(today, UNITS[unit] ?? 1, count);
  const [, direction, text] = /^(LAST|NEXT)_(?:N_DAYS:|(?=90_DAYS))(\d+)/.exec(literal) ?? [];
  const length = Number(text);
  if (direction === "LAST") return { from: addDays(today, -length), until: tomorrow };
  if (direction === "NEXT") return { from: tomorrow, until: addDays(today, length + 1) };
  throw notSimulated(`the date literal ${literal}`);
}

/** What a literal such as THIS_MONTH means now, in the org's time zone. Weeks start on Sunday. */
export function rangeOf(org: Org, field: FieldDefinition, literal: string): Range {
  const zone = createZoneClock(org.timeZone);
  const days = daysOf(literal.toUpperCase(), zone.dayOf(org.clock()));
  if (field.type === "date") return days;
  const at = (day: string) => exactDateTimeText(zone.instantAt(day, 0));
  return { from: at(days.from), until: at(days.until) };
}
