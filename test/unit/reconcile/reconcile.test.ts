import { describe, expect, it } from "vitest";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { requestJob } from "../../../worker/app/sync/request-job.ts";
import type { WinLine } from "../../../worker/domain/reconcile/bridge.ts";
import { buildRules } from "../../builders/rules.ts";
import { buildDeal, START } from "../sync/builders.ts";
import { fakeLane, liveLane } from "../sync/fakes.ts";

const PRESENT = { from: "2026-10-01", to: "2026-12-31" };
const PREVIOUS = { from: "2026-07-01", to: "2026-09-30" };

function line(crmId: string, change: Partial<WinLine> = {}): WinLine {
  return {
    kind: "deal",
    crmId,
    event: "deal_won",
    memberId: "m1",
    unit: 1,
    amountMinor: 0,
    leftOut: null,
    adjusted: false,
    converted: false,
    ...change,
  };
}

function wonLines(crmId: string, amountMinor: number): readonly WinLine[] {
  return [line(crmId), line(crmId, { event: "revenue_closed", amountMinor })];
}

/** A live tenant whose rules are known, and whose nightly work is all that is due. */
async function readyLane() {
  const fake = liveLane();
  await fake.parts.people.saveFirstRules(buildRules(), { cause: { kind: "backfill" }, now: START });
  const summary = () =>
    fake.reconciliations.saved.map(({ draft: { period, crm, standings, steps } }) => ({
      from: period.from,
      crm: crm.count,
      standings: standings.count,
      steps: steps.map(({ step, deals }) => `${step} ${deals}`),
    }));
  return { ...fake, summary, lane: createLane(fake.parts) };
}

describe("holding a period against the CRM", () => {
  it("asks for the CRM's own wins of the present and the previous quarter, once a night", async () => {
    const { lane, crm, wonLines: held, clock, reconciliations, summary } = await readyLane();
    crm.wonDeals = [{ crmId: "1", ownerId: null, amountMinor: 500 }];
    held.lines = wonLines("1", 500);
    await lane.tick();
    expect(summary()).toEqual(
      [PRESENT, PREVIOUS].map(({ from }) => ({ from, crm: 1, standings: 1, steps: ["former_owner 1"] })),
    );
    expect(reconciliations.saved[0]?.draft).toMatchObject({
      final: true,
      mended: 0,
      currency: "USD",
      period: { ...PRESENT, quarter: 4 },
    });
    clock.pass(3_600_000);
    await lane.tick();
    expect(reconciliations.saved).toHaveLength(2);
    clock.pass(24 * 3_600_000);
    await lane.tick();
    expect(reconciliations.saved).toHaveLength(4);
  });

  it("reads a deal again that differs, and counts it as mended when it then agrees", async () => {
    const { lane, crm, wonLines: held, ledger, reconciliations, summary, state } = await readyLane();
    crm.wonDeals = [{ crmId: "1", ownerId: null, amountMinor: 500 }];
    crm.put(buildDeal("1", { modifiedAt: "2026-11-18T11:59:00.000Z" }));
    ledger.onApply = async () => {
      held.lines = wonLines("1", 500);
    };
    await lane.tick();
    expect(ledger.records.has("deal:1")).toBe(true);
    expect(summary()[0]).toMatchObject({ crm: 1, standings: 1, steps: ["former_owner 1"] });
    expect(reconciliations.saved[0]?.draft.mended).toBe(1);
    expect(state.faults.map(({ type }) => type)).not.toContain("reconcile_difference");
  });

  it("shows what nothing explains as a step and as a fault, until it is over", async () => {
    const { lane, crm, wonLines: held, state, summary, parts, clock, jobs } = await readyLane();
    crm.wonDeals = [{ crmId: "1", ownerId: null, amountMinor: 500 }];
    crm.put(buildDeal("1"));
    held.held = [{ crmId: "1", modifiedAt: "2026-11-01T00:00:00.000Z", adjusted: false }];
    await lane.tick();
    expect(summary()[0]).toMatchObject({ crm: 1, standings: 0, steps: ["unexplained 1"] });
    expect(state.faults).toMatchObject([
      { type: "reconcile_difference", subject: "period:2026-10-01" },
      { type: "reconcile_difference", subject: "period:2026-07-01" },
    ]);
    held.lines = wonLines("1", 500);
    const desk = {
      tenantId: "t1",
      requestId: "request-1",
      jobs,
      newId: () => "j1",
      wakeLane: async () => undefined,
    };
    await requestJob({ ...desk, now: clock.now() }, "reconcile");
    await createLane(parts).tick();
    expect(jobs.all).toMatchObject([{ kind: "reconcile", state: "done" }]);
    expect(state.faults).toEqual([]);
  });

  it("tells what changed within minutes, was moved by an admin or cannot be read from what is wrong", async () => {
    const { lane, crm, wonLines: held, state, reconciliations } = await readyLane();
    crm.wonDeals = ["late", "gone", "moved", "broken"].map((crmId) => ({
      crmId,
      ownerId: null,
      amountMinor: 100,
    }));
    crm.put(...["late", "moved", "broken"].map((crmId) => buildDeal(crmId)));
    held.held = [
      { crmId: "late", modifiedAt: "2026-11-18T11:58:00.000Z", adjusted: false },
      { crmId: "moved", modifiedAt: "2026-11-01T00:00:00.000Z", adjusted: true },
    ];
    state.loadFaults = async () => [
      {
        type: "record_unreadable",
        subject: "deal:broken",
        detail: "",
        since: START,
        lastAt: START,
        count: 1,
      },
    ];
    await lane.tick();
    const steps = reconciliations.saved[0]?.entries.map(({ crmId, step }) => [crmId, step]);
    expect(steps).toEqual([
      ["late", "changed_since"],
      ["gone", "changed_since"],
      ["moved", "adjusted"],
      ["broken", "unreadable"],
    ]);
  });

  it("waits before it asks again when the CRM does not answer, and keeps what it knew", async () => {
    const { lane, crm, reconciliations, clock } = await readyLane();
    const asked = () => crm.calls.filter(({ method }) => method === "fetchWonDeals").length;
    crm.failOn("fetchWonDeals", { reason: "rejected", status: 400, detail: "" });
    await lane.tick();
    await lane.tick();
    expect([asked(), reconciliations.saved.length]).toEqual([1, 0]);
    clock.pass(901_000);
    await lane.tick();
    expect(reconciliations.saved).toHaveLength(2);
  });
});

