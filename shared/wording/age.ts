/** How long ago something was, in its largest whole unit. */
import type { Instant } from "../contracts/time.ts";

const MINUTE_MILLISECONDS = 60_000;
const MINUTES_PER_HOUR = 60;
const HOURS_PER_DAY = 24;

/** An age as a count of a unit, rounded down. What lies ahead is no minute old. */
export interface Age {
  readonly unit: "minutes" | "hours" | "days";
  readonly count: number;
}

/** The age at an instant: 88 minutes are one hour. */
export function ageOf(at: Instant, now: Instant): Age {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(at)) / MINUTE_MILLISECONDS));
  if (minutes < MINUTES_PER_HOUR) return { unit: "minutes", count: minutes };
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  if (hours < HOURS_PER_DAY) return { unit: "hours", count: hours };
  return { unit: "days", count: Math.floor(hours / HOURS_PER_DAY) };
}
