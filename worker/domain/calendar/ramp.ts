/** Being new: results are there, but nobody measures them by those of people who have been around. */
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { daysBetween } from "./local-time.ts";

/** For so many days after the first one. */
export const RAMP_DAYS = 90;

/** Whether a person is new on a day. Without a known first day nobody is. */
export function isRamping(joinedOn: LocalDay | null, day: LocalDay): boolean {
  if (joinedOn === null || joinedOn > day) return false;
  return daysBetween(joinedOn, day) < RAMP_DAYS;
}
