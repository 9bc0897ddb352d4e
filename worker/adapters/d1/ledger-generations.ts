/** Generations of rules: the next is built beside the live one, and one statement flips readers over. */
import * as v from "valibot";
import { RECORD_KINDS } from "../../../shared/contracts/ids.ts";
import { CellDeltas } from "../../domain/ledger/cell-deltas.ts";
import { ERASED_PREFIX, nameOf } from "../../domain/ledger/held-record.ts";
import { textWithSortedKeys } from "../../domain/ledger/record-content.ts";
import { SliceBook } from "../../domain/ledger/slice-book.ts";
import type { Rules } from "../../domain/rules.ts";
import type { ApplyOptions, RuleWriter } from "../../ports/ledger.ts";
import { isOvertaken, revisionStatement, writeBatch } from "./ledger-batch.ts";
import {
  type CreditingStore,
  cursorAt,
  RECORDS_PER_BATCH_MAX,
  readCursor,
  untilWritten,
  type WriteContext,
  writeChanges,
} from "./ledger-commit.ts";
import { type LedgerState, loadRecordsAfter, loadSlices, type TenantDatabase } from "./ledger-loads.ts";
import { CREDIT_COLUMNS, CreditRow } from "./ledger-rows.ts";
import { readRows } from "./read-rows.ts";

type How = Pick<ApplyOptions, "cause" | "now">;
type Built = Awaited<ReturnType<RuleWriter["build"]>>;

/** Where a building begins, and where it has gone through all records. NULL is complete. */
const FROM_THE_START = "";
const ERASED_NEXT = "erased";
/** Rows of a given-up or long superseded generation that one piece of building removes. */
const LEFTOVERS_PER_PIECE = 5000;

/** Changes the rules of one tenant. Like every writer of the ledger it is called from the tenant's lane. */
export function createRuleWriter(
  db: D1Database,
  tenantId: string,
  options: { readonly store: CreditingStore },
): RuleWriter {
  const context: WriteContext = { database: { db, tenantId }, store: options.store };
  return {
    begin: (rules, how) =>
      untilWritten(context.database, (state) => begin(context.database, rules, { state, how })),
    build: (how) => untilWritten(context.database, (state) => build(context, state, how)),
    flip: async (how) =>
      (await untilWritten(context.database, (state) => flip(context.database, { state, how }))).revision,
  };
}

interface Step {
  readonly state: LedgerState;
  readonly how: How;
}

type Begun = Awaited<ReturnType<RuleWriter["begin"]>>;

const BEGIN_SQL = `INSERT OR IGNORE INTO generations
  (tenant_id, generation, rules, cause, created_at, build_cursor, live_from)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`;

async function begin(
  { db, tenantId }: TenantDatabase,
  rules: Rules,
  { state, how }: Step,
): Promise<Begun | null> {
  const text = JSON.stringify(rules);
  const { live, building } = state;
  const insert = (number: number, ...place: readonly (string | number | null)[]) =>
    db.prepare(BEGIN_SQL).bind(tenantId, number, text, JSON.stringify(how.cause), how.now, ...place);
  if (!live) {
    const { meta } = await insert(1, null, 0).run();
    return meta.changes > 0 ? { generation: 1, live: true } : null;
  }
  if (building && sameRules(building.rules, rules)) return { generation: building.number, live: false };
  if (!building && sameRules(live.rules, rules)) return { generation: live.number, live: true };
  const number = Math.max(live.number, building?.number ?? 0) + 1;
  const giveUp = db
    .prepare("DELETE FROM generations WHERE tenant_id = ?1 AND generation = ?2 AND live_from IS NULL")
    .bind(tenantId, building?.number ?? 0);
  try {
    const guard = revisionStatement({ db, tenantId }, { state, ...how });
    await db.batch([guard, giveUp, insert(number, FROM_THE_START, null)]);
    return { generation: number, live: false };
  } catch (error) {
    if (isOvertaken(error)) return null;
    throw error;
  }
}

function sameRules(one: Rules, other: Rules): boolean {
  return textWithSortedKeys(one) === textWithSortedKeys(other);
}

async function build(
  context: WriteContext,
  state: LedgerState,
  how: How & { readonly limit: number },
): Promise<Built | null> {
  const { building } = state;
  if (!building || building.cursor === null) return { done: true, rowsWritten: 0 };
  const removed = await removeLeftovers(context.database);
  if (removed > 0) return { done: false, rowsWritten: removed };
  const step = { state, how, limit: Math.min(how.limit, RECORDS_PER_BATCH_MAX) };
  return building.cursor === ERASED_NEXT
    ? copyErased(context.database, step)
    : buildRecords(context, { ...step, cursor: building.cursor });
}

async function buildRecords(
  context: WriteContext,
  { state, how, limit, cursor }: Step & { readonly limit: number; readonly cursor: string },
): Promise<Built | null> {
  const { live, building } = state;
  if (!live || !building) return { done: true, rowsWritten: 0 };
  const page = { kinds: RECORD_KINDS, limit };
  const again = await loadRecordsAfter(context.database, readCursor(cursor), page);
  const last = again.length < limit ? undefined : again.at(-1);
  const written = await writeChanges(context, {
    state,
    changes: [],
    again,
    how,
    generations: [building],
    heir: live.number,
    also: () => [cursorStatement(context.database, building.number, last ? cursorAt(last) : ERASED_NEXT)],
  });
  return written && { done: false, rowsWritten: written.rowsWritten };
}

function cursorStatement(
  { db, tenantId }: TenantDatabase,
  generation: number,
  cursor: string | null,
): D1PreparedStatement {
  const sql = "UPDATE generations SET build_cursor = ?3 WHERE tenant_id = ?1 AND generation = ?2";
  return db.prepare(sql).bind(tenantId, generation, cursor);
}

