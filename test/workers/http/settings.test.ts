import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Attainment, Problem } from "../../../shared/contracts/api.ts";
import { DealFields } from "../../../shared/contracts/counting.ts";
import { TenantSettings } from "../../../shared/contracts/settings.ts";
import { createPipelineWinsReader } from "../../../worker/adapters/d1/ledger-pipelines.ts";
import { createQuotaStore } from "../../../worker/adapters/d1/quota-store.ts";
import { createSettingsStore } from "../../../worker/adapters/d1/settings-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { err, ok } from "../../../worker/domain/result.ts";
import { DEFAULT_SETTINGS } from "../../../worker/domain/settings.ts";
import { NOW, TestApp } from "./app.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, makeKey, signIn } from "./sign-in.ts";

let north: SeededTenant;
let south: SeededTenant;
let key: string;
let owner: string;
const app = new TestApp(env);

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
  south = await seedTenant(env.DB, { mark: "south", crmId: "2002" });
  await seedDeals(env.DB, north);
  key = (await makeKey(app, north, { role: "admin" })).key;
  owner = await signIn(app, north, "owner");
  const quota = {
    metric: "revenue_closed",
    subject: { kind: "member", id: "north-member" },
    period: { grain: "month", from: "2026-03-01" },
    // 100,003 of this are 95 % of the pace: 7 of 22 working days are over.
    amount: 331_000,
    effectiveFrom: null,
  } as const;
  const by = { setBy: "north-owner", expectedVersion: 0, now: NOW };
  await createQuotaStore(env.DB, north.tenant.id).save([quota], by);
});

async function read(token = key): Promise<TenantSettings & { readonly etag: string }> {
  const answer = await app.fetch("/api/v1/settings", { headers: bearer(token) });
  expect(answer.status).toBe(200);
  return { ...v.parse(TenantSettings, await answer.json()), etag: answer.headers.get("etag") ?? "" };
}

