import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Explanation, Leaderboard, Problem, QuotaSheet } from "../../../shared/contracts/api.ts";
import { Connection } from "../../../shared/contracts/connection.ts";
import { ROLES, type Role } from "../../../shared/contracts/ids.ts";
import { QuotaHistory, QuotaImport } from "../../../shared/contracts/quota-import.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { err, ok } from "../../../worker/domain/result.ts";
import type { CrmQuota } from "../../../worker/ports/crm.ts";
import { asDocumented } from "../../contract/as-documented.ts";
import { NOW, TestApp } from "./app.ts";
import { type Asker, CREDENTIALS, type Credential, casesOf, type RouteCase } from "./route-cases.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, makeKey, signIn } from "./sign-in.ts";

let north: SeededTenant;
let south: SeededTenant;
const app = new TestApp(env);
const tokens = new Map<string, string>();

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
  south = await seedTenant(env.DB, { mark: "south", crmId: "2002" });
  for (const seeded of [north, south]) {
    await seedDeals(env.DB, seeded);
    for (const role of ROLES) {
      const key = (credential: Credential) => `${seeded.mark} ${role} ${credential}`;
      tokens.set(key("session"), await signIn(app, seeded, role));
      tokens.set(key("key"), (await makeKey(app, seeded, { role })).key);
      tokens.set(key("read-only key"), (await makeKey(app, seeded, { role, write: false })).key);
    }
  }
});

function tokenOf(mark: string, { role, credential }: Asker): string {
  return tokens.get(`${mark} ${role} ${credential}`) ?? "";
}

async function ask(one: RouteCase, token: string | null): Promise<{ status: number; text: string }> {
  const method = (one.route.split(" ")[0] ?? "get").toUpperCase();
  const headers = new Headers(token === null ? {} : bearer(token));
  if (one.body) {
    const versioned = one.path === "/api/v1/settings" ? one.path : "/api/v1/quotas";
    const sheet = await app.fetch(versioned, { headers });
    headers.set("content-type", "application/json");
    headers.set("if-match", sheet.headers.get("etag") ?? '"0"');
  }
  const answer = await app.fetch(one.path, {
    method,
    headers,
    ...(one.body ? { body: JSON.stringify(one.body) } : {}),
  });
  return { status: answer.status, text: await answer.text() };
}

describe("every route, for every role, key and tenant", () => {
  const askers = ROLES.flatMap((role) => CREDENTIALS.map((credential) => ({ role, credential })));

  it.each(casesOf("north").map((one) => [`${one.route} ${one.path}`, one] as const))(
    "%s answers as the role table says, with nothing of another tenant",
    async (_name, one) => {
      for (const asker of askers) {
        const { status, text } = await ask(one, tokenOf("north", asker));
        expect([asker, status, status === one.status(asker) ? "" : text]).toEqual([
          asker,
          one.status(asker),
          "",
        ]);
        expect(text).not.toMatch(/south/i);
        asDocumented(status < 300 ? one.schema : Problem, JSON.parse(text));
      }
    },
  );

  it.each(casesOf("north").map((one) => [`${one.route} ${one.path}`, one] as const))(
    "%s knows nothing of it for somebody of another tenant",
    async (_name, one) => {
      for (const asker of askers) {
        const { status, text } = await ask(one, tokenOf("south", asker));
        const namesNorth = one.path.includes("north") || JSON.stringify(one.body ?? "").includes("north");
        if (namesNorth) expect([asker, status]).toEqual([asker, expect.toBeOneOf([403, 404, 422])]);
        expect(text).not.toMatch(/north/i);
      }
    },
  );

  it("refuses everybody without a credential, on all that the document says needs one", async () => {
    const covered = new Set(casesOf("north").map(({ route }) => route));
    const guarded = await guardedRoutes("bearer");
    expect(guarded.filter((route) => !covered.has(route))).toEqual([
      "delete /api/v1/session",
      "post /api/v1/session/renewal",
    ]);
    for (const one of casesOf("north")) expect((await ask(one, null)).status).toBe(401);
    for (const route of await guardedRoutes("operator")) {
      const [method = "", path = ""] = route.split(" ");
      const asked = path.replace("{id}", north.tenant.id).replace("{keyId}", "x");
      for (const headers of [{}, bearer(tokenOf("north", { role: "owner", credential: "session" }))]) {
        const answer = await app.fetch(asked, { method: method.toUpperCase(), headers });
        expect([route, answer.status]).toEqual([route, 401]);
      }
    }
  });
});

async function guardedRoutes(scheme: string): Promise<readonly string[]> {
  const Operation = v.object({ security: v.array(v.record(v.string(), v.unknown())) });
  const Specification = v.object({
    openapi: v.literal("3.1.0"),
    paths: v.record(v.string(), v.record(v.string(), Operation)),
  });
  const document = await app.fetch("/api/v1/openapi.json");
  const { paths } = v.parse(Specification, await document.json());
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { security }]) => security.some((choice) => scheme in choice))
      .map(([method]) => `${method} ${path}`),
  );
}

