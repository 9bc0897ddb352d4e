/** Writes one batch of the ledger: all of it or nothing, and only onto the state it was made for. */
import type { Instant } from "../../../shared/contracts/time.ts";
import type { Cause } from "../../domain/credits.ts";
import type { Cell } from "../../domain/ledger/cell-deltas.ts";
import type { HeldRecord } from "../../domain/ledger/held-record.ts";
import type { RecordLink } from "../../domain/ledger/record-links.ts";
import type { InternedSlice } from "../../domain/ledger/slice-book.ts";
import { jsonPieces } from "./json-pieces.ts";
import { FINGERPRINT, type LedgerState, type TenantDatabase } from "./ledger-loads.ts";
import { CREDIT_COLUMNS, creditRow, type GenerationCredit, linkRow, recordRow } from "./ledger-rows.ts";

/** What is added to the cells of one generation. */
export interface GenerationCells {
  readonly generation: number;
  readonly cells: readonly Cell[];
}

export interface LedgerBatch {
  readonly records: readonly HeldRecord[];
  readonly linksGone: readonly RecordLink[];
  readonly linksWritten: readonly RecordLink[];
  /** Lines that stood until now. */
  readonly closed: readonly GenerationCredit[];
  readonly opened: readonly GenerationCredit[];
  readonly slices: readonly InternedSlice[];
  readonly cells: readonly GenerationCells[];
  /** Whatever else belongs to the batch; made for the revision that the batch becomes. */
  readonly also?: (revision: number) => readonly D1PreparedStatement[];
}

export interface Written {
  readonly revision: number;
  readonly rowsWritten: number;
}

/** A number of generation, kind, id, event, line and known_from: the key of a credit after the tenant. */
const CREDIT_KEY = CREDIT_COLUMNS.slice(0, 6);

const CELL_KEY = [
  "generation",
  "event",
  "left_out",
  "grain",
  "slice",
  "bucket",
  "member_id",
  "team_id",
] as const;

// A NULL revision breaks the NOT NULL of its column, and a known one the primary key: either way the whole
// batch fails when another was written, or the generations changed, since the state was loaded.
const REVISION_SQL = `INSERT INTO revisions (tenant_id, revision, at, cause) SELECT ?1,
  CASE WHEN ${FINGERPRINT} = ?5 AND
    coalesce((SELECT max(revision) FROM revisions WHERE tenant_id = ?1), 0) = ?2 - 1 THEN ?2 END, ?3, ?4`;

const RECORDS_SQL = `INSERT INTO records
  (tenant_id, kind, crm_id, modified_at, content_hash, archived, merged_into, erased, fields)
  SELECT ?1, ${valuesUpTo(8)} FROM json_each(?2) WHERE true
  ON CONFLICT DO UPDATE SET modified_at = excluded.modified_at, content_hash = excluded.content_hash,
    archived = excluded.archived, merged_into = excluded.merged_into, erased = excluded.erased,
    fields = excluded.fields`;

const LINKS_GONE_SQL = `DELETE FROM record_links WHERE (tenant_id, key, at, kind, crm_id) IN
  (SELECT ?1, ${valuesUpTo(4)} FROM json_each(?2))`;

const LINKS_WRITTEN_SQL = `INSERT INTO record_links (tenant_id, key, at, kind, crm_id, role)
  SELECT ?1, ${valuesUpTo(5)} FROM json_each(?2) WHERE true
  ON CONFLICT DO UPDATE SET role = excluded.role`;

const CLOSED_SQL = `UPDATE credits SET known_until = ?3 WHERE (tenant_id, ${CREDIT_KEY.join(", ")}) IN
  (SELECT ?1, ${valuesUpTo(CREDIT_KEY.length)} FROM json_each(?2))`;

const OPENED_SQL = `INSERT INTO credits (tenant_id, ${CREDIT_COLUMNS.join(", ")})
  SELECT ?1, ${valuesUpTo(CREDIT_COLUMNS.length)} FROM json_each(?2)`;

const SLICES_SQL = `INSERT INTO slices (tenant_id, id, pipeline_id, deal_type)
  SELECT ?1, ${valuesUpTo(3)} FROM json_each(?2)`;

const CELLS_SQL = `INSERT INTO cells (tenant_id, ${CELL_KEY.join(", ")}, count, unit, amount_minor, seconds)
  SELECT ?1, ${valuesUpTo(CELL_KEY.length + 4)} FROM json_each(?2) WHERE true
  ON CONFLICT DO UPDATE SET count = count + excluded.count, unit = unit + excluded.unit,
    amount_minor = amount_minor + excluded.amount_minor, seconds = seconds + excluded.seconds`;

