import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Problem } from "../../../shared/contracts/api.ts";
import { readConfig } from "../../../worker/config.ts";
import { createMisconfiguredApp } from "../../../worker/http/misconfigured.ts";
import type { LogEntry } from "../../../worker/ports/logging.ts";
import { TestApp } from "./app.ts";
import { type SeededTenant, seedTenant } from "./seed.ts";
import { bearer, makeKey } from "./sign-in.ts";

let north: SeededTenant;
let key: string;
const app = new TestApp(env);

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
  key = (await makeKey(app, north, { role: "admin" })).key;
});

async function problemOf(answer: Response): Promise<Problem> {
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  const problem = v.parse(Problem, await answer.json());
  expect(problem.status).toBe(answer.status);
  expect(problem.requestId).toBe(answer.headers.get("x-request-id"));
  return problem;
}

async function refusedAt(path: string): Promise<readonly string[]> {
  const answer = await app.fetch(path, { headers: bearer(key) });
  expect([path, answer.status]).toEqual([path, 400]);
  return ((await problemOf(answer)).errors ?? []).map((error) => error.path);
}

function putQuotas(body: BodyInit, more: Record<string, string> = {}): Promise<Response> {
  return app.fetch("/api/v1/quotas", {
    method: "PUT",
    headers: { ...bearer(key), "content-type": "application/json", "if-match": '"0"', ...more },
    body,
  });
}

/** Cursors as pages of lines and of deals give them. */
const LINE = encodeURIComponent('["2026-03-04","call","77","call_made",0]');
const DEAL = encodeURIComponent('["2026-03-04","77"]');

