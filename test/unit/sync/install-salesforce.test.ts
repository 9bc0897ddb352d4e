import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { Role } from "../../../shared/contracts/ids.ts";
import type { InstallParts } from "../../../worker/app/sync/install.ts";
import type { HttpEnv } from "../../../worker/http/context.ts";
import { installRoutes } from "../../../worker/http/routes/install.ts";
import type { CrmFailure, CrmGap, CrmPort } from "../../../worker/ports/crm.ts";
import { fakeClock } from "./builders.ts";
import { FakeCrm } from "./fake-crm.ts";
import { fakeConnections, fakeLane, lanesWith } from "./fakes.ts";

describe("installing an org of Salesforce", () => {
  const asked: string[] = [];
  const portAt = (loginUrl: string): CrmPort => {
    const { port } = new FakeCrm();
    return {
      ...port,
      authorizeUrl: ({ state }) => `${loginUrl}/authorize?state=${encodeURIComponent(state)}`,
      exchangeCode: (consent, now) => {
        asked.push(loginUrl);
        return port.exchangeCode(consent, now);
      },
    };
  };
  const held = new Map<string, string>();
  const parts: InstallParts = {
    crm: portAt("https://login.salesforce.com"),
    crmAt: portAt,
    crmName: "salesforce",
    crmLabel: "Salesforce",
    crmAppUrl: "https://login.salesforce.com",
    redirectUri: "https://standings.test/oauth/salesforce/callback",
    proofOf: async (state) => `proof of ${state}`,
    states: {
      save: async (hash, { expiresAt }) => {
        held.set(hash, expiresAt);
      },
      take: async (hash) => held.delete(hash),
    },
    directory: fakeLane().directory,
    connectionsOf: () => fakeConnections(null),
    lanes: lanesWith(() => ({ startBackfill: async () => undefined })),
    clock: fakeClock(),
    randomBytes: (length) => new Uint8Array(length).fill(7),
  };
  const app = new Hono<HttpEnv>().route("/", installRoutes("salesforce", parts));
  const begin = async (query: string) => {
    const answer = await app.request(`/install/salesforce${query}`);
    return answer.status === 302 ? new URL(answer.headers.get("location") ?? "") : answer.status;
  };

  it.each([
    ["", "https://login.salesforce.com"],
    ["?host=test.salesforce.com", "https://test.salesforce.com"],
    ["?host=https://acme--uat.sandbox.my.salesforce.com/", "https://acme--uat.sandbox.my.salesforce.com"],
    ["?host=acme.my.salesforce.com", "https://acme.my.salesforce.com"],
  ])("begins and ends where the org signs in: %s", async (query, loginUrl) => {
    const consent = await begin(query);
    if (typeof consent === "number") throw new Error(`Refused with ${consent}`);
    expect(consent.origin).toBe(loginUrl);
    asked.length = 0;
    const state = consent.searchParams.get("state") ?? "";
    const back = `/oauth/salesforce/callback?code=good&state=${state}`;
    const answer = await app.request(back, { headers: { accept: "text/html" } });
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining("Salesforce is connected"),
    ]);
    expect(asked).toEqual([loginUrl]);
  });

  it.each([
    "evil.test",
    "acme.my.salesforce.com.evil.test",
    "evil.test/acme.my.salesforce.com",
    "a@acme.my.salesforce.com",
    "acme.my.salesforce.com:8443",
    "http://acme.my.salesforce.com",
    "a.b.c.my.salesforce.com",
    "salesforce.com",
    "",
    "acme.my.salesforce.com%0d%0aset-cookie:x",
  ])("never sends anybody to %s", async (host) => {
    expect(await begin(`?host=${encodeURIComponent(host)}`)).toBe(400);
  });

  it("does not take a state into which another address was put", async () => {
    const consent = await begin("?host=test.salesforce.com");
    const state = typeof consent === "number" ? "" : (consent.searchParams.get("state") ?? "");
    const other = `${state.split(".")[0]}.${btoa("https://evil.test")}`;
    expect((await app.request(`/oauth/salesforce/callback?code=good&state=${other}`)).status).toBe(400);
  });

  it.each([
    ["owner", 200],
    ["admin", 200],
    // An integration user, before and after a list of people had it.
    [null, 200],
    ["viewer", 200],
    ["manager", 403],
    ["member", 403],
  ] as const)("lets a connection not be replaced by everybody who may sign in: %s", async (role, status) => {
    const connections = fakeConnections();
    const connected = { ...parts, connectionsOf: () => connections, roleOf: async () => role };
    const withRoles = new Hono<HttpEnv>().route("/", installRoutes("salesforce", connected));
    const begun = await withRoles.request("/install/salesforce");
    const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state");
    const answer = await withRoles.request(`/oauth/salesforce/callback?code=good&state=${state}`);
    expect([answer.status, connections.saved.length]).toEqual([status, status === 200 ? 1 : 0]);
  });

  const partial: CrmGap = { feature: "complete_activities", scopes: ["View All Data"], fields: [] };
  const complete: CrmGap = { feature: "splits", scopes: ["Opportunity Splits"], fields: [] };
  it.each<[string, Role | null, CrmGap | null, CrmGap | CrmFailure, number]>([
    ["a viewer who sees less", "viewer", complete, partial, 403],
    ["somebody unknown who sees less", null, complete, partial, 403],
    ["a viewer who may not even see users", "viewer", complete, { reason: "scope_missing", scopes: [] }, 403],
    ["a viewer who sees as much", "viewer", complete, complete, 200],
    ["a viewer who sees as little", "viewer", partial, partial, 200],
    ["a viewer where nobody knows what was seen", "viewer", null, partial, 200],
    ["an admin who sees less", "admin", complete, partial, 200],
    ["a viewer while Salesforce is down", "viewer", complete, { reason: "unavailable", detail: "" }, 503],
  ])(
    "asks what the next connection would see, before it replaces one: %s",
    async (_, role, had, has, status) => {
      const connections = fakeConnections();
      const crm = new FakeCrm();
      if ("reason" in has) crm.failOn("fetchPeople", has);
      else crm.gaps = [has];
      const connected = {
        ...parts,
        crm: crm.port,
        connectionsOf: () => connections,
        roleOf: async () => role,
        accessReadingsOf: () => ({
          load: async () => (had === null ? null : { at: "", gaps: [had], adminHolders: null }),
        }),
      };
      const asking = new Hono<HttpEnv>().route("/", installRoutes("salesforce", connected));
      const begun = await asking.request("/install/salesforce");
      const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state");
      const answer = await asking.request(`/oauth/salesforce/callback?code=good&state=${state}`);
      expect([answer.status, connections.saved.length]).toEqual([status, status === 200 ? 1 : 0]);
    },
  );

  it("says what to set where this Worker has no app there", async () => {
    const off = new Hono<HttpEnv>().route("/", installRoutes("salesforce", null));
    for (const path of ["/install/salesforce", "/oauth/salesforce/callback?code=x&state=y"]) {
      const answer = await off.request(path);
      expect([answer.status, await answer.text()]).toEqual([
        503,
        expect.stringContaining("SALESFORCE_CLIENT_ID"),
      ]);
    }
  });
});
