import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Problem } from "../../../shared/contracts/api.ts";
import { DISPLAY_KEYS_MAX, Display, DisplayKeyMade, DisplayKeys } from "../../../shared/contracts/display.ts";
import { ROLES } from "../../../shared/contracts/ids.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import naughtyText from "../../data/naughty-strings.json?raw";
import { TestApp } from "./app.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, makeKey, OPERATOR, signIn } from "./sign-in.ts";

const app = new TestApp(env);
let east: SeededTenant;
let west: SeededTenant;
let admin: string;

const FLOOR = { label: "Sales floor", metric: "revenue_closed", period: "this_month", by: "member" };

beforeAll(async () => {
  east = await seedTenant(env.DB, { mark: "east", crmId: "3003" });
  west = await seedTenant(env.DB, { mark: "west", crmId: "4004" });
  for (const seeded of [east, west]) await seedDeals(env.DB, seeded);
  admin = await signIn(app, east, "admin");
});

function post(body: object, token = admin): Promise<Response> {
  return app.fetch("/api/v1/display-keys", {
    method: "POST",
    headers: { ...bearer(token), "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function made(body: object = FLOOR, token = admin): Promise<v.InferOutput<typeof DisplayKeyMade>> {
  const answer = await post(body, token);
  expect(answer.status).toBe(201);
  return v.parse(DisplayKeyMade, await answer.json());
}

async function listed(token = admin): Promise<readonly string[]> {
  const answer = await app.fetch("/api/v1/display-keys", { headers: bearer(token) });
  return v.parse(DisplayKeys, await answer.json()).keys.map(({ id }) => id);
}

function revoke(id: string, token = admin): Promise<Response> {
  return app.fetch(`/api/v1/display-keys/${id}`, { method: "DELETE", headers: bearer(token) });
}

/** Fit for an address. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).slice(0, 500);
}

function show(key: string): Promise<Response> {
  return app.fetch("/api/v1/display", { headers: bearer(key) });
}

async function shown(key: string): Promise<Display> {
  const answer = await show(key);
  expect(answer.status).toBe(200);
  return v.parse(Display, await answer.json());
}

async function problemOf(answer: Response): Promise<string> {
  return v.parse(Problem, await answer.json()).type;
}

describe("a display key", () => {
  it("is shown once, in the part of its address that stays in the browser, and kept as a hash", async () => {
    const { id, key, url } = await made();
    expect(url).toBe(`https://standings.test/cards/tv/#key=${key}`);
    const list = await app.fetch("/api/v1/display-keys", { headers: bearer(admin) });
    const text = await list.text();
    expect(text).toContain(id);
    expect(text).not.toContain(key);
    const exported = await app.fetch(`/operator/tenants/${east.tenant.id}/export`, { headers: OPERATOR });
    const lines = await exported.text();
    expect(lines).toContain('"table":"display_keys"');
    expect(lines).not.toMatch(/secret_hash/);
    const rows = await env.DB.prepare("SELECT * FROM display_keys WHERE id = ?1").bind(id).all();
    expect(JSON.stringify(rows.results)).not.toContain(key);
  });

  it("opens its board as every member sees it, with how fresh it is", async () => {
    const { key } = await made();
    const board = await shown(key);
    expect(board.rows.map(({ rank, name, value }) => [rank, name, value])).toEqual([
      [1, "east the member", 100_003],
      [2, "east the manager", 100_002],
      [3, "east the admin", 100_001],
      [4, "east the owner", 100_000],
    ]);
    expect(board).toMatchObject({
      label: "Sales floor",
      periodName: "this_month",
      of: 4,
      total: { value: 400_006 },
      slides: ["standings"],
      teamName: null,
    });
    expect(board.today.map(({ metric, value }) => [metric.id, value])).toEqual([
      ["revenue_closed", 0],
      ["deals_won", 0],
    ]);
    expect(JSON.stringify(board)).not.toMatch(/east-|@|deal-/);
  });

  it("names nobody who is private, and says what they did nowhere", async () => {
    const { key } = await made({ ...FLOOR, teamId: "west-team" }, await signIn(app, west, "owner"));
    const store = createPeopleStore(env.DB, west.tenant.id);
    await store.savePrivacy("west-manager", "anonymous");
    await store.savePrivacy("west-admin", "hidden");
    const board = await shown(key);
    expect(board.rows.map(({ rank, name, value }) => [rank, name, value])).toEqual([
      [1, "west the member", 100_003],
      [2, null, null],
      [3, "west the owner", 100_000],
    ]);
    expect([board.total.value, board.of, board.teamName]).toEqual([200_003, 3, "west Sales"]);
    expect(JSON.stringify(board)).not.toMatch(/the manager|the admin|10000[12]/);
  });

  it("opens nothing but its board, and nothing else opens that", async () => {
    const { key } = await made();
    for (const path of ["/leaderboard?metric=deals_won", "/members", "/display-keys", "/connection"]) {
      expect([path, (await app.fetch(`/api/v1${path}`, { headers: bearer(key) })).status]).toEqual([
        path,
        401,
      ]);
    }
    const ticket = await app.fetch("/api/v1/live/ticket", { method: "POST", headers: bearer(key) });
    expect(ticket.status).toBe(401);
    const api = (await makeKey(app, east, { role: "owner" })).key;
    for (const other of [api, admin, "sd_", "sd_nothing", `${key}x`]) {
      const answer = await show(other);
      expect([other, answer.status, await problemOf(answer)]).toEqual([
        other,
        401,
        "/problems/display-key-invalid",
      ]);
    }
    expect((await app.fetch("/api/v1/display")).status).toBe(401);
    expect((await app.fetch("/api/v1/display?team=x", { headers: bearer(key) })).status).toBe(400);
  });

  it("ends at once when it is revoked, by those who may, of their own tenant", async () => {
    const { id, key } = await made();
    const foreign = await signIn(app, west, "owner");
    expect((await revoke(id, foreign)).status).toBe(404);
    for (const role of ROLES.filter((each) => each !== "owner" && each !== "admin")) {
      expect((await revoke(id, await signIn(app, east, role))).status).toBe(403);
    }
    expect(await listed(foreign)).not.toContain(id);
    await shown(key);
    expect((await revoke(id)).status).toBe(204);
    expect((await show(key)).status).toBe(401);
    expect((await revoke(id)).status).toBe(404);
    expect(await listed()).not.toContain(id);
  });

  it("ends with its account", async () => {
    const south = await seedTenant(env.DB, { mark: "south", crmId: "5005" });
    const { key } = await made(FLOOR, await signIn(app, south, "owner"));
    const directory = createTenantDirectory(env.DB);
    await directory.setState(south.tenant.id, "uninstalled");
    expect(await problemOf(await show(key))).toBe("/problems/account-disconnected");
    await directory.erase(south.tenant.id);
    expect((await show(key)).status).toBe(401);
  });
});

describe("what a display key is made of", () => {
  it.each([
    ["no label", { ...FLOOR, label: " " }, ["label"]],
    ["a long label", { ...FLOOR, label: "x".repeat(61) }, ["label"]],
    ["a line break in the label", { ...FLOOR, label: "a\nb" }, ["label"]],
    ["quotas, which are not for everybody", { ...FLOOR, metric: "quota_attainment" }, ["metric"]],
    ["another metric and period", { ...FLOOR, metric: "charm", period: "someday" }, ["metric", "period"]],
    ["other rows", { ...FLOOR, by: "planet" }, ["by"]],
    ["an empty team", { ...FLOOR, teamId: "" }, ["teamId"]],
    ["something unknown", { ...FLOOR, role: "owner" }, ["role"]],
  ])("is refused with %s", async (_what, body, names) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    const { errors } = v.parse(Problem, await answer.json());
    expect(errors?.map(({ path }) => path)).toEqual(names);
  });

  it("is a team that there is", async () => {
    const answer = await post({ ...FLOOR, teamId: "west-team" });
    expect([answer.status, await problemOf(answer)]).toEqual([404, "/problems/team-unknown"]);
  });

  /** Each string goes to the next place, so that every place gets its share of all. */
  it("is no string that breaks things, and a label comes back as it was", async () => {
    const owner = await signIn(app, west, "owner");
    const asLabel = async (naughty: string) => {
      const answer = await post({ ...FLOOR, label: naughty }, owner);
      if (answer.status !== 201) return answer.status;
      const { id, label } = v.parse(DisplayKeyMade, await answer.json());
      expect(label).toBe(naughty.trim());
      expect((await revoke(id, owner)).status).toBe(204);
      return 400;
    };
    const places: readonly ((text: string) => Promise<Response>)[] = [
      (text) => post({ ...FLOOR, teamId: text }, owner),
      (text) => post({ label: text, metric: text, [text]: text }, owner),
      (text) => revoke(encoded(text) || "x", owner),
      (text) => show(`sd_${encoded(text)}`),
    ];
    for (const [index, naughty] of v.parse(v.array(v.string()), JSON.parse(naughtyText)).entries()) {
      const place = places[index % (places.length + 1)];
      const status = place ? (await place(naughty)).status : await asLabel(naughty);
      expect([naughty, status >= 400 && status < 500]).toEqual([naughty, true]);
    }
  });

  it("is limited in number", async () => {
    const north = await seedTenant(env.DB, { mark: "north", crmId: "6006" });
    const owner = await signIn(app, north, "owner");
    const first = await made(FLOOR, owner);
    for (let count = 1; count < DISPLAY_KEYS_MAX; count++) await made(FLOOR, owner);
    const answer = await post(FLOOR, owner);
    expect([answer.status, await problemOf(answer)]).toEqual([422, "/problems/display-keys-full"]);
    expect((await revoke(first.id, owner)).status).toBe(204);
    await made(FLOOR, owner);
  });
});

describe("a screen that asks", () => {
  it("is held to the rate of everybody, by its key", async () => {
    const asked: string[] = [];
    const limited = new TestApp(env, {
      withinRate: async (key) => {
        asked.push(key);
        return asked.length === 1;
      },
    });
    const { key } = await made();
    const headers = bearer(key);
    expect((await limited.fetch("/api/v1/display", { headers })).status).toBe(200);
    expect((await limited.fetch("/api/v1/display", { headers })).status).toBe(429);
    expect(new Set(asked).size).toBe(1);
    expect(asked[0]).not.toContain(key);
  });
});
