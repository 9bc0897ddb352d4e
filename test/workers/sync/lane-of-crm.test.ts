import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CrmName } from "../../../shared/contracts/ids.ts";
import { createUnconfiguredPort } from "../../../worker/adapters/crm/unconfigured-port.ts";
import { createConnectionStore } from "../../../worker/adapters/d1/connection-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { createSealing, readTokenKeys } from "../../../worker/adapters/sealing.ts";

const keys = readTokenKeys(env.TOKEN_KEYS);
const sealing = createSealing(keys.ok ? keys.value : []);
const directory = createTenantDirectory(env.DB);
let called: string[] = [];

beforeEach(() => {
  called = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    called.push(new URL(new Request(input, init).url).origin);
    return Response.json([{ errorCode: "INVALID_SESSION_ID", message: "" }], { status: 401 });
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** A tenant that is connected, with a token that is good for long. */
async function connect(crm: CrmName, crmId: string): Promise<string> {
  const installed = { crm, crmId, name: crmId, crmAppUrl: `https://${crmId}.test` };
  const { id } = await directory.install(installed, new Date().toISOString());
  await directory.setState(id, "live");
  await createConnectionStore(env.DB, id, sealing).saveGrant({
    accessToken: "a",
    refreshToken: null,
    expiresAt: "2099-01-01T00:00:00.000Z",
    apiUrl: crm === "salesforce" ? "https://lane.my.salesforce.test" : null,
    userName: null,
    scopes: [],
    crmId,
    userId: null,
  });
  return id;
}

const laneOf = (tenantId: string) => env.LANE.get(env.LANE.idFromName(tenantId));

describe("a lane", () => {
  it("reads the CRM of its own tenant", async () => {
    const salesforce = await connect("salesforce", "00D5g00000000LaEAI");
    const hubspot = await connect("hubspot", "90210");
    await laneOf(salesforce).readQuotas(salesforce);
    expect(new Set(called)).toEqual(new Set(["https://lane.my.salesforce.test"]));
    called = [];
    await laneOf(hubspot).readQuotas(hubspot);
    expect(called.every((origin) => origin === "https://api.hubapi.test")).toBe(true);
  });

  it("is opened once by all who ask at the same time", async () => {
    const tenantId = await connect("salesforce", "00D5g00000000LbEAI");
    const answers = await Promise.all([1, 2, 3].map(() => laneOf(tenantId).readQuotas(tenantId)));
    expect(answers.every(({ ok }) => !ok)).toBe(true);
  });

  it("of a tenant that is not there says so, and asks no CRM", async () => {
    expect(await laneOf("nobody").poll("nobody")).toEqual({ kind: "stopped", reason: "erased" });
    expect(called).toEqual([]);
  });
});

describe("a CRM without an app", () => {
  it("refuses every call by naming what is to be set, and believes no notice", async () => {
    const port = createUnconfiguredPort("SALESFORCE_CLIENT_ID");
    const client = port.client({
      accessToken: "a",
      apiUrl: null,
      scopes: [],
      tenantId: "t",
      throttle: async () => undefined,
      homeCurrency: null,
      timeZone: null,
      extraProperties: { amounts: [], owners: [] },
    });
    expect(await client.fetchPeople()).toEqual({
      ok: false,
      error: { reason: "misconfigured", detail: "SALESFORCE_CLIENT_ID is not set" },
    });
    const notice = { method: "POST", url: "https://x.test/", headers: new Headers(), body: new Uint8Array() };
    const read = port.readNotice({ ...notice, now: "2026-01-01T00:00:00.000Z", secretOf: async () => "key" });
    expect(await read).toEqual({ ok: false, error: "signature_wrong" });
  });
});
