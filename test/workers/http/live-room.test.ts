import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type BoardChoice, LiveMessage } from "../../../shared/contracts/live.ts";
import { PING, PONG } from "../../../shared/live/heartbeat.ts";
import { createAccessStore } from "../../../worker/adapters/d1/access-store.ts";
import { createLedgerReader } from "../../../worker/adapters/d1/ledger-reader.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { roomRequest } from "../../../worker/adapters/durable/board-room.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";

const MARCH: BoardChoice = { metric: "deals_won", from: "2026-03-01", to: "2026-03-31" };

const NOTHING = { touched: { events: [], days: null }, memberIds: ["nobody"] } as const;

async function openPage(
  { tenant }: SeededTenant,
  {
    endsAt = Date.UTC(2199, 0),
    ...credential
  }: { readonly endsAt?: number; readonly credentialId?: string } = {},
) {
  const room = env.ROOM.get(env.ROOM.idFromName(tenant.id));
  const request = new Request("https://standings.test/api/v1/live", { headers: { upgrade: "websocket" } });
  const watcher = { tenantId: tenant.id, memberId: null, role: "member", endsAt, ...credential } as const;
  const { webSocket } = await room.fetch(roomRequest(request, watcher));
  if (!webSocket) throw new Error("The room gave no socket");
  webSocket.accept();
  const got: LiveMessage[] = [];
  webSocket.addEventListener("message", ({ data }) => {
    if (data !== PONG) got.push(v.parse(LiveMessage, JSON.parse(String(data))));
  });
  const wholeBoard = ({ metric }: BoardChoice) =>
    new Promise<LiveMessage>((resolve) => {
      const listener = () => {
        const last = got.at(-1);
        if (last?.type !== "board" || last.board.metric !== metric) return;
        webSocket.removeEventListener("message", listener);
        resolve(last);
      };
      webSocket.addEventListener("message", listener);
    });
  return {
    room,
    /** The kind of message after which the room closed the socket. */
    lastWord: new Promise((resolve) => {
      webSocket.addEventListener("close", () => resolve(got.at(-1)?.type));
    }),
    /** Everything that has come so far. */
    got,
    /** What comes next, after this was said. */
    hear(text: string): Promise<unknown> {
      const next = new Promise((resolve) => {
        webSocket.addEventListener("message", ({ data }) => resolve(data), { once: true });
      });
      webSocket.send(text);
      return next;
    },
    watch(board: BoardChoice): Promise<LiveMessage> {
      const answer = wholeBoard(board);
      webSocket.send(JSON.stringify({ type: "watch", board }));
      return answer;
    },
  };
}

describe("a room that missed an announcement", () => {
  it("takes the gap in the revisions for a change of anything", async () => {
    const delta = await seedTenant(env.DB, { mark: "delta", crmId: "3003" });
    const { room, watch } = await openPage(delta);
    const revision = await createLedgerReader(env.DB, delta.tenant.id).loadRevision();
    await room.announce(delta.tenant.id, { revision: revision + 1, ...NOTHING });
    expect(await watch(MARCH)).toMatchObject({ type: "board", total: null });
    await seedDeals(env.DB, delta);
    await room.announce(delta.tenant.id, { revision: revision + 3, ...NOTHING });
    expect(await watch(MARCH)).toMatchObject({ total: 4 });
  });
});

/** What a page gets that watches March when the room has lost its memory, but not its sockets, and looks around. */
async function lookAfterHibernation({ room, watch, got }: Awaited<ReturnType<typeof openPage>>) {
  await watch(MARCH);
  const before = got.length;
  await evictDurableObject(room);
  expect(await runDurableObjectAlarm(room)).toBe(true);
  // Boards are evaluated in turn, so what the look brought comes before the answer to this.
  await watch({ ...MARCH, metric: "revenue_closed" });
  return got.slice(before, -1).map(({ type }) => type);
}

describe("a room that hibernated", () => {
  afterEach(() => void vi.useRealTimers());

  it("evaluates nothing and sends nothing when nothing has changed", async () => {
    const ridge = await seedTenant(env.DB, { mark: "ridge", crmId: "3004" });
    const page = await openPage(ridge);
    await page.watch(MARCH);
    await seedDeals(env.DB, ridge);
    const revision = await createLedgerReader(env.DB, ridge.tenant.id).loadRevision();
    await page.room.announce(ridge.tenant.id, {
      revision,
      touched: { events: ["deal_won"], days: null },
      memberIds: [],
    });
    expect(await page.watch(MARCH)).toMatchObject({ total: 4 });
    expect(await lookAfterHibernation(page)).toEqual([]);
    expect(await lookAfterHibernation(page)).toEqual([]);
  });

  it("looks once when no announcement came since the page opened, and then knows where it stands", async () => {
    const valley = await seedTenant(env.DB, { mark: "valley", crmId: "3005" });
    await seedDeals(env.DB, valley);
    const page = await openPage(valley);
    expect(await lookAfterHibernation(page)).toEqual(["board", "refresh"]);
    expect(await lookAfterHibernation(page)).toEqual([]);
  });

  it("makes good an announcement that got lost meanwhile", async () => {
    const mesa = await seedTenant(env.DB, { mark: "mesa", crmId: "3006" });
    const page = await openPage(mesa);
    await lookAfterHibernation(page);
    await seedDeals(env.DB, mesa);
    expect(await lookAfterHibernation(page)).toEqual(["board", "refresh"]);
  });

  it("sends every board again when a day has begun on the account's clock", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 2, 20, 12) });
    const inland = await seedTenant(env.DB, { mark: "inland", crmId: "3007" });
    await seedDeals(env.DB, inland);
    const page = await openPage(inland);
    await lookAfterHibernation(page);
    expect(await lookAfterHibernation(page)).toEqual([]);
    vi.setSystemTime(Date.UTC(2026, 2, 21, 12));
    expect(await lookAfterHibernation(page)).toEqual(["board", "refresh"]);
    expect(await lookAfterHibernation(page)).toEqual([]);
  });
});