const ZERO_CELLS_SQL = `DELETE FROM cells WHERE (tenant_id, ${CELL_KEY.join(", ")}) IN
  (SELECT ?1, ${valuesUpTo(CELL_KEY.length)} FROM json_each(?2))
  AND count = 0 AND unit = 0 AND amount_minor = 0 AND seconds = 0`;

/** The first so many members of a JSON row. */
function valuesUpTo(count: number): string {
  return Array.from({ length: count }, (_, index) => `value ->> ${index}`).join(", ");
}

/** Whether the batch would change anything. One that would not is never written. */
export function isEmptyBatch(batch: LedgerBatch): boolean {
  return (
    batch.records.length + batch.linksGone.length + batch.linksWritten.length === 0 &&
    batch.closed.length + batch.opened.length === 0
  );
}

/** Null when the ledger moved on since the state was loaded: nothing was written, and it may be tried again. */
export async function writeBatch(
  database: TenantDatabase,
  batch: LedgerBatch,
  by: { readonly state: LedgerState; readonly cause: Cause; readonly now: Instant },
): Promise<Written | null> {
  const revision = by.state.revision + 1;
  const statements = [revisionStatement(database, by), ...statementsOf(database, batch, revision)];
  try {
    const answers = await database.db.batch([...statements, ...(batch.also?.(revision) ?? [])]);
    const rowsWritten = answers.reduce((sum, { meta }) => sum + meta.rows_written, 0);
    return { revision, rowsWritten };
  } catch (error) {
    if (isOvertaken(error)) return null;
    throw error;
  }
}

/** The guard of a batch: takes the next revision, or fails. Instants of revisions never go back. */
export function revisionStatement(
  { db, tenantId }: TenantDatabase,
  { state, cause, now }: { readonly state: LedgerState; readonly cause: Cause; readonly now: Instant },
): D1PreparedStatement {
  const at = now > state.at ? now : state.at;
  return db
    .prepare(REVISION_SQL)
    .bind(tenantId, state.revision + 1, at, JSON.stringify(cause), state.fingerprint);
}

/** Whether a batch failed only because another one was written first. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof Error && /constraint failed: revisions\./.test(error.message);
}

function statementsOf(
  database: TenantDatabase,
  batch: LedgerBatch,
  revision: number,
): readonly D1PreparedStatement[] {
  const inPieces = (sql: string, rows: readonly (readonly unknown[])[], ...more: readonly number[]) =>
    jsonPieces(rows).map((piece) => database.db.prepare(sql).bind(database.tenantId, piece, ...more));
  const cells = batch.cells.flatMap(({ generation, cells: each }) =>
    each.map((cell) => cellRow(generation, cell)),
  );
  // A count of lines is never negative, so a cell can only become nothing where none is added.
  const perhapsZero = batch.cells.flatMap(({ generation, cells: each }) =>
    each.filter((cell) => cell.count <= 0).map((cell) => cellKeyRow(generation, cell)),
  );
  return [
    ...inPieces(RECORDS_SQL, batch.records.map(recordRow)),
    ...inPieces(LINKS_GONE_SQL, batch.linksGone.map(linkRow)),
    ...inPieces(LINKS_WRITTEN_SQL, batch.linksWritten.map(linkRow)),
    ...inPieces(
      CLOSED_SQL,
      batch.closed.map((credit) => creditRow(credit).slice(0, CREDIT_KEY.length)),
      revision,
    ),
    ...inPieces(OPENED_SQL, batch.opened.map(creditRow)),
    ...inPieces(
      SLICES_SQL,
      batch.slices.map((slice) => [slice.id, slice.pipelineId, slice.dealType]),
    ),
    ...inPieces(CELLS_SQL, cells),
    ...inPieces(ZERO_CELLS_SQL, perhapsZero),
  ];
}

export function cellKeyRow(generation: number, cell: Cell): readonly unknown[] {
  const { event, leftOut, grain, slice, bucket, memberId, teamId } = cell;
  return [generation, event, leftOut, grain, slice, bucket, memberId, teamId];
}

export function cellRow(generation: number, cell: Cell): readonly unknown[] {
  return [...cellKeyRow(generation, cell), cell.count, cell.unit, cell.amountMinor, cell.seconds];
}
