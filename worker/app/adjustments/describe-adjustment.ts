import type { MadeAdjustment } from "../../../shared/contracts/adjustments.ts";
import type { Adjustment } from "../../domain/records.ts";
import type { Member } from "../../ports/tenants.ts";

/** An adjustment in the words of the API, for those who may make one: they see everybody by name. */
export function describeAdjustment(adjustment: Adjustment, members: readonly Member[]): MadeAdjustment {
  const { crmId, action, event, target, memberId, day, amount, reason, approvedBy } = adjustment;
  const personOf = (id: string) => ({ id, name: members.find((member) => member.id === id)?.name ?? "" });
  return {
    id: crmId,
    action,
    event,
    record: target && { kind: target.kind, crmId: target.crmId },
    member: memberId === null ? null : personOf(memberId),
    day,
    amount: amount && { minor: amount.minor, currency: amount.currency },
    reason,
    approvedBy: personOf(approvedBy),
    madeAt: adjustment.modifiedAt,
    state: adjustment.archived ? "withdrawn" : "stands",
    withdrawnAt: adjustment.withdrawnAt ?? null,
  };
}
