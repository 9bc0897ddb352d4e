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
    revenue: () => read("leaderboard?metric=revenue_closed&period=this_year", Leaderboard),
    async change(settings: object) {
      const { version } = await read("settings", TenantSettings);
      const body = JSON.stringify(settings);
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

  await api.change({ pipelines: null });
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
  await api.change({ pipelines: ["default"] });
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

it("counts by another amount in a year of its own once all deals were read with it, and as before until then", async () => {
  const property = { type: "number", fieldType: "number", showCurrencySymbol: true };
  hubspot.dealProperties = [{ name: "arr", label: "Annual recurring", ...property }];
  hubspot.put("1", { arr: "250" });
  hubspot.put("2", { arr: "30.5" });
  const tenantId = await install();
  const lane = env.LANE.get(env.LANE.idFromName(tenantId));
  const changed = { change: "changed", kind: "deal", mergedIds: [], actor: null } as const;
  await lane.syncRecords(tenantId, [
    { ...changed, recordId: "1" },
    { ...changed, recordId: "2" },
  ]);
  const api = await openApi(tenantId);
  expect((await api.revenue()).total).toBe(20_000);

  await using workflows = await introspectWorkflow(env.BACKFILL);
  await workflows.modifyAll(async (modifier) => {
    await modifier.disableSleeps();
  });
  const fiscal = { kind: "iso_weeks" } as const;
  await api.change({
    counting: { calendar: { fiscal }, events: { revenue_closed: { amountProperty: "arr" } } },
  });
  expect((await api.revenue()).total).toBe(20_000);
  expect((await api.settings()).counting).toMatchObject({ pending: true });
  await runDurableObjectAlarm(lane);
  await vi.waitFor(async () => expect((await api.settings()).counting.pending).toBe(false), {
    timeout: 20_000,
  });
  const after = await api.revenue();
  expect(after.total).toBe(28_050);
  expect(new Date(`${after.period.from}T00:00:00Z`).getUTCDay()).toBe(1);
  expect((await api.settings()).counting).toMatchObject({
    calendar: { fiscal },
    events: { revenue_closed: { amountProperty: "arr" } },
  });
});
