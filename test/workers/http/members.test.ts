import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { MemberDescription, MemberList, Problem } from "../../../shared/contracts/api.ts";
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
    expect(peers.every((peer) => !("privacy" in peer) && !("managesTeamIds" in peer))).toBe(true);
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

  it.each([
    ["nothing", {}, [""]],
    ["no object", "[]", [""]],
    ["an unknown field", { privacy: "named", name: "X" }, ["name"]],
    ["other words", { privacy: "secret", role: "king" }, ["privacy", "role"]],
    ["null", { role: null }, ["role"]],
    ["no list", { managesTeamIds: "north-team" }, ["managesTeamIds"]],
    ["no ids", { managesTeamIds: [1] }, ["managesTeamIds.0"]],
    ["too many teams", { managesTeamIds: Array(501).fill("north-team") }, ["managesTeamIds"]],
  ])("of %s is refused", async (_what, body, paths) => {
    const problem = await problemOf(await patch("north-member", body));
    expect(problem.type).toBe("/problems/input-invalid");
    expect((problem.errors ?? []).map(({ path }) => path).toSorted()).toEqual(paths);
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
    const south = await seedTenant(env.DB, { mark: "south", crmId: "2002" });
    await seedDeals(env.DB, south);
    const live = new TestApp(env, { announceAll: announceAllOf(env) });
    const board = { metric: "deals_won", from: "2026-03-01", to: "2026-03-31" } as const;
    const peer = await OpenPage.open(south, "south-manager");
    const own = await OpenPage.open(south, "south-member");
    const before = await peer.watch(board);
    expect(before).toMatchObject({ type: "board", total: 4 });
    expect(await own.watch(board)).toMatchObject({ type: "board", total: 4 });

    const token = await signIn(live, south, "member");
    expect((await patch("south-member", { privacy: "hidden" }, token, live)).status).toBe(200);
    expect(await peer.next()).toMatchObject({
      type: "difference",
      sequence: before.type === "board" ? before.sequence + 1 : null,
      removed: ["member:south-member"],
      total: 3,
    });
    expect(await peer.next()).toMatchObject({ type: "refresh" });
    expect(await own.next()).toEqual({ type: "ended" });
    expect(await own.closed).toBe(1000);
  });
});
