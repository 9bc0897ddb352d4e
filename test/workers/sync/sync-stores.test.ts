import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createConsentStates } from "../../../worker/adapters/d1/consent-states.ts";
import { createJobStore } from "../../../worker/adapters/d1/job-store.ts";
import { createSyncOverview } from "../../../worker/adapters/d1/sync-overview.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { planBackfill, SINCE_EVER } from "../../../worker/app/sync/backfill-plan.ts";
import { defaultRules } from "../../../worker/app/sync/default-rules.ts";

const NOW = "2026-11-18T12:00:00.000Z";
const LATER = "2026-11-18T12:10:00.000Z";
const PLAN = planBackfill(
  NOW,
  defaultRules({ timeZone: "US/Eastern", homeCurrency: "USD", fiscal: null }).calendar,
);

describe("the state of syncing in D1", () => {
  it("changes what is named and nothing else", async () => {
    const state = createSyncStateStore(env.DB, "status");
    expect((await state.loadStatus()).attempt).toBe(0);
    await state.changeStatus({ attempt: 2, allowance: { limit: 110, remaining: 7, windowSeconds: 10 } });
    await state.changeStatus({ recredit: { cursor: "deal:7", note: "people" }, nextPollAt: LATER });
    await state.changeStatus({});
    expect(await state.loadStatus()).toMatchObject({
      attempt: 2,
      leg: 0,
      allowance: { remaining: 7 },
      recredit: { cursor: "deal:7" },
      nextPollAt: LATER,
    });
    expect((await state.loadStatus()).askedFields).toEqual({ amounts: [], owners: [] });
    const askedFields = { amounts: ["arr"], owners: ["sdr"] };
    await state.changeStatus({ recredit: null, askedFields });
    expect(await state.loadStatus()).toMatchObject({ recredit: null, askedFields });
  });

  it("notes that somebody looks only forward, and not for every look", async () => {
    const state = createSyncStateStore(env.DB, "watched");
    await state.markWatched("2026-11-18T12:10:00.000Z");
    await state.markWatched("2026-11-18T12:10:30.000Z");
    await state.markWatched("2026-11-18T12:00:00.000Z");
    expect(await state.loadWatchedUntil()).toBe("2026-11-18T12:10:00.000Z");
    await state.markWatched("2026-11-18T12:20:00.000Z");
    expect(await state.loadWatchedUntil()).toBe("2026-11-18T12:20:00.000Z");
    expect((await state.loadStatus()).attempt).toBe(0);
  });

  it("keeps stretches in order with their checkpoints, and gives them back as they were planned", async () => {
    const state = createSyncStateStore(env.DB, "stretches");
    await state.replaceStretches(0, PLAN);
    await state.replaceStretches(0, PLAN);
    const loaded = await state.loadStretches();
    expect(loaded.map(({ name, kind, read, completeFrom }) => ({ name, kind, read, completeFrom }))).toEqual(
      PLAN,
    );
    await state.saveCheckpoint(1, { state: "waiting", cursor: "c", seenMore: 5, storedMore: 4, expected: 9 });
    await state.saveCheckpoint(1, {
      state: "parked",
      cursor: null,
      seenMore: 4,
      storedMore: 0,
      expected: null,
    });
    expect((await state.loadStretches())[1]).toMatchObject({
      state: "parked",
      seen: 9,
      stored: 4,
      expected: 9,
    });
    expect(await state.reopenParkedStretches()).toBe(1);
    await state.replaceStretches(2, []);
    expect(await state.loadStretches()).toHaveLength(2);
  });

  it("counts progress by the list of everything, and never more than there is", async () => {
    const state = createSyncStateStore(env.DB, "progress");
    await state.replaceStretches(0, PLAN);
    const [won, all] = ["deal:won_now", "deal:all"].map((name) =>
      PLAN.findIndex((stretch) => stretch.name === name),
    );
    const checkpoint = { state: "waiting", cursor: "x" } as const;
    await state.saveCheckpoint(won ?? 0, { ...checkpoint, seenMore: 40, storedMore: 40, expected: 40 });
    expect(await state.loadProgress()).toContainEqual({ kind: "deal", done: 40, expected: null });
    await state.saveCheckpoint(all ?? 0, { ...checkpoint, seenMore: 30, storedMore: 5, expected: 60 });
    expect(await state.loadProgress()).toContainEqual({ kind: "deal", done: 45, expected: 60 });
    await state.saveCheckpoint(all ?? 0, {
      state: "done",
      cursor: null,
      seenMore: 31,
      storedMore: 20,
      expected: null,
    });
    expect(await state.loadProgress()).toContainEqual({ kind: "deal", done: 61, expected: 61 });
    const overview = await createSyncOverview(env.DB).loadProgress();
    expect(overview.get("progress")).toEqual(await state.loadProgress());
  });

  it("covers only kinds that are granted", async () => {
    const state = createSyncStateStore(env.DB, "coverage");
    await state.resetKinds(["deal", "email"]);
    await state.changeKind("deal", { completeFrom: SINCE_EVER, pollSince: NOW });
    await state.changeKind("email", { granted: false });
    expect(await state.loadCoverage()).toEqual([{ kind: "deal", completeFrom: SINCE_EVER }]);
    await state.resetKinds(["email"]);
    expect(await state.loadCoverage()).toContainEqual({ kind: "email", completeFrom: null });
    expect((await state.loadKinds()).find(({ kind }) => kind === "deal")?.pollSince).toBe(NOW);
  });

  it("counts a fault that comes again and clears it for one subject or for all", async () => {
    const state = createSyncStateStore(env.DB, "faults");
    const unreadable = (subject: string) =>
      ({ type: "record_unreadable", subject, detail: "amount" }) as const;
    await state.recordFaults([unreadable("deal:1"), unreadable("deal:2")], NOW);
    await state.recordFaults([unreadable("deal:1")], LATER);
    await state.clearFaults("record_unreadable", ["deal:2", "deal:3"]);
    expect(await state.loadFaults()).toEqual([
      { type: "record_unreadable", subject: "deal:1", detail: "amount", since: NOW, lastAt: LATER, count: 2 },
    ]);
    expect(await createSyncStateStore(env.DB, "faults-of-another").loadFaults()).toEqual([]);
    await state.clearFaults("record_unreadable", null);
    expect(await state.loadFaults()).toEqual([]);
  });
});

