/** Periods held against the CRM, in D1, and what the ledger says was won in them. */
import * as v from "valibot";
import { LEFT_OUT_REASONS, RECORD_KINDS } from "../../../shared/contracts/ids.ts";
import { Reconciliation } from "../../../shared/contracts/reconciliation.ts";
import { type BridgeEntry, WIN_EVENTS, type WinLine } from "../../domain/reconcile/bridge.ts";
import type { ReconciliationStore, WinReader } from "../../ports/reconciliation.ts";
import { jsonPieces } from "./json-pieces.ts";
import { bindLines, linesQuery } from "./ledger-credit-lines.ts";
import { TITLE_SQL } from "./ledger-explain.ts";
import { SeenGenerations } from "./ledger-reading.ts";
import { readRows, SqlBoolean } from "./read-rows.ts";

const WinRow = v.object({
  kind: v.picklist(RECORD_KINDS),
  crm_id: v.string(),
  event: v.picklist(WIN_EVENTS),
  member_id: v.string(),
  unit: v.number(),
  amount_minor: v.number(),
  left_out: v.picklist(["", ...LEFT_OUT_REASONS]),
  adjusted: SqlBoolean,
  original_currency: v.nullable(v.string()),
});
const HeldRow = v.object({ crm_id: v.string(), modified_at: v.string(), adjusted: SqlBoolean });
const ResultRow = v.object({
  first_at: v.string(),
  result: v.pipe(
    v.string(),
    v.transform((text): unknown => JSON.parse(text)),
    v.omit(Reconciliation, ["firstAt"]),
  ),
});
const StepRow = v.object({
  kind: v.picklist(RECORD_KINDS),
  crm_id: v.string(),
  title: v.nullable(v.string()),
  count: v.number(),
  amount_minor: v.number(),
  position: v.number(),
});
const TotalRow = v.object({ total: v.number() });

const ADJUSTED_SQL = "(' ' || c.marks || ' ') LIKE '% adjusted %'";

/** Reads the lines of the days themselves, because cells keep no deals apart. */
export function createWinReader(db: D1Database, tenantId: string): WinReader {
  const database = { db, tenantId };
  return {
    async listWins(span) {
      const generation = await new SeenGenerations(database).at(undefined);
      if (!generation) return [];
      const filter = { events: WIN_EVENTS, span, memberIds: null, teamIds: null };
      const question = { generation: generation.number, filter, atRevision: undefined };
      const lines = linesQuery(question);
      const sql = `${lines.with} SELECT c.kind, c.crm_id, c.event, c.member_id, c.unit, c.amount_minor,
          c.left_out, ${ADJUSTED_SQL} AS adjusted, c.original_currency ${lines.from}`;
      const { homeCurrency } = generation.rules;
      return readRows(WinRow, await bindLines(database, sql, { question }).all()).map((row) =>
        toLine(row, homeCurrency),
      );
    },
    async loadHeld(crmIds) {
      if (crmIds.length === 0) return [];
      const generation = await new SeenGenerations(database).at(undefined);
      if (!generation) return [];
      const answer = await db
        .prepare(HELD_SQL)
        .bind(tenantId, generation.number, JSON.stringify(crmIds), JSON.stringify(WIN_EVENTS))
        .all();
      return readRows(HeldRow, answer).map((row) => ({
        crmId: row.crm_id,
        modifiedAt: row.modified_at,
        adjusted: row.adjusted,
      }));
    },
  };
}

function toLine(row: v.InferOutput<typeof WinRow>, homeCurrency: string): WinLine {
  return {
    kind: row.kind,
    crmId: row.crm_id,
    event: row.event,
    memberId: row.member_id,
    unit: row.unit,
    amountMinor: row.amount_minor,
    leftOut: row.left_out === "" ? null : row.left_out,
    adjusted: row.adjusted,
    converted: row.original_currency !== null && row.original_currency !== homeCurrency,
  };
}

