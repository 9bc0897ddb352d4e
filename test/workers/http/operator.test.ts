import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { OperatorTenants } from "../../../shared/contracts/access.ts";
import { TestApp } from "./app.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, makeKey, OPERATOR, signIn } from "./sign-in.ts";

let north: SeededTenant;
const app = new TestApp(env);

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
  const south = await seedTenant(env.DB, { mark: "south", crmId: "2002" });
  for (const seeded of [north, south]) await seedDeals(env.DB, seeded);
});

describe("the operator", () => {
  it("sees the tenants with their state and progress, in exactly the promised shape", async () => {
    const answer = await app.fetch("/operator/tenants", { headers: OPERATOR });
    const list = v.parse(
      v.strictObject({ tenants: v.array(v.strictObject(tenantEntries())) }),
      await answer.json(),
    );
    expect(list.tenants.map(({ id, crm, crmId, name, state }) => [id, crm, crmId, name, state])).toEqual([
      ["north-tenant", "hubspot", "1001", "north Company", "live"],
      ["south-tenant", "hubspot", "2002", "south Company", "live"],
    ]);
  });

  it("starts a sync and a rebuild as jobs of the tenant", async () => {
    for (const kind of ["sync", "rebuild"]) {
      const started = await app.fetch(`/operator/tenants/north-tenant/${kind}`, {
        method: "POST",
        headers: OPERATOR,
      });
      expect(started.status).toBe(202);
      const { jobId } = v.parse(v.object({ jobId: v.string() }), await started.json());
      const job = await app.fetch(`/operator/jobs/${jobId}`, { headers: OPERATOR });
      expect(await job.json()).toMatchObject({ id: jobId, tenantId: "north-tenant", kind, state: "queued" });
    }
    expect(app.lanes).toEqual(["wake north-tenant", "wake north-tenant"]);
    expect((await app.fetch("/operator/jobs/none", { headers: OPERATOR })).status).toBe(404);
  });

  it("hands a person to be erased to the tenant's lane, and refuses what is no address", async () => {
    const post = (body: string) =>
      app.fetch("/operator/tenants/north-tenant/erasures", { method: "POST", headers: OPERATOR, body });
    expect((await post('{"email":" gone@customer.example ","contactId":"51"}')).status).toBe(204);
    expect(app.lanes).toContain("erase gone@customer.example in north-tenant");
    expect((await post('{"email":"gone"}')).status).toBe(400);
  });

  it("sets the plan", async () => {
    const put = (body: string) =>
      app.fetch("/operator/tenants/north-tenant/plan", { method: "PUT", headers: OPERATOR, body });
    expect((await put('{"plan":"pro"}')).status).toBe(204);
    expect((await put('{"plan":"gold"}')).status).toBe(400);
    const row = await env.DB.prepare("SELECT plan FROM tenants WHERE id = 'north-tenant'").first("plan");
    expect(row).toBe("pro");
  });
});

describe("the operator, for a tenant as a whole", () => {
  it("exports everything of one tenant, and no credential", async () => {
    const answer = await app.fetch("/operator/tenants/north-tenant/export", { headers: OPERATOR });
    expect(answer.headers.get("content-type")).toContain("ndjson");
    const text = new TextDecoder().decode(await answer.arrayBuffer());
    const lines = text.trimEnd().split("\n");
    const tables = new Set(
      lines.map((line) => v.parse(v.object({ table: v.string() }), JSON.parse(line)).table),
    );
    for (const table of ["tenants", "members", "teams", "generations", "records", "credits", "cells"]) {
      expect(tables).toContain(table);
    }
    expect(text).not.toMatch(/south/i);
    expect(text).not.toMatch(/key_hash|ticket_hash|sealed_tokens/);
  });

  it("finds no tenant that is not there", async () => {
    for (const [method, path] of [
      ["POST", "/sync"],
      ["POST", "/rebuild"],
      ["GET", "/export"],
      ["GET", "/api-keys"],
      ["DELETE", ""],
    ]) {
      const answer = await app.fetch(`/operator/tenants/nobody${path}`, {
        method: method ?? "",
        headers: OPERATOR,
      });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  it("erases a tenant whole, and leaves the others alone", async () => {
    const erased = await seedTenant(env.DB, { mark: "erased", crmId: "3003" });
    await seedDeals(env.DB, erased);
    const token = await signIn(app, erased, "owner");
    const { key } = await makeKey(app, erased, { role: "owner" });
    const answer = await app.fetch("/operator/tenants/erased-tenant", {
      method: "DELETE",
      headers: OPERATOR,
    });
    expect(answer.status).toBe(204);
    expect(app.lanes).toContain("retire erased-tenant");
    for (const credential of [token, key]) {
      expect((await app.fetch("/api/v1/metrics", { headers: bearer(credential) })).status).toBe(401);
    }
    const tables = await env.DB.prepare(
      `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'tenant_id'
       WHERE m.type = 'table' AND m.name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`,
    ).all<{ name: string }>();
    for (const { name } of tables.results) {
      const left = await env.DB.prepare(
        `SELECT count(*) AS rows FROM "${name}" WHERE tenant_id = 'erased-tenant'`,
      ).first("rows");
      expect([name, left]).toEqual([name, 0]);
    }
    const other = (await makeKey(app, north, { role: "owner" })).key;
    expect((await app.fetch("/api/v1/metrics", { headers: bearer(other) })).status).toBe(200);
  });
});

function tenantEntries() {
  return OperatorTenants.entries.tenants.item.entries;
}