it("makes the receipt as soon as the present quarter's won deals are in, and again when everything is", async () => {
  const { parts, reconciliations, state } = fakeLane();
  const lane = createLane(parts);
  await lane.startBackfill();
  for (let steps = 0; steps < 50; steps += 1) {
    if ((await lane.backfillStep(1)).kind === "done") break;
    if (reconciliations.saved.length === 1) {
      expect(state.kinds.get("deal")?.completeFrom).toBe("2026-10-01");
      break;
    }
  }
  expect(reconciliations.saved[0]?.draft).toMatchObject({ final: false, period: PRESENT });
  for (let steps = 0; steps < 50; steps += 1) if ((await lane.backfillStep(1)).kind === "done") break;
  expect(reconciliations.saved).toHaveLength(1);
  await lane.tick();
  expect(reconciliations.saved.map(({ draft }) => [draft.period.from, draft.final])).toEqual([
    ["2026-10-01", false],
    ["2026-10-01", true],
    ["2026-07-01", true],
  ]);
});

describe("asking for work", () => {
  it("answers the job that is not done yet, and refuses another within a minute of the last", async () => {
    const { jobs, clock } = fakeLane();
    let ids = 0;
    const desk = () => ({
      tenantId: "t1",
      requestId: "request-1",
      jobs,
      newId: () => {
        ids += 1;
        return `job-${ids}`;
      },
      wakeLane: async () => undefined,
      now: clock.now(),
    });
    expect(await requestJob(desk(), "sync")).toEqual({ ok: true, value: "job-1" });
    expect(await requestJob(desk(), "sync")).toEqual({ ok: true, value: "job-1" });
    await jobs.save("job-1", "t1", { state: "done", result: null }, clock.now());
    clock.pass(20_000);
    expect(await requestJob(desk(), "sync")).toEqual({ ok: false, error: { retryAfterSeconds: 40 } });
    expect(await requestJob(desk(), "reconcile")).toEqual({ ok: true, value: "job-2" });
    clock.pass(40_000);
    expect(await requestJob(desk(), "sync")).toEqual({ ok: true, value: "job-3" });
  });
});
