import { introspectWorkflow, runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Leaderboard } from "../../../shared/contracts/api.ts";
import { Connection } from "../../../shared/contracts/connection.ts";
import { ReconciliationAnswer } from "../../../shared/contracts/reconciliation.ts";
import { TenantSettings } from "../../../shared/contracts/settings.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import { buildPipeline, SmallHubSpot } from "./small-hubspot.ts";

const ORIGIN = "https://standings.test";
const LONG_AGO = { pipeline: "old", dealstage: "won_old", closedate: "2024-03-05T12:00:00.000Z" };
let hubspot = new SmallHubSpot();

beforeEach(() => {
  hubspot = new SmallHubSpot();
  hubspot.pipelines = [buildPipeline("default"), buildPipeline("old", "_old")];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) =>
    hubspot.answer(new Request(input, init)),
  );
});

afterEach(() => {
  vi.restoreAllMocks();
});

const call = (path: string, init?: RequestInit) =>
  exports.default.fetch(`${ORIGIN}${path}`, { redirect: "manual", ...init });

/** Through the consent, and to the end of the backfill's workflow. */
async function install(): Promise<string> {
  await using workflows = await introspectWorkflow(env.BACKFILL);
  await workflows.modifyAll(async (modifier) => {
    await modifier.disableSleeps();
  });
  const consent = new URL((await call("/install/hubspot")).headers.get("location") ?? "");
  const state = consent.searchParams.get("state") ?? "";
  expect((await call(`/oauth/hubspot/callback?code=a-code&state=${state}`)).status).toBe(200);
  const [workflow] = await workflows.get();
  await workflow?.waitForStatus("complete");
  return (await createTenantDirectory(env.DB).findByCrmId("hubspot", "4711"))?.id ?? "";
}

/** Reads the API of the tenant as an admin's program does. */
async function openApi(tenantId: string) {
  const made = await call(`/operator/tenants/${tenantId}/api-keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${env.OPERATOR_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ role: "admin" }),
  });
  const { key } = v.parse(v.object({ key: v.string() }), await made.json());
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const read = async <T>(path: string, schema: v.GenericSchema<unknown, T>) =>
    v.parse(schema, await (await call(`/api/v1/${path}`, { headers })).json());
  return {
    settings: () => read("settings", TenantSettings),
    board: () => read("leaderboard?metric=deals_won&from=2024-01-01&to=2030-12-31", Leaderboard),
    receipt: async () => (await read("reconciliation", ReconciliationAnswer)).reconciliation,
    faults: async () =>
      (await read("connection", Connection)).faults.map(({ type, subject }) => [type, subject]),
    async include(pipelines: readonly string[] | null) {
      const { version } = await read("settings", TenantSettings);
      const body = JSON.stringify({ pipelines });
      const ifMatch = { ...headers, "if-match": `"${version}"` };
      expect((await call("/api/v1/settings", { method: "PATCH", headers: ifMatch, body })).status).toBe(200);
    },
  };
}

it("counts the pipelines with wins from the first backfill on, names one that is forgotten, and takes it in", async () => {
  hubspot.put("1", {});
  hubspot.put("2", LONG_AGO);
  const tenantId = await install();
  const store = createTenantStore(env.DB, tenantId);
  const api = await openApi(tenantId);
  const lane = env.LANE.get(env.LANE.idFromName(tenantId));

  expect((await store.loadLiveGeneration()).rules.pipelines).toEqual(["default"]);
  expect(await store.loadBuildingGeneration()).toBeNull();
  expect(await api.settings()).toMatchObject({
    version: 1,
    pipelines: [
      { id: "default", included: true },
      { id: "old", included: false },
    ],
  });
  expect(await api.board()).toMatchObject({
    total: 1,
    leftOut: { count: 1, reasons: [{ reason: "pipeline_not_included", count: 1 }] },
  });
  expect(await api.faults()).not.toContainEqual(["pipeline_not_counted", "pipeline:old"]);

  hubspot.put("3", { pipeline: "old", dealstage: "won_old" });
  await lane.syncRecords(tenantId, [
    { change: "changed", kind: "deal", recordId: "3", mergedIds: [], actor: null },
  ]);
  await lane.refreshPeople(tenantId);
  expect(await api.faults()).toContainEqual(["pipeline_not_counted", "pipeline:old"]);
  expect((await api.board()).total).toBe(1);

  await api.include(null);
  await runDurableObjectAlarm(lane);
  await vi.waitFor(async () => expect((await api.board()).total).toBe(3), { timeout: 20_000 });
  expect((await store.loadLiveGeneration()).rules.pipelines).toBeNull();
  await vi.waitFor(
    async () => expect(await api.faults()).not.toContainEqual(["pipeline_not_counted", "pipeline:old"]),
    { timeout: 20_000 },
  );
  expect((await api.board()).leftOut.count).toBe(0);
});

it("makes the receipt while the rest is still read, and says what a pipeline that does not count leaves out", async () => {
  hubspot.put("1", {});
  hubspot.put("2", { pipeline: "old", dealstage: "won_old", amount: "70" });
  const tenantId = await install();
  const api = await openApi(tenantId);
  const one = { count: 1, amountMinor: 10_000 };
  const both = { count: 2, amountMinor: 17_000 };
  expect(await api.receipt()).toMatchObject({ final: false, crm: both, standings: both, steps: [] });

  const lane = env.LANE.get(env.LANE.idFromName(tenantId));
  await api.include(["default"]);
  await runDurableObjectAlarm(lane);
  await vi.waitFor(async () => expect((await api.receipt())?.final).toBe(true), { timeout: 20_000 });
  const asked = await call(`/operator/tenants/${tenantId}/api-keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${env.OPERATOR_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ role: "owner" }),
  });
  const { key } = v.parse(v.object({ key: v.string() }), await asked.json());
  await call("/api/v1/reconciliation", { method: "POST", headers: { authorization: `Bearer ${key}` } });
  await runDurableObjectAlarm(lane);
  await vi.waitFor(
    async () =>
      expect(await api.receipt()).toMatchObject({
        crm: both,
        standings: one,
        steps: [{ step: "pipeline_not_included", deals: 1, count: -1, amountMinor: -7_000 }],
      }),
    { timeout: 20_000 },
  );
  expect((await api.faults()).map(([type]) => type)).not.toContain("reconcile_difference");
});
