import { describe, expect, it } from "vitest";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { err } from "../../../worker/domain/result.ts";
import type { CrmFailure } from "../../../worker/ports/crm.ts";
import { buildDeal } from "./builders.ts";
import { hint, liveLane } from "./fakes.ts";

const UNAVAILABLE: CrmFailure = { reason: "unavailable", detail: "status 500" };

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

  it("asks only the kinds that the CRM says have changes, and dates the others as asked", async () => {
    const { parts, crm, ledger, state } = liveLane();
    crm.put(buildDeal("1"));
    crm.changedOf = () => ["call"];
    expect(await createLane(parts).poll()).toEqual({ kind: "done" });
    expect(crm.calls.filter(({ method }) => method === "fetchChanged").map(({ subject }) => subject)).toEqual(
      ["call"],
    );
    expect(ledger.records.size).toBe(0);
    expect(state.kinds.get("deal")).toMatchObject({
      pollSince: "2026-11-18T11:55:00.000Z",
      lastSyncAt: "2026-11-18T12:00:00.000Z",
    });
  });

  it("asks every kind by itself where the CRM does not say which have changes", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"));
    crm.failOn("findChangedKinds", ...Array.from({ length: 8 }, () => UNAVAILABLE));
    expect(await createLane(parts).poll()).toEqual({ kind: "done" });
    expect([...ledger.records.keys()]).toEqual(["deal:1"]);
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

  it("tells by what has left it which record was restored, although its stamp did not move", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"), buildDeal("2", { archived: true }));
    const lane = createLane(parts);
    await lane.sweepArchived();
    crm.put(buildDeal("2"));
    await lane.sweepArchived();
    expect(ledger.records.get("deal:2")).toMatchObject({ archived: false });
  });

  it("finds by the CRM's log of deletions what went past it at once, and asks for nothing else", async () => {
    const { parts, crm, ledger, state } = liveLane();
    crm.put(buildDeal("1"), buildDeal("2"));
    const lane = createLane(parts);
    await lane.syncRecords([hint("1"), hint("2")]);
    crm.records.delete("deal:2");
    crm.gone = ["2", "never-held"];
    await lane.sweepArchived();
    expect(await ledger.listArchived("deal")).toEqual(["2"]);
    expect(state.purged).toEqual(["deal:2"]);
    const asked = crm.calls.length;
    await lane.sweepArchived();
    expect(crm.calls.slice(asked).filter(({ method }) => method === "fetchByIds")).toEqual([]);
  });

  it("takes what became another kind for gone as what it was, and knows nothing of what it never held", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"), buildDeal("2"));
    const lane = createLane(parts);
    await lane.syncRecords([hint("1"), hint("2")]);
    crm.records.delete("deal:2");
    crm.changedKinds = ["2", "never-held"].map((crmId) => ({ kind: "deal", crmId }));
    await lane.poll();
    expect(await ledger.listPresent("deal", ["1", "2"])).toEqual(["1"]);
    expect([...ledger.deleted]).toEqual(["deal:2"]);
  });

  it("takes off at once what a notice shows to be another kind now, and writes nothing of what it never held", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"), buildDeal("2"));
    const lane = createLane(parts);
    await lane.syncRecords([hint("1"), hint("2")]);
    crm.records.delete("deal:2");
    crm.noDeals = ["2", "never-held"];
    await lane.syncRecords([hint("1"), hint("2"), hint("never-held")]);
    expect(await ledger.listPresent("deal", ["1", "2"])).toEqual(["1"]);
    expect([...ledger.deleted]).toEqual(["deal:2"]);
  });

  it("believes what was read by id after a page said that it is of another kind", async () => {
    const { parts, crm, ledger } = liveLane();
    crm.put(buildDeal("1"));
    const lane = createLane(parts);
    await lane.syncRecords([hint("1")]);
    let raced: Promise<unknown> = Promise.resolve();
    crm.onCall = ({ method, subject }) => {
      if (method !== "fetchChanged") return;
      crm.changedKinds = subject === "deal" ? [{ kind: "deal", crmId: "1" }] : [];
      if (subject === "deal") raced = lane.syncRecords([hint("1")]);
    };
    await lane.poll();
    await raced;
    expect(await ledger.listPresent("deal", ["1"])).toEqual(["1"]);
  });

  it("finds a record again whose deletion was told and whose restoring was not", async () => {
    const { parts, crm, ledger } = liveLane();
    const deal = buildDeal("1", { modifiedAt: "2026-09-01T00:00:00.000Z" });
    const how = { cause: { kind: "webhook" }, now: parts.clock.now(), fresh: true } as const;
    await ledger.apply([deal], how);
    await ledger.applyDeletions([{ kind: "deal", crmId: "1" }], how);
    crm.put(deal);
    const lane = createLane(parts);
    await lane.poll();
    expect(await ledger.listArchived("deal")).toEqual(["1"]);
    await lane.sweepArchived();
    expect(await ledger.listArchived("deal")).toEqual([]);
  });

  it("looks once for what the CRM has deleted for good", async () => {
    const { parts, crm, ledger, state } = liveLane();
    crm.put(buildDeal("1", { archived: true }));
    const lane = createLane(parts);
    await lane.sweepArchived();
    crm.records.clear();
    await lane.sweepArchived();
    expect(state.purged).toEqual(["deal:1"]);
    const reads = () => crm.calls.filter(({ method }) => method === "fetchByIds").length;
    const before = reads();
    await lane.sweepArchived();
    expect(reads()).toBe(before);
    expect(await ledger.listArchived("deal")).toContain("1");
  });
});

