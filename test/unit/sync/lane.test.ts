import { describe, expect, it } from "vitest";
import { createAccess } from "../../../worker/app/sync/access.ts";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { createLimiter, HUBSPOT_LIMITS } from "../../../worker/app/sync/limiter.ts";
import { createTurns } from "../../../worker/app/sync/turns.ts";
import { decideOn, joinVerdicts } from "../../../worker/app/sync/verdicts.ts";
import { err } from "../../../worker/domain/result.ts";
import type { CrmFailure } from "../../../worker/ports/crm.ts";
import { buildDeal, buildGrant, fakeClock } from "./builders.ts";
import { FakeCrm } from "./fake-crm.ts";
import { fakeConnections, hint, liveLane } from "./fakes.ts";

const UNAVAILABLE: CrmFailure = { reason: "unavailable", detail: "status 500" };

describe("the limiter", () => {
  it("never lets more than 110 requests out in any 10 seconds", async () => {
    const clock = fakeClock();
    const limiter = createLimiter(clock, HUBSPOT_LIMITS);
    const sent: number[] = [];
    for (let request = 0; request < 400; request += 1) {
      await limiter.take("general");
      sent.push(Date.parse(clock.now()));
    }
    const crowded = sent.filter((at, index) => (sent[index + 110] ?? Number.POSITIVE_INFINITY) - at < 10_000);
    expect(crowded).toEqual([]);
  });

  it("never lets more than 4 searches out in a second, in the order they were asked for", async () => {
    const clock = fakeClock();
    const limiter = createLimiter(clock, HUBSPOT_LIMITS);
    const sent: { request: number; at: number }[] = [];
    await Promise.all(
      Array.from({ length: 12 }, async (_, request) => {
        await limiter.take("search");
        sent.push({ request, at: Date.parse(clock.now()) });
      }),
    );
    expect(sent.map(({ request }) => request)).toEqual(Array.from({ length: 12 }, (_, request) => request));
    const crowded = sent.filter(
      ({ at }, index) => (sent[index + 4]?.at ?? Number.POSITIVE_INFINITY) - at < 1_000,
    );
    expect(crowded).toEqual([]);
  });

  it("lets nobody out while the CRM asked to wait", async () => {
    const clock = fakeClock();
    const limiter = createLimiter(clock, HUBSPOT_LIMITS);
    limiter.pause(7_000);
    await limiter.take("general");
    expect(clock.slept).toEqual([7_000]);
  });
});