async function get(path: string, asker: Asker, mark = "north"): Promise<unknown> {
  return (await app.fetch(path, { headers: bearer(tokenOf(mark, asker)) })).json();
}

describe("what stands in an answer", () => {
  it("is the board of the tenant, in minor units", async () => {
    const path = "/api/v1/leaderboard?metric=revenue_closed&period=this_month";
    const board = v.parse(Leaderboard, await get(path, { role: "admin", credential: "key" }));
    expect(board.metric).toMatchObject({ id: "revenue_closed", unit: "money", currency: "EUR" });
    expect(board.period).toEqual({
      from: "2026-03-01",
      to: "2026-03-31",
      timeZone: "Europe/Berlin",
      fiscal: { grain: "month", number: 3, year: 2026 },
    });
    expect(board.asOf).toBe(NOW);
    expect(board.rows.slice(0, 4).map(({ rank, member, value }) => [rank, member?.id, value])).toEqual([
      [1, "north-member", 100_003],
      [2, "north-manager", 100_002],
      [3, "north-admin", 100_001],
      [4, "north-owner", 100_000],
    ]);
    expect(board.total).toBe(400_006);
    expect(board.leftOut).toEqual({ count: 1, reasons: [{ reason: "no_owner", count: 1 }] });
  });

  it("names records to those who may see them, and to others their number alone", async () => {
    const path = "/api/v1/explain?metric=revenue_closed&period=this_month&member=north-member";
    const own = v.parse(Explanation, await get(path, { role: "member", credential: "session" }));
    expect(own.counted.map(({ title }) => title)).toEqual(["north Deal 3"]);
    const peer = v.parse(Explanation, await get(path, { role: "viewer", credential: "session" }));
    expect(peer).toMatchObject({ recordsVisible: false, countedTotal: 1, counted: [], value: 100_003 });
  });

  it("explains an attainment to those who may see the quota alone", async () => {
    const path = "/api/v1/explain?metric=quota_attainment&period=this_month&member=north-member";
    const own = v.parse(Explanation, await get(path, { role: "member", credential: "session" }));
    expect(own.quota).toMatchObject({ metric: "revenue_closed" });
    expect(own.counted.map(({ title }) => title)).toEqual(["north Deal 3"]);
    const peer = v.parse(Problem, await get(path, { role: "viewer", credential: "session" }));
    expect(peer).toMatchObject({ status: 403, type: "/problems/not-permitted" });
  });

  it("counts what is left out by reason, as many as there are", async () => {
    const path = "/api/v1/explain?metric=revenue_closed&period=this_month";
    const all = v.parse(Explanation, await get(path, { role: "admin", credential: "session" }));
    expect(all).toMatchObject({ leftOutTotal: 1, leftOutReasons: [{ reason: "no_owner", count: 1 }] });
    const replayed = await get(`${path}&at=${all.asOf}`, { role: "admin", credential: "session" });
    expect(v.parse(Explanation, replayed)).toEqual(all);
  });

  it("tells everybody how the connection stands, and only those who can mend it which records are at fault", async () => {
    const faults = [
      { type: "record_unreadable", subject: "deal/77", detail: "properties.amount" },
      { type: "scope_missing", subject: "call", detail: "crm.objects.contacts.read" },
    ] as const;
    await createSyncStateStore(env.DB, south.tenant.id).recordFaults(faults, NOW);
    const seen = async (role: Role) => {
      const answer = await get("/api/v1/connection", { role, credential: "key" }, "south");
      return v
        .parse(Connection, answer)
        .faults.map(({ type }) => type)
        .toSorted();
    };
    expect(await seen("admin")).toEqual(["record_unreadable", "scope_missing"]);
    expect(await seen("member")).toEqual(["scope_missing"]);
  });
});

describe("quotas in an answer", () => {
  it("are a member's own and nobody else's", async () => {
    const owner = { role: "owner", credential: "key" } as const;
    const sheet = await app.fetch("/api/v1/quotas", { headers: bearer(tokenOf("south", owner)) });
    const quotas = ["member", "manager"].map((role) => ({
      metric: "revenue_closed",
      subject: { kind: "member", id: `south-${role}` },
      period: { grain: "quarter", from: "2026-01-01" },
      amount: 1_000_000,
      effectiveFrom: null,
    }));
    const saved = await app.fetch("/api/v1/quotas", {
      method: "PUT",
      headers: {
        ...bearer(tokenOf("south", owner)),
        "content-type": "application/json",
        "if-match": sheet.headers.get("etag") ?? "",
      },
      body: JSON.stringify({ quotas }),
    });
    expect(saved.status).toBe(200);
    expect(saved.headers.get("etag")).not.toBe(sheet.headers.get("etag"));
    const seen = async (asker: Asker) =>
      v
        .parse(QuotaSheet, await get("/api/v1/quotas", asker, "south"))
        .quotas.filter(({ metric }) => metric === "revenue_closed")
        .map(({ subject }) => subject.id);
    expect(await seen({ role: "member", credential: "session" })).toEqual(["south-member"]);
    expect((await seen({ role: "manager", credential: "session" })).toSorted()).toEqual([
      "south-manager",
      "south-member",
    ]);
    expect(await seen({ role: "viewer", credential: "session" })).toEqual([]);
  });

  it("stand on a board of attainment for those who may see them, without a place where there is one's own alone", async () => {
    const path = "/api/v1/leaderboard?metric=quota_attainment&period=this_quarter";
    const seen = async (role: Role, more = "") => {
      const { rows } = v.parse(Leaderboard, await get(path + more, { role, credential: "session" }, "south"));
      return rows.map(({ member, rank, value }) => [member?.id, rank, value !== null]);
    };
    expect(await seen("member")).toEqual([["south-member", null, true]]);
    // The manager leads them all.
    for (const role of ["manager", "admin"] as const) {
      expect(await seen(role)).toEqual([
        ["south-member", 1, true],
        ["south-manager", 2, true],
        ["south-admin", null, false],
        ["south-owner", null, false],
      ]);
    }
    for (const more of ["&audience=members", "&by=team&audience=members"]) {
      expect(await seen("admin", more)).toEqual([]);
    }
    expect(await seen("member", "&by=team")).toEqual([]);
  });
});