describe("a parameter that is wrong is named", () => {
  it.each([
    ["/leaderboard", ["metric"]],
    ["/leaderboard?metric=charm", ["metric"]],
    ["/leaderboard?metric=deals_won&metric=touches", ["metric"]],
    ["/leaderboard?metric=deals_won&period=someday", ["period"]],
    ["/leaderboard?metric=deals_won&from=2026-02-30&to=2026-13-01", ["from", "to"]],
    ["/leaderboard?metric=deals_won&from=1492-01-01&to=2026-01-01", ["from"]],
    ["/leaderboard?metric=deals_won&by=planet", ["by"]],
    ["/leaderboard?metric=deals_won&team=", ["team"]],
    [`/leaderboard?metric=deals_won&team=${"x".repeat(101)}`, ["team"]],
    ["/leaderboard?metric=deals_won&team=a%00b", ["team"]],
    ["/leaderboard?metric=deals_won&at=yesterday", ["at"]],
    ["/leaderboard?metric=deals_won&at=2026-01-01", ["at"]],
    ["/leaderboard?metric=deals_won&at=2026-02-30T10:00:00Z", ["at"]],
    ["/leaderboard?metric=deals_won&at=2026-01-01T25:00:00Z", ["at"]],
    ["/leaderboard?metric=deals_won&compare=perhaps", ["compare"]],
    ["/leaderboard?metric=deals_won&details=perhaps", ["details"]],
    ["/leaderboard?metric=deals_won&audience=world", ["audience"]],
    ["/leaderboard?metric=deals_won&region=", ["region"]],
    ["/leaderboard?metric=deals_won&segment=pipeline", ["segment"]],
    ["/leaderboard?metric=calls_made&segment=type:new", ["segment"]],
    ["/leaderboard?metric=deals_won&limitt=3", ["limitt"]],
    ["/leaderboard?metric=quota_attainment&quota_metric=talk_time", ["quota_metric"]],
    ["/members/north-member/scorecard?period=x", ["period"]],
    [`/members/${"x".repeat(101)}/scorecard`, ["id"]],
    [`/members/${"x".repeat(101)}/leave`, ["id"]],
    ["/members/north-member/leave?x=1", ["x"]],
    ["/members/north-member/standing?period=x&at=2026-01-01T00:00:00Z", ["at", "period"]],
    [`/members/${"x".repeat(101)}/standing`, ["id"]],
    ["/activity?from=2026-01-32&to=2026-01-31", ["from"]],
    ["/activity/hours?from=2026-01-32&team=&x=1", ["from", "team", "x"]],
    ["/explain?metric=deals_won&limit=0", ["limit"]],
    ["/explain?metric=deals_won&limit=1e9", ["limit"]],
    ["/explain?metric=quota_attainment&quota_metric=talk_time&at=now", ["at", "quota_metric"]],
    ["/explain?member=north-member", ["metric"]],
    ["/explain?metric=calls_made&weekday=8&hour=24", ["weekday", "hour"]],
    ["/explain?metric=calls_made&weekday=3", [""]],
    ["/explain?metric=calls_made&first_day=2026-03-01", [""]],
    ["/explain?metric=calls_made&first_day=2026-03-32&last_day=today", ["first_day", "last_day"]],
    ["/explain?metric=calls_made&also=nothing", ["also.0"]],
    ["/explain?metric=calls_made&weekday=-1&hour=1.5", ["weekday", "hour"]],
    [
      "/explain?metric=deals_won&of_team=&region=&audience=me&board=wall",
      ["of_team", "region", "audience", "board"],
    ],
    ["/deals/open?from=2026-02-30&to=soon&limit=0&x=1", ["from", "to", "limit", "x"]],
    ["/deals/open?member=&pipeline=a%00&stage=", ["member", "pipeline", "stage"]],
    ["/deals/open?stage=offer", [""]],
    [
      "/explain?metric=deals_won&after_counted=zzz&after_left_out=%5B%5D",
      ["after_counted", "after_left_out"],
    ],
    [`/explain?metric=deals_won&after_counted=${LINE.replace("call_made", "magic")}`, ["after_counted"]],
    [`/explain?metric=deals_won&after_left_out=${DEAL}`, ["after_left_out"]],
    ["/explain?metric=deals_won&after_undated=zzz", ["after_undated"]],
    ["/explain?metric=deals_won&after_counted=", ["after_counted"]],
    [`/explain?metric=deals_won&after_counted=${"1".repeat(600)}`, ["after_counted"]],
    ["/deals/open?after=zzz", ["after"]],
    ["/deals/open?after=50", ["after"]],
    ["/deals/open?pipeline=a&stage=b&after=zzz", ["after"]],
    [`/deals/open?pipeline=a&stage=b&after=${LINE}`, ["after"]],
    ["/connection/checks/owner_left/records?after=zzz", ["after"]],
    ["/connection/checks/person_without_team/records?after=zzz", ["after"]],
    [`/connection/checks/owner_left/records?after=${LINE}`, ["after"]],
    ["/reconciliation/records?step=no_owner&after=zzz", ["after"]],
    ["/quotas?version=1", ["version"]],
    ["/quotas/attainment?grain=week&metric=talk_time", ["metric", "grain"]],
    ["/quotas/import?grain=week&from=2026-02-30&all=1", ["grain", "from", "all"]],
    ["/quotas/history", ["metric", "subject_kind"]],
    ["/quotas/history?metric=deals_won&subject_kind=member&subject_id=&grain=day", ["subject_id", "grain"]],
    ["/cards/quota?grain=week&locale=x", ["grain", "locale"]],
    ["/cards/quota?member=&deal=a%00b&locale=en%0A", ["member", "deal", "locale"]],
    ["/cards/quota?period=this_month", ["period"]],
    ["/connection/checks?x=1", ["x"]],
    ["/connection/preflight?x=1", ["x"]],
    ["/connection/checks/charm/records", ["check"]],
    ["/connection/checks/owner_left/records?limit=0&x=1", ["limit", "x"]],
    ["/reconciliation?period=this_week", ["period"]],
    ["/reconciliation/records?step=magic&after=-1&period=x", ["after", "period", "step"]],
    ["/metrics?x=1", ["x"]],
    ["/settings?x=1", ["x"]],
    ["/settings/deal-fields?x=1", ["x"]],
    ["/display-keys?x=1", ["x"]],
    ["/adjustments?limit=0&after=zzz&x=1", ["limit", "after", "x"]],
    [`/adjustments?after=${DEAL}`, ["after"]],
    ["/members?x=1", ["x"]],
  ])("%s", async (path, names) => {
    expect((await refusedAt(`/api/v1${path}`)).toSorted()).toEqual([...names].toSorted());
  });
});

