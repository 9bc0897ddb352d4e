import type { RecordKind } from "../../shared/contracts/ids.ts";
import type { Reconciliation, ReconciliationStepName } from "../../shared/contracts/reconciliation.ts";
import type { DaySpan, Instant } from "../../shared/contracts/time.ts";
import type { BridgeEntry, WinLine } from "../domain/reconcile/bridge.ts";

/** What the ledger says was won, for holding it against the CRM. Made for a tenant. */
export interface WinReader {
  /** Every standing line of won deals with a day in the span, counted or left out. */
  listWins(span: DaySpan): Promise<readonly WinLine[]>;
  /** What is held of these deals, wherever their lines lie; a deal that is not held is not in the answer. */
  loadHeld(crmIds: readonly string[]): Promise<readonly HeldWin[]>;
}

/** A deal as it is held. */
export interface HeldWin {
  readonly crmId: string;
  readonly modifiedAt: Instant;
  /** Whether an admin moved or changed its credit. */
  readonly adjusted: boolean;
}

/** A result as it is kept: the first instant is the store's own. */
export type ReconciliationDraft = Omit<Reconciliation, "firstAt">;

/** A deal behind a step, with what it is called now. */
export interface StepRecord {
  readonly kind: RecordKind;
  readonly crmId: string;
  readonly title: string | null;
  readonly count: number;
  readonly amountMinor: number;
}

/** Periods that were held against the CRM, the last result of each. Made for a tenant. */
export interface ReconciliationStore {
  load(span: DaySpan): Promise<Reconciliation | null>;
  /** Replaces what was said of the period before. */
  save(draft: ReconciliationDraft, entries: readonly BridgeEntry[]): Promise<void>;
  /** The deals of a step, largest difference first; a deal that was erased since is not among them. */
  listRecords(
    question: { readonly span: DaySpan; readonly step: ReconciliationStepName },
    page: { readonly limit: number; readonly after: number },
  ): Promise<{
    readonly records: readonly StepRecord[];
    readonly total: number;
    /** Null at the end. */
    readonly next: number | null;
  }>;
}
