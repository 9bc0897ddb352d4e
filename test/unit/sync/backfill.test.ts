import { describe, expect, it } from "vitest";
import { planBackfill, SINCE_EVER } from "../../../worker/app/sync/backfill-plan.ts";
import { defaultRules } from "../../../worker/app/sync/default-rules.ts";
import { createLane, type Lane } from "../../../worker/app/sync/lane.ts";
import { err } from "../../../worker/domain/result.ts";
import type { CrmFailure } from "../../../worker/ports/crm.ts";
import { buildCall, buildDeal, START } from "./builders.ts";
import type { FakeCrm } from "./fake-crm.ts";
import { fakeLane } from "./fakes.ts";

const UNAVAILABLE: CrmFailure = { reason: "unavailable", detail: "status 502" };
const RULES = defaultRules({ timeZone: "US/Eastern", homeCurrency: "USD", fiscal: null });

/** Walks as the workflow does: again and again until the lane says that it is over. */
async function walk(lane: Lane, attempt = 1): Promise<string[]> {
  const outcomes: string[] = [];
  for (let turn = 0; turn < 200; turn += 1) {
    const outcome = await lane.backfillStep(attempt);
    outcomes.push(outcome.kind);
    if (outcome.kind === "done" || outcome.kind === "stopped") return outcomes;
  }
  throw new Error("The backfill does not end");
}

function stretchesRead(crm: FakeCrm): string[] {
  const reads = crm.calls.filter(({ method }) => method.startsWith("fetch"));
  const names = reads.map(({ method, subject }) => (subject ? `${method} ${subject}` : method));
  return names.filter((name, at) => name !== names[at - 1]);
}

describe("the plan of a backfill", () => {
  it("reads the present quarter first and everything afterwards, by the tenant's own midnight", () => {
    const stretches = planBackfill(START, RULES.calendar);
    expect(stretches.slice(0, 6).map(({ name }) => name)).toEqual([
      "deal:won_now",
      "deal:open",
      "deal:closed_now",
      "deal:closed_before",
      "deal:all",
      "call:now",
    ]);
    expect(stretches[0]?.read).toMatchObject({
      stretch: { from: "2026-10-01T04:00:00.000Z", wonOnly: true },
    });
    expect(stretches[3]).toMatchObject({
      completeFrom: "2026-07-01",
      read: { stretch: { from: "2026-07-01T04:00:00.000Z", to: "2026-10-01T04:00:00.000Z" } },
    });
  });

  it("calls a kind complete since ever only after the list without caps", () => {
    const complete = planBackfill(START, RULES.calendar).filter(
      ({ completeFrom }) => completeFrom === SINCE_EVER,
    );
    expect(complete.map(({ name }) => name)).toEqual([
      "deal:all",
      "call:all",
      "email:all",
      "meeting:all",
      "task:all",
      "communication:all",
    ]);
  });
});

