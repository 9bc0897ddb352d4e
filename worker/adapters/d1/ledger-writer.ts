import { RECORD_KINDS, type RecordKind } from "../../../shared/contracts/ids.ts";
import { type Applied, type ApplyOptions, type LedgerWriter, NOTHING_APPLIED } from "../../ports/ledger.ts";
import {
  type CreditingStore,
  cursorAt,
  RECORDS_PER_BATCH_MAX,
  readCursor,
  untilWritten,
  type WriteContext,
  writeChanges,
} from "./ledger-commit.ts";
import { eraseKeys, erasePerson } from "./ledger-erasure.ts";
import { loadArchivedIds, loadPresentIds, loadRecordsAfter } from "./ledger-loads.ts";
import { rebuildCells } from "./ledger-rebuild.ts";
import { type Settled, settleDeletions, settleMerges, settleRecords } from "./ledger-settling.ts";

export interface LedgerWriterOptions {
  readonly store: CreditingStore;
}

/** Writes the ledger of one tenant: records, credits and cells in one batch each. */
export function createLedgerWriter(
  db: D1Database,
  tenantId: string,
  options: LedgerWriterOptions,
): LedgerWriter {
  const database = { db, tenantId };
  const context = { database, store: options.store };
  return {
    apply: (records, how) =>
      inTurns(records, (part) => applySettled(context, how, () => settleRecords(database, part, how.fresh))),
    applyMerges: (merges, how) =>
      inTurns(merges, (part) => applySettled(context, how, () => settleMerges(database, part))),
    applyDeletions: (keys, how) =>
      inTurns(keys, (part) => applySettled(context, how, () => settleDeletions(database, part))),
    erase: (keys, how) => eraseKeys(database, keys, how),
    erasePerson: (person, how) => erasePerson(database, person, how),
    recredit: (cursor, how) => recredit(context, cursor, how),
    listArchived: (kind) => loadArchivedIds(database, kind),
    listPresent: (kind, crmIds) => loadPresentIds(database, kind, crmIds),
    rebuildCells: () => rebuildCells(database),
  };
}

/**
 * A list is cut by length alone: versions of one record that land in different turns are settled by their
 * stamps like any others.
 */
async function inTurns<T>(
  list: readonly T[],
  apply: (part: readonly T[]) => Promise<Applied>,
): Promise<Applied> {
  let applied = NOTHING_APPLIED;
  for (let from = 0; from < list.length; from += RECORDS_PER_BATCH_MAX) {
    applied = addApplied(applied, await apply(list.slice(from, from + RECORDS_PER_BATCH_MAX)));
  }
  return applied;
}

function addApplied(one: Applied, other: Applied): Applied {
  const days = [one.touched.days, other.touched.days].flatMap((span) => (span ? [span] : []));
  const first = days.map((span) => span.from).sort()[0];
  const last = days
    .map((span) => span.to)
    .sort()
    .at(-1);
  return {
    revision: other.revision ?? one.revision,
    stored: one.stored + other.stored,
    unchanged: one.unchanged + other.unchanged,
    dropped: one.dropped + other.dropped,
    ambiguous: [...one.ambiguous, ...other.ambiguous],
    touched: {
      events: [...new Set([...one.touched.events, ...other.touched.events])],
      memberIds: [...new Set([...one.touched.memberIds, ...other.touched.memberIds])],
      days: first !== undefined && last !== undefined ? { from: first, to: last } : null,
    },
    rowsWritten: one.rowsWritten + other.rowsWritten,
  };
}

async function applySettled(
  context: WriteContext,
  how: ApplyOptions,
  settle: () => Promise<Settled>,
): Promise<Applied> {
  return untilWritten(context.database, async (state) => {
    const settled = await settle();
    const { stored, unchanged, dropped, ambiguous } = settled;
    const counts = { ...NOTHING_APPLIED, stored, unchanged, dropped, ambiguous };
    if (settled.changes.length === 0) return counts;
    const written = await writeChanges(context, { state, changes: settled.changes, again: [], how });
    return written && { ...counts, ...written };
  });
}

async function recredit(
  context: WriteContext,
  cursor: string | null,
  how: ApplyOptions & { readonly kinds?: readonly RecordKind[]; readonly limit: number },
): Promise<{ readonly applied: Applied; readonly next: string | null }> {
  const kinds = how.kinds ?? RECORD_KINDS;
  return untilWritten(context.database, async (state) => {
    const page = { kinds, limit: Math.min(how.limit, RECORDS_PER_BATCH_MAX) };
    const again = await loadRecordsAfter(context.database, readCursor(cursor), page);
    const written = await writeChanges(context, { state, changes: [], again, how });
    const last = again.length < page.limit ? undefined : again.at(-1);
    return written && { applied: { ...NOTHING_APPLIED, ...written }, next: last ? cursorAt(last) : null };
  });
}
