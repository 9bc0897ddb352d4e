import type { CrmRecordKind, EventId, LeftOutReason } from "../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../shared/contracts/time.ts";
import type { Money } from "../domain/records.ts";

/** Which records a check is about, deals or activities, by their standing lines. */
export interface RecordQuestion {
  readonly events: readonly EventId[];
  /** `null` among them is a counted line. */
  readonly leftOut: readonly (LeftOutReason | null)[];
  readonly span: DaySpan;
  /** The lines without a day instead of those of the span. */
  readonly undated: boolean;
  /** Null is everybody and nobody. */
  readonly memberIds: readonly string[] | null;
}

/** A deal or activity as a check shows it. */
export interface FoundRecord {
  readonly kind: CrmRecordKind;
  readonly crmId: string;
  readonly title: string | null;
  readonly day: LocalDay | null;
  readonly amount: Money | null;
  /** '' where nobody is credited. */
  readonly memberId: string;
}

/** Looks for deals and activities in the ledger whose data is not as it should be. Made for a tenant. */
export interface RecordCheckReader {
  /** Each record once. */
  countRecords(question: RecordQuestion): Promise<number>;
  /** Deals by pipeline id or by the currency of their amount, most first. */
  countBy(
    question: RecordQuestion,
    by: "pipeline" | "currency",
  ): Promise<readonly { readonly value: string; readonly deals: number }[]>;
  /** Newest day first; `after` is the place that the page before ended at. */
  listRecords(
    question: RecordQuestion,
    page: { readonly limit: number; readonly after: string | undefined },
  ): Promise<{ readonly records: readonly FoundRecord[]; readonly next: string | null }>;
}