describe("jobs in D1", () => {
  it("are found by their id alone, and are open until they are finished", async () => {
    const jobs = createJobStore(env.DB);
    const job = { id: "job-1", tenantId: "jobs", kind: "rebuild" } as const;
    await jobs.create({ ...job, requestId: "request-1" }, NOW);
    await jobs.save("job-1", "jobs", { state: "running", result: null }, NOW);
    expect(await jobs.listOpen("jobs")).toHaveLength(1);
    expect(await jobs.listOpen("another")).toEqual([]);
    await jobs.save("job-1", "jobs", { state: "done", result: { cells: 3 } }, LATER);
    expect(await jobs.listOpen("jobs")).toEqual([]);
    expect(await jobs.find("job-1")).toEqual({
      ...job,
      requestId: "request-1",
      state: "done",
      createdAt: NOW,
      finishedAt: LATER,
      result: { cells: 3 },
    });
    expect(await jobs.find("job-2")).toBeNull();
  });
});

describe("states of consents in D1", () => {
  it("can be taken once and only in time", async () => {
    const states = createConsentStates(env.DB);
    await states.save("a", { now: NOW, expiresAt: LATER });
    expect(await states.take("a", NOW)).toBe(true);
    expect(await states.take("a", NOW)).toBe(false);
    await states.save("b", { now: NOW, expiresAt: LATER });
    expect(await states.take("b", LATER)).toBe(false);
  });
});

describe("who is overdue", () => {
  it("is every tenant whose lane should have called itself by now, and none that cannot", async () => {
    const directory = createTenantDirectory(env.DB);
    const install = async (crmId: string, state: "live" | "backfilling" | "reconnect") => {
      const tenant = await directory.install({ crm: "hubspot", crmId, name: crmId, crmAppUrl: "x" }, NOW);
      await directory.setState(tenant.id, state);
      return { tenant, state: createSyncStateStore(env.DB, tenant.id) };
    };
    const late = await install("late", "live");
    await late.state.changeStatus({ nextPollAt: NOW });
    const early = await install("early", "live");
    await early.state.changeStatus({ nextPollAt: "2026-11-18T13:00:00.000Z" });
    const stalled = await install("stalled", "backfilling");
    await stalled.state.changeStatus({ backfillSeenAt: NOW });
    const cutOff = await install("cut-off", "reconnect");
    await cutOff.state.changeStatus({ nextPollAt: NOW });
    await cutOff.state.recordFaults([{ type: "token_revoked", subject: "access", detail: "" }], NOW);
    const overdue = await createSyncOverview(env.DB).listOverdue(LATER, 10);
    expect(overdue.toSorted()).toEqual([late.tenant.id, stalled.tenant.id].toSorted());
  });

  it("is a tenant whose tokens are refused too, because its lane asks now and then whether they are taken again", async () => {
    const directory = createTenantDirectory(env.DB);
    const refuse = async (crmId: string, nextPollAt: string) => {
      const tenant = await directory.install({ crm: "hubspot", crmId, name: crmId, crmAppUrl: "x" }, NOW);
      await directory.setState(tenant.id, "reconnect");
      const state = createSyncStateStore(env.DB, tenant.id);
      await state.recordFaults([{ type: "token_revoked", subject: "access", detail: "refused" }], NOW);
      await state.changeStatus({ nextPollAt });
      return tenant.id;
    };
    const asleep = await refuse("refused-asleep", NOW);
    const planned = await refuse("refused-planned", "2026-11-18T13:00:00.000Z");
    const overdue = await createSyncOverview(env.DB).listOverdue(LATER, 10);
    expect(overdue).toContain(asleep);
    expect(overdue).not.toContain(planned);
  });
});
