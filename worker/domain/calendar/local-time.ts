/**
 * Instants and local days. A day is what the wall clock of a zone shows: a day may have 23, 24 or 25 hours,
 * may begin at 01:00, and may be missing (Samoa had no 30 December 2011).
 */
import type { DaySpan, Instant, LocalDay } from "../../../shared/contracts/time.ts";
import type { Weekday } from "../rules.ts";

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Four-digit years only: days and instants compare as strings. */
const FIRST_DAY_MS = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");
/** What is remembered per zone and in all; a cache that is full starts again. */
const REMEMBERED_PER_ZONE_MAX = 20_000;
const REMEMBERED_ZONES_MAX = 1000;
const REMEMBERED_DAYS_MAX = 40_000;

/** What the wall clock and the calendar on the wall show. */
export interface LocalMoment {
  readonly day: LocalDay;
  /** 0 to 23, as the wall clock shows it. */
  readonly hour: number;
  readonly weekday: Weekday;
}

/**
 * The offsets of one zone. Asking `Intl` takes a microsecond or more, so an offset is remembered for a whole
 * UTC day when both its ends agree, else for an hour; only the hour of a change is asked for each time.
 */
class ZoneOffsets {
  readonly #format: Intl.DateTimeFormat;
  readonly #byDay = new Map<number, number | null>();
  readonly #byHour = new Map<number, number | null>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  }

  /** Milliseconds to add to UTC. */
  at(instantMs: number): number {
    return (
      this.#steady(this.#byDay, instantMs, DAY_MS) ??
      this.#steady(this.#byHour, instantMs, HOUR_MS) ??
      this.#ask(instantMs)
    );
  }

  /** The offset of the slot around an instant; null when it changes within the slot. */
  #steady(known: Map<number, number | null>, instantMs: number, slotMs: number): number | null {
    const slot = Math.floor(instantMs / slotMs);
    const remembered = known.get(slot);
    if (remembered !== undefined) return remembered;
    if (known.size >= REMEMBERED_PER_ZONE_MAX) known.clear();
    const atStart = this.#ask(slot * slotMs);
    const steady = atStart === this.#ask((slot + 1) * slotMs) ? atStart : null;
    known.set(slot, steady);
    return steady;
  }

  #ask(instantMs: number): number {
    const text = this.#format.format(instantMs);
    const found = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
    if (!found) throw new Error(`Intl wrote an offset that cannot be read: ${text}`);
    const [, sign, hours, minutes, seconds] = found;
    const size = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
    return (sign === "-" ? -size : size) * SECOND_MS;
  }
}

const zones = new Map<string, ZoneOffsets>();
const dayTexts = new Map<number, LocalDay>();

function offsetsOf(timeZone: string): ZoneOffsets {
  const known = zones.get(timeZone);
  if (known) return known;
  const made = new ZoneOffsets(timeZone);
  if (zones.size >= REMEMBERED_ZONES_MAX) zones.clear();
  zones.set(timeZone, made);
  return made;
}

/** Whether the zone is known here; aliases such as `US/Eastern` are. */
export function isTimeZone(timeZone: string): boolean {
  try {
    offsetsOf(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Whether the text is a day that exists: `2026-02-29` does not. */
export function isLocalDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && ms >= FIRST_DAY_MS && textOfDay(Math.floor(ms / DAY_MS)) === text;
}

function numberOfDay(day: LocalDay): number {
  return Date.parse(`${day}T00:00:00.000Z`) / DAY_MS;
}

function textOfDay(dayNumber: number): LocalDay {
  const known = dayTexts.get(dayNumber);
  if (known) return known;
  const ms = Math.min(Math.max(dayNumber * DAY_MS, FIRST_DAY_MS), LAST_MS);
  const text = new Date(ms).toISOString().slice(0, 10);
  if (dayTexts.size >= REMEMBERED_DAYS_MAX) dayTexts.clear();
  dayTexts.set(dayNumber, text);
  return text;
}

function weekdayOfNumber(dayNumber: number): Weekday {
  // The first of January 1970 was a Thursday.
  return (((((dayNumber + 3) % 7) + 7) % 7) + 1) as Weekday;
}

function localMs(at: Instant, timeZone: string): number {
  const instantMs = Date.parse(at);
  return instantMs + offsetsOf(timeZone).at(instantMs);
}

/** The day that the zone's wall clock shows at an instant. */
export function localDayOf(at: Instant, timeZone: string): LocalDay {
  return textOfDay(Math.floor(localMs(at, timeZone) / DAY_MS));
}

/** Day, hour and weekday that the zone's wall clock shows at an instant. */
export function localMomentOf(at: Instant, timeZone: string): LocalMoment {
  const ms = localMs(at, timeZone);
  const dayNumber = Math.floor(ms / DAY_MS);
  return {
    day: textOfDay(dayNumber),
    hour: Math.floor((ms - dayNumber * DAY_MS) / HOUR_MS),
    weekday: weekdayOfNumber(dayNumber),
  };
}

/**
 * The first instant at which the wall clock shows the day, or a later one where the day is missing. Where
 * midnight is skipped that is 01:00; where midnight comes twice it is the first.
 */
export function startOfLocalDay(day: LocalDay, timeZone: string): Instant {
  const offsets = offsetsOf(timeZone);
  const midnight = numberOfDay(day) * DAY_MS;
  const before = offsets.at(midnight - DAY_MS);
  const after = offsets.at(midnight + DAY_MS);
  const byBefore = midnight - before;
  const byAfter = midnight - after;
  if (offsets.at(byBefore) === before) return new Date(byBefore).toISOString();
  if (offsets.at(byAfter) === after) return new Date(byAfter).toISOString();
  return new Date(changeBetween(offsets, byAfter, byBefore, after)).toISOString();
}

/** The second at which the offset becomes `after`, between an instant before and one at or after that. */
function changeBetween(offsets: ZoneOffsets, from: number, to: number, after: number): number {
  let low = from;
  let high = to;
  while (high - low > SECOND_MS) {
    const middle = low + Math.floor((high - low) / 2 / SECOND_MS) * SECOND_MS;
    if (offsets.at(middle) === after) high = middle;
    else low = middle;
  }
  return high;
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: LocalDay, count: number): LocalDay {
  return textOfDay(numberOfDay(day) + count);
}

/** Days from one day to another: 1 from Monday to Tuesday, negative backwards. */
export function daysBetween(from: LocalDay, to: LocalDay): number {
  return numberOfDay(to) - numberOfDay(from);
}

/** Monday is 1 and Sunday is 7. */
export function weekdayOf(day: LocalDay): Weekday {
  return weekdayOfNumber(numberOfDay(day));
}

/** Every day of the span, first and last included; none when it ends before it begins. */
export function eachDay(span: DaySpan): readonly LocalDay[] {
  const first = numberOfDay(span.from);
  const count = Math.max(0, numberOfDay(span.to) - first + 1);
  return Array.from({ length: count }, (_, index) => textOfDay(first + index));
}
