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

const LAST_OF_SECOND_MILLIS = 999;

/**
 * The end of the second. Of two rows of one activity the earlier one counts, and the task is written after what
 * it is about: a call or an e-mail of the same second goes before its task.
 */
export function endOfSecond(at: Instant): Instant {
  const millis = Date.parse(at);
  return new Date(millis - (millis % 1000) + LAST_OF_SECOND_MILLIS).toISOString();
}

/** The last second of a day in the tenant's zone. */
export function endOfDay(day: LocalDay, timeZone: string): Instant {
  return endOfSecond(new Date(Date.parse(startOfLocalDay(addDays(day, 1), timeZone)) - 1).toISOString());
}
