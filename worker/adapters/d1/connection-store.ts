import * as v from "valibot";
import type { ConnectionStore } from "../../ports/connections.ts";
import type { Grant } from "../../ports/crm.ts";
import type { Sealing } from "../sealing.ts";
import { readRows } from "./read-rows.ts";

const GrantRow = v.object({
  sealed_tokens: v.string(),
  expires_at: v.string(),
  scopes: v.string(),
  crm_id: v.string(),
  installed_by: v.nullable(v.string()),
});
const InstallerRow = v.object({ installed_by: v.nullable(v.string()) });
const TokensSchema = v.object({
  accessToken: v.string(),
  refreshToken: v.nullable(v.string()),
  apiUrl: v.nullish(v.string(), null),
  userName: v.nullish(v.string(), null),
});

const LOAD_SQL = `SELECT sealed_tokens, expires_at, scopes, crm_id, installed_by FROM connections
  WHERE tenant_id = ?1 AND sealed_tokens IS NOT NULL`;

const SAVE_SQL = `INSERT INTO connections
  (tenant_id, sealed_tokens, expires_at, scopes, crm_id, installed_by)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (tenant_id) DO UPDATE SET sealed_tokens = excluded.sealed_tokens,
    expires_at = excluded.expires_at, scopes = excluded.scopes, crm_id = excluded.crm_id,
    installed_by = coalesce(installed_by, excluded.installed_by)`;

const DROP_SQL = `UPDATE connections SET sealed_tokens = NULL, expires_at = NULL WHERE tenant_id = ?1`;

const INSTALLER_SQL = `SELECT installed_by FROM connections WHERE tenant_id = ?1`;

/** The CRM grant of one tenant, in D1, with the tokens sealed for that tenant alone. */
export function createConnectionStore(db: D1Database, tenantId: string, sealing: Sealing): ConnectionStore {
  return {
    async loadGrant() {
      const row = readRows(GrantRow, await db.prepare(LOAD_SQL).bind(tenantId).all())[0];
      return row ? openGrant(row, sealing, tenantId) : null;
    },
    async saveGrant(grant) {
      const { accessToken, refreshToken, apiUrl, userName } = grant;
      const tokens = JSON.stringify({ accessToken, refreshToken, apiUrl, userName });
      const sealed = await sealing.seal(tokens, tenantId);
      await db
        .prepare(SAVE_SQL)
        .bind(tenantId, sealed, grant.expiresAt, JSON.stringify(grant.scopes), grant.crmId, grant.userId)
        .run();
    },
    async dropGrant() {
      await db.prepare(DROP_SQL).bind(tenantId).run();
    },
    async loadInstaller() {
      const rows = readRows(InstallerRow, await db.prepare(INSTALLER_SQL).bind(tenantId).all());
      return rows[0]?.installed_by ?? null;
    },
  };
}

/** A grant that cannot be opened is a fault of our keys, which no tenant can mend: it throws. */
async function openGrant(
  row: v.InferOutput<typeof GrantRow>,
  sealing: Sealing,
  tenantId: string,
): Promise<Grant> {
  const opened = await sealing.open(row.sealed_tokens, tenantId);
  if (!opened.ok) throw new Error(`The grant of tenant ${tenantId} does not open: ${opened.error.reason}`);
  return {
    ...v.parse(TokensSchema, JSON.parse(opened.value)),
    expiresAt: row.expires_at,
    scopes: v.parse(v.array(v.string()), JSON.parse(row.scopes)),
    crmId: row.crm_id,
    userId: row.installed_by,
  };
}