describe("turns", () => {
  it("runs works one after another and goes on after one that throws", async () => {
    const turns = createTurns();
    const log: string[] = [];
    const work = (name: string, fails: boolean) => async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
    };
    const results = await Promise.allSettled([turns.take(work("a", true)), turns.take(work("b", false))]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("ends the work under way and refuses the rest once it is closed", async () => {
    const turns = createTurns();
    const log: string[] = [];
    const underWay = turns.take(async () => {
      await Promise.resolve();
      log.push("a");
    });
    await Promise.resolve();
    await Promise.all([turns.close(), underWay]);
    await expect(turns.take(async () => log.push("b"))).rejects.toThrow("The lane is closed");
    expect(log).toEqual(["a"]);
  });
});

describe("access", () => {
  const expired = buildGrant({ expiresAt: "2026-11-18T12:01:00.000Z" });

  it("refreshes once for all who ask at the same time, and saves the rotated token before anybody has it", async () => {
    const crm = new FakeCrm();
    const connections = fakeConnections(expired);
    const access = createAccess({ crm: crm.port, connections, clock: fakeClock() });
    const grants = await Promise.all([access.current(null), access.current(null), access.current(null)]);
    expect(crm.refreshes).toBe(1);
    expect(connections.saved.map(({ refreshToken }) => refreshToken)).toEqual(["refresh-2"]);
    expect(new Set(grants.map((grant) => (grant.ok ? grant.value.accessToken : "")))).toEqual(
      new Set(["access-2"]),
    );
  });

  it("uses no token that could not be saved", async () => {
    const crm = new FakeCrm();
    const connections = fakeConnections(expired);
    connections.saveGrant = async () => {
      throw new Error("The database is away");
    };
    const access = createAccess({ crm: crm.port, connections, clock: fakeClock() });
    await expect(access.current(null)).rejects.toThrow("The database is away");
  });

  it("takes a newer grant that a new consent saved instead of refreshing the old one", async () => {
    const crm = new FakeCrm();
    const connections = fakeConnections(buildGrant());
    const access = createAccess({ crm: crm.port, connections, clock: fakeClock() });
    await access.current(null);
    await connections.saveGrant(buildGrant({ accessToken: "access-9" }));
    const grant = await access.current("access-1");
    expect(grant).toMatchObject({ ok: true, value: { accessToken: "access-9" } });
    expect(crm.refreshes).toBe(0);
  });

  it("says that it is over only when the refresh is refused", async () => {
    const crm = new FakeCrm();
    crm.refreshAnswer = async () => err({ reason: "token_revoked" });
    const access = createAccess({ crm: crm.port, connections: fakeConnections(expired), clock: fakeClock() });
    expect(await access.current(null)).toEqual(err({ reason: "token_revoked" }));
  });
});

describe("verdicts", () => {
  it("retries what passes, stops for what the customer must mend, and leaves out what is not granted", () => {
    const failures: readonly CrmFailure[] = [
      { reason: "rate_limited", retryAfterSeconds: 30 },
      UNAVAILABLE,
      { reason: "token_expired" },
      { reason: "misconfigured", detail: "" },
      { reason: "token_revoked" },
      { reason: "scope_missing", scopes: ["a"] },
      { reason: "field_missing", fields: ["b"] },
      { reason: "rejected", status: 400, detail: "" },
    ];
    expect(failures.map((failure) => decideOn(failure).kind)).toEqual([
      "retry",
      "retry",
      "retry",
      "retry",
      "stop",
      "skip",
      "skip",
      "skip",
    ]);
    expect(decideOn({ reason: "rate_limited", retryAfterSeconds: 30 })).toMatchObject({ delaySeconds: 30 });
  });

  it("joins verdicts so that nothing is acknowledged that one of them wants again", () => {
    const retry = (delaySeconds: number) => ({ kind: "retry", delaySeconds, reason: "unavailable" }) as const;
    expect(joinVerdicts([{ kind: "done" }, retry(5), retry(9)])).toEqual(retry(9));
    expect(joinVerdicts([])).toEqual({ kind: "done" });
  });
});

describe("syncing hinted records", () => {
  it("reads them again, writes what the CRM says now, and names who changed them", async () => {
    const { parts, crm, ledger, announced } = liveLane();
    crm.put(buildDeal("1"), buildDeal("2"));
    const verdict = await createLane(parts).syncRecords([hint("1", "7"), hint("2", "8"), hint("1", "9")]);
    expect(verdict).toEqual({ kind: "done" });
    expect([...ledger.records.keys()]).toEqual(["deal:1", "deal:2"]);
    expect(ledger.causes).toEqual(["webhook/9", "webhook/8"]);
    expect(announced).toEqual([1, 2]);
  });

  it("writes nothing when a hint comes again", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"));
    const lane = createLane(parts);
    await lane.syncRecords([hint("1")]);
    await lane.syncRecords([hint("1")]);
    expect(ledger.revision).toBe(1);
  });

  it("settles another content at an equal stamp by what it just read", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"));
    const lane = createLane(parts);
    await lane.syncRecords([hint("1")]);
    crm.put(buildDeal("1", { title: "Renamed" }));
    await lane.syncRecords([hint("1")]);
    expect(ledger.records.get("deal:1")).toMatchObject({ title: "Renamed" });
    expect(crm.calls.filter(({ method }) => method === "fetchByIds")).toHaveLength(2);
  });

  it("deletes only what a fresh read no longer finds", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"), buildDeal("2", { archived: true }));
    await createLane(parts).syncRecords([
      { ...hint("1"), change: "deleted" },
      { ...hint("2"), change: "deleted" },
    ]);
    expect([...ledger.deleted]).toEqual(["deal:2"]);
    expect([...ledger.records.keys()]).toEqual(["deal:1"]);
  });

  it("takes merges from the notice and from ids that answer with another id", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("9"));
    crm.merges.set("3", "9");
    await createLane(parts).syncRecords([
      { change: "merged", kind: "deal", recordId: "9", mergedIds: ["1", "2"], actor: null },
      hint("3"),
    ]);
    expect(Object.fromEntries(ledger.merged)).toEqual({ "deal:1": "9", "deal:2": "9", "deal:3": "9" });
    expect(ledger.records.has("deal:9")).toBe(true);
  });

  it("refreshes a token that ran out early and goes on", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"));
    crm.accessToken = "access-other";
    expect(await createLane(parts).syncRecords([hint("1")])).toEqual({ kind: "done" });
    expect(crm.tokensUsed).toEqual(["access-1", "access-2"]);
    expect(ledger.records.size).toBe(1);
  });

  it("tries again inside the call where a fault passes", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"));
    crm.failOn("fetchByIds", UNAVAILABLE, { reason: "rate_limited", retryAfterSeconds: 10 }, UNAVAILABLE);
    expect(await createLane(parts).syncRecords([hint("1")])).toEqual({ kind: "done" });
    expect(ledger.records.size).toBe(1);
  });

  it("hands a fault that stays back to the queue, and forgets it once the CRM answers", async () => {
    const { parts, crm, state } = liveLane();
    crm.put(buildDeal("1"));
    crm.failOn("fetchByIds", UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE);
    const lane = createLane(parts);
    expect(await lane.syncRecords([hint("1")])).toMatchObject({ kind: "retry" });
    expect(state.faults).toMatchObject([{ type: "unavailable", subject: "deal" }]);
    await lane.poll();
    expect(state.faults).toEqual([]);
  });

  it("stops in a named state when the customer took access away, and asks for nothing more", async () => {
    const { parts, crm, state, directory } = liveLane();
    crm.accessToken = "access-other";
    crm.refreshAnswer = async () => err({ reason: "token_revoked" });
    const lane = createLane(parts);
    expect(await lane.syncRecords([hint("1")])).toEqual({ kind: "stopped", reason: "token_revoked" });
    expect(directory.tenant.state).toBe("reconnect");
    expect(state.faults).toMatchObject([{ type: "token_revoked" }]);
    const calls = crm.calls.length;
    expect(await lane.poll()).toEqual({ kind: "stopped", reason: "reconnect" });
    expect(crm.calls).toHaveLength(calls);
  });

  it("goes on with other kinds when one is not granted, and says so", async () => {
    const { parts, crm, ledger, state } = liveLane();
    crm.put(buildDeal("1"));
    crm.failOn("fetchByIds:call", { reason: "scope_missing", scopes: ["crm.objects.contacts.read"] });
    const calls = { ...hint("5"), kind: "call" } as const;
    expect(await createLane(parts).syncRecords([calls, hint("1")])).toEqual({ kind: "done" });
    expect(ledger.records.has("deal:1")).toBe(true);
    expect(state.kinds.get("call")?.granted).toBe(false);
    expect(state.faults).toMatchObject([{ type: "scope_missing", subject: "call" }]);
  });

  it("parks a record that cannot be read, and takes the mark away when it can", async () => {
    const { parts, crm, state } = liveLane();
    await state.recordFaults(
      [{ type: "record_unreadable", subject: "deal:1", detail: "amount" }],
      parts.clock.now(),
    );
    crm.put(buildDeal("1"));
    await createLane(parts).syncRecords([hint("1")]);
    expect(state.faults).toEqual([]);
  });

  it("says of an erased contact what an admin has to do", async () => {
    const { parts, state } = liveLane();
    const erased = { change: "person_erased", contactId: "77" } as const;
    expect(await createLane(parts).syncRecords([erased])).toEqual({ kind: "done" });
    expect(state.faults).toMatchObject([{ type: "person_erased", subject: "contact:77" }]);
  });

  it("erases a person by address and takes the mark away", async () => {
    const { parts, state, ledger } = liveLane();
    const lane = createLane(parts);
    await lane.syncRecords([{ change: "person_erased", contactId: "77" }]);
    await lane.erasePerson({ email: "ada@example.test", contactId: "77" });
    expect(ledger.erasedPeople).toEqual(["key of ada@example.test"]);
    expect(state.faults).toEqual([]);
  });
});

