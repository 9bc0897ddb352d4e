import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";

const NOW = "2026-03-02T10:00:00.000Z";
const LATER = "2026-03-09T10:00:00.000Z";

/** Tables that hold no tenant's data, or that are the tenants themselves. A new one has to be thought about. */
const TABLES_WITHOUT_TENANT = ["consent_states", "d1_migrations", "tenants"];

const directory = createTenantDirectory(env.DB);

function portal(crmId: string, name = `Portal ${crmId}`) {
  return { crm: "hubspot" as const, crmId, name, crmAppUrl: "https://app.hubspot.test" };
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

async function columnsOf(where: string): Promise<readonly Column[]> {
  const { results } = await env.DB.prepare(
    `SELECT tables.name AS "table", columns.name AS name, columns.type AS type
      FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
      WHERE tables.type = 'table' AND tables.name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND ${where}
      ORDER BY tables.name, columns.cid`,
  ).all<Column>();
  return results;
}

/** Values that the CHECK of a column allows, where it has one. */
const ALLOWED: Readonly<Record<string, unknown>> = {
  "member_aliases.kind": "owner",
  "access_tickets.purpose": "embed",
  "access_keys.may_write": 1,
  "quota_versions.subject_kind": "member",
  "quota_versions.grain": "month",
};

/** One row in every table that has a tenant, filled from the schema. */
async function seedEveryTable(tenantId: string): Promise<readonly string[]> {
  const columns = await columnsOf(
    "EXISTS (SELECT 1 FROM pragma_table_info(tables.name) WHERE name = 'tenant_id')",
  );
  const tables = Map.groupBy(columns, ({ table }) => table);
  for (const [table, fields] of tables) {
    const values = fields.map(({ name, type }) => {
      if (name === "tenant_id") return tenantId;
      return ALLOWED[`${table}.${name}`] ?? (type === "TEXT" ? `${tenantId}-${name}` : 1);
    });
    const marks = fields.map(() => "?").join(", ");
    const names = fields.map(({ name }) => `"${name}"`).join(", ");
    await env.DB.prepare(`INSERT INTO "${table}" (${names}) VALUES (${marks})`)
      .bind(...values)
      .run();
  }
  return [...tables.keys()];
}

async function countRows(table: string, tenantId: string): Promise<number> {
  const statement = env.DB.prepare(`SELECT count(*) AS rows FROM "${table}" WHERE tenant_id = ?1`);
  return (await statement.bind(tenantId).first<number>("rows")) ?? 0;
}

describe("installing", () => {
  it("keeps the id of a portal that is installed again", async () => {
    const first = await directory.install(portal("again"), NOW);
    const second = await directory.install(portal("again", "New name"), LATER);
    expect(first.state).toBe("installing");
    expect(second).toEqual({ ...first, name: "New name" });
    expect(await directory.find(first.id)).toEqual(second);
    expect(await directory.findByCrmId("hubspot", "again")).toEqual(second);
  });

  it("leaves a live tenant live and starts a cut-off one over", async () => {
    const tenant = await directory.install(portal("states"), NOW);
    await directory.setState(tenant.id, "live");
    expect((await directory.install(portal("states"), LATER)).state).toBe("live");
    await directory.setState(tenant.id, "reconnect");
    expect((await directory.install(portal("states"), LATER)).state).toBe("installing");
  });

  it("does not take a portal and an org with the same id for one", async () => {
    const portalTenant = await directory.install(portal("same"), NOW);
    const org = await directory.install({ ...portal("same"), crm: "salesforce" }, NOW);
    expect(org.id).not.toBe(portalTenant.id);
    expect(await directory.findByCrmId("salesforce", "same")).toEqual(org);
  });

  it("lists every tenant and renames one alone", async () => {
    const a = await directory.install(portal("list-a"), NOW);
    const b = await directory.install(portal("list-b"), NOW);
    await directory.rename(a.id, "Renamed");
    const names = new Map((await directory.list()).map((tenant) => [tenant.id, tenant.name]));
    expect([names.get(a.id), names.get(b.id)]).toEqual(["Renamed", "Portal list-b"]);
  });

  it("finds nothing under an id that nobody has", async () => {
    expect(await directory.find("nobody")).toBeNull();
    expect(await directory.findByCrmId("hubspot", "nobody")).toBeNull();
  });
});

describe("erasing", () => {
  it("deletes the tenant's rows in every table of the schema, and no row of another", async () => {
    const gone = await directory.install(portal("gone"), NOW);
    const stays = await directory.install(portal("stays"), NOW);
    const tables = await seedEveryTable(gone.id);
    await seedEveryTable(stays.id);
    const before = await Promise.all(tables.map((table) => countRows(table, stays.id)));

    await directory.erase(gone.id);

    const left = await Promise.all(tables.map((table) => countRows(table, gone.id)));
    expect(tables.filter((_, index) => left[index] !== 0)).toEqual([]);
    expect(await Promise.all(tables.map((table) => countRows(table, stays.id)))).toEqual(before);
    expect(await directory.find(gone.id)).toBeNull();
    expect(await directory.find(stays.id)).not.toBeNull();
  });

  it("deletes more rows than one statement takes", async () => {
    const tenant = await directory.install(portal("large"), NOW);
    await env.DB.prepare(
      `INSERT INTO member_aliases (tenant_id, kind, alias, member_id)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
        SELECT ?1, 'owner', CAST(i AS TEXT), 'm' FROM n`,
    )
      .bind(tenant.id)
      .run();
    await directory.erase(tenant.id);
    expect(await countRows("member_aliases", tenant.id)).toBe(0);
  });

  it("knows of no table without a tenant but the listed ones", async () => {
    const columns = await columnsOf(
      "NOT EXISTS (SELECT 1 FROM pragma_table_info(tables.name) WHERE name = 'tenant_id')",
    );
    const tables = [...new Set(columns.map(({ table }) => table))];
    expect(
      tables.filter((table) => !TABLES_WITHOUT_TENANT.includes(table) && !/^sqlite_/.test(table)),
    ).toEqual([]);
  });
});
