import * as v from "valibot";
import { readRows } from "./read-rows.ts";

const IdRow = v.object({ id: v.string() });

// Whoever left has no session any more, and a tenant that was cut off has none at all.
const STANDING_SQL = `SELECT s.id FROM json_each(?2) AS asked CROSS JOIN access_sessions AS s
    JOIN members AS m ON m.tenant_id = s.tenant_id AND m.id = s.member_id AND m.active = 1
    JOIN tenants AS t ON t.id = s.tenant_id AND t.state <> 'uninstalled'
    WHERE s.tenant_id = ?1 AND s.id = asked.value
  UNION ALL
  SELECT k.id FROM json_each(?2) AS asked CROSS JOIN access_keys AS k
    JOIN tenants AS t ON t.id = k.tenant_id AND t.state <> 'uninstalled'
    WHERE k.tenant_id = ?1 AND k.id = asked.value`;

/** Those of the sessions and API keys that were neither ended nor revoked. When a session expires is not asked. */
export async function loadStandingCredentials(
  db: D1Database,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const answer = await db.prepare(STANDING_SQL).bind(tenantId, JSON.stringify(ids)).all();
  return new Set(readRows(IdRow, answer).map(({ id }) => id));
}