describe("a backfill", () => {
  it("reads account, people and deals before activities, then goes live", async () => {
    const { parts, crm, ledger, state, directory, started } = fakeLane();
    crm.put(buildDeal("1"), buildDeal("2"), buildDeal("3"), buildCall("4"));
    crm.put(buildDeal("5", { archived: true }));
    const lane = createLane(parts);
    await lane.startBackfill();
    expect(directory.tenant.state).toBe("backfilling");
    expect(started).toEqual([{ attempt: 1, leg: 0 }]);
    await walk(lane);
    expect(stretchesRead(crm).slice(0, 11)).toEqual([
      "fetchAccount",
      "fetchPeople",
      "fetchPipelines",
      "fetchRates",
      "fetchStretch deal:deals_closed",
      "fetchStretch deal:deals_open",
      "fetchStretch deal:deals_closed",
      "fetchWonDeals",
      "fetchStretch deal:deals_closed",
      "fetchStretch deal:all",
      "fetchStretch call:activities",
    ]);
    expect(directory.tenant).toMatchObject({ state: "live", name: "Example account" });
    expect([...ledger.records.keys()].toSorted()).toEqual(["call:4", "deal:1", "deal:2", "deal:3", "deal:5"]);
    expect([...state.kinds.values()].map(({ completeFrom }) => completeFrom)).toEqual(
      Array(6).fill(SINCE_EVER),
    );
    expect(state.kinds.get("deal")?.pollSince).toBe("2026-11-18T11:55:00.000Z");
  });

  it("calls deals of this quarter complete before the rest is read", async () => {
    const { parts, crm, state } = fakeLane();
    const seen: (string | null | undefined)[] = [];
    crm.onCall = ({ method, subject }) => {
      if (method === "fetchStretch" && subject === "deal:all")
        seen.push(state.kinds.get("deal")?.completeFrom);
      if (method === "fetchStretch" && subject === "deal:deals_open")
        seen.push(state.kinds.get("deal")?.completeFrom);
    };
    const lane = createLane(parts);
    await lane.startBackfill();
    await walk(lane);
    expect(seen).toEqual([null, "2026-07-01"]);
  });

  it("goes on from its checkpoint after a crash, and never before what is written", async () => {
    const { parts, crm, ledger, state } = fakeLane();
    crm.pageSize = 100;
    crm.put(...Array.from({ length: 3_000 }, (_, id) => buildDeal(String(id))));
    const first = createLane(parts);
    await first.startBackfill();
    let writes = 0;
    ledger.onApply = async () => {
      writes += 1;
      if (writes === 3) {
        ledger.busy = false;
        throw new Error("The Worker died");
      }
    };
    await expect(walk(first)).rejects.toThrow("The Worker died");
    const stopped = state.stretches.find(({ state: of }) => of === "waiting");
    expect(stopped).toMatchObject({ name: "deal:won_now", cursor: "2000", seen: 2_000 });
    expect(ledger.records.size).toBe(2_000);
    await walk(createLane(parts));
    expect(ledger.records.size).toBe(3_000);
  });

  it("writes in batches and reads the next pages meanwhile", async () => {
    const { parts, crm, ledger } = fakeLane();
    crm.pageSize = 100;
    crm.put(...Array.from({ length: 4_000 }, (_, id) => buildDeal(String(id))));
    const lane = createLane(parts);
    let readMeanwhile = 0;
    ledger.onApply = async () => {
      const before = crm.calls.length;
      for (let pause = 0; pause < 50; pause += 1) await Promise.resolve();
      readMeanwhile += crm.calls.length - before;
    };
    await lane.startBackfill();
    await lane.backfillStep(1);
    expect(ledger.revision).toBe(4);
    expect(readMeanwhile).toBeGreaterThan(0);
  });

  it("ends a step after its share and goes on in the next", async () => {
    const { parts, crm, ledger } = fakeLane();
    crm.put(...Array.from({ length: 150 }, (_, id) => buildDeal(String(id))));
    const lane = createLane(parts);
    await lane.startBackfill();
    expect(await lane.backfillStep(1)).toEqual({ kind: "more" });
    expect(ledger.records.size).toBe(100);
  });

  it("waits where a fault does not pass at once, and keeps what it has", async () => {
    const { parts, crm, ledger, state } = fakeLane();
    crm.put(buildDeal("1"), buildDeal("2"), buildDeal("3"));
    const lane = createLane(parts);
    await lane.startBackfill();
    crm.onCall = ({ subject }) => {
      if (
        subject === "deal:deals_closed" &&
        crm.calls.filter((call) => call.subject === subject).length === 2
      ) {
        crm.failOn("fetchStretch", UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE);
      }
    };
    expect(await lane.backfillStep(1)).toMatchObject({ kind: "wait" });
    expect(ledger.records.size).toBe(2);
    expect(state.stretches[2]).toMatchObject({ cursor: "2", state: "waiting" });
    await walk(lane);
    expect(ledger.records.size).toBe(3);
    expect(state.faults).toEqual([]);
  });

  it("leaves out a kind that is not granted, says so, and completes the others", async () => {
    const { parts, crm, state, directory } = fakeLane();
    crm.put(buildDeal("1"), buildCall("2"));
    crm.failOn("fetchStretch:email", { reason: "scope_missing", scopes: ["sales-email-read"] });
    const lane = createLane(parts);
    await lane.startBackfill();
    await walk(lane);
    expect(directory.tenant.state).toBe("live");
    expect(state.kinds.get("email")).toMatchObject({ granted: false, completeFrom: null, pollSince: null });
    expect(state.kinds.get("call")?.completeFrom).toBe(SINCE_EVER);
    expect(state.faults).toMatchObject([
      { type: "scope_missing", subject: "email", detail: "sales-email-read" },
    ]);
  });

  it("reads only what was missing when a live tenant consents to more, and stays live", async () => {
    const { parts, crm, state, directory } = fakeLane();
    crm.failOn("fetchStretch:email", { reason: "scope_missing", scopes: ["sales-email-read"] });
    const lane = createLane(parts);
    await lane.startBackfill();
    await walk(lane);
    crm.calls.length = 0;
    await lane.startBackfill();
    expect(directory.tenant.state).toBe("live");
    expect(state.kinds.get("deal")?.completeFrom).toBe(SINCE_EVER);
    await walk(lane, 2);
    const stretches = stretchesRead(crm).filter((name) => name.startsWith("fetchStretch"));
    expect(stretches).toEqual(["fetchStretch email:activities", "fetchStretch email:all"]);
    expect(state.kinds.get("email")).toMatchObject({ granted: true, completeFrom: SINCE_EVER });
    expect(state.faults).toEqual([]);
  });

  it("parks a stretch that the CRM refuses, does not call it complete, and takes it up again on a sync", async () => {
    const { parts, crm, state, jobs, started, clock } = fakeLane();
    crm.failOn("fetchStretch:task:all", { reason: "rejected", status: 400, detail: "VALIDATION_ERROR" });
    const lane = createLane(parts);
    await lane.startBackfill();
    await walk(lane);
    expect(state.kinds.get("task")?.completeFrom).toBe("2026-10-01");
    await jobs.create({ id: "j1", tenantId: "t1", kind: "sync" }, clock.now());
    await lane.tick();
    expect(started.at(-1)).toEqual({ attempt: 1, leg: 1 });
    await walk(lane);
    expect(state.kinds.get("task")?.completeFrom).toBe(SINCE_EVER);
  });

  it("ends in a named state when access was taken away, and starts over after a new consent", async () => {
    const { parts, crm, state, directory } = fakeLane();
    crm.put(buildDeal("1"));
    const lane = createLane(parts);
    await lane.startBackfill();
    crm.accessToken = "access-other";
    crm.refreshAnswer = async () => err({ reason: "token_revoked" });
    expect(await lane.backfillStep(1)).toEqual({ kind: "stopped", reason: "token_revoked" });
    expect(directory.tenant.state).toBe("reconnect");
    crm.accessToken = "access-1";
    await lane.startBackfill();
    expect(state.faults).toEqual([]);
    expect(await lane.backfillStep(1)).toEqual({ kind: "stopped", reason: "superseded" });
    await walk(lane, 2);
    expect(directory.tenant.state).toBe("live");
  });

  it("is started again by the lane when its workflow is lost", async () => {
    const { parts, clock, started } = fakeLane();
    const lane = createLane(parts);
    await lane.startBackfill();
    await lane.tick();
    expect(started).toHaveLength(1);
    clock.pass(10 * 60_000);
    await lane.tick();
    expect(started).toEqual([
      { attempt: 1, leg: 0 },
      { attempt: 1, leg: 1 },
    ]);
  });

  it("lets a notice in between two pages", async () => {
    const { parts, crm, ledger } = fakeLane();
    crm.put(...Array.from({ length: 60 }, (_, id) => buildDeal(String(id))));
    const lane = createLane(parts);
    await lane.startBackfill();
    const order: string[] = [];
    const step = lane.backfillStep(1).then(() => order.push("step"));
    const notice = lane
      .syncRecords([{ change: "changed", kind: "deal", recordId: "59", mergedIds: [], actor: null }])
      .then(() => order.push("notice"));
    await Promise.all([step, notice]);
    expect(order).toEqual(["notice", "step"]);
    expect(ledger.records.size).toBe(60);
  });

  it("credits again, piece by piece, when people changed, and resumes where it stopped", async () => {
    const { parts, ledger, state } = fakeLane();
    const lane = createLane({
      ...parts,
      organisation: { ...parts.organisation, savePeople: async () => true },
    });
    await lane.startBackfill();
    await walk(lane);
    expect(ledger.recredits).toEqual([null, "half"]);
    expect(state.status.recredit).toBeNull();
    state.status = { ...state.status, recredit: { cursor: "half", note: "people" } };
    await createLane(parts).tick();
    expect(ledger.recredits).toEqual([null, "half", "half"]);
  });

  it("builds other rules beside the present ones when the account's clock changed, and tells the boards", async () => {
    const { parts, crm, ruleChanges, announced } = fakeLane();
    const lane = createLane(parts);
    await lane.startBackfill();
    await walk(lane);
    crm.timeZone = "Europe/Berlin";
    await lane.refreshPeople();
    expect(ruleChanges.map(({ calendar }) => calendar.timeZone)).toEqual(["Europe/Berlin"]);
    expect(announced).toContain(99);
    await lane.refreshPeople();
    expect(ruleChanges).toHaveLength(1);
  });

  it("ends in the same records whatever fails on the way", async () => {
    const calm = fakeLane();
    const rough = fakeLane();
    const records = [
      ...Array.from({ length: 40 }, (_, id) => buildDeal(String(id))),
      ...Array.from({ length: 30 }, (_, id) => buildCall(String(id))),
      buildDeal("gone", { archived: true }),
    ];
    calm.crm.put(...records);
    rough.crm.put(...records);
    rough.crm.onCall = () => {
      const { length } = rough.crm.calls;
      if (length % 7 === 0) rough.crm.failOn("fetch", UNAVAILABLE);
      if (length % 11 === 0) rough.crm.failOn("fetch", { reason: "rate_limited", retryAfterSeconds: 10 });
      if (length % 23 === 0) rough.crm.failOn("fetch", { reason: "rate_limited", retryAfterSeconds: 600 });
      if (length % 31 === 0) rough.crm.accessToken = `access-${length}`;
    };
    rough.crm.refreshAnswer = async () => ({
      ok: true,
      value: {
        accessToken: rough.crm.accessToken,
        refreshToken: "r",
        expiresAt: "2027-01-01T00:00:00.000Z",
        scopes: [],
        crmId: "42",
        userId: null,
        apiUrl: null,
        userName: null,
      },
    });
    let writes = 0;
    rough.ledger.onApply = async () => {
      writes += 1;
      if (writes % 5 !== 0) return;
      rough.ledger.busy = false;
      throw new Error("The database was away");
    };
    const calmLane = createLane(calm.parts);
    await calmLane.startBackfill();
    await walk(calmLane);
    await createLane(rough.parts).startBackfill();
    await walkThroughCrashes(() => createLane(rough.parts));
    const sorted = (records: ReadonlyMap<string, unknown>) =>
      [...records].toSorted(([a], [b]) => (a < b ? -1 : 1));
    expect(sorted(rough.ledger.records)).toEqual(sorted(calm.ledger.records));
    expect(rough.directory.tenant.state).toBe("live");
  });
});

/** A new lane after each crash, as the runtime makes a new object. */
async function walkThroughCrashes(open: () => Lane): Promise<void> {
  for (let crash = 0; crash < 200; crash += 1) {
    const ended = await walk(open()).then(
      () => true,
      () => false,
    );
    if (ended) return;
  }
  throw new Error("The backfill does not end");
}
