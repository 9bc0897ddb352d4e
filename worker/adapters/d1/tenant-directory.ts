import * as v from "valibot";
import { CRM_NAMES, PLANS, TENANT_STATES } from "../../../shared/contracts/ids.ts";
import type { Tenant, TenantDirectory } from "../../ports/tenants.ts";
import { readRows } from "./read-rows.ts";

const TenantRow = v.object({
  id: v.string(),
  crm: v.picklist(CRM_NAMES),
  crm_id: v.string(),
  name: v.string(),
  state: v.picklist(TENANT_STATES),
  plan: v.picklist(PLANS),
  connected_at: v.string(),
  crm_app_url: v.string(),
});

const COLUMNS = "id, crm, crm_id, name, state, plan, connected_at, crm_app_url";

// Consent given again keeps what was synced: only a tenant that was cut off starts over.
const INSTALL_SQL = `INSERT INTO tenants (${COLUMNS})
  VALUES (?1, ?2, ?3, ?4, 'installing', 'starter', ?5, ?6)
  ON CONFLICT (crm, crm_id) DO UPDATE SET name = excluded.name, crm_app_url = excluded.crm_app_url,
    state = CASE WHEN state IN ('reconnect', 'uninstalled') THEN 'installing' ELSE state END
  RETURNING ${COLUMNS}`;

const TABLES_SQL = `SELECT tables.name AS name, columns.name AS key_column
  FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns ON columns.pk > 0
  WHERE tables.type = 'table' AND tables.name NOT LIKE '\\_cf\\_%' ESCAPE '\\'
    AND EXISTS (SELECT 1 FROM pragma_table_info(tables.name) WHERE name = 'tenant_id')
  ORDER BY tables.name, columns.pk`;

const KeyColumnRow = v.object({ name: v.string(), key_column: v.string() });

/** D1 ends a statement after 30 seconds, so a large table goes piece by piece. */
const ERASED_PER_STATEMENT_MAX = 5000;

/** Finds tenants in D1. The one store that is not bound to one. */
export function createTenantDirectory(
  db: D1Database,
  newId: () => string = () => crypto.randomUUID(),
): TenantDirectory {
  const ask = async (sql: string, ...values: readonly string[]) =>
    readRows(
      TenantRow,
      await db
        .prepare(sql)
        .bind(...values)
        .all(),
    ).map(toTenant);
  return {
    find: async (tenantId) =>
      (await ask(`SELECT ${COLUMNS} FROM tenants WHERE id = ?1`, tenantId))[0] ?? null,
    findByCrmId: async (crm, crmId) =>
      (await ask(`SELECT ${COLUMNS} FROM tenants WHERE crm = ?1 AND crm_id = ?2`, crm, crmId))[0] ?? null,
    list: () => ask(`SELECT ${COLUMNS} FROM tenants ORDER BY connected_at, id`),
    async install({ crm, crmId, name, crmAppUrl }, now) {
      const [tenant] = await ask(INSTALL_SQL, newId(), crm, crmId, name, now, crmAppUrl);
      if (!tenant) throw new Error("D1 gave no row for an installed tenant");
      return tenant;
    },
    async setState(tenantId, state) {
      await db.prepare("UPDATE tenants SET state = ?2 WHERE id = ?1").bind(tenantId, state).run();
    },
    async rename(tenantId, name) {
      await db.prepare("UPDATE tenants SET name = ?2 WHERE id = ?1").bind(tenantId, name).run();
    },
    erase: (tenantId) => eraseTenant(db, tenantId),
  };
}

function toTenant(row: v.InferOutput<typeof TenantRow>): Tenant {
  return {
    id: row.id,
    crm: row.crm,
    crmId: row.crm_id,
    name: row.name,
    state: row.state,
    plan: row.plan,
    connectedAt: row.connected_at,
    crmAppUrl: row.crm_app_url,
  };
}

/**
 * The tables are taken from the schema itself, so that a new one cannot be forgotten. The tenant's own row
 * goes last: an erasure that was cut short can be asked for again.
 */
async function eraseTenant(db: D1Database, tenantId: string): Promise<void> {
  const rows = readRows(KeyColumnRow, await db.prepare(TABLES_SQL).all());
  for (const [table, columns] of Map.groupBy(rows, (row) => row.name)) {
    const key = columns.map((column) => `"${column.key_column}"`).join(", ");
    await eraseTable(db, { table, key, tenantId });
  }
  await db.prepare("DELETE FROM tenants WHERE id = ?1").bind(tenantId).run();
}

async function eraseTable(
  db: D1Database,
  { table, key, tenantId }: { readonly table: string; readonly key: string; readonly tenantId: string },
): Promise<void> {
  const statement = db
    .prepare(
      `DELETE FROM "${table}" WHERE tenant_id = ?1 AND (${key}) IN
        (SELECT ${key} FROM "${table}" WHERE tenant_id = ?1 LIMIT ${ERASED_PER_STATEMENT_MAX})`,
    )
    .bind(tenantId);
  while ((await statement.run()).meta.changes > 0);
}
