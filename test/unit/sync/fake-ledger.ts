import type { LedgerRecord } from "../../../worker/domain/records.ts";
import type { Applied, ApplyOptions, LedgerWriter, RecordKey } from "../../../worker/ports/ledger.ts";

/** A ledger that keeps records only, with the rules by which stamps are compared. */
export class FakeLedger implements LedgerWriter {
  readonly records = new Map<string, LedgerRecord>();
  readonly deleted = new Set<string>();
  readonly merged = new Map<string, string>();
  readonly causes: string[] = [];
  revision = 0;
  /** Runs inside each apply, to let the world change meanwhile. */
  onApply: () => Promise<void> = async () => undefined;
  busy = false;

  async apply(records: readonly LedgerRecord[], options: ApplyOptions): Promise<Applied> {
    if (this.busy) throw new Error("Two batches at the same time");
    this.busy = true;
    await this.onApply();
    const ambiguous: RecordKey[] = [];
    let stored = 0;
    let dropped = 0;
    for (const record of records) {
      const key = `${record.kind}:${record.crmId}`;
      const before = this.records.get(key);
      const isSame = JSON.stringify(before) === JSON.stringify(record) && !this.deleted.has(key);
      if (isSame) continue;
      if (before && !options.fresh && before.modifiedAt > record.modifiedAt) dropped += 1;
      else if (before && !options.fresh && before.modifiedAt === record.modifiedAt) {
        ambiguous.push({ kind: record.kind, crmId: record.crmId });
      } else {
        this.records.set(key, record);
        this.deleted.delete(key);
        stored += 1;
      }
    }
    this.busy = false;
    return this.applied(options, { stored, dropped, ambiguous });
  }

  async applyMerges(
    merges: Parameters<LedgerWriter["applyMerges"]>[0],
    options: ApplyOptions,
  ): Promise<Applied> {
    const fresh = merges.filter(({ kind, from }) => !this.merged.has(`${kind}:${from}`));
    for (const { kind, from, into } of fresh) this.merged.set(`${kind}:${from}`, into);
    return this.applied(options, { stored: fresh.length });
  }

  async applyDeletions(keys: readonly RecordKey[], options: ApplyOptions): Promise<Applied> {
    const fresh = keys.map(({ kind, crmId }) => `${kind}:${crmId}`).filter((key) => !this.deleted.has(key));
    for (const key of fresh) this.deleted.add(key);
    return this.applied(options, { stored: fresh.length });
  }

  async erase(_keys: readonly RecordKey[], options: ApplyOptions): Promise<Applied> {
    return this.applied(options, {});
  }

  readonly erasedPeople: string[] = [];
  async erasePerson(person: string, options: ApplyOptions): Promise<Applied> {
    this.erasedPeople.push(person);
    return this.applied(options, {});
  }

  recredits: (string | null)[] = [];
  async recredit(cursor: string | null, options: ApplyOptions) {
    this.recredits.push(cursor);
    return { applied: this.applied(options, {}), next: cursor === null ? "half" : null };
  }

  async listArchived(kind: string) {
    const archived = [...this.records].filter(([, record]) => record.archived).map(([key]) => key);
    const ids = [...archived, ...this.deleted].filter((key) => !this.merged.has(key));
    return ids.filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(kind.length + 1));
  }

  async listPresent(kind: string, crmIds: readonly string[]) {
    const archived = new Set(await this.listArchived(kind));
    return crmIds.filter((id) => this.records.has(`${kind}:${id}`) && !archived.has(id));
  }

  async rebuildCells() {
    return { cells: 3, credits: 5, differences: [] };
  }

  private applied(options: ApplyOptions, change: Partial<Applied>): Applied {
    const writes = (change.stored ?? 0) > 0;
    if (writes) {
      this.revision += 1;
      this.causes.push(
        options.cause.actor ? `${options.cause.kind}/${options.cause.actor}` : options.cause.kind,
      );
    }
    return {
      revision: writes ? this.revision : null,
      stored: 0,
      unchanged: 0,
      dropped: 0,
      ambiguous: [],
      touched: { events: [], memberIds: [], days: null },
      rowsWritten: 0,
      ...change,
    };
  }
}
