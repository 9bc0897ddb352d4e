/** The way of every change into the ledger: find dependents, credit, compare, write in one batch. */
import { RECORD_KINDS } from "../../../shared/contracts/ids.ts";
import { buildDirectory } from "../../domain/credit/directory.ts";
import { correspondenceReach } from "../../domain/ledger/correspondence.ts";
import type { RecordChange } from "../../domain/ledger/dependents.ts";
import { type HeldRecord, nameOf, type RecordName } from "../../domain/ledger/held-record.ts";
import { type Applied, type ApplyOptions, NOTHING_APPLIED } from "../../ports/ledger.ts";
import type { Generation, TenantStore } from "../../ports/tenants.ts";
import { isEmptyBatch, type LedgerBatch, writeBatch } from "./ledger-batch.ts";
import { creditWork, touchedBy } from "./ledger-crediting.ts";
import { type LedgerState, loadState, type TenantDatabase } from "./ledger-loads.ts";
import { type CommonFacts, gatherWork, type Work } from "./ledger-work.ts";

/** How often a batch is made anew because another writer was faster. */
const ATTEMPTS_MAX = 5;
/** Records per batch; longer lists are applied in turns, so that a batch fits into memory and time. */
export const RECORDS_PER_BATCH_MAX = 1000;

/** Where members, pipelines and rates come from. */
export type CreditingStore = Pick<
  TenantStore,
  "loadIdentifiedMembers" | "loadQueueOwnerIds" | "loadPipelines" | "loadRates"
>;

/** What the functions of the writer share. */
export interface WriteContext {
  readonly database: TenantDatabase;
  readonly store: CreditingStore;
}

/** Tries anew while other writers are faster. `write` answers null when it was overtaken. */
export async function untilWritten<T>(
  database: TenantDatabase,
  write: (state: LedgerState) => Promise<T | null>,
): Promise<T> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const written = await write(await loadState(database));
    if (written !== null) return written;
  }
  throw new Error(`The ledger of ${database.tenantId} was overtaken ${ATTEMPTS_MAX} times in a row`);
}

export interface ChangesToWrite {
  readonly state: LedgerState;
  readonly changes: readonly RecordChange[];
  /** Records to credit again although they stay as they are. */
  readonly again: readonly HeldRecord[];
  readonly how: Pick<ApplyOptions, "cause" | "now">;
  /** All that are not superseded, when undefined. */
  readonly generations?: readonly Generation[];
  readonly heir?: number;
  readonly also?: NonNullable<LedgerBatch["also"]>;
}

/** Credits and writes in one batch. Nothing to change, nothing written; null when overtaken. */
export async function writeChanges(
  context: WriteContext,
  request: ChangesToWrite,
): Promise<Pick<Applied, "revision" | "touched" | "rowsWritten"> | null> {
  const { state, changes, how } = request;
  const { live, building } = state;
  if (!live) throw new Error(`Tenant ${context.database.tenantId} has no rules to credit by`);
  const generations = building ? [live, building] : [live];
  const work = await gatherFor(context, request, generations);
  const crediting = await creditWork(context.database, work, {
    generations: request.generations ?? generations,
    revision: state.revision + 1,
    unread: unreadNames(changes),
    ...(request.heir === undefined ? {} : { heir: request.heir }),
  });
  const { linksGone, linksWritten } = work;
  const records = changes.map(({ after }) => after);
  const also = request.also ? { also: request.also } : {};
  const batch: LedgerBatch = { records, linksGone, linksWritten, ...crediting, ...also };
  if (isEmptyBatch(batch) && !request.also) return NOTHING_APPLIED;
  const written = await writeBatch(context.database, batch, { state, cause: how.cause, now: how.now });
  return written && { ...written, touched: touchedBy(crediting, live.number) };
}

async function gatherFor(
  context: WriteContext,
  request: ChangesToWrite,
  generations: readonly Generation[],
): Promise<Work> {
  const reach = correspondenceReach(generations.map(({ rules }) => rules));
  const facts = await loadCommonFacts(context.store);
  const { changes, again } = request;
  // Links are common to all generations: whoever credits by one alone leaves them as they are, since what
  // depends on them has to be credited again by all.
  const relinked = request.generations === undefined ? again : [];
  return gatherWork(context.database, { changes, again, relinked, facts, reach });
}

/** A record that was never read has no lines that could stand. */
function unreadNames(changes: readonly RecordChange[]): ReadonlySet<string> {
  return new Set(changes.filter(({ before }) => !before?.record).map(({ after }) => nameOf(after)));
}

/** What crediting reads of the tenant, whichever record it is about. */
export async function loadCommonFacts(store: WriteContext["store"]): Promise<CommonFacts> {
  const [members, queueOwnerIds, pipelines, rates] = await Promise.all([
    store.loadIdentifiedMembers(),
    store.loadQueueOwnerIds(),
    store.loadPipelines(),
    store.loadRates(),
  ]);
  return { directory: buildDirectory(members, queueOwnerIds), pipelines, rates };
}

/** Where a walk over all records stands, as text. */
export function cursorAt({ kind, crmId }: RecordName): string {
  return JSON.stringify([kind, crmId]);
}

/** The record that a walk had reached; null at the beginning. A text that is no cursor begins anew. */
export function readCursor(cursor: string | null): RecordName | null {
  const parts: unknown = cursor === null || cursor === "" ? null : JSON.parse(cursor);
  if (!Array.isArray(parts)) return null;
  const kind = RECORD_KINDS.find((each) => each === parts[0]);
  const crmId: unknown = parts[1];
  return kind && typeof crmId === "string" ? { kind, crmId } : null;
}
