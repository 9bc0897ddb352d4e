import type { DaySpan } from "../../../shared/contracts/time.ts";
import type { Member } from "../../ports/tenants.ts";

/**
 * Whether nothing done is a zero for this person: they were there for at least a day of the span. Somebody who
 * has credits from before the first known day, or without a known last one, was there as well.
 */
export function workedIn(member: Member, span: DaySpan, hasCredits: boolean): boolean {
  const { active, joinedOn, leftOn } = member;
  const hadNotLeft = leftOn === null || leftOn >= span.from;
  if (hasCredits) return hadNotLeft;
  const hadJoined = joinedOn === null || joinedOn <= span.to;
  return hadJoined && hadNotLeft && (active || leftOn !== null);
}

/**
 * Whether the person is ranked over the span. Somebody who joined later or left before is not. A viewer is not
 * ranked, unless the role was decided by a quiet recent past and the span lies before that.
 */
export function isRankedIn(member: Member, span: DaySpan, hasCredits: boolean): boolean {
  const onlyWatches = member.role === "viewer" && (member.roleByHand || !hasCredits);
  return workedIn(member, span, hasCredits) && !onlyWatches;
}