describe("the goals of the CRM", () => {
  const goal: CrmQuota = {
    crmId: "g-1",
    name: "Revenue",
    metric: "revenue_closed",
    ownerId: "south-owner-manager",
    teamId: null,
    span: { from: "2026-03-01", to: "2026-03-31" },
    amount: 2_500_000,
    currency: "EUR",
  };
  const owner = { role: "owner", credential: "session" } as const;

  it("become quotas only when the rows are sent back with the tag, and every version is kept by name", async () => {
    const desk = new TestApp(env);
    desk.goals = ok([goal]);
    const headers = bearer(tokenOf("south", owner));
    const answer = await desk.fetch("/api/v1/quotas/import?grain=month&from=2026-03-10", { headers });
    const compared = v.parse(QuotaImport, await answer.json());
    expect(compared.rows).toMatchObject([
      { goalId: "g-1", subject: { id: "south-manager" }, present: null, imported: 2_500_000, change: "new" },
    ]);
    const etag = answer.headers.get("etag") ?? "";
    const sheet = await desk.fetch("/api/v1/quotas", { headers });
    expect(sheet.headers.get("etag")).toBe(etag);
    const quotas = compared.rows.map(({ metric, subject, period, imported }) => ({
      metric,
      subject,
      period,
      amount: imported,
      effectiveFrom: null,
    }));
    const saved = await desk.fetch("/api/v1/quotas", {
      method: "PUT",
      headers: { ...headers, "content-type": "application/json", "if-match": etag },
      body: JSON.stringify({ quotas }),
    });
    expect(saved.status).toBe(200);
    const again = await desk.fetch("/api/v1/quotas/import", { headers });
    expect(v.parse(QuotaImport, await again.json()).rows).toMatchObject([{ change: "same" }]);
    const path =
      "/api/v1/quotas/history?metric=revenue_closed&subject_kind=member&subject_id=south-manager&from=2026-03-01";
    const history = v.parse(
      QuotaHistory,
      await get(path, { role: "manager", credential: "session" }, "south"),
    );
    expect(history.versions).toMatchObject([{ amount: 2_500_000, setBy: "south the owner", setAt: NOW }]);
  });

  it.each([
    [{ reason: "scope_missing", scopes: ["crm.objects.goals.read"] }, 422, "crm-scope-missing"],
    [{ reason: "token_revoked" }, 422, "crm-disconnected"],
    [{ reason: "rate_limited", retryAfterSeconds: 7 }, 503, "crm-unavailable"],
    [{ reason: "unavailable", detail: "502" }, 503, "crm-unavailable"],
    [{ reason: "rejected", status: 400, detail: "" }, 422, "crm-refused"],
  ] as const)("say why they could not be read and what to do: %o", async (failure, status, name) => {
    const desk = new TestApp(env);
    desk.goals = err(failure);
    const answer = await desk.fetch("/api/v1/quotas/import", { headers: bearer(tokenOf("south", owner)) });
    expect(answer.status).toBe(status);
    const problem = v.parse(Problem, await answer.json());
    expect(problem.type).toBe(`/problems/${name}`);
    if (failure.reason === "scope_missing") expect(problem.detail).toBe("crm.objects.goals.read");
  });
});

describe("the log", () => {
  it("has one line per request, with ids and figures, and no name, token or query value", async () => {
    const quiet = new TestApp(env);
    const token = tokenOf("north", { role: "owner", credential: "key" });
    await quiet.fetch("/api/v1/members/north-member/scorecard?from=2026-03-01&to=2026-03-02", {
      headers: bearer(token),
    });
    expect(quiet.logged).toEqual([
      {
        event: "request",
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        method: "GET",
        route: "/api/v1/members/:id/scorecard",
        status: 200,
        tenantId: "north-tenant",
        milliseconds: 0,
      },
    ]);
  });

  it("over this whole file held nobody's name and no credential", () => {
    const text = JSON.stringify(app.logged);
    expect(text).not.toMatch(/ the (owner|admin|manager|member|viewer)/);
    for (const token of tokens.values()) expect(text).not.toContain(token);
  });
});