describe("reading the quotas of the CRM", () => {
  it("waits for nobody who is writing, and reads once for two who ask", async () => {
    const { parts, crm } = liveLane();
    const lane = createLane(parts);
    const writing = Promise.withResolvers<void>();
    parts.ledger.apply = () => writing.promise.then(() => Promise.reject(new Error("too late")));
    crm.put(buildDeal("1"));
    const held = lane.syncRecords([hint("1")]).catch(() => "failed");
    const answers = await Promise.all([lane.readQuotas(), lane.readQuotas()]);
    expect(answers).toEqual([
      { ok: true, value: [] },
      { ok: true, value: [] },
    ]);
    expect(crm.calls.filter(({ method }) => method === "fetchQuotas")).toHaveLength(1);
    writing.resolve();
    await held;
  });

  it("names what was not granted until it is", async () => {
    const { parts, crm, state } = liveLane();
    const lane = createLane(parts);
    const failure = { reason: "scope_missing", scopes: ["crm.objects.goals.read"] } as const;
    crm.failOn("fetchQuotas", failure);
    expect(await lane.readQuotas()).toEqual(err(failure));
    expect(await state.loadFaults()).toMatchObject([{ type: "scope_missing", subject: "goals" }]);
    expect(await lane.readQuotas()).toMatchObject({ ok: true });
    expect(await state.loadFaults()).toEqual([]);
  });

  it("asks nothing of a CRM that has to be connected again", async () => {
    const { parts, crm, directory } = liveLane();
    directory.tenant = { ...directory.tenant, state: "reconnect" };
    expect(await createLane(parts).readQuotas()).toEqual(err({ reason: "token_revoked" }));
    expect(crm.calls).toEqual([]);
  });
});

describe("jobs", () => {
  it("syncs everything now and rebuilds, and each job says how it ended", async () => {
    const { parts, crm, ledger, jobs, logged } = liveLane();
    parts.state.hasRules = async () => false;
    crm.put(buildDeal("1"));
    await jobs.create({ id: "j1", tenantId: "t1", kind: "sync", requestId: "request-1" }, parts.clock.now());
    await jobs.create({ id: "j2", tenantId: "t1", kind: "rebuild" }, parts.clock.now());
    await createLane(parts).tick();
    expect(ledger.records.size).toBe(1);
    expect(jobs.all).toMatchObject([
      { state: "done", result: { people: "done", changes: "done", archived: "done" } },
      { state: "done", result: { cells: 3, credits: 5, differenceCount: 0 } },
    ]);
    expect(logged).toEqual([
      { event: "job_done", requestId: "request-1", tenantId: "t1", jobId: "j1", kind: "sync" },
      { event: "job_done", requestId: "j2", tenantId: "t1", jobId: "j2", kind: "rebuild" },
    ]);
  });
});
