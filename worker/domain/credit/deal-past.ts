import type { EventId } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { Deal, HistoryEntry, Money } from "../records.ts";
import { enteredPresentStageAt, ownerAt } from "./deal-history.ts";

/** What of a deal tells how it differs from what it was credited as. */
export type DealPast = Pick<
  Deal,
  | "ownerId"
  | "ownerHistory"
  | "stageId"
  | "stageHistory"
  | "wonAt"
  | "amount"
  | "amountHistory"
  | "incompleteHistories"
>;

/** The credit of these goes to the owner at the moment of closing. */
const CLOSING_EVENTS: readonly EventId[] = [
  "deal_won",
  "revenue_closed",
  "deal_refunded",
  "deal_cycle",
  "deal_lost",
];

/** The events on whose lines something of the deal's past is told. */
export const EVENTS_WITH_PAST: readonly EventId[] = [...CLOSING_EVENTS, "pipeline_generated"];

/** A CRM may keep no more versions of a property: the first of a history this long need not be the first there was. */
const VERSIONS_KEPT = 20;

/** Owner ids of the CRM; null is nobody. */
export interface LaterOwner {
  readonly closedBy: string | null;
  readonly ownerId: string | null;
}

/**
 * Who owned a decided deal when it closed, and who did at a later instant, where that is another. Null too where the
 * history does not tell who closed it. What became of the deal after the instant is not looked at.
 */
export function laterOwnerOf(deal: DealPast, event: EventId, asOf: Instant): LaterOwner | null {
  if (!CLOSING_EVENTS.includes(event) || deal.incompleteHistories?.includes("owner")) return null;
  const known = asKnownAt(deal, asOf);
  const wonAt = event === "deal_lost" ? null : known.wonAt;
  const closer = ownerAt(known, wonAt ?? enteredPresentStageAt(known));
  if (closer.present || closer.ownerId === known.ownerId) return null;
  return { closedBy: closer.ownerId, ownerId: known.ownerId };
}

function asKnownAt(deal: DealPast, asOf: Instant): DealPast {
  const stages = until(deal.stageHistory, asOf);
  const owners = until(deal.ownerHistory, asOf);
  return {
    ...deal,
    stageHistory: stages,
    stageId: stages.length < deal.stageHistory.length ? (stages.at(-1)?.value ?? null) : deal.stageId,
    ownerHistory: owners,
    ownerId: owners.length < deal.ownerHistory.length ? (owners.at(-1)?.value ?? null) : deal.ownerId,
    wonAt: deal.wonAt !== null && deal.wonAt <= asOf ? deal.wonAt : null,
  };
}

function until<T>(history: readonly HistoryEntry<T>[], asOf: Instant): readonly HistoryEntry<T>[] {
  return history.filter(({ at }) => at <= asOf);
}

/** The first amount that a deal had, where the one that counts is another; null where it is not known. */
export function initialAmountOf(deal: DealPast, counted: Money | null): Money | null {
  const { amount, amountHistory, incompleteHistories } = deal;
  if (counted === null || amountHistory.length >= VERSIONS_KEPT) return null;
  if (incompleteHistories?.includes("amount")) return null;
  // The history is of numbers alone: they are of the currency that the deal has now.
  if (amount !== null && amount.currency !== counted.currency) return null;
  const first = amountHistory.find(({ value }) => value !== null)?.value;
  if (first === undefined || first === null || first === counted.minor) return null;
  return { minor: first, currency: counted.currency };
}
