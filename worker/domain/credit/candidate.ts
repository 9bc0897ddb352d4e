import type { EventId, LeftOutReason } from "../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { compareTexts } from "../compare-texts.ts";
import type { CreditLine, CreditMark, Slice } from "../credits.ts";
import type { Facts } from "../facts.ts";
import type { Adjustment, LedgerRecord, Money } from "../records.ts";
import { type Holder, soleHolder } from "./holder.ts";
import { divideByShares } from "./shares.ts";

/** One thing that happened to a record, before it is known whether it counts. */
export interface Candidate {
  readonly event: EventId;
  /** Tells things of one record and event apart: the recipient, the stage. 0 where there is only one. */
  readonly thing: number;
  readonly at: Instant | null;
  readonly day: LocalDay | null;
  readonly holders: readonly Holder[];
  /** Why the record itself keeps this from counting. A missing day or holder is found later. */
  readonly leftOut: LeftOutReason | null;
  readonly marks: readonly CreditMark[];
  readonly slice: Slice;
  readonly amountMinor: number;
  readonly seconds: number;
  readonly original: Money | null;
  readonly rate: number | null;
}

/** What most candidates have: no deal, no amount, no seconds, nothing against them. */
export const PLAIN = {
  thing: 0,
  leftOut: null,
  marks: [],
  slice: { pipelineId: "", dealType: "" },
  amountMinor: 0,
  seconds: 0,
  original: null,
  rate: null,
} as const satisfies Partial<Candidate>;

/** Line numbers of one thing follow each other; a split has far fewer shares than this. */
export const LINES_PER_THING = 1000;

/** The lines of a candidate, one per holder: all counted, or left out for one reason each. */
export function linesOf(candidate: Candidate, record: LedgerRecord, facts: Facts): readonly CreditLine[] {
  const adjusted = adjust(candidate, facts.adjustments);
  const reason = goneBecause(record, facts) ?? adjusted.leftOut ?? (adjusted.day === null ? "no_date" : null);
  const amounts = divideByShares(
    adjusted.amountMinor,
    adjusted.holders.map((holder) => holder.share),
  );
  const unitAt = reason === null ? adjusted.holders.findIndex((holder) => holder.missing === null) : -1;
  return adjusted.holders.map((holder, index) => {
    const leftOut = reason ?? holder.missing;
    return {
      event: adjusted.event,
      line: adjusted.thing * LINES_PER_THING + index,
      memberId: holder.memberId,
      teamId: teamOf(holder, adjusted.day, facts),
      day: adjusted.day,
      at: adjusted.at,
      count: leftOut === null ? 1 : 0,
      unit: index === unitAt ? 1 : 0,
      amountMinor: amounts[index] ?? 0,
      seconds: adjusted.seconds,
      leftOut,
      slice: adjusted.slice,
      marks: adjusted.marks,
      original: adjusted.original,
      rate: adjusted.rate,
    };
  });
}

/** A merged record is in the recycle bin as well; that it was merged says more. */
function goneBecause(record: LedgerRecord, facts: Facts): LeftOutReason | null {
  if (facts.mergedInto !== null) return "merged_into_another";
  if (record.archived) return "deleted_in_crm";
  if (facts.duplicateOf !== null) return "duplicate_of_another";
  return null;
}

function teamOf(holder: Holder, day: LocalDay | null, facts: Facts): string {
  if (holder.memberId === "" || day === null) return "";
  return facts.directory.teamOn(holder.memberId, day);
}

/** An exclusion wins over a move; of several moves the last one stands. */
function adjust(candidate: Candidate, adjustments: readonly Adjustment[]): Candidate {
  if (adjustments.length === 0) return candidate;
  const standing = adjustments.filter(({ archived }) => !archived);
  const concerned = adjustmentsOfEvent(candidate.event, standing);
  const move = concerned.findLast(({ action }) => action === "move");
  const moved = move === undefined ? candidate : moveTo(candidate, move);
  if (!concerned.some(({ action }) => action === "exclude")) return moved;
  return { ...moved, leftOut: "excluded_by_adjustment", marks: withMark(moved.marks) };
}

function moveTo(candidate: Candidate, move: Adjustment): Candidate {
  return {
    ...candidate,
    holders: move.memberId === null ? candidate.holders : [soleHolder(move.memberId)],
    day: move.day ?? candidate.day,
    marks: withMark(candidate.marks),
  };
}

function withMark(marks: readonly CreditMark[]): readonly CreditMark[] {
  return marks.includes("adjusted") ? marks : [...marks, "adjusted"];
}

/**
 * Those that are about an event, in the order in which they were made. Revenue is one thing to whoever adjusts it,
 * whichever sign it has.
 */
export function adjustmentsOfEvent(
  event: EventId,
  adjustments: readonly Adjustment[],
): readonly Adjustment[] {
  const adjusted = event === "deal_refunded" ? "revenue_closed" : event;
  return adjustments.filter((adjustment) => adjustment.event === adjusted).toSorted(byTimeThenId);
}

function byTimeThenId(one: Adjustment, other: Adjustment): number {
  return compareTexts(`${one.modifiedAt} ${one.crmId}`, `${other.modifiedAt} ${other.crmId}`);
}