describe("a page that asks whether the room is there", () => {
  it("is answered without the room being woken, and without it taking that for a request", async () => {
    const harbour = await seedTenant(env.DB, { mark: "harbour", crmId: "3009" });
    const { room, hear } = await openPage(harbour);
    expect(await hear(PING)).toBe(PONG);
    await evictDurableObject(room);
    expect(await hear(PING)).toBe(PONG);
  });
});

describe("a room that nobody is in", () => {
  it("looks no more once every session has ended", async () => {
    const coast = await seedTenant(env.DB, { mark: "coast", crmId: "3008" });
    const { room } = await openPage(coast, { endsAt: Date.UTC(2020, 0) });
    expect(await runDurableObjectAlarm(room)).toBe(true);
    expect(await runInDurableObject(room, (_, { storage }) => storage.getAlarm())).toBeNull();
    expect(await runDurableObjectAlarm(room)).toBe(false);
  });
});

describe("a room that has told nothing yet", () => {
  it("takes what was announced before its first announcement for a change of anybody's own figures", async () => {
    const fjord = await seedTenant(env.DB, { mark: "fjord", crmId: "3010" });
    const { room, watch, got } = await openPage(fjord);
    await watch(MARCH);
    const revision = await createLedgerReader(env.DB, fjord.tenant.id).loadRevision();
    await room.announce(fjord.tenant.id, { revision: revision + 2, ...NOTHING });
    await watch({ ...MARCH, metric: "revenue_closed" });
    expect(got.map(({ type }) => type)).toContain("refresh");
  });
});

describe("a credential that is taken back", () => {
  it("takes the sockets of the session or the key along at the next look, and no other", async () => {
    const moor = await seedTenant(env.DB, { mark: "moor", crmId: "3011" });
    const { id: tenantId } = moor.tenant;
    const access = createAccessStore(env.DB);
    const [memberId, createdAt] = ["moor-member", "2026-03-11T10:00:00.000Z"];
    const times = { now: createdAt, expiresAt: "2199-01-01T00:00:00.000Z" };
    for (const sessionId of ["moor-kept", "moor-ended"]) {
      await access.openSession({ tenantId, sessionId, memberId, host: "hubspot" }, times);
    }
    const key = { id: "moor-key", keyHash: "moor-hash", role: "viewer", write: false, createdAt } as const;
    await access.saveApiKey(tenantId, key);
    const pages = [];
    for (const credentialId of ["moor-kept", "moor-ended", "moor-key"]) {
      pages.push(await openPage(moor, { credentialId }));
    }
    const [kept, ended, revoked] = pages;
    if (!kept || !ended || !revoked) throw new Error("A page is missing");
    await runDurableObjectAlarm(kept.room);
    await access.endSession(tenantId, "moor-ended");
    await access.revokeApiKey(tenantId, "moor-key");
    const lastWords = [ended, revoked].map(({ lastWord }) => lastWord);
    await runDurableObjectAlarm(kept.room);
    expect(await Promise.all(lastWords)).toEqual(["ended", "ended"]);
    expect(await kept.watch(MARCH)).toMatchObject({ type: "board" });
  });
});

describe("a board that is narrowed by what only private people have", () => {
  it("is the same to whoever watches as one of nothing, and is fetched by those who may see it", async () => {
    const glade = await seedTenant(env.DB, { mark: "glade", crmId: "3012" });
    await seedDeals(env.DB, glade);
    const people = createPeopleStore(env.DB, glade.tenant.id);
    await people.saveAttributes("glade-member", { region: "North" });
    await people.saveAttributes("glade-manager", { region: "Secret" });
    await people.savePrivacy("glade-manager", "anonymous");
    const { hear, watch, got } = await openPage(glade);
    for (const region of ["Secret", "Atlantis"]) {
      await hear(JSON.stringify({ type: "watch", board: { ...MARCH, region } }));
      await watch({ ...MARCH, region: "North" });
    }
    const refused = [{ type: "refused", reason: "unknown_filter" }, { type: "refresh" }];
    const shown = { type: "board", rows: [{ member: { id: "glade-member" } }] };
    expect(got).toMatchObject([...refused, shown, ...refused, shown]);
  });
});
