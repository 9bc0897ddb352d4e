import * as v from "valibot";
import type { DisplayKeyHead } from "../../../shared/contracts/display.ts";
import { METRIC_IDS, PERIOD_NAMES } from "../../../shared/contracts/ids.ts";
import type { DisplayStore } from "../../ports/displays.ts";
import { readRows } from "./read-rows.ts";

const KeyRow = v.object({
  tenant_id: v.string(),
  id: v.string(),
  label: v.string(),
  metric: v.picklist(METRIC_IDS),
  period: v.picklist(PERIOD_NAMES),
  ranked_by: v.picklist(["member", "team"]),
  team_id: v.nullable(v.string()),
  created_at: v.string(),
});

const COLUMNS = "tenant_id, id, label, metric, period, ranked_by, team_id, created_at";

/** Counted in the statement that writes, so that two at once do not both get the last place. */
const SAVE_SQL = `
  INSERT INTO display_keys (${COLUMNS}, secret_hash)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
  WHERE (SELECT count(*) FROM display_keys WHERE tenant_id = ?1) < CAST(?10 AS INTEGER)
  RETURNING id`;

/** Keys of screens in D1. */
export function createDisplayStore(db: D1Database): DisplayStore {
  return {
    async saveKey(tenantId, key, limit) {
      const { id, label, metric, period, by, teamId, createdAt, keyHash } = key;
      const answer = await db
        .prepare(SAVE_SQL)
        .bind(tenantId, id, label, metric, period, by, teamId, createdAt, keyHash, String(limit))
        .all();
      return answer.results.length > 0;
    },
    async listKeys(tenantId) {
      const answer = await db
        .prepare(`SELECT ${COLUMNS} FROM display_keys WHERE tenant_id = ?1 ORDER BY created_at, id`)
        .bind(tenantId)
        .all();
      return readRows(KeyRow, answer).map(toHead);
    },
    async revokeKey(tenantId, keyId) {
      const answer = await db
        .prepare("DELETE FROM display_keys WHERE tenant_id = ?1 AND id = ?2 RETURNING id")
        .bind(tenantId, keyId)
        .all();
      return answer.results.length > 0;
    },
    async findKey(keyHash) {
      const answer = await db
        .prepare(`SELECT ${COLUMNS} FROM display_keys WHERE secret_hash = ?1`)
        .bind(keyHash)
        .all();
      const row = readRows(KeyRow, answer)[0];
      return row ? { tenantId: row.tenant_id, key: toHead(row) } : null;
    },
  };
}

function toHead(row: v.InferOutput<typeof KeyRow>): DisplayKeyHead {
  return {
    id: row.id,
    label: row.label,
    metric: row.metric,
    period: row.period,
    by: row.ranked_by,
    teamId: row.team_id,
    createdAt: row.created_at,
  };
}
