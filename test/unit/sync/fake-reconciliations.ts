import type { Reconciliation } from "../../../shared/contracts/reconciliation.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import type { BridgeEntry, WinLine } from "../../../worker/domain/reconcile/bridge.ts";
import type {
  HeldWin,
  ReconciliationDraft,
  ReconciliationStore,
  WinReader,
} from "../../../worker/ports/reconciliation.ts";

/** What the ledger says was won, as the test sets it. */
export class FakeWins implements WinReader {
  lines: readonly WinLine[] = [];
  held: readonly HeldWin[] = [];
  readonly asked: DaySpan[] = [];

  async listWins(span: DaySpan) {
    this.asked.push(span);
    return this.lines;
  }

  async loadHeld(crmIds: readonly string[]) {
    return this.held.filter(({ crmId }) => crmIds.includes(crmId));
  }
}

/** The store of reconciliations in memory. */
export class FakeReconciliations implements ReconciliationStore {
  readonly saved: { readonly draft: ReconciliationDraft; readonly entries: readonly BridgeEntry[] }[] = [];

  async load({ from, to }: DaySpan): Promise<Reconciliation | null> {
    const ofPeriod = this.saved.filter(({ draft }) => draft.period.from === from && draft.period.to === to);
    const last = ofPeriod.at(-1)?.draft;
    return last ? { ...last, firstAt: ofPeriod[0]?.draft.at ?? last.at } : null;
  }

  async save(draft: ReconciliationDraft, entries: readonly BridgeEntry[]) {
    this.saved.push({ draft, entries });
  }

  async listRecords() {
    return { records: [], total: 0, next: null };
  }
}