describe("polling", () => {
  it("finds what a lost notice told of, and looks back over the lag of the index", async () => {
    const { parts, crm, ledger, state } = liveLane();
    crm.put(
      buildDeal("1"),
      buildDeal("2"),
      buildDeal("3"),
      buildDeal("0", { modifiedAt: "2020-01-01T00:00:00.000Z" }),
    );
    expect(await createLane(parts).poll()).toEqual({ kind: "done" });
    expect([...ledger.records.keys()]).toEqual(["deal:1", "deal:2", "deal:3"]);
    expect(state.kinds.get("deal")).toMatchObject({
      pollSince: "2026-11-18T11:55:00.000Z",
      pollCursor: null,
      lastSyncAt: "2026-11-18T12:00:00.000Z",
    });
  });

  it("keeps its place when it fails half-way and goes on from there", async () => {
    const { parts, crm, ledger, state } = liveLane();
    crm.put(...["1", "2", "3", "4", "5"].map((id) => buildDeal(id)));
    crm.onCall = ({ method }) => {
      if (method === "fetchChanged" && crm.calls.filter((call) => call.method === method).length === 2) {
        crm.failOn("fetchChanged:deal", UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE);
      }
    };
    const lane = createLane(parts);
    expect(await lane.poll()).toMatchObject({ kind: "retry" });
    expect(state.kinds.get("deal")).toMatchObject({ pollSince: "2026-10-01T00:00:00.000Z", pollCursor: "2" });
    expect(await lane.poll()).toEqual({ kind: "done" });
    expect(ledger.records.size).toBe(5);
  });

  it("does not let a page that was read earlier undo what was read by id since", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"));
    const lane = createLane(parts);
    let raced: Promise<unknown> = Promise.resolve();
    crm.onCall = ({ method, subject }) => {
      if (method !== "fetchChanged" || subject !== "deal") return;
      crm.onCall = () => undefined;
      // The page is answered with the old title; the notice of the change overtakes it.
      queueMicrotask(() => crm.put(buildDeal("1", { title: "Renamed" })));
      raced = lane.syncRecords([hint("1")]);
    };
    await lane.poll();
    await raced;
    expect(ledger.records.get("deal:1")).toMatchObject({ title: "Renamed" });
  });

  it("polls more often while somebody looks, and more seldom while the CRM is in trouble", async () => {
    const { parts, crm, state } = liveLane();
    const lane = createLane(parts);
    await lane.poll();
    expect(state.status.nextPollAt).toBe("2026-11-18T12:05:00.000Z");
    await state.markWatched("2026-11-18T13:00:00.000Z");
    await lane.poll();
    expect(state.status.nextPollAt).toBe("2026-11-18T12:01:00.000Z");
    crm.failOn("fetchChanged", { reason: "rate_limited", retryAfterSeconds: 3600 });
    await lane.poll();
    expect(state.status.nextPollAt).toBe("2026-11-18T13:00:00.000Z");
  });
});

