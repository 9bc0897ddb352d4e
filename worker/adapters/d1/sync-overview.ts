import * as v from "valibot";
import { ACCESS_SUBJECT, REFUSED_DETAIL } from "../../app/sync/refused-access.ts";
import type { SyncOverview } from "../../ports/sync.ts";
import { readRows } from "./read-rows.ts";
import { progressOf } from "./sync-progress.ts";
import { StretchRowSchema, toStretch } from "./sync-state-store.ts";

const TenantStretchRow = v.object({ tenant_id: v.string(), ...StretchRowSchema.entries });
const TenantRow = v.object({ tenant_id: v.string() });

const STRETCHES_SQL = `SELECT tenant_id, position, name, kind, read, complete_from, state, cursor, seen, stored,
  expected FROM backfill_stretches ORDER BY tenant_id, position`;

// A lane calls itself; this finds those whose call was lost, or never planned because the Worker died. One that waits to
// be connected again is among them only where it still asks by itself: where consent is over, nothing is left to wake for.
const OVERDUE_SQL = `SELECT tenants.id AS tenant_id FROM tenants
  LEFT JOIN sync_status ON sync_status.tenant_id = tenants.id
  WHERE (tenants.state IN ('installing', 'backfilling', 'live') OR tenants.state = 'reconnect' AND EXISTS (
      SELECT 1 FROM sync_faults WHERE sync_faults.tenant_id = tenants.id
        AND type = 'token_revoked' AND subject = ?3 AND detail = ?4))
    AND coalesce(nullif(max(coalesce(next_poll_at, ''), coalesce(backfill_seen_at, '')), ''), connected_at) <= ?1
  ORDER BY next_poll_at LIMIT ?2`;

/** What spans tenants, from D1. */
export function createSyncOverview(db: D1Database): SyncOverview {
  return {
    async loadProgress() {
      const rows = readRows(TenantStretchRow, await db.prepare(STRETCHES_SQL).all());
      const stretchesOf = Map.groupBy(rows, (row) => row.tenant_id);
      return new Map(
        [...stretchesOf].map(([tenantId, stretches]) => [tenantId, progressOf(stretches.map(toStretch))]),
      );
    },
    async listOverdue(now, limit) {
      const answer = await db.prepare(OVERDUE_SQL).bind(now, limit, ACCESS_SUBJECT, REFUSED_DETAIL).all();
      return readRows(TenantRow, answer).map((row) => row.tenant_id);
    },
  };
}
