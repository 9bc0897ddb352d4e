import { administers, type EventId } from "../../../shared/contracts/ids.ts";
import { AMOUNT_MAX } from "../../../shared/contracts/values.ts";
import { homeAmountOf } from "../../domain/credit/home-amount.ts";
import type { AdjustmentDraft, AdjustmentReader } from "../../ports/adjustments.ts";
import type { Member } from "../../ports/tenants.ts";
import type { InputFault } from "../input-fault.ts";
import type { QueryContext } from "../queries.ts";

/** There is no such record, or none any more. */
export const UNKNOWN_RECORD: InputFault = {
  path: "record",
  message: "is not known here, or is deleted, merged or erased",
};

/** What the account does not know, or cannot count: everything at once. */
export async function findFaults(
  context: QueryContext,
  reader: AdjustmentReader,
  draft: AdjustmentDraft,
): Promise<readonly InputFault[]> {
  const members = await context.store.loadMembers();
  return [
    ...memberFaults(draft, members),
    ...approverFaults(draft, members),
    ...(await recordFaults(reader, draft)),
    ...(await amountFaults(context, draft)),
  ];
}

function memberFaults({ memberId }: AdjustmentDraft, members: readonly Member[]): readonly InputFault[] {
  if (memberId === null || members.some(({ id }) => id === memberId)) return [];
  return [{ path: "memberId", message: "is no member" }];
}

function approverFaults({ approvedBy }: AdjustmentDraft, members: readonly Member[]): readonly InputFault[] {
  const approver = members.find(({ id }) => id === approvedBy);
  if (approver?.active && administers(approver.role)) return [];
  return [{ path: "approvedBy", message: "is no active owner or admin" }];
}

/** What has no line of the event has nothing to move or to leave out. */
async function recordFaults(
  reader: AdjustmentReader,
  { target, event }: AdjustmentDraft,
): Promise<readonly InputFault[]> {
  if (target === null) return [];
  const state = await reader.creditStateOf(target, linesOf(event));
  if (state === "credited") return [];
  return state === "unknown"
    ? [UNKNOWN_RECORD]
    : [{ path: "event", message: "is none that happened to the record" }];
}

/** Revenue below zero has an event of its own. */
function linesOf(event: EventId): readonly EventId[] {
  return event === "revenue_closed" ? [event, "deal_refunded"] : [event];
}

async function amountFaults(
  { store }: QueryContext,
  { amount, day }: AdjustmentDraft,
): Promise<readonly InputFault[]> {
  if (amount === null) return [];
  const [rates, { rules }] = await Promise.all([store.loadRates(), store.loadLiveGeneration()]);
  const { minor, missing } = homeAmountOf({ amount, converted: null }, day, rates, rules.homeCurrency);
  if (Math.abs(minor) > AMOUNT_MAX) {
    return [{ path: "amount.minor", message: `is too much in ${rules.homeCurrency}` }];
  }
  if (missing === null) return [];
  return [{ path: "amount.currency", message: `has no rate on that day; ${rules.homeCurrency} needs none` }];
}