describe("the recycle bin", () => {
  it("is where an archived record is found whose notice was lost, although its stamp did not move", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"), buildDeal("2"));
    const lane = createLane(parts);
    await lane.syncRecords([hint("1"), hint("2")]);
    crm.put(buildDeal("2", { archived: true }));
    await lane.sweepArchived();
    expect(ledger.records.get("deal:2")).toMatchObject({ archived: true });
    const { revision } = ledger;
    await lane.sweepArchived();
    expect(ledger.revision).toBe(revision);
  });
});

describe("jobs", () => {
  it("syncs everything now and rebuilds, and each job says how it ended", async () => {
    const { parts, crm, ledger, jobs } = liveLane();
    parts.state.hasRules = async () => false;
    crm.put(buildDeal("1"));
    await jobs.create({ id: "j1", tenantId: "t1", kind: "sync" }, parts.clock.now());
    await jobs.create({ id: "j2", tenantId: "t1", kind: "rebuild" }, parts.clock.now());
    await createLane(parts).tick();
    expect(ledger.records.size).toBe(1);
    expect(jobs.all).toMatchObject([
      { state: "done", result: { people: "done", changes: "done", archived: "done" } },
      { state: "done", result: { cells: 3, credits: 5, differenceCount: 0 } },
    ]);
  });
});
