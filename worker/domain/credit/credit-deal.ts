import type { EventId, LeftOutReason } from "../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { daysBetween, localDayOf } from "../calendar/local-time.ts";
import type { CreditMark, Slice } from "../credits.ts";
import type { Facts, Pipeline, StageOutcome } from "../facts.ts";
import type { CloseDate, Deal } from "../records.ts";
import type { Rules } from "../rules.ts";
import { dayOf } from "./activity-holder.ts";
import { type Candidate, PLAIN } from "./candidate.ts";
import {
  enteredPresentStageAt,
  firstOwner,
  type OwnerThen,
  outcomeOf,
  ownerAt,
  pipelineOf,
  risesOf,
} from "./deal-history.ts";
import { type Holder, holderOfOwner, holderOfProperty, holderOfUser, holdersOfSplits } from "./holder.ts";
import { type HomeAmount, homeAmountOf } from "./home-amount.ts";

const SECONDS_PER_DAY = 86_400;
/** A close date further than this from the moment of winning is remarked on. */
const CLOSE_DATE_DRIFT_DAYS = 3;

/** A deal with what every one of its events asks for. */
interface DealView {
  readonly deal: Deal;
  readonly facts: Facts;
  readonly rules: Rules;
  readonly pipeline: Pipeline | null;
  readonly outcome: StageOutcome | "unknown";
  readonly slice: Slice;
  readonly createdDay: LocalDay | null;
  readonly closeDay: LocalDay | null;
  readonly closeAt: Instant | null;
}

/** When and for whom an event of a deal happened. */
interface Occasion {
  readonly event: EventId;
  readonly at: Instant | null;
  readonly day: LocalDay | null;
  readonly owner: OwnerThen;
  readonly marks: readonly CreditMark[];
}

/**
 * A deal came into being, rose, and is won, lost or due by what its stage says now; so reopening it takes the
 * win back, and winning it again counts on the new close date.
 */
export function candidatesOfDeal(deal: Deal, facts: Facts, rules: Rules): readonly Candidate[] {
  const pipeline = pipelineOf(deal, facts);
  const view: DealView = {
    deal,
    facts,
    rules,
    pipeline,
    outcome: outcomeOf(deal, pipeline),
    slice: { pipelineId: deal.pipelineId ?? "", dealType: deal.dealType ?? "" },
    createdDay: dayOf(deal.createdAt, rules),
    closeDay: closeDayOf(deal.close, rules),
    closeAt: deal.close?.kind === "instant" ? deal.close.at : null,
  };
  return [...created(view), ...advanced(view), ...decided(view)];
}

function closeDayOf(close: CloseDate | null, rules: Rules): LocalDay | null {
  if (close === null) return null;
  return close.kind === "day" ? close.day : localDayOf(close.at, rules.calendar.timeZone);
}

function decided(view: DealView): readonly Candidate[] {
  switch (view.outcome) {
    case "won":
      return won(view, null);
    case "lost":
      return [lost(view)];
    case "open":
      return [due(view, null)];
    case "unknown":
      // The stage alone decides what counts; but a deal that the CRM once called won is missed by somebody.
      return view.deal.wonAt === null ? [due(view, "stage_unknown")] : won(view, "stage_unknown");
  }
}

function created(view: DealView): readonly Candidate[] {
  const { deal, createdDay, closeDay } = view;
  const occasion = { at: deal.createdAt, day: createdDay, owner: firstOwner(deal), marks: [] };
  // The CRM converts an open deal at the rate of the date it is expected to close on.
  const amount = amountOf(view, "pipeline_generated", closeDay ?? createdDay);
  return [
    candidate(view, { ...occasion, event: "deal_created" }, null),
    withAmount(candidate(view, { ...occasion, event: "pipeline_generated" }, amount.missing), amount),
  ];
}

function advanced(view: DealView): readonly Candidate[] {
  return risesOf(view.deal, view.pipeline).map(({ at, place }) => {
    const occasion: Occasion = {
      event: "deal_advanced",
      at,
      day: dayOf(at, view.rules),
      owner: ownerAt(view.deal, at),
      marks: [],
    };
    return { ...candidate(view, occasion, null), thing: place };
  });
}

function won(view: DealView, unsure: LeftOutReason | null): readonly Candidate[] {
  const wonAt = view.deal.wonAt ?? enteredPresentStageAt(view.deal);
  const occasion = {
    at: view.closeAt,
    day: view.closeDay,
    owner: ownerAt(view.deal, wonAt),
    marks: closeDateMoved(view, wonAt) ? (["close_date_moved"] as const) : [],
  };
  const amount = amountOf(view, "revenue_closed", view.closeDay);
  const refunded = amount.minor < 0;
  const uncounted = unsure ?? (refunded ? "negative_amount" : null);
  const amountEvent = refunded ? "deal_refunded" : "revenue_closed";
  const revenue = candidate(view, { ...occasion, event: amountEvent }, unsure ?? amount.missing);
  return [
    candidate(view, { ...occasion, event: "deal_won" }, uncounted),
    withAmount(revenue, amount),
    cycle(view, { ...occasion, event: "deal_cycle" }, uncounted),
  ];
}

