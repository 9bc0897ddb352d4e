import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Leaderboard, MemberDescription, MemberList, Problem } from "../../../shared/contracts/api.ts";
import { type BoardChoice, LiveMessage } from "../../../shared/contracts/live.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import { roomRequest } from "../../../worker/adapters/durable/board-room.ts";
import { announceAllOf } from "../../../worker/compose-live.ts";
import { TestApp } from "./app.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, makeKey, signIn } from "./sign-in.ts";

let north: SeededTenant;
let adminKey: string;
const app = new TestApp(env);

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
  adminKey = (await makeKey(app, north, { role: "admin" })).key;
});

function patch(memberId: string, body: string | object, token = adminKey, to = app): Promise<Response> {
  return to.fetch(`/api/v1/members/${memberId}`, {
    method: "PATCH",
    headers: { ...bearer(token), "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function problemOf(answer: Response): Promise<Problem> {
  return v.parse(Problem, await answer.json());
}

async function memberOf({ tenant }: SeededTenant, memberId: string) {
  return (await createTenantStore(env.DB, tenant.id).loadMembers()).find(({ id }) => id === memberId);
}

describe("a change of a person", () => {
  it("is saved, answered, told to the open pages, and outlasts the nightly decision", async () => {
    const change = { privacy: "anonymous", role: "manager", managesTeamIds: [north.teamId] };
    const answer = await patch("north-viewer", change);
    expect(answer.status).toBe(200);
    const changed = v.parse(MemberDescription, await answer.json());
    expect(changed).toMatchObject({ id: "north-viewer", ...change });
    await createPeopleStore(env.DB, north.tenant.id).saveDecidedRoles([
      { memberId: "north-viewer", role: "viewer" },
    ]);
    expect(await memberOf(north, "north-viewer")).toMatchObject({ ...change, roleByHand: true });
    expect(app.announced.at(-1)).toBe("north-tenant north-viewer");
  });

  it("gives a role back to the nightly decision, which then has its say", async () => {
    const changedTo = async (role: string | null) =>
      v.parse(MemberDescription, await (await patch("north-manager", { role })).json());
    expect(await changedTo("viewer")).toMatchObject({ role: "viewer", roleByHand: true });
    expect(await changedTo(null)).toMatchObject({ roleByHand: false });
    await createPeopleStore(env.DB, north.tenant.id).saveDecidedRoles([
      { memberId: "north-manager", role: "manager" },
    ]);
    expect(await memberOf(north, "north-manager")).toMatchObject({ role: "manager", roleByHand: false });
  });

  it("is undone into the role that the CRM gave, which the night decides about as before", async () => {
    const undo = { role: "manager", roleByHand: false };
    expect((await patch("north-manager", { role: "admin" })).status).toBe(200);
    const undone = v.parse(MemberDescription, await (await patch("north-manager", undo)).json());
    expect(undone).toMatchObject(undo);
    await createPeopleStore(env.DB, north.tenant.id).saveDecidedRoles([
      { memberId: "north-manager", role: "member" },
    ]);
    expect(await memberOf(north, "north-manager")).toMatchObject({ role: "member", roleByHand: false });
    expect((await patch("north-manager", undo)).status).toBe(200);
  });

  it("leaves what it does not give as it was", async () => {
    const before = await memberOf(north, "north-manager");
    expect((await patch("north-manager", { privacy: "hidden" })).status).toBe(200);
    expect(await memberOf(north, "north-manager")).toEqual({ ...before, privacy: "hidden" });
  });

  it("is a person's own to make, who sees how they are shown where peers do not", async () => {
    const own = await signIn(app, north, "member");
    expect((await patch("north-member", { privacy: "anonymous" }, own)).status).toBe(200);
    const listed = async (token: string) => {
      const answer = await app.fetch("/api/v1/members", { headers: bearer(token) });
      return v.parse(MemberList, await answer.json()).members;
    };
    const seen = await listed(own);
    expect(seen.filter(({ privacy }) => privacy).map(({ id, privacy }) => [id, privacy])).toEqual([
      ["north-member", "anonymous"],
    ]);
    const peers = await listed((await makeKey(app, north, { role: "member" })).key);
    expect(peers.map(({ id }) => id)).not.toContain("north-member");
    expect(
      peers.every((peer) => !["privacy", "managesTeamIds", "roleByHand"].some((name) => name in peer)),
    ).toBe(true);
  });

  it("does not take the last owner, make one for an admin, or lead a team that is none", async () => {
    const owner = (await makeKey(app, north, { role: "owner" })).key;
    const told = app.announced.length;
    const cases = [
      ["north-owner", { role: "member" }, owner, 422, ["role"]],
      ["north-owner", { role: "member" }, adminKey, 403, []],
      ["north-member", { role: "owner" }, adminKey, 403, []],
      ["north-member", { managesTeamIds: ["north-team", "x\u0000"] }, adminKey, 422, ["managesTeamIds.1"]],
      ["nobody", { privacy: "named" }, adminKey, 404, []],
    ] as const;
    for (const [memberId, change, token, status, paths] of cases) {
      const problem = await problemOf(await patch(memberId, change, token));
      expect([change, problem.status]).toEqual([change, status]);
      expect((problem.errors ?? []).map(({ path }) => path)).toEqual(paths);
    }
    expect(await memberOf(north, "north-owner")).toMatchObject({ role: "owner" });
    expect(app.announced).toHaveLength(told);
  });

  it("leaves one of two owners made by hand as they are, however close both are given back", async () => {
    const pair = await seedTenant(env.DB, { mark: "pair", crmId: "5005" });
    const owner = (await makeKey(app, pair, { role: "owner" })).key;
    await env.DB.prepare(
      "INSERT INTO connections (tenant_id, scopes, crm_id, installed_by) VALUES (?1, '[]', '5005', 'gone')",
    )
      .bind(pair.tenant.id)
      .run();
    expect((await patch("pair-admin", { role: "owner" }, owner)).status).toBe(200);
    const both = ["pair-owner", "pair-admin"];
    const answers = await Promise.all(both.map((id) => patch(id, { role: null }, owner)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const refused = answers.find(({ status }) => status === 422);
    expect(refused && (await problemOf(refused)).errors?.map(({ path }) => path)).toEqual(["role"]);
    for (const id of both) {
      const { roleByHand } = (await memberOf(pair, id)) ?? {};
      expect((await patch(id, { role: null }, owner)).status).toBe(roleByHand ? 422 : 200);
      expect((await patch(id, { role: "member" }, owner)).status).toBe(roleByHand ? 422 : 200);
    }
    const { members } = v.parse(
      MemberList,
      await (await app.fetch("/api/v1/members", { headers: bearer(owner) })).json(),
    );
    expect(members.filter(({ role }) => role === "owner")).toMatchObject([{ roleByHand: true }]);
  });

  it.each([
    ["a source without a role", { roleByHand: false }, [""]],
    ["a role by hand", { role: "admin", roleByHand: true }, ["roleByHand"]],
    ["nothing", {}, [""]],
    ["no object", "[]", [""]],
    ["an unknown field", { privacy: "named", name: "X" }, ["name"]],
    ["other words", { privacy: "secret", role: "king" }, ["privacy", "role"]],
    ["null", { privacy: null }, ["privacy"]],
    ["no list", { managesTeamIds: "north-team" }, ["managesTeamIds"]],
    ["no ids", { managesTeamIds: [1] }, ["managesTeamIds.0"]],
    ["too many teams", { managesTeamIds: Array(501).fill("north-team") }, ["managesTeamIds"]],
  ])("of %s is refused", async (_what, body, paths) => {
    const problem = await problemOf(await patch("north-member", body));
    expect(problem.type).toBe("/problems/input-invalid");
    expect((problem.errors ?? []).map(({ path }) => path).toSorted()).toEqual(paths);
  });
});

describe("somebody's leave", () => {
  const away = { from: "2026-03-09", to: "2026-03-20", relievesQuota: true };
  const open = { from: "2026-05-01", to: null, relievesQuota: false };

  function put(memberId: string, body: string | object, token = adminKey): Promise<Response> {
    return app.fetch(`/api/v1/members/${memberId}/leave`, {
      method: "PUT",
      headers: { ...bearer(token), "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  async function read(memberId: string, token: string): Promise<unknown> {
    const answer = await app.fetch(`/api/v1/members/${memberId}/leave`, { headers: bearer(token) });
    return answer.status === 200 ? answer.json() : answer.status;
  }

  it("is saved whole, answered in order, told to the open pages, and can be sent back as it is", async () => {
    const east = await seedTenant(env.DB, { mark: "east", crmId: "3003" });
    const admin = (await makeKey(app, east, { role: "admin" })).key;
    for (const leave of [[open, away], [away, open], [away]]) {
      const answer = await put("east-member", { leave }, admin);
      expect([answer.status, await answer.json()]).toEqual([
        200,
        { leave: leave.toSorted((one, other) => (one.from < other.from ? -1 : 1)) },
      ]);
      expect(app.announced.at(-1)).toBe("east-tenant null");
    }
    expect(await read("east-member", await signIn(app, east, "member"))).toEqual({ leave: [away] });
    expect(await read("east-member", await signIn(app, east, "manager"))).toEqual({ leave: [away] });
    expect(await read("east-member", await signIn(app, east, "viewer"))).toBe(403);
    expect(await read("nobody", admin)).toBe(404);
    expect((await put("nobody", { leave: [] }, admin)).status).toBe(404);
    expect((await put("east-member", { leave: [] }, admin)).status).toBe(200);
    expect(await read("east-member", admin)).toEqual({ leave: [] });
  });

  it("takes a private person's away from peers as if they did not exist, and takes them off the board", async () => {
    const west = await seedTenant(env.DB, { mark: "west", crmId: "4004" });
    await seedDeals(env.DB, west);
    const admin = (await makeKey(app, west, { role: "admin" })).key;
    const peer = await signIn(app, west, "viewer");
    const places = async (token: string) => {
      const path = "/api/v1/leaderboard?metric=revenue_closed&period=this_month";
      const answer = await app.fetch(path, { headers: bearer(token) });
      const { rows } = v.parse(Leaderboard, await answer.json());
      return rows.map(({ rank, member, value }) => [member?.id, rank, value]);
    };
    expect((await places(peer)).at(0)).toEqual(["west-member", 1, 100_003]);
    expect((await put("west-member", { leave: [away] }, admin)).status).toBe(200);
    expect((await places(peer)).map(([id]) => id)).not.toContain("west-member");
    expect(await places(admin)).toContainEqual(["west-member", null, 100_003]);
    expect((await patch("west-member", { privacy: "hidden" }, admin)).status).toBe(200);
    expect(await read("west-member", peer)).toBe(404);
    expect(await read("west-member", admin)).toEqual({ leave: [away] });
  });

  it.each([
    ["nothing", {}, 400, ["leave"]],
    ["no list", { leave: away }, 400, ["leave"]],
    ["an unknown field", { leave: [{ ...away, why: "x" }] }, 400, ["leave.0.why"]],
    ["no end at all", { leave: [{ from: "2026-03-09", relievesQuota: true }] }, 400, ["leave.0.to"]],
    ["an impossible day", { leave: [{ ...away, from: "2026-02-30" }] }, 400, ["leave.0.from"]],
    ["half an answer", { leave: [{ ...away, relievesQuota: "yes" }] }, 400, ["leave.0.relievesQuota"]],
    ["too many", { leave: Array(101).fill(away) }, 400, ["leave"]],
    ["a day before all calendars", { leave: [{ ...away, from: "1492-01-01" }] }, 422, ["leave.0.from"]],
    ["an end before its beginning", { leave: [open, { ...away, to: "2026-03-08" }] }, 422, ["leave.1.to"]],
    ["the same days twice", { leave: [away, away] }, 422, ["leave.1"]],
    ["a day in two", { leave: [{ ...away, from: "2026-03-20", to: null }, away] }, 422, ["leave.0"]],
    ["one after an open end", { leave: [{ ...away, to: null }, open] }, 422, ["leave.1"]],
  ])("with %s is refused, and nothing is saved", async (_what, body, status, paths) => {
    const problem = await problemOf(await put("north-member", body));
    expect([problem.status, (problem.errors ?? []).map(({ path }) => path)]).toEqual([status, paths]);
    expect(await read("north-member", adminKey)).toEqual({ leave: [] });
  });

  it("is not a machine's to set without write access, nor anybody's who is no admin", async () => {
    const reader = (await makeKey(app, north, { role: "admin", write: false })).key;
    expect((await put("north-member", { leave: [away] }, reader)).status).toBe(403);
    for (const role of ["manager", "member", "viewer"] as const) {
      expect((await put("north-member", { leave: [] }, await signIn(app, north, role))).status).toBe(403);
    }
  });
});

/** A socket in the tenant's real room, and what arrives on it. */
class OpenPage {
  readonly #messages: LiveMessage[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      this.#messages.push(v.parse(LiveMessage, JSON.parse(String(data))));
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.closed = new Promise((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
    socket.accept();
  }

  static async open({ tenant }: SeededTenant, memberId: string): Promise<OpenPage> {
    const request = new Request("https://standings.test/api/v1/live", { headers: { upgrade: "websocket" } });
    const watcher = { tenantId: tenant.id, memberId, role: "member", endsAt: Date.UTC(2199, 0) } as const;
    const room = env.ROOM.get(env.ROOM.idFromName(tenant.id));
    const { webSocket } = await room.fetch(roomRequest(request, watcher));
    if (!webSocket) throw new Error("The room gave no socket");
    return new OpenPage(webSocket);
  }

  async watch(board: BoardChoice): Promise<LiveMessage> {
    this.#socket.send(JSON.stringify({ type: "watch", board }));
    return this.next();
  }

  async next(): Promise<LiveMessage> {
    for (;;) {
      const message = this.#messages.shift();
      if (message) return message;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

describe("open pages, when somebody goes into hiding", () => {
  it("lose the person at once, and the person's own page ends to come back with its new rights", async () => {
    const lagoon = await seedTenant(env.DB, { mark: "lagoon", crmId: "3010" });
    await seedDeals(env.DB, lagoon);
    const live = new TestApp(env, { announceAll: announceAllOf(env) });
    const board = { metric: "deals_won", from: "2026-03-01", to: "2026-03-31" } as const;
    const peer = await OpenPage.open(lagoon, "lagoon-manager");
    const own = await OpenPage.open(lagoon, "lagoon-member");
    const before = await peer.watch(board);
    expect(before).toMatchObject({ type: "board", total: 4 });
    expect(await own.watch(board)).toMatchObject({ type: "board", total: 4 });

    const token = await signIn(live, lagoon, "member");
    expect((await patch("lagoon-member", { privacy: "hidden" }, token, live)).status).toBe(200);
    expect(await peer.next()).toMatchObject({
      type: "difference",
      sequence: before.type === "board" ? before.sequence + 1 : null,
      removed: ["member:lagoon-member"],
      total: 3,
    });
    expect(await peer.next()).toMatchObject({ type: "refresh" });
    expect(await own.next()).toEqual({ type: "ended" });
    expect(await own.closed).toBe(1000);
  });
});
