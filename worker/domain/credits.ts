import type { EventId, LeftOutReason, RecordKind } from "../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../shared/contracts/time.ts";
import type { Money } from "./records.ts";

/** A remark on a credit that "Why this number?" shows. It changes no figure. */
export type CreditMark =
  /** The history did not tell who owned the deal then: the present owner was taken. */
  | "present_owner"
  /** The close date lies more than three days from the moment of winning. */
  | "close_date_moved"
  /** The day lies in the future. */
  | "future"
  | "adjusted"
  | "split"
  /** The CRM gave no outcome, so the length of the call decided. */
  | "by_duration";

/** One potential line of one event: counted, or left out with a reason. Made only by `creditRecord`. */
export interface CreditLine {
  readonly event: EventId;
  /** Tells lines of one record and event apart: split share, recipient, stage. Stable over re-crediting. */
  readonly line: number;
  /** '' when nobody can be credited. */
  readonly memberId: string;
  /** The member's primary team on that day; '' when none. */
  readonly teamId: string;
  /** Null for a line without a date; it is listed apart. */
  readonly day: LocalDay | null;
  readonly at: Instant | null;
  /** 1 per credited member, 0 where only an amount counts. 0 when left out. */
  readonly count: 0 | 1;
  /**
   * 1 per thing that happened, however many members share it: on one line only per record and event, or per
   * stage or recipient of it. 0 when left out.
   */
  readonly unit: 0 | 1;
  /** Minor units of the home currency. What it would be, when left out; 0 when unknown. */
  readonly amountMinor: number;
  readonly seconds: number;
  readonly leftOut: LeftOutReason | null;
  /** The deal's dimensions that boards are filtered by. */
  readonly slice: Slice;
  readonly marks: readonly CreditMark[];
  /** The amount as the CRM holds it, before conversion and split. */
  readonly original: Money | null;
  /** The rate of the conversion; null when the CRM converted or none was needed. */
  readonly rate: number | null;
}

/** '' for what a record does not have (activities have neither). */
export interface Slice {
  readonly pipelineId: string;
  readonly dealType: string;
}

/** A line as the ledger keeps it: known from one revision to another. */
export interface Credit extends CreditLine {
  readonly kind: RecordKind;
  readonly crmId: string;
  readonly knownFrom: number;
  /** Null while it stands. */
  readonly knownUntil: number | null;
}

/** Why a batch changed the ledger. */
export interface Cause {
  readonly kind:
    | "backfill"
    | "webhook"
    | "poll"
    | "sweep"
    | "rules"
    | "people"
    | "rates"
    | "adjustment"
    | "erasure"
    | "manual";
  /** The CRM user or Standings member who caused it, where it is told. */
  readonly actor?: string;
  readonly note?: string;
}
