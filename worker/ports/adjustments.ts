import type { EventId } from "../../shared/contracts/ids.ts";
import type { Adjustment } from "../domain/records.ts";
import type { RecordKey } from "./ledger.ts";

/** An adjustment that is to be made; when it is made is said where it is written. */
export type AdjustmentDraft = Omit<Adjustment, "modifiedAt" | "archived" | "withdrawnAt">;

/** What became of making one. */
export type AdjustmentOutcome =
  | { readonly kind: "made"; readonly adjustment: Adjustment }
  /** The same was made before, under the same id: nothing was written. */
  | { readonly kind: "known"; readonly adjustment: Adjustment }
  /** Something else was made before under the id, or it was erased. */
  | { readonly kind: "differs" }
  /** The record it is about is there no more: nothing was written. */
  | { readonly kind: "gone" };

/** Who asks for it, and with which request. */
export interface AskedBy {
  /** The member; null for a machine. */
  readonly actor: string | null;
  readonly requestId: string;
}

/** Makes and withdraws adjustments of one tenant. Both go through the tenant's lane. */
export interface AdjustmentWriter {
  makeAdjustment(draft: AdjustmentDraft, by: AskedBy): Promise<AdjustmentOutcome>;
  /** Answers what is held, withdrawn now or before; null for one that there is not. */
  withdrawAdjustment(id: string, by: AskedBy): Promise<Adjustment | null>;
}

/** Reads the adjustments of one tenant as they are held. */
export interface AdjustmentReader {
  /** What is left of one that was erased for privacy is its id. */
  find(id: string): Promise<Adjustment | "erased" | null>;
  /** Newest first; `after` is what the page before gave as `next`. Erased ones are not among them. */
  list(page: { readonly limit: number; readonly after: string | undefined }): Promise<{
    readonly adjustments: readonly Adjustment[];
    readonly next: string | null;
  }>;
  /** Whether a record is there, and has a line of one of the events by the present rules, left out or not. */
  creditStateOf(
    record: RecordKey,
    events: readonly EventId[],
  ): Promise<"credited" | "not_credited" | "unknown">;
}