describe("a question that cannot be answered is named", () => {
  it("a period that runs backwards, half a period, or two periods at once", async () => {
    for (const period of [
      "from=2026-03-02&to=2026-03-01",
      "from=2026-03-02",
      "period=this_month&from=2026-03-01&to=2026-03-02",
      "from=1970-01-01&to=2199-12-31",
    ]) {
      const answer = await app.fetch(`/api/v1/leaderboard?metric=deals_won&${period}`, {
        headers: bearer(key),
      });
      expect([period, (await problemOf(answer)).type]).toEqual([period, "/problems/period-invalid"]);
    }
  });

  it("an instant in the future or before the connection", async () => {
    for (const [at, type] of [
      ["2027-01-01T00:00:00Z", "/problems/in-the-future"],
      ["2025-01-01T00:00:00Z", "/problems/before-connection"],
    ]) {
      const answer = await app.fetch(`/api/v1/leaderboard?metric=deals_won&at=${at}`, {
        headers: bearer(key),
      });
      expect(answer.status).toBe(422);
      expect((await problemOf(answer)).type).toBe(type);
    }
  });

  it("an instant at the very moment of the connection, before anything was known", async () => {
    const answer = await app.fetch(`/api/v1/leaderboard?metric=deals_won&at=${north.tenant.connectedAt}`, {
      headers: bearer(key),
    });
    expect(answer.status).toBe(200);
  });

  it("an unknown member or team", async () => {
    for (const [path, type] of [
      ["/members/nobody/scorecard", "/problems/member-unknown"],
      ["/leaderboard?metric=deals_won&team=nowhere", "/problems/team-unknown"],
      ["/explain?metric=deals_won&member=nobody", "/problems/member-unknown"],
      ["/explain?metric=deals_won&of_team=nowhere", "/problems/team-unknown"],
      ["/deals/open?member=nobody", "/problems/member-unknown"],
    ]) {
      const answer = await app.fetch(`/api/v1${path}`, { headers: bearer(key) });
      expect([path, answer.status]).toEqual([path, 404]);
      expect((await problemOf(answer)).type).toBe(type);
    }
  });
});

describe("a body that is wrong", () => {
  const quota = {
    metric: "deals_won",
    subject: { kind: "member", id: "north-member" },
    period: { grain: "month", from: "2026-03-01" },
    amount: 5,
    effectiveFrom: null,
  };
  const body = (change: object) => JSON.stringify({ quotas: [{ ...quota, ...change }] });

  it.each([
    ["no JSON", "{", 400],
    ["nothing", "", 400],
    ["a list", "[]", 400],
    ["null", "null", 400],
    ["no quotas", '{"quotas":[]}', 400],
    ["deep nesting", `${"[".repeat(60_000)}${"]".repeat(60_000)}`, 400],
    ["a prototype", '{"__proto__":{"quotas":[]},"constructor":1}', 400],
    ["a negative amount", body({ amount: -1 }), 400],
    ["half an amount", body({ amount: 0.5 }), 400],
    ["an amount beyond all bounds", body({ amount: 1e300 }), 400],
    ["an amount as text", body({ amount: "5" }), 400],
    ["an impossible day", body({ period: { grain: "month", from: "2026-02-30" } }), 400],
    ["a week", body({ period: { grain: "week", from: "2026-03-02" } }), 400],
    ["another metric", body({ metric: "talk_time" }), 400],
    ["half a character", body({ subject: { kind: "member", id: "\ud800" } }), 400],
    ["a null character", body({ subject: { kind: "vacant", id: "a\u0000b", teamId: "north-team" } }), 400],
    ["a long id", body({ subject: { kind: "member", id: "x".repeat(101) } }), 400],
    ["an unknown member", body({ subject: { kind: "member", id: "nobody" } }), 422],
    ["the middle of a month", body({ period: { grain: "month", from: "2026-03-02" } }), 422],
    ["one quota twice", JSON.stringify({ quotas: [quota, quota] }), 422],
    ["too many quotas", JSON.stringify({ quotas: Array(2001).fill({}) }), 400],
    ["a huge body", `{"quotas":"${"x".repeat(300_000)}"}`, 413],
  ])("%s is refused, and nothing is saved", async (_what, text, status) => {
    const answer = await putQuotas(text);
    expect(answer.status).toBe(status);
    await problemOf(answer);
    const sheet = await app.fetch("/api/v1/quotas", { headers: bearer(key) });
    expect(await sheet.json()).toMatchObject({ version: 0, quotas: [] });
  });

  it("may leave out from when a quota is: then it is for the whole period", async () => {
    const { effectiveFrom: _, ...whole } = quota;
    const elsewhere = await seedTenant(env.DB, { mark: "whole", crmId: "1007" });
    const { key: owner } = await makeKey(app, elsewhere, { role: "owner" });
    const subject = { kind: "member", id: "whole-member" };
    const answer = await putQuotas(JSON.stringify({ quotas: [{ ...whole, subject }] }), bearer(owner));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ quotas: [{ subject, effectiveFrom: null }] });
  });

  it("needs a length no more than the limit, told or not", async () => {
    const answer = await putQuotas(new Response("x".repeat(300_000)).body ?? "");
    expect(answer.status).toBe(413);
    // Read whole, and so refused for what it says.
    const streamed = await putQuotas(new Response(body({ amount: -1 })).body ?? "");
    expect(await problemOf(streamed)).toMatchObject({
      status: 400,
      type: expect.stringContaining("input-invalid"),
    });
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json"])(
    "of the type %j is refused",
    async (type) => {
      expect((await putQuotas("{}", { "content-type": type })).status).toBe(415);
    },
  );

  it("needs the version it changes", async () => {
    const put = (headers: Record<string, string>) =>
      app.fetch("/api/v1/quotas", {
        method: "PUT",
        headers: { ...bearer(key), "content-type": "application/json", ...headers },
        body: body({}),
      });
    expect((await problemOf(await put({}))).status).toBe(428);
    for (const version of ['"7"', "*", '"<script>"', "-1", '"999999999999999999999"']) {
      expect((await problemOf(await put({ "if-match": version }))).status).toBe(412);
    }
  });
});

