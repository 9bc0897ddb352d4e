import type { DaySpan } from "../../../shared/contracts/time.ts";
import type { Member } from "../../ports/tenants.ts";

/** Whether nothing done is a zero for this person: they were there for at least a day of the span. */
export function workedIn(member: Member, span: DaySpan): boolean {
  return member.leftOn === null ? member.active : member.leftOn >= span.from;
}

/**
 * Whether the person is ranked over the span. Somebody who left is, as long as they worked in it; where the
 * day of leaving is not known, having credits tells. A viewer is not ranked, unless the role was decided by
 * a quiet recent past and the span lies before that.
 */
export function isRankedIn(member: Member, span: DaySpan, hasCredits: boolean): boolean {
  const worked = workedIn(member, span) || (member.leftOn === null && hasCredits);
  const onlyWatches = member.role === "viewer" && (member.roleByHand || !hasCredits);
  return worked && !onlyWatches;
}
