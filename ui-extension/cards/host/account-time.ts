/** Between the account's wall clock and instants, by the zone data of the browser. */
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";

const MILLISECONDS_PER_MINUTE = 60_000;

/** `YYYY-MM-DDTHH:mm` of an instant in a zone, as a date and time field takes it. */
export function wallClockOf(instant: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/** The local day of an instant in a zone. */
export function dayOf(instant: Instant, timeZone: string): LocalDay {
  return wallClockOf(instant, timeZone).slice(0, "YYYY-MM-DD".length);
}

/** The instant at which clocks of the zone show a time; null for text that is none. Of a time that is skipped the next. */
export function instantAt(wallClock: string, timeZone: string): Instant | null {
  const wanted = Date.parse(`${wallClock}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wallClock) || Number.isNaN(wanted)) return null;
  const offsetAt = (at: number) => Date.parse(`${wallClockOf(new Date(at).toISOString(), timeZone)}Z`) - at;
  const guess = wanted - offsetAt(Math.floor(wanted / MILLISECONDS_PER_MINUTE) * MILLISECONDS_PER_MINUTE);
  return new Date(wanted - offsetAt(guess)).toISOString();
}
