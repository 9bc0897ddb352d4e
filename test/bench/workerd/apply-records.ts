import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import type { CrmRecord } from "../../../worker/domain/records.ts";
import type { CommandAnswer, CommandArgs } from "../commands.ts";
import { meterDatabase } from "./metered-database.ts";
import { sampleRecord } from "./sample-records.ts";

type ApplyArgs = CommandArgs<"apply">;

function batchesOf({ kind, from, count, version, perBatch }: ApplyArgs): readonly (readonly CrmRecord[])[] {
  const records = Array.from({ length: count }, (_, place) =>
    sampleRecord(kind, { index: from + place, version }),
  );
  return Array.from({ length: Math.ceil(count / perBatch) }, (_, batch) =>
    records.slice(batch * perBatch, (batch + 1) * perBatch),
  );
}

/** Through the real writer, as the lane applies what it read. */
export async function applyRecords(db: D1Database, args: ApplyArgs): Promise<CommandAnswer<"apply">> {
  const batches = batchesOf(args);
  const meter = meterDatabase(db);
  const store = createTenantStore(meter.db, args.tenantId);
  const writer = createLedgerWriter(meter.db, args.tenantId, { store });
  const sums = { stored: 0, unchanged: 0 };
  const startedAt = performance.now();
  for (const records of batches) {
    const how = { cause: { kind: "backfill" }, now: new Date().toISOString(), fresh: false } as const;
    const applied = await writer.apply(records, how);
    sums.stored += applied.stored;
    sums.unchanged += applied.unchanged;
  }
  const milliseconds = performance.now() - startedAt;
  return {
    ...sums,
    rowsWritten: meter.costs.reduce((sum, cost) => sum + cost.rowsWritten, 0),
    rowsRead: meter.costs.reduce((sum, cost) => sum + cost.rowsRead, 0),
    queries: meter.costs.length,
    milliseconds,
    databaseMilliseconds: meter.waited(),
  };
}

const BARE_TABLE = `CREATE TABLE IF NOT EXISTS bench_bare (
  tenant_id TEXT NOT NULL, kind TEXT NOT NULL, crm_id TEXT NOT NULL, modified_at TEXT NOT NULL,
  owner_id TEXT, created_at TEXT, fields TEXT NOT NULL,
  PRIMARY KEY (tenant_id, kind, crm_id)) STRICT, WITHOUT ROWID`;
const BARE_INDEX = `CREATE INDEX IF NOT EXISTS bench_bare_by_owner
  ON bench_bare (tenant_id, kind, owner_id, created_at)`;
const BARE_UPSERT = `INSERT INTO bench_bare (tenant_id, kind, crm_id, modified_at, owner_id, created_at, fields)
  SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
  FROM json_each(?2) WHERE true
  ON CONFLICT DO UPDATE SET modified_at = excluded.modified_at, owner_id = excluded.owner_id,
    created_at = excluded.created_at, fields = excluded.fields`;

/** What storing the records alone costs, in the plainest way: one table, one index to group by, no guard. */
export async function applyBare(db: D1Database, args: ApplyArgs): Promise<CommandAnswer<"applyBare">> {
  const batches = batchesOf(args);
  await db.batch([db.prepare(BARE_TABLE), db.prepare(BARE_INDEX)]);
  let rowsWritten = 0;
  const startedAt = performance.now();
  for (const records of batches) {
    const rows = records.map(({ kind, crmId, modifiedAt, ownerId, createdAt, ...fields }) => [
      kind,
      crmId,
      modifiedAt,
      ownerId,
      createdAt,
      JSON.stringify(fields),
    ]);
    const answer = await db.prepare(BARE_UPSERT).bind(args.tenantId, JSON.stringify(rows)).run();
    rowsWritten += answer.meta.rows_written;
  }
  return { rowsWritten, milliseconds: performance.now() - startedAt };
}
