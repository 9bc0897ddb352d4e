import type { Instant, LocalDay } from "../../../../../shared/contracts/time.ts";
import { addDays, startOfLocalDay } from "../../../../domain/calendar/local-time.ts";
import type { PersonKey } from "../../../../domain/records.ts";

/** What of the tenant an activity is read by. */
export interface ActivityContext {
  readonly timeZone: string;
  readonly now: Instant;
  readonly personKey: (address: string) => PersonKey;
  /** What the rows of one activity have in common, such as a task's id, as a key. */
  readonly activityKey: (id: string) => string;
  /** The field of an event that the org keeps its outcome in; null where it keeps none. */
  readonly outcomeField: string | null;
  /** Whether calls and e-mails have records of their own beside their tasks. */
  readonly twins: { readonly calls: boolean; readonly emails: boolean };
}

/** The last instant of a day in the tenant's zone. */
export function endOfDay(day: LocalDay, timeZone: string): Instant {
  return new Date(Date.parse(startOfLocalDay(addDays(day, 1), timeZone)) - 1).toISOString();
}
