/** Being new: results are there, but nobody measures them by those of people who have been around. */
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { daysBetween } from "./local-time.ts";

/** For so many days after the first one. */
const RAMP_DAYS = 90;

/** What tells that somebody is new. */
export interface Beginning {
  /** The first day with the company; null where nobody knows it. */
  readonly joinedOn: LocalDay | null;
  /** The day inside the period from which their own quota counts; null where it counts from its beginning. */
  readonly quotaFrom: LocalDay | null;
}

/** Whether a person is new on a day: by their first one, or because their quota begins inside the period. */
export function isRamping({ joinedOn, quotaFrom }: Beginning, day: LocalDay): boolean {
  if (quotaFrom !== null) return true;
  if (joinedOn === null || joinedOn > day) return false;
  return daysBetween(joinedOn, day) < RAMP_DAYS;
}
