import type { EventId, LeftOutReason, RecordKind } from "../../shared/contracts/ids.ts";
import type { DaySpan, Instant, LocalDay } from "../../shared/contracts/time.ts";
import type { DealPast } from "../domain/credit/deal-past.ts";
import type { Cause, Credit, Slice } from "../domain/credits.ts";
import type { Facts } from "../domain/facts.ts";
import type { LeftOutEvent } from "../domain/metrics/left-out-events.ts";
import type { Adjustment, Deal, LedgerRecord, PersonKey } from "../domain/records.ts";
import type { Rules } from "../domain/rules.ts";
import type { PipelineWins } from "../domain/winning-pipelines.ts";

/** What names a record within a tenant. */
export interface RecordKey {
  readonly kind: RecordKind;
  readonly crmId: string;
}

/** A record to store, with the keys under which other records find it. */
export interface StoredRecord {
  readonly record: LedgerRecord;
  readonly contentHash: string;
  readonly mergedInto: string | null;
}

/** Which credits a query is about. A null list means any. */
export interface CreditFilter {
  readonly events: readonly EventId[];
  readonly span: DaySpan;
  readonly memberIds: readonly string[] | null;
  readonly teamIds: readonly string[] | null;
  readonly slice?: { readonly pipelineIds?: readonly string[]; readonly dealTypes?: readonly string[] };
  /** The lines without a date instead of those of the span. */
  readonly undated?: boolean;
  /** Undefined: now. Else the board as it was known at the end of that revision. */
  readonly atRevision?: number;
  /** Beside the left-out lines of `events`: every line of these, whose own reason stands where it has one. */
  readonly leftOutEvents?: readonly LeftOutEvent[];
}

/** Counted credits added up. */
export interface CellSum {
  readonly event: EventId;
  readonly memberId: string;
  readonly teamId: string;
  readonly count: number;
  readonly unit: number;
  readonly amountMinor: number;
  readonly seconds: number;
}

/** An hour of a day of the week, as the account's clock shows it. */
export interface ClockHour {
  /** 1 is Monday. */
  readonly weekday: number;
  /** 0 to 23. */
  readonly hour: number;
}

/** Which lines of a list are wanted. */
export interface CreditsPage {
  readonly limit: number;
  /** The last key of the page before. */
  readonly after?: string;
  readonly leftOut: boolean;
  /** Of each record only the line that would come first, in the list and in its total. */
  readonly oncePerRecord?: boolean;
  /** Only what happened in this hour, as `sumByHour` tells it: nothing of deals, nothing without an instant. */
  readonly clock?: ClockHour;
}

/** How many things several members are credited with together, by who these are. */
export interface SharedCount {
  readonly event: EventId;
  /** With the team of each at that time. */
  readonly holders: readonly { readonly memberId: string; readonly teamId: string }[];
  readonly count: number;
}

export interface DailySum extends CellSum {
  readonly day: LocalDay;
}

export interface WeeklySum extends CellSum {
  /** The first day of the week. */
  readonly week: LocalDay;
}

export interface HourSum {
  readonly event: EventId;
  readonly memberId: string;
  readonly teamId: string;
  /** 1 is Monday. */
  readonly weekday: number;
  readonly hour: number;
  readonly count: number;
  readonly seconds: number;
}

export interface LeftOutSum {
  readonly event: EventId;
  readonly memberId: string;
  readonly reason: LeftOutReason;
  readonly count: number;
}

/** A credit with what the drawer shows of its record. */
export interface ExplainedCredit extends Credit {
  readonly title: string | null;
  /** Where a deal stands in its pipeline now; null for other kinds. */
  readonly stageId: string | null;
  readonly archived: boolean;
  /**
   * Whether a group of exactly those asked about counts the thing on this line: several lines of one thing are
   * counted on the first of them that the filter lets through. True where nothing is shared.
   */
  readonly firstOfThing: boolean;
  /** What is held of a deal's past, for the lines that it is told on; else null. Whole, whenever the line is of. */
  readonly past: DealPast | null;
  /** What other lines of the record said of this one at that time: a booking that was called off, an answered outreach. */
  readonly fate: "cancelled" | "answered" | null;
  /** What admins did to the line's record, withdrawn or not, on the lines that are marked by it; else nothing. */
  readonly adjustments: readonly Adjustment[];
  /** When the line became known, and why. */
  readonly knownSince: Instant;
  readonly cause: Cause;
}

/** One change of a figure: a line that was closed, opened, or replaced, in one revision. */
export interface CreditChange {
  readonly revision: number;
  readonly at: Instant;
  readonly cause: Cause;
  readonly kind: RecordKind;
  readonly crmId: string;
  readonly title: string | null;
  readonly event: EventId;
  readonly before: Credit | null;
  readonly after: Credit | null;
}

export interface RebuildReport {
  readonly cells: number;
  readonly credits: number;
  /** Cells that differed from the ledger, by key, before the rebuild. Empty when all is well. */
  readonly differences: readonly { readonly key: string; readonly cell: string; readonly ledger: string }[];
}

/**
 * Reads the ledger of one tenant. Made for a tenant: there is no way to ask for another's. Every answer comes
 * from one generation of rules; a reader stays with the generation that it found first, until
 * `loadRevision` is asked again, so that the parts of one answer never mix two. Make one per question.
 */