function patch(body: object | string, more: Record<string, string> = {}, token = key): Promise<Response> {
  return app.fetch("/api/v1/settings", {
    method: "PATCH",
    headers: { ...bearer(token), "content-type": "application/json", ...more },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function change(body: object, token = key): Promise<TenantSettings> {
  const answer = await patch(body, { "if-match": (await read()).etag }, token);
  expect(answer.status).toBe(200);
  return v.parse(TenantSettings, await answer.json());
}

async function statusOf(memberId: string, query = ""): Promise<string | undefined> {
  const path = `/api/v1/quotas/attainment?metric=revenue_closed${query}`;
  const answer = v.parse(Attainment, await (await app.fetch(path, { headers: bearer(key) })).json());
  return answer.rows.find(({ subject }) => subject.id === memberId)?.status;
}

describe("attainment over HTTP", () => {
  it.each([
    ["2026-02-11", "2026-02-01", "2026-02-28"],
    ["2026-04-30", "2026-04-01", "2026-04-30"],
  ])("is of the month that holds %s", async (day, from, to) => {
    const path = `/api/v1/quotas/attainment?metric=revenue_closed&grain=month&from=${day}`;
    const answer = v.parse(Attainment, await (await app.fetch(path, { headers: bearer(key) })).json());
    expect(answer.period).toMatchObject({ grain: "month", from, to });
    expect(answer.rows.map(({ quota }) => quota)).not.toContain(331_000);
  });
});

async function problemOf(answer: Response): Promise<Problem> {
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  return v.parse(Problem, await answer.json());
}

describe("settings over HTTP", () => {
  it("stand at their defaults at first, with what a board opens with", async () => {
    expect(await read()).toEqual({
      version: 0,
      etag: '"0"',
      statusLimits: { onTrackFrom: 1, atRiskFrom: 0.8 },
      clubLine: null,
      inlineFrame: false,
      period: null,
      metric: null,
      pipelines: [{ id: "north-pipeline", label: "north Pipeline", included: true }],
      counting: {
        calendar: { weekStart: 1, weekend: [6, 7], holidays: [], fiscal: { kind: "crm" } },
        events: {},
        pending: false,
      },
      defaults: { period: "this_month", metric: "revenue_closed" },
    });
  });

  it("need the version that they change", async () => {
    expect((await problemOf(await patch({ inlineFrame: true }))).status).toBe(428);
    for (const tag of ['"7"', "*", '"<script>"', "-1"]) {
      expect((await problemOf(await patch({ inlineFrame: true }, { "if-match": tag }))).status).toBe(412);
    }
    expect((await read()).version).toBe(0);
  });

  it.each([
    ["no JSON", "{", 400],
    ["nothing", "{}", 400],
    ["a list", "[]", 400],
    ["what nobody knows", { limits: 1 }, 400],
    ["limits in the wrong order", { statusLimits: { onTrackFrom: 0.8, atRiskFrom: 0.8 } }, 400],
    ["a limit of zero", { statusLimits: { onTrackFrom: 1, atRiskFrom: 0 } }, 400],
    ["a limit beyond twice the pace", { statusLimits: { onTrackFrom: 2.01, atRiskFrom: 1 } }, 400],
    ["half of the limits", { statusLimits: { onTrackFrom: 1 } }, 400],
    ["a limit that is no number", '{"statusLimits":{"onTrackFrom":1e999,"atRiskFrom":0.5}}', 400],
    ["a line below nobody", { clubLine: { kind: "top", places: 0 } }, 400],
    ["a line at half a place", { clubLine: { kind: "top", places: 2.5 } }, 400],
    ["another kind of line", { clubLine: { kind: "best", places: 2 } }, 400],
    ["a custom period", { period: "someday" }, 400],
    ["another metric", { metric: "charm" }, 400],
    ["no pipeline at all", { pipelines: [] }, 400],
    ["a pipeline without an id", { pipelines: [""] }, 400],
    ["another tenant's pipeline", { pipelines: ["south-pipeline"] }, 422],
  ])("refuse %s, and nothing is saved", async (_what, body, status) => {
    const answer = await patch(body, { "if-match": '"0"' });
    expect(answer.status).toBe(status);
    expect((await problemOf(answer)).status).toBe(status);
    expect((await read()).version).toBe(0);
  });

  it("change how quotas are judged at once, at earlier instants too, and tell the open pages", async () => {
    expect(await statusOf("north-member")).toBe("at_risk");
    app.announced.length = 0;
    await change({ statusLimits: { onTrackFrom: 0.9, atRiskFrom: 0.5 } });
    expect(await statusOf("north-member")).toBe("on_track");
    expect(await statusOf("north-member", `&at=${NOW}`)).toBe("on_track");
    await change({ statusLimits: { onTrackFrom: 2, atRiskFrom: 1.5 } });
    expect(await statusOf("north-member")).toBe("behind");
    expect(app.announced).toEqual(["north-tenant null", "north-tenant null"]);
    expect(app.lanes).toEqual([]);
  });

  it("keep every version, with who made it", async () => {
    const before = await read();
    const saved = await change({ clubLine: { kind: "top", places: 5 }, metric: "touches" }, owner);
    expect(saved).toMatchObject({ version: before.version + 1, defaults: { metric: "touches" } });
    expect((await read()).statusLimits).toEqual(before.statusLimits);
    const { results } = await env.DB.prepare(
      "SELECT version, set_by, set_at FROM tenant_settings WHERE tenant_id = ?1 ORDER BY version",
    )
      .bind(north.tenant.id)
      .all();
    expect(results.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(results.map(({ set_by }) => set_by)).toEqual(["api", "api", "north-owner"]);
    expect(results.at(-1)?.set_at).toBe(NOW);
  });

  it("wake the lane when the pipelines change", async () => {
    app.lanes.length = 0;
    const saved = await change({ pipelines: ["north-pipeline"] });
    expect(saved.pipelines).toEqual([{ id: "north-pipeline", label: "north Pipeline", included: true }]);
    expect(app.lanes).toEqual(["wake north-tenant"]);
  });
});

describe("how results are counted, over HTTP", () => {
  const events = (choices: object) => ({ events: choices });
  const calendar = (choices: object) => ({ calendar: choices });

  it.each<[string, unknown, string[]]>([
    ["nothing", {}, ["counting"]],
    ["what nobody knows", { clock: "UTC" }, ["counting.clock"]],
    ["an eighth day of the week", calendar({ weekStart: 8 }), ["counting.calendar.weekStart"]],
    ["a day that is a name", calendar({ weekStart: "monday" }), ["counting.calendar.weekStart"]],
    ["a weekend without end", calendar({ weekend: [1, 2, 3, 4, 5, 6, 7] }), ["counting.calendar.weekend"]],
    ["a day off twice", calendar({ weekend: [6, 6] }), ["counting.calendar.weekend"]],
    ["a day that there is not", calendar({ holidays: ["2026-02-30"] }), ["counting.calendar.holidays.0"]],
    [
      "too many holidays",
      calendar({ holidays: Array(401).fill("2026-01-01") }),
      ["counting.calendar.holidays"],
    ],
    [
      "years one by one",
      calendar({ fiscal: { kind: "listed", years: [] } }),
      ["counting.calendar.fiscal.kind"],
    ],
    [
      "a thirteenth month",
      calendar({ fiscal: { kind: "months", startMonth: 13 } }),
      ["counting.calendar.fiscal.startMonth"],
    ],
    [
      "weeks of a kind of their own",
      calendar({ fiscal: { kind: "weeks", pattern: "4-4-4", startMonth: 1, anchor: "nearest" } }),
      ["counting.calendar.fiscal.pattern"],
    ],
    [
      "results that are none",
      events({ charm: { creditSource: { kind: "creator" } } }),
      ["counting.events.charm"],
    ],
    ["a choice of nothing", events({ deals_won: {} }), ["counting.events.deals_won"]],
    ["no pipeline", events({ deals_won: { pipelines: [] } }), ["counting.events.deals_won.pipelines"]],
    [
      "credit by chance",
      events({ deals_won: { creditSource: { kind: "dice" } } }),
      ["counting.events.deals_won.creditSource.kind"],
    ],
    [
      "a field with a strange name",
      events({ revenue_closed: { amountProperty: "a b" } }),
      ["counting.events.revenue_closed.amountProperty"],
    ],
    [
      "an amount of what has none",
      events({ deals_won: { amountProperty: "arr" } }),
      ["counting.events.deals_won.amountProperty"],
    ],
    [
      "a length of time in parts",
      events({ sales_cycle: { creditSource: { kind: "splits" } } }),
      ["counting.events.sales_cycle.creditSource"],
    ],
    [
      "activities by pipeline and by split",
      events({ calls_made: { pipelines: ["north-pipeline"], creditSource: { kind: "splits" } } }),
      ["counting.events.calls_made.pipelines", "counting.events.calls_made.creditSource"],
    ],
  ])("refuses %s, and says where", async (_what, counting, paths) => {
    const { version, etag } = await read();
    const answer = await patch({ counting }, { "if-match": etag });
    expect(answer.status).toBe(400);
    expect((await problemOf(answer)).errors?.map(({ path }) => path)).toEqual(paths);
    expect((await read()).version).toBe(version);
  });

  it("refuses what the CRM does not have, and what it cannot be asked about", async () => {
    const { version, etag } = await read();
    const choose = (choices: object) => patch({ counting: events(choices) }, { "if-match": etag });
    app.dealFields = ok([{ name: "arr", label: "ARR", holds: "amount" }]);
    const answer = await choose({
      revenue_closed: { pipelines: ["south-pipeline"], amountProperty: "tcv" },
      deals_won: { creditSource: { kind: "property", name: "arr" } },
    });
    expect(answer.status).toBe(422);
    expect((await problemOf(answer)).errors?.map(({ path }) => path)).toEqual([
      "counting.events.revenue_closed.pipelines.0",
      "counting.events.revenue_closed.amountProperty",
      "counting.events.deals_won.creditSource.name",
    ]);
    app.dealFields = err({ reason: "unavailable", detail: "" });
    const unasked = await choose({ revenue_closed: { amountProperty: "arr" } });
    expect(unasked.status).toBe(503);
    expect((await problemOf(unasked)).type).toBe("/problems/crm-unavailable");
    expect((await read()).version).toBe(version);
  });

  it("lists the fields of the CRM, or says why it cannot", async () => {
    const list = () => app.fetch("/api/v1/settings/deal-fields", { headers: bearer(key) });
    const fields = [{ name: "arr", label: "ARR", holds: "amount" } as const];
    app.dealFields = ok(fields);
    expect(v.parse(DealFields, await (await list()).json())).toEqual({ fields });
    app.dealFields = err({ reason: "scope_missing", scopes: ["crm.schemas.deals.read"] });
    expect((await problemOf(await list())).type).toBe("/problems/crm-scope-missing");
  });

  it("is kept as it was chosen, wakes the lane, and is pending until the boards follow", async () => {
    app.lanes.length = 0;
    app.dealFields = ok([{ name: "arr", label: "ARR", holds: "amount" }]);
    const chosen = {
      calendar: {
        weekStart: 7,
        weekend: [5, 6],
        holidays: ["2026-12-25"],
        fiscal: { kind: "weeks", pattern: "4-5-4", startMonth: 2, anchor: "last" },
      },
      events: {
        revenue_closed: { creditSource: { kind: "splits" }, amountProperty: "arr" },
        calls_made: { creditSource: { kind: "creator" } },
      },
    };
    const saved = await change({ counting: chosen });
    expect(saved.counting).toEqual({ ...chosen, pending: true });
    expect(app.lanes).toEqual(["wake north-tenant"]);
    const later = await change({
      counting: { events: { calls_made: null, deals_won: { pipelines: ["north-pipeline"] } } },
    });
    expect(later.counting).toEqual({
      calendar: chosen.calendar,
      events: { revenue_closed: chosen.events.revenue_closed, deals_won: { pipelines: ["north-pipeline"] } },
      pending: true,
    });
    expect((await read()).counting).toEqual(later.counting);
  });
});

describe("settings in the database", () => {
  it("are saved once by each version, however many try at the same time", async () => {
    const store = createSettingsStore(env.DB, south.tenant.id);
    const save = (setBy: string) =>
      store.save({ ...DEFAULT_SETTINGS, inlineFrame: true }, { setBy, expectedVersion: 0, now: NOW });
    const saved = await Promise.all(["one", "two", "three"].map(save));
    expect(saved.toSorted()).toEqual([1, null, null]);
    expect(await store.load()).toEqual({ version: 1, settings: { ...DEFAULT_SETTINGS, inlineFrame: true } });
  });

  it("stand at their defaults where a version says nothing, and go with their tenant", async () => {
    await env.DB.prepare("INSERT INTO tenant_settings VALUES (?1, 2, ?2, 'api', ?3)")
      .bind(south.tenant.id, '{"metric":"touches"}', NOW)
      .run();
    const store = createSettingsStore(env.DB, south.tenant.id);
    expect((await store.load()).settings).toEqual({ ...DEFAULT_SETTINGS, metric: "touches" });
    await createTenantDirectory(env.DB).erase(south.tenant.id);
    expect(await store.load()).toEqual({ version: 0, settings: DEFAULT_SETTINGS });
    expect((await createSettingsStore(env.DB, north.tenant.id).load()).version).toBeGreaterThan(0);
  });
});

describe("the wins of pipelines", () => {
  it("are counted by why they are left out, within the days alone", async () => {
    const reader = createPipelineWinsReader(env.DB, north.tenant.id);
    const wins = await reader.countWins({ from: "2026-03-04", to: "2026-03-04" });
    expect(wins.toSorted((one, other) => other.count - one.count)).toEqual([
      { pipelineId: "north-pipeline", leftOut: null, count: 4 },
      { pipelineId: "north-pipeline", leftOut: "no_owner", count: 1 },
    ]);
    expect(await reader.countWins({ from: "2026-03-05", to: "2026-03-31" })).toEqual([]);
    expect(
      await createPipelineWinsReader(env.DB, "nobody").countWins({ from: "2026-03-01", to: "2026-03-31" }),
    ).toEqual([]);
  });
});
