import type { EventId } from "../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { localDayOf } from "../calendar/local-time.ts";
import type { Facts } from "../facts.ts";
import type { CrmRecord } from "../records.ts";
import type { Rules } from "../rules.ts";
import { type Holder, holderOfOwner, holderOfUser } from "./holder.ts";

/** The local day of an instant, where there is one. */
export function dayOf(at: Instant | null, rules: Rules): LocalDay | null {
  return at === null ? null : localDayOf(at, rules.calendar.timeZone);
}

/**
 * Who is credited with an activity: its owner, unless the rules say its creator. Activities have neither
 * splits nor a property that names a person, so rules of that kind leave them with their owner.
 */
export function activityHolder(
  record: CrmRecord,
  event: EventId,
  facts: Facts,
  rules: Rules,
): readonly Holder[] {
  const source = rules.events[event]?.creditSource;
  if (source?.kind === "creator") return [holderOfUser(record.creatorUserId, facts.directory)];
  return [holderOfOwner(record.ownerId, facts.directory)];
}