describe("addresses", () => {
  it("that do not exist are 404, and methods that do not fit 405 with those that do", async () => {
    expect((await app.fetch("/api/v1/nothing")).status).toBe(404);
    expect((await app.fetch("/%ff/%00")).status).toBe(404);
    const answer = await app.fetch("/api/v1/quotas", { method: "PATCH", headers: bearer(key) });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, PUT, HEAD, OPTIONS");
  });

  it("answer HEAD without a body and OPTIONS without opening anything to other sites", async () => {
    const head = await app.fetch("/api/v1/healthz", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const options = await app.fetch("/api/v1/quotas", {
      method: "OPTIONS",
      headers: { origin: "https://evil.test", "access-control-request-method": "PUT" },
    });
    expect(options.status).toBe(204);
    expect([...options.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("a room that gives no socket", () => {
  it.each([
    [503, "/problems/live-full"],
    [400, "/problems/live-unavailable"],
    [500, "/problems/live-unavailable"],
  ])("and says %i with nothing else, is worded for the caller: %s", async (status, type) => {
    const full = new TestApp(env, { openLive: async () => new Response(null, { status }) });
    const minted = await full.fetch("/api/v1/live/ticket", { method: "POST", headers: bearer(key) });
    const { ticket } = v.parse(v.object({ ticket: v.string() }), await minted.json());
    const answer = await full.fetch("/api/v1/live", {
      headers: { upgrade: "websocket", "sec-websocket-protocol": `standings, ticket.${ticket}` },
    });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
    expect(await problemOf(answer)).toMatchObject({ type, action: expect.stringContaining("new ticket") });
  });
});

describe("a request id", () => {
  it("is taken from the caller when it is plain, and stands in the answer and the log", async () => {
    const answer = await app.fetch("/api/v1/nothing", { headers: { "x-request-id": "caller-0123456789" } });
    expect((await problemOf(answer)).requestId).toBe("caller-0123456789");
    expect(app.logged.at(-1)).toMatchObject({ requestId: "caller-0123456789", status: 404 });
  });

  it.each(["short", "x".repeat(65), 'quote"and{brace}', "a b c d e f g"])("%j is replaced", async (given) => {
    const answer = await app.fetch("/api/v1/healthz", { headers: { "x-request-id": given } });
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is all that a caller learns of a fault, and the log learns where it was", async () => {
    const broken = new TestApp(env, {
      loadConnection: () => Promise.reject(new Error("secret of north the owner")),
    });
    const answer = await broken.fetch("/api/v1/connection", { headers: bearer(key) });
    const problem = await problemOf(answer);
    expect(problem).toMatchObject({ type: "/problems/internal", status: 500 });
    expect(JSON.stringify(problem) + JSON.stringify(broken.logged)).not.toContain("secret of");
    expect(broken.logged).toContainEqual(
      expect.objectContaining({ event: "fault", requestId: problem.requestId, error: "Error" }),
    );
  });
});

describe("a Worker with a bad configuration", () => {
  it("answers everything with the names of the variables, never a value, and logs them once", async () => {
    const config = readConfig({ ...env, SESSION_KEY: "", OPERATOR_KEY: "tooshort" });
    const logged: LogEntry[] = [];
    const bad = createMisconfiguredApp(config.ok ? [] : config.error, {
      log: (entry) => logged.push(entry),
      now: () => app.now,
      newRequestId: () => crypto.randomUUID(),
    });
    for (const path of ["/", "/api/v1/healthz", "/operator/tenants"]) {
      const answer = await bad.fetch(new Request(`https://standings.test${path}`));
      const problem = await problemOf(answer);
      expect(problem.status).toBe(503);
      expect(problem.errors?.map((error) => error.path)).toEqual(["SESSION_KEY", "OPERATOR_KEY"]);
      expect(JSON.stringify(problem)).not.toContain("tooshort");
    }
    expect(logged.filter(({ event }) => event === "misconfigured")).toHaveLength(1);
  });
});
