import * as v from "valibot";
import { readAdjustmentPlace } from "../../domain/list-places.ts";
import type { Adjustment } from "../../domain/records.ts";
import type { AdjustmentReader } from "../../ports/adjustments.ts";
import { loadHeld } from "./ledger-loads.ts";
import { HEAD_COLUMNS, HeldRow } from "./ledger-rows.ts";
import { readRows, SqlBoolean } from "./read-rows.ts";

const KIND = "adjustment";

// An account has few adjustments, so they are put in order as they are read.
const LIST_SQL = `SELECT ${HEAD_COLUMNS}, fields FROM records
  WHERE tenant_id = ?1 AND kind = '${KIND}' AND fields IS NOT NULL
    AND (?2 IS NULL OR (modified_at, crm_id) < (?2, ?3))
  ORDER BY modified_at DESC, crm_id DESC LIMIT CAST(?4 AS INTEGER)`;

const STATE_SQL = `SELECT
    EXISTS (SELECT 1 FROM records WHERE tenant_id = ?1 AND kind = ?2 AND crm_id = ?3
      AND archived = 0 AND erased = 0 AND merged_into IS NULL) AS present,
    EXISTS (SELECT 1 FROM credits WHERE tenant_id = ?1
      AND generation = (SELECT max(generation) FROM generations
        WHERE tenant_id = ?1 AND live_from IS NOT NULL AND live_until IS NULL)
      AND kind = ?2 AND crm_id = ?3 AND known_until IS NULL
      AND event IN (SELECT value FROM json_each(?4))) AS credited`;
const StateRow = v.object({ present: SqlBoolean, credited: SqlBoolean });

/** The adjustments of one tenant, where its records are. */
export function createAdjustmentReader(db: D1Database, tenantId: string): AdjustmentReader {
  const database = { db, tenantId };
  return {
    async find(id) {
      const [held] = await loadHeld(database, [{ kind: KIND, crmId: id }]);
      if (!held) return null;
      return held.record?.kind === KIND ? held.record : "erased";
    },
    async list({ limit, after }) {
      const place = after === undefined ? null : readAdjustmentPlace(after);
      const bound = [tenantId, place?.[0] ?? null, place?.[1] ?? null, limit + 1];
      const answer = await db
        .prepare(LIST_SQL)
        .bind(...bound)
        .all();
      const found = readRows(HeldRow, answer).flatMap(({ record }): readonly Adjustment[] =>
        record?.kind === KIND ? [record] : [],
      );
      const adjustments = found.slice(0, limit);
      const last = found.length > limit ? adjustments.at(-1) : undefined;
      return { adjustments, next: last ? JSON.stringify([last.modifiedAt, last.crmId]) : null };
    },
    async creditStateOf({ kind, crmId }, events) {
      const statement = db.prepare(STATE_SQL).bind(tenantId, kind, crmId, JSON.stringify(events));
      const [row] = readRows(StateRow, await statement.all());
      if (!row?.present) return "unknown";
      return row.credited ? "credited" : "not_credited";
    },
  };
}
