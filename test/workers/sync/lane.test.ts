import { introspectWorkflow, runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createJobStore } from "../../../worker/adapters/d1/job-store.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { SmallHubSpot } from "./small-hubspot.ts";

const ORIGIN = "https://standings.test";
const directory = createTenantDirectory(env.DB);
let hubspot = new SmallHubSpot();

beforeEach(() => {
  hubspot = new SmallHubSpot();
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
  const back = await call(`/oauth/hubspot/callback?code=a-code&state=${state}`);
  expect(back.status).toBe(200);
  const [workflow] = await workflows.get();
  await workflow?.waitForStatus("complete");
  const tenant = await directory.findByCrmId("hubspot", "4711");
  return tenant?.id ?? "";
}

function laneOf(tenantId: string) {
  return env.LANE.get(env.LANE.idFromName(tenantId));
}

async function notify(events: readonly Readonly<Record<string, unknown>>[]): Promise<Response> {
  const body = JSON.stringify(
    events.map((event) => ({ portalId: 4711, occurredAt: Date.now(), eventId: 1, ...event })),
  );
  const timestamp = String(Date.now());
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(env.HUBSPOT_CLIENT_SECRET),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signed = await crypto.subtle.sign(
    "HMAC",
    key,
    encoder.encode(`POST${ORIGIN}/webhooks/hubspot${body}${timestamp}`),
  );
  return call("/webhooks/hubspot", {
    method: "POST",
    body,
    headers: {
      "x-hubspot-signature-v3": btoa(String.fromCharCode(...new Uint8Array(signed))),
      "x-hubspot-request-timestamp": timestamp,
    },
  });
}

async function countedDeals(tenantId: string): Promise<string[]> {
  const { results } = await env.DB.prepare(
    "SELECT crm_id FROM credits WHERE tenant_id = ?1 AND event = 'deal_won' AND left_out = '' AND known_until IS NULL ORDER BY crm_id",
  )
    .bind(tenantId)
    .all<{ crm_id: string }>();
  return results.map((row) => row.crm_id);
}

describe("the lane of a tenant in the runtime", () => {
  it("installs, backfills through its workflow, and is live with the account's own clock", async () => {
    hubspot.put("1", {});
    hubspot.put("2", { dealstage: "open" });
    hubspot.put("3", {}, true);
    const tenantId = await install();
    const state = createSyncStateStore(env.DB, tenantId);
    expect(await directory.find(tenantId)).toMatchObject({ state: "live", crmId: "4711" });
    expect(await countedDeals(tenantId)).toEqual(["1"]);
    expect(await state.loadProgress()).toEqual([{ kind: "deal", done: 2, expected: 2 }]);
    expect(await state.loadCoverage()).toEqual([{ kind: "deal", completeFrom: "0001-01-01" }]);
    const { results } = await env.DB.prepare("SELECT sealed_tokens FROM connections WHERE tenant_id = ?1")
      .bind(tenantId)
      .all();
    expect(JSON.stringify(results)).not.toMatch(/access-|refresh-/);
  });

  it("writes what a notice hints at, by way of the queue, and answers the notice at once", async () => {
    hubspot.put("1", {});
    const tenantId = await install();
    hubspot.put("9", {});
    const answer = await notify([{ subscriptionType: "deal.creation", objectId: 9 }]);
    expect(answer.status).toBe(200);
    await vi.waitFor(async () => expect(await countedDeals(tenantId)).toContain("9"), { timeout: 20_000 });
  });

  it("is delivered a notice again after the CRM was away, and loses nothing", async () => {
    const tenantId = await install();
    hubspot.put("10", {});
    const away = { path: "/crm/v3/objects/deals/batch/read", status: 503 };
    hubspot.faults.push(...Array.from({ length: 4 }, () => away));
    await notify([{ subscriptionType: "deal.creation", objectId: 10 }]);
    await vi.waitFor(async () => expect(await countedDeals(tenantId)).toContain("10"), { timeout: 40_000 });
  });

  it("finds by its own alarm what no notice told of, and runs the jobs that were asked for", async () => {
    const tenantId = await install();
    hubspot.put("11", {});
    const jobs = createJobStore(env.DB);
    await jobs.create({ id: "job-sync", tenantId, kind: "sync" }, new Date().toISOString());
    await jobs.create({ id: "job-rebuild", tenantId, kind: "rebuild" }, new Date().toISOString());
    await laneOf(tenantId).wake(tenantId);
    await runDurableObjectAlarm(laneOf(tenantId));
    await vi.waitFor(async () => expect((await jobs.find("job-rebuild"))?.state).toBe("done"), {
      timeout: 20_000,
    });
    expect(await countedDeals(tenantId)).toContain("11");
    expect((await jobs.find("job-sync"))?.state).toBe("done");
    expect((await jobs.find("job-rebuild"))?.result).toMatchObject({ differenceCount: 0 });
  });

  it("reads goals for somebody who asks through the object, and names what was not granted", async () => {
    const tenantId = await install();
    expect(await laneOf(tenantId).readQuotas(tenantId)).toEqual({
      ok: false,
      error: { reason: "scope_missing", scopes: ["crm.objects.goals.read"] },
    });
  });

  it("stops in a named state when access was taken away, and reads everything after a new consent", async () => {
    const tenantId = await install();
    hubspot.revoked = true;
    const refused = { path: "/crm/v3/objects/deals", status: 401 };
    hubspot.faults.push(refused, refused);
    hubspot.put("12", {});
    const verdict = await laneOf(tenantId).syncRecords(tenantId, [
      { change: "changed", kind: "deal", recordId: "12", mergedIds: [], actor: null },
    ]);
    expect(verdict).toEqual({ kind: "stopped", reason: "token_revoked" });
    expect((await directory.find(tenantId))?.state).toBe("reconnect");
    hubspot.revoked = false;
    hubspot.faults.length = 0;
    expect(await install()).toBe(tenantId);
    expect((await directory.find(tenantId))?.state).toBe("live");
    expect(await countedDeals(tenantId)).toContain("12");
  });
});
