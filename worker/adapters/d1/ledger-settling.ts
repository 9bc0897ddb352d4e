/** Decides what becomes of records that were read, merged or deleted: which of them change what is held. */
import { createHash } from "node:crypto";
import type { RecordChange } from "../../domain/ledger/dependents.ts";
import { type HeldRecord, nameOf, type RecordName, unknownRecord } from "../../domain/ledger/held-record.ts";
import { contentOf } from "../../domain/ledger/record-content.ts";
import { newestVersion, type ReadVersion, settleVersion } from "../../domain/ledger/settle-record.ts";
import type { LedgerRecord } from "../../domain/records.ts";
import type { RecordKey } from "../../ports/ledger.ts";
import { loadHeads, loadHeld, type TenantDatabase } from "./ledger-loads.ts";

const HASH_DIGITS = 32;

/** What a delivery comes to. */
export interface Settled {
  readonly changes: readonly RecordChange[];
  readonly stored: number;
  readonly unchanged: number;
  readonly dropped: number;
  readonly ambiguous: readonly RecordKey[];
}

/** Equal for equal content, whatever the CRM's stamp. */
export function contentHashOf(record: LedgerRecord): string {
  return createHash("sha256").update(contentOf(record)).digest("hex").slice(0, HASH_DIGITS);
}

/** Records as they were read. Several versions of one record are settled among themselves first. */
export async function settleRecords(
  database: TenantDatabase,
  records: readonly LedgerRecord[],
  fresh: boolean,
): Promise<Settled> {
  const versions = records.map((record): ReadVersion => ({ record, contentHash: contentHashOf(record) }));
  const byName = Map.groupBy(versions, ({ record }) => nameOf(record));
  const heads = await loadHeads(database, versionNames(byName));
  const known = new Map(heads.map((head) => [nameOf(head), { ...head, record: null }]));
  const taken: { version: ReadVersion; asDeleted: boolean }[] = [];
  const ambiguous: RecordKey[] = [];
  const counts = { unchanged: 0, dropped: 0 };
  for (const [name, each] of byName) {
    const newest = newestVersion(each, fresh);
    const [first] = each;
    if (!first) continue;
    const { kind, crmId } = first.record;
    counts.unchanged += each.length - 1;
    const verdict = newest ? settleVersion(known.get(name) ?? null, newest, fresh) : "ambiguous";
    if (verdict === "unchanged" || verdict === "dropped") counts[verdict] += 1;
    if (verdict === "ambiguous" || verdict === "store_as_deleted") ambiguous.push({ kind, crmId });
    if (newest && verdict === "store") taken.push({ version: newest, asDeleted: false });
    if (newest && verdict === "store_as_deleted") taken.push({ version: newest, asDeleted: true });
  }
  const before = await loadKnown(
    database,
    taken.map(({ version }) => version.record),
    known,
  );
  const changes = taken.map(({ version, asDeleted }) => changeTo(version, { before, asDeleted }));
  return {
    changes: await withMerged(database, changes),
    stored: taken.length,
    ...counts,
    ambiguous,
  };
}

function versionNames(byName: ReadonlyMap<string, readonly ReadVersion[]>): readonly RecordName[] {
  return [...byName.values()].flatMap((versions) => versions.slice(0, 1).map(({ record }) => record));
}

/** Opens those of the records that are known. */
async function loadKnown(
  database: TenantDatabase,
  names: readonly RecordName[],
  known: ReadonlyMap<string, unknown>,
): Promise<ReadonlyMap<string, HeldRecord>> {
  const held = await loadHeld(
    database,
    names.filter((name) => known.has(nameOf(name))),
  );
  return new Map(held.map((each) => [nameOf(each), each]));
}