export interface LedgerReader {
  /** The present revision: 0 before the first batch. */
  loadRevision(): Promise<number>;
  /** The last revision at or before an instant; null before the connection was made. */
  revisionAt(at: Instant): Promise<number | null>;
  sumCredits(filter: CreditFilter): Promise<readonly CellSum[]>;
  /** What groups would count more than once. Only events whose credit is split have any. */
  countShared(filter: CreditFilter): Promise<readonly SharedCount[]>;
  sumByDay(filter: CreditFilter): Promise<readonly DailySum[]>;
  /** The weeks that lie whole within the span, each by its first day. */
  sumByWeek(filter: CreditFilter): Promise<readonly WeeklySum[]>;
  sumByHour(filter: CreditFilter): Promise<readonly HourSum[]>;
  /** Lines that are left out, by reason; of one holder and reason there may be several sums. */
  sumLeftOut(filter: CreditFilter): Promise<readonly LeftOutSum[]>;
  /** Every combination of pipeline and deal type that was ever credited, up to the limit of slices. */
  listSlices(): Promise<readonly Slice[]>;
  /** Counted and left-out lines, newest day first; `after` is the last key of the page before. */
  listCredits(
    filter: CreditFilter,
    page: CreditsPage,
  ): Promise<{
    readonly credits: readonly ExplainedCredit[];
    readonly next: string | null;
    readonly total: number;
  }>;
  /** Lines of the span that opened or closed after a revision, oldest first. */
  listChanges(filter: CreditFilter, sinceRevision: number, limit: number): Promise<readonly CreditChange[]>;
  /** The seconds of each counted line, for medians. */
  listSeconds(
    filter: CreditFilter,
  ): Promise<readonly { memberId: string; teamId: string; seconds: number }[]>;
  /** The middle of the seconds of all counted lines, found where they lie; null of none. */
  medianSeconds(filter: CreditFilter): Promise<number | null>;
}

/** A deal as it is held, with everything that crediting reads beside it. */
export interface CreditableDeal {
  readonly deal: Deal;
  readonly facts: Facts;
}

/** Finds a deal of the tenant by the CRM's id. Made for a tenant: another's deal is not there. */
export interface DealReader {
  /** A merged deal is the one it was merged into; null for what was never read, is deleted, or erased. */
  loadDeal(crmId: string): Promise<CreditableDeal | null>;
}

/** Tells in which pipelines deals are won, by the live rules. Made for a tenant. */
export interface PipelineWinsReader {
  countWins(span: DaySpan): Promise<readonly PipelineWins[]>;
}

/** What applying a batch did. */
export interface Applied {
  /** The revision that the batch became; null when nothing changed and nothing was written. */
  readonly revision: number | null;
  readonly stored: number;
  readonly unchanged: number;
  /** Older than what is stored, or erased: dropped. */
  readonly dropped: number;
  /** Same stamp but other content: the caller reads them afresh and applies that with `fresh`. */
  readonly ambiguous: readonly RecordKey[];
  /** What changed, for the live boards. */
  readonly touched: {
    readonly events: readonly EventId[];
    readonly memberIds: readonly string[];
    readonly days: DaySpan | null;
  };
  /** D1's own count. */
  readonly rowsWritten: number;
}

/** What applying nothing does. */
export const NOTHING_APPLIED: Applied = {
  revision: null,
  stored: 0,
  unchanged: 0,
  dropped: 0,
  ambiguous: [],
  touched: { events: [], memberIds: [], days: null },
  rowsWritten: 0,
};

export interface ApplyOptions {
  readonly cause: Cause;
  readonly now: Instant;
  /** Read by id just now: applied as it is, whatever its stamp. */
  readonly fresh: boolean;
}

/** Applies what was read. Only a tenant's lane calls it; a second writer fails its batch and is retried. */
export interface LedgerWriter {
  apply(records: readonly LedgerRecord[], options: ApplyOptions): Promise<Applied>;
  /** The CRM merged `from` into `into`; tombstones hold even for ids never seen. */
  applyMerges(
    merges: readonly { readonly kind: RecordKind; readonly from: string; readonly into: string }[],
    options: ApplyOptions,
  ): Promise<Applied>;
  /** The CRM deleted the records: their credits close with the reason `deleted_in_crm`. */
  applyDeletions(keys: readonly RecordKey[], options: ApplyOptions): Promise<Applied>;
  /** Privacy erasure: credits stay, person and record ids are blanked, the record never comes back. */
  erase(keys: readonly RecordKey[], options: ApplyOptions): Promise<Applied>;
  erasePerson(person: PersonKey, options: ApplyOptions): Promise<Applied>;
  /** Credits again from stored records: after a change of people, rates or pipelines. Resumable. */
  recredit(
    cursor: string | null,
    options: ApplyOptions & { readonly kinds?: readonly RecordKind[]; readonly limit: number },
  ): Promise<{ readonly applied: Applied; readonly next: string | null }>;
  /** Ids of the records that are held as deleted, apart from merged and erased ones. */
  listArchived(kind: RecordKind): Promise<readonly string[]>;
  /** Those of the ids that are held as records which are there. */
  listPresent(kind: RecordKind, crmIds: readonly string[]): Promise<readonly string[]>;
  /** Every cell from the ledger, and what differed. */
  rebuildCells(): Promise<RebuildReport>;
}

/** Changes the rules of one tenant: the next generation is built beside the live one, then takes its place. */
export interface RuleWriter {
  /**
   * The first rules are live at once, and so are rules that are live already. Else a generation begins that
   * `build` fills while syncing goes on; one that was being built is given up.
   */
  begin(
    rules: Rules,
    options: Pick<ApplyOptions, "cause" | "now">,
  ): Promise<{ readonly generation: number; readonly live: boolean }>;
  /** Credits the next so many records by the rules being built. Goes on where it stopped. */
  build(
    options: Pick<ApplyOptions, "cause" | "now"> & { readonly limit: number },
  ): Promise<{ readonly done: boolean; readonly rowsWritten: number }>;
  /** Readers go over to the generation that was built, in one statement. Null when none is complete. */
  flip(options: Pick<ApplyOptions, "cause" | "now">): Promise<number | null>;
}
