import type { Instant } from "../../shared/contracts/time.ts";

/** The instant some seconds later; earlier when they are negative. */
export function secondsAfter(instant: Instant, seconds: number): Instant {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}