/** A record's merge is never undone by a later reading of it. */
function changeTo(
  version: ReadVersion,
  how: { readonly before: ReadonlyMap<string, HeldRecord>; readonly asDeleted: boolean },
): RecordChange {
  const { record } = version;
  const before = how.before.get(nameOf(record)) ?? null;
  const after: HeldRecord = {
    kind: record.kind,
    crmId: record.crmId,
    modifiedAt: record.modifiedAt,
    contentHash: version.contentHash,
    archived: record.archived,
    mergedInto: before?.mergedInto ?? null,
    erased: false,
    record,
  };
  return { before, after: how.asDeleted ? asDeleted(after) : after };
}

function asDeleted(held: HeldRecord): HeldRecord {
  if (!held.record) return { ...held, archived: true };
  const record = { ...held.record, archived: true };
  return { ...held, record, archived: true, contentHash: contentHashOf(record) };
}

/** A survivor names the records that were merged into it: they change as well. */
async function withMerged(
  database: TenantDatabase,
  changes: readonly RecordChange[],
): Promise<readonly RecordChange[]> {
  const merges = changes.flatMap(({ after }) =>
    after.record?.kind === "deal"
      ? after.record.mergedIds.map((from) => ({ kind: "deal" as const, from, into: after.crmId }))
      : [],
  );
  if (merges.length === 0) return changes;
  const merged = new Map(changes.map((change) => [nameOf(change.after), change]));
  const held = await loadHeldByName(
    database,
    merges.map(({ kind, from }) => ({ kind, crmId: from })),
  );
  for (const { kind, from, into } of merges) {
    const name = { kind, crmId: from };
    const change = merged.get(nameOf(name));
    const before = change ? change.before : (held.get(nameOf(name)) ?? null);
    const current = change?.after ?? before ?? unknownRecord(name);
    if (from === into || current.erased || current.mergedInto !== null) continue;
    merged.set(nameOf(name), { before, after: { ...current, mergedInto: into } });
  }
  return [...merged.values()];
}

async function loadHeldByName(
  database: TenantDatabase,
  names: readonly RecordName[],
): Promise<ReadonlyMap<string, HeldRecord>> {
  return new Map((await loadHeld(database, names)).map((each) => [nameOf(each), each]));
}

/** The CRM merged records. One that was never read leaves a tombstone. */
export async function settleMerges(
  database: TenantDatabase,
  merges: readonly { readonly kind: RecordKey["kind"]; readonly from: string; readonly into: string }[],
): Promise<Settled> {
  const real = merges.filter(({ from, into }) => from !== into);
  const into = new Map(real.map((merge) => [nameOf({ kind: merge.kind, crmId: merge.from }), merge.into]));
  const names = real.map(({ kind, from }) => ({ kind, crmId: from }));
  return settleNames(database, names, (held) => {
    const survivor = into.get(nameOf(held)) ?? null;
    return held.mergedInto === survivor ? held : { ...held, mergedInto: survivor };
  });
}

/** The CRM deleted records. Only a fresh read brings one back. */
export function settleDeletions(database: TenantDatabase, keys: readonly RecordKey[]): Promise<Settled> {
  return settleNames(database, keys, (held) => (held.archived ? held : asDeleted(held)));
}

/** What becomes of each record by its name; an erased one stays as it is. */
async function settleNames(
  database: TenantDatabase,
  names: readonly RecordName[],
  become: (held: HeldRecord) => HeldRecord,
): Promise<Settled> {
  const asked = new Map(names.map(({ kind, crmId }) => [nameOf({ kind, crmId }), { kind, crmId }]));
  const known = await loadHeldByName(database, [...asked.values()]);
  const changes: RecordChange[] = [];
  let dropped = 0;
  for (const [text, name] of asked) {
    const before = known.get(text) ?? null;
    const held = before ?? unknownRecord(name);
    const after = held.erased ? held : become(held);
    if (held.erased) dropped += 1;
    if (after !== held) changes.push({ before, after });
  }
  const stored = changes.length;
  return { changes, stored, dropped, unchanged: asked.size - stored - dropped, ambiguous: [] };
}