function cycle(view: DealView, occasion: Occasion, uncounted: LeftOutReason | null): Candidate {
  const { createdDay, closeDay } = view;
  if (createdDay === null || closeDay === null) return candidate(view, occasion, uncounted ?? "no_date");
  const days = daysBetween(createdDay, closeDay);
  const leftOut = uncounted ?? (days < 0 ? "closed_before_created" : null);
  return { ...candidate(view, occasion, leftOut), seconds: days * SECONDS_PER_DAY };
}

function lost(view: DealView): Candidate {
  const owner = ownerAt(view.deal, enteredPresentStageAt(view.deal));
  return candidate(
    view,
    { event: "deal_lost", at: view.closeAt, day: view.closeDay, owner, marks: [] },
    null,
  );
}

/** An open deal is its present owner's, so there is nothing to remark on. */
function due(view: DealView, unsure: LeftOutReason | null): Candidate {
  const amount = amountOf(view, "deal_due", view.closeDay);
  const owner = { ownerId: view.deal.ownerId, present: false };
  const occasion: Occasion = { event: "deal_due", at: view.closeAt, day: view.closeDay, owner, marks: [] };
  return withAmount(candidate(view, occasion, unsure ?? amount.missing), amount);
}

function candidate(view: DealView, occasion: Occasion, leftOut: LeftOutReason | null): Candidate {
  const { event, at, day } = occasion;
  const { holders, marks } = creditedWith(view, occasion);
  return {
    ...PLAIN,
    event,
    at,
    day,
    holders,
    marks: [...occasion.marks, ...marks],
    slice: view.slice,
    leftOut: isIncluded(view, event) ? leftOut : "pipeline_not_included",
  };
}

function withAmount(bare: Candidate, { minor, original, rate }: HomeAmount): Candidate {
  return { ...bare, amountMinor: minor, original, rate };
}

/** What is refunded follows the rules for revenue. */
function rulesOf(event: EventId, rules: Rules) {
  return rules.events[event === "deal_refunded" ? "revenue_closed" : event];
}

/** Whether several members can be credited with one thing. A length of time cannot be shared out. */
export function isShareable(event: EventId, rules: Rules): boolean {
  return event !== "deal_cycle" && rulesOf(event, rules)?.creditSource?.kind === "splits";
}

function isIncluded(view: DealView, event: EventId): boolean {
  const pipelines = rulesOf(event, view.rules)?.pipelines ?? view.rules.pipelines;
  return pipelines === null || pipelines.includes(view.slice.pipelineId);
}

/** Another property than Amount has no conversion of the CRM's own. */
function amountOf(view: DealView, event: EventId, day: LocalDay | null): HomeAmount {
  const { deal, facts, rules } = view;
  const property = rulesOf(event, rules)?.amountProperty;
  const source =
    property === undefined
      ? { amount: deal.amount, converted: deal.amountHome }
      : { amount: deal.otherAmounts[property] ?? null, converted: null };
  return homeAmountOf(source, day, facts.rates, rules.homeCurrency);
}

function creditedWith(
  view: DealView,
  { event, owner }: Occasion,
): { readonly holders: readonly Holder[]; readonly marks: readonly CreditMark[] } {
  const { deal, facts, rules } = view;
  const source = rulesOf(event, rules)?.creditSource;
  if (source?.kind === "creator") {
    return { holders: [holderOfUser(deal.creatorUserId, facts.directory)], marks: [] };
  }
  if (source?.kind === "property") {
    const value = deal.otherOwners[source.name] ?? null;
    return { holders: [holderOfProperty(value, facts.directory)], marks: [] };
  }
  if (isShareable(event, rules) && hasShares(deal)) {
    return { holders: holdersOfSplits(deal.splits, facts.directory), marks: ["split"] };
  }
  const holder = holderOfOwner(owner.ownerId, facts.directory);
  return { holders: [holder], marks: owner.present && holder.missing === null ? ["present_owner"] : [] };
}

function hasShares(deal: Deal): boolean {
  return deal.splits.some(({ share }) => share > 0);
}

function closeDateMoved(view: DealView, wonAt: Instant | null): boolean {
  if (wonAt === null || view.closeDay === null) return false;
  const wonDay = localDayOf(wonAt, view.rules.calendar.timeZone);
  return Math.abs(daysBetween(wonDay, view.closeDay)) > CLOSE_DATE_DRIFT_DAYS;
}