// Whole records: what other rules made of a record before it was erased stands, line by line, and nothing is added.
const ERASED_SQL = `SELECT ${CREDIT_COLUMNS.map((column) => `c.${column}`).join(", ")}
  FROM (SELECT DISTINCT e.kind, e.crm_id FROM json_each(?4) AS k CROSS JOIN credits AS e
      WHERE e.tenant_id = ?1 AND e.generation = ?2 AND e.kind = k.value AND e.crm_id >= ?5
        AND e.known_until IS NULL AND NOT EXISTS (SELECT 1 FROM credits AS built
          WHERE built.tenant_id = ?1 AND built.generation = ?3 AND built.kind = e.kind
            AND built.crm_id = e.crm_id)
      LIMIT CAST(?6 AS INTEGER)) AS erased
    CROSS JOIN credits AS c
  WHERE c.tenant_id = ?1 AND c.generation = ?2 AND c.kind = erased.kind AND c.crm_id = erased.crm_id
    AND c.known_until IS NULL`;

/** The credits of erased records have no record to credit again: they go over as they are. */
async function copyErased(
  database: TenantDatabase,
  { state, how, limit }: Step & { readonly limit: number },
): Promise<Built | null> {
  const { live, building } = state;
  if (!live || !building) return { done: true, rowsWritten: 0 };
  const { db, tenantId } = database;
  const kinds = JSON.stringify(RECORD_KINDS);
  const answer = await db
    .prepare(ERASED_SQL)
    .bind(tenantId, live.number, building.number, kinds, ERASED_PREFIX, limit)
    .all();
  const opened = readRows(CreditRow, answer).map((credit) => ({ ...credit, generation: building.number }));
  const book = new SliceBook(await loadSlices(database));
  const deltas = new CellDeltas(building.rules.calendar, (slice) => book.intern(slice));
  for (const credit of opened) deltas.add(credit.kind, credit);
  const done = new Set(opened.map(nameOf)).size < limit;
  const written = await writeBatch(
    database,
    {
      records: [],
      linksGone: [],
      linksWritten: [],
      closed: [],
      opened,
      slices: book.fresh(),
      cells: [{ generation: building.number, cells: deltas.changes() }],
      also: () => [cursorStatement(database, building.number, done ? null : ERASED_NEXT)],
    },
    { state, ...how },
  );
  return written && { done, rowsWritten: written.rowsWritten };
}

/** Null when another writer was faster: the flip is tried anew. */
async function flip(
  { db, tenantId }: TenantDatabase,
  { state, how }: Step,
): Promise<{ readonly revision: number | null } | null> {
  const { live, building } = state;
  if (!live || !building || building.cursor !== null) return { revision: null };
  const revision = state.revision + 1;
  const sql = `UPDATE generations SET
      live_from = CASE generation WHEN ?3 THEN ?4 ELSE live_from END,
      live_until = CASE generation WHEN ?2 THEN ?4 ELSE live_until END
    WHERE tenant_id = ?1 AND generation IN (?2, ?3)`;
  try {
    await db.batch([
      revisionStatement({ db, tenantId }, { state, ...how }),
      db.prepare(sql).bind(tenantId, live.number, building.number, revision),
    ]);
    return { revision };
  } catch (error) {
    if (isOvertaken(error)) return null;
    throw error;
  }
}

const LEFTOVER_CREDITS_SQL = `DELETE FROM credits
  WHERE (tenant_id, generation, kind, crm_id, event, line, known_from) IN
    (SELECT tenant_id, generation, kind, crm_id, event, line, known_from FROM credits
      WHERE tenant_id = ?1 AND generation = ?2 LIMIT CAST(?3 AS INTEGER))`;

const LEFTOVER_CELLS_SQL = `DELETE FROM cells
  WHERE (tenant_id, generation, event, left_out, grain, slice, bucket, member_id, team_id) IN
    (SELECT tenant_id, generation, event, left_out, grain, slice, bucket, member_id, team_id FROM cells
      WHERE tenant_id = ?1 AND generation = ?2 LIMIT CAST(?3 AS INTEGER))`;

const GENERATIONS_SQL =
  "SELECT generation, live_until FROM generations WHERE tenant_id = ?1 ORDER BY generation";
const KnownRow = v.object({ generation: v.number(), live_until: v.nullable(v.number()) });

/**
 * Removes what given-up generations left, and the cells of all but the last superseded one: earlier boards
 * come from the credits, so nobody reads them. Answers how many rows went in this piece.
 */
async function removeLeftovers({ db, tenantId }: TenantDatabase): Promise<number> {
  const known = readRows(KnownRow, await db.prepare(GENERATIONS_SQL).bind(tenantId).all());
  const numbers = new Set(known.map(({ generation }) => generation));
  const superseded = known.filter((row) => row.live_until !== null).map(({ generation }) => generation);
  const lastSuperseded = superseded.at(-1) ?? 0;
  for (let number = 1; number < (known.at(-1)?.generation ?? 0); number += 1) {
    const givenUp = !numbers.has(number);
    if (!givenUp && !(superseded.includes(number) && number < lastSuperseded)) continue;
    const statements = givenUp ? [LEFTOVER_CREDITS_SQL, LEFTOVER_CELLS_SQL] : [LEFTOVER_CELLS_SQL];
    const answers = await db.batch(
      statements.map((sql) => db.prepare(sql).bind(tenantId, number, LEFTOVERS_PER_PIECE)),
    );
    const removed = answers.reduce((sum, { meta }) => sum + meta.rows_written, 0);
    if (removed > 0) return removed;
  }
  return 0;
}
