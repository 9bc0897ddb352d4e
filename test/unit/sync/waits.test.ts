import { describe, expect, it } from "vitest";
import { HUBSPOT_LIMITS } from "../../../worker/adapters/crm/hubspot/limits.ts";
import { createAccess } from "../../../worker/app/sync/access.ts";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { createLimiter } from "../../../worker/app/sync/limiter.ts";
import { err } from "../../../worker/domain/result.ts";
import type { RateLimited } from "../../../worker/ports/crm.ts";
import { buildDeal, buildGrant, fakeClock } from "./builders.ts";
import { FakeCrm } from "./fake-crm.ts";
import { fakeConnections, fakeLane, hint, liveLane } from "./fakes.ts";

const LONG: RateLimited = { reason: "rate_limited", retryAfterSeconds: 600 };

describe("a pause of the limiter", () => {
  it("is sat out where it is short", async () => {
    const clock = fakeClock();
    const limiter = createLimiter(clock, HUBSPOT_LIMITS);
    limiter.pause(12_000);
    expect(await limiter.take("search")).toBeUndefined();
    expect(clock.slept).toEqual([12_000]);
  });

  it("is handed back, and slept by nobody, where it is long", async () => {
    const clock = fakeClock();
    const limiter = createLimiter(clock, HUBSPOT_LIMITS);
    limiter.pause(600_000);
    const takes = await Promise.all([
      limiter.take("general"),
      limiter.take("search"),
      limiter.take("general"),
    ]);
    expect(takes).toEqual([LONG, LONG, LONG]);
    clock.pass(599_500);
    expect(await limiter.take("general")).toBeUndefined();
    expect(clock.slept).toEqual([500]);
  });

  it("is handed back to whoever sits out a short one that became long, and takes no slot", async () => {
    const clock = fakeClock();
    const sleep = (milliseconds: number) => {
      limiter.pause(600_000);
      return clock.sleep(milliseconds);
    };
    const limiter = createLimiter(
      { ...clock, sleep },
      { ...HUBSPOT_LIMITS, general: { requests: 1, windowMilliseconds: 60_000 } },
    );
    limiter.pause(1_000);
    expect(await limiter.take("general")).toEqual({ ...LONG, retryAfterSeconds: 599 });
    clock.pass(599_000);
    expect(await limiter.take("general")).toBeUndefined();
    expect(clock.slept).toEqual([1_000]);
  });

  it("is never made shorter by a later answer", async () => {
    const limiter = createLimiter(fakeClock(), HUBSPOT_LIMITS);
    limiter.pause(600_000);
    limiter.pause(1_000);
    expect(await limiter.take("general")).toEqual(LONG);
  });
});

describe("a wait that the CRM asks for", () => {
  it("binds everybody who calls for the tenant, and ends when the CRM said", async () => {
    const { parts, crm, clock, ledger } = liveLane();
    crm.put(buildDeal("1"));
    crm.failOn("fetchByIds", LONG);
    const lane = createLane(parts);
    const told = { kind: "retry", delaySeconds: 600, reason: "rate_limited" };
    expect(await lane.syncRecords([hint("1")])).toEqual(told);
    expect(crm.calls).toHaveLength(1);
    clock.pass(200_000);
    const left = { ...told, delaySeconds: 400 };
    expect(await lane.syncRecords([hint("1")])).toEqual(left);
    expect(await lane.poll()).toEqual(left);
    expect(await lane.sweepArchived()).toEqual(left);
    expect(await lane.readQuotas()).toEqual(err({ ...LONG, retryAfterSeconds: 400 }));
    expect(crm.calls).toHaveLength(1);
    expect(clock.slept).toEqual([]);
    clock.pass(400_000);
    expect(await lane.syncRecords([hint("1")])).toEqual({ kind: "done" });
    expect(await lane.poll()).toEqual({ kind: "done" });
    expect(ledger.records.size).toBe(1);
  });

  it("is not asked about again by work that is due by the clock", async () => {
    const { parts, crm, clock, state } = liveLane();
    await state.changeStatus({ nextPollAt: clock.now(), nextSweepAt: clock.now(), nextPeopleAt: null });
    crm.failOn("findChangedKinds", { ...LONG, retryAfterSeconds: 3600 });
    const lane = createLane(parts);
    const next = await lane.tick();
    expect(crm.calls).toHaveLength(1);
    expect(Date.parse(next ?? "") - Date.parse(clock.now())).toBeGreaterThanOrEqual(300_000);
    expect(state.status.nextPollAt).toBe("2026-11-18T13:00:00.000Z");
    expect(state.status.nextSweepAt).toBe("2026-11-18T13:00:00.000Z");
  });

  it("holds a backfill back without losing any of it", async () => {
    const { parts, crm, clock, ledger, state } = fakeLane();
    crm.put(...Array.from({ length: 9 }, (_, index) => buildDeal(String(index))));
    const lane = createLane(parts);
    await lane.startBackfill();
    crm.failOn("fetchStretch", LONG);
    const outcomes = [];
    for (let step = 0; step < 20; step += 1) {
      const outcome = await lane.backfillStep(state.status.attempt);
      outcomes.push(outcome.kind);
      if (outcome.kind === "wait") {
        const calls = crm.calls.length;
        expect(await lane.poll()).toMatchObject({ kind: "done" });
        expect(await lane.readQuotas()).toMatchObject({ ok: false, error: LONG });
        expect(crm.calls).toHaveLength(calls);
        clock.pass(outcome.delaySeconds * 1000);
      }
      if (outcome.kind === "done") break;
    }
    expect(outcomes.filter((kind) => kind === "wait")).toHaveLength(1);
    expect(outcomes.at(-1)).toBe("done");
    expect(ledger.records.size).toBe(9);
    expect(clock.slept.every((milliseconds) => milliseconds <= 12_000)).toBe(true);
  });

  it("is kept to by all where it is short, too", async () => {
    const { parts, crm, clock } = liveLane();
    crm.put(buildDeal("1"));
    crm.failOn("fetchByIds", { reason: "rate_limited", retryAfterSeconds: 10 });
    const lane = createLane(parts);
    const at: number[] = [];
    crm.onCall = () => at.push(Date.parse(clock.now()));
    await Promise.all([lane.syncRecords([hint("1")]), lane.readQuotas()]);
    const [first = 0, ...later] = at;
    expect(later.filter((each) => each - first > 0 && each - first < 10_000)).toEqual([]);
  });
});

describe("a wait for a token", () => {
  const expired = buildGrant({ expiresAt: "2026-11-18T12:01:00.000Z" });

  it("is kept to by everybody who needs one, until it is over or consent is given again", async () => {
    const crm = new FakeCrm();
    crm.refreshAnswer = async () => err(LONG);
    const clock = fakeClock();
    const access = createAccess({ crm: crm.port, connections: fakeConnections(expired), clock });
    expect(await access.current(null)).toEqual(err(LONG));
    clock.pass(100_000);
    expect(await access.current(null)).toEqual(err({ ...LONG, retryAfterSeconds: 500 }));
    expect(crm.refreshes).toBe(1);
    clock.pass(500_000);
    await access.current(null);
    expect(crm.refreshes).toBe(2);
    access.forget();
    await access.current(null);
    expect(crm.refreshes).toBe(3);
  });
});