const HELD_SQL = `SELECT r.crm_id, r.modified_at, EXISTS (
    SELECT 1 FROM credits AS c WHERE c.tenant_id = ?1 AND c.generation = ?2 AND c.kind = 'deal'
      AND c.crm_id = r.crm_id AND c.event IN (SELECT value FROM json_each(?4))
      AND c.known_until IS NULL AND ${ADJUSTED_SQL}) AS adjusted
  FROM json_each(?3) AS asked
  CROSS JOIN records AS r ON r.tenant_id = ?1 AND r.kind = 'deal' AND r.crm_id = asked.value
  WHERE r.fields IS NOT NULL`;

/** What became of holding the tenant's periods against the CRM. */
export function createReconciliationStore(db: D1Database, tenantId: string): ReconciliationStore {
  return {
    async load({ from, to }) {
      const row = readRows(ResultRow, await db.prepare(LOAD_SQL).bind(tenantId, from, to).all())[0];
      return row ? { ...row.result, firstAt: row.first_at } : null;
    },
    async save(draft, entries) {
      const { from, to } = draft.period;
      await db.batch([
        db.prepare(SAVE_SQL).bind(tenantId, from, to, draft.at, JSON.stringify(draft)),
        db.prepare(CLEAR_RECORDS_SQL).bind(tenantId, from, to),
        ...jsonPieces(placed(entries)).map((piece) =>
          db.prepare(SAVE_RECORDS_SQL).bind(tenantId, from, to, piece),
        ),
      ]);
    },
    async listRecords({ span: { from, to }, step }, { limit, after }) {
      const [list, total] = await db.batch([
        db.prepare(RECORDS_SQL).bind(tenantId, from, to, step, after, limit + 1),
        db.prepare(TOTAL_SQL).bind(tenantId, from, to, step),
      ]);
      const rows = readRows(StepRow, list);
      const shown = rows.slice(0, limit);
      return {
        records: shown.map((row) => ({
          kind: row.kind,
          crmId: row.crm_id,
          title: row.title,
          count: row.count,
          amountMinor: row.amount_minor,
        })),
        total: readRows(TotalRow, total)[0]?.total ?? 0,
        next: rows.length > limit ? (shown.at(-1)?.position ?? null) : null,
      };
    },
  };
}

/** The place within each step: what matters most comes first. */
function placed(entries: readonly BridgeEntry[]): readonly unknown[] {
  const ofStep = Map.groupBy(entries, ({ step }) => step);
  return [...ofStep].flatMap(([step, ofThis]) =>
    ofThis
      .toSorted((one, other) => Math.abs(other.amountMinor) - Math.abs(one.amountMinor))
      .map(({ kind, crmId, count, amountMinor }, at) => [step, at + 1, kind, crmId, count, amountMinor]),
  );
}

const LOAD_SQL = `SELECT first_at, result FROM reconciliations
  WHERE tenant_id = ?1 AND period_from = ?2 AND period_to = ?3`;

const SAVE_SQL = `INSERT INTO reconciliations (tenant_id, period_from, period_to, at, first_at, result)
  VALUES (?1, ?2, ?3, ?4, ?4, ?5)
  ON CONFLICT DO UPDATE SET at = excluded.at, result = excluded.result`;

const CLEAR_RECORDS_SQL = `DELETE FROM reconciliation_records
  WHERE tenant_id = ?1 AND period_from = ?2 AND period_to = ?3`;

const SAVE_RECORDS_SQL = `INSERT INTO reconciliation_records
  (tenant_id, period_from, period_to, step, position, kind, crm_id, count, amount_minor)
  SELECT ?1, ?2, ?3, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5
  FROM json_each(?4) WHERE true`;

// What the CRM counts and we never read has no record here; what was erased has one that says so.
const FROM_RECORDS = `FROM reconciliation_records AS s
  LEFT JOIN records AS r ON r.tenant_id = ?1 AND r.kind = s.kind AND r.crm_id = s.crm_id
  WHERE s.tenant_id = ?1 AND s.period_from = ?2 AND s.period_to = ?3 AND s.step = ?4
    AND coalesce(r.erased, 0) = 0`;

const RECORDS_SQL = `SELECT s.kind, s.crm_id, ${TITLE_SQL} AS title, s.count, s.amount_minor, s.position
  ${FROM_RECORDS} AND s.position > CAST(?5 AS INTEGER) ORDER BY s.position LIMIT CAST(?6 AS INTEGER)`;

const TOTAL_SQL = `SELECT count(*) AS total ${FROM_RECORDS}`;
