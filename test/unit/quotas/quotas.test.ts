import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attainment, Quota } from "../../../shared/contracts/api.ts";
import { PRIVACY_MODES, ROLES } from "../../../shared/contracts/ids.ts";
import type { QueryContext } from "../../../worker/app/queries.ts";
import { type AttainmentQuery, loadAttainment } from "../../../worker/app/quotas/load-attainment.ts";
import { loadQuotaSheet } from "../../../worker/app/quotas/load-quota-sheet.ts";
import { saveQuotas } from "../../../worker/app/quotas/save-quotas.ts";
import { standingQuotas } from "../../../worker/app/quotas/standing-quotas.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import { buildMember, buildQuota, type Desk, MEMBERS, openDesk, revenue, viewerOf } from "./quota-desk.ts";

const ADMIN = viewerOf("admin", "boss");
const ANN = { kind: "member" as const, id: "ann" };
const BOB = { kind: "member" as const, id: "bob" };
const NORTH = { kind: "team" as const, id: "north" };
const SEAT = { kind: "vacant" as const, id: "AE 7", teamId: "north" };
const EVERYBODY = { kind: "default" as const, id: null };
const NORTHERNERS = { kind: "default" as const, id: "north" };

async function attainmentOf(
  context: QueryContext,
  query: AttainmentQuery = {},
  viewer: Viewer = ADMIN,
): Promise<Attainment> {
  const result = await loadAttainment(context, { metric: "revenue_closed", ...query }, viewer);
  if (!result.ok) throw new Error(result.error.reason);
  return result.value;
}

async function refusalOf(context: QueryContext, query: AttainmentQuery, viewer: Viewer = ADMIN) {
  const result = await loadAttainment(context, query, viewer);
  return result.ok ? null : result.error.reason;
}

function rowOf({ rows }: Attainment, id: string) {
  return rows.find(({ subject }) => subject.id === id);
}

describe("attainment", () => {
  it("shows how a member stands: half the month is over and half the quota is reached", async () => {
    const context = openDesk({
      sums: [revenue("ann", "north", 60_000)],
      quotas: [buildQuota(ANN, 100_000)],
    });
    const answer = await attainmentOf(context);
    expect(answer).toMatchObject({
      period: { from: "2026-01-01", to: "2026-01-31", grain: "month", timeZone: "Europe/Berlin" },
      asOf: "2026-01-21T12:00:00.000Z",
      currency: "EUR",
    });
    expect(rowOf(answer, "ann")).toEqual({
      metric: "revenue_closed",
      subject: ANN,
      name: "Name ann",
      result: 60_000,
      quota: 100_000,
      source: "own",
      attainment: 60,
      pace: (14 * 100) / 22,
      status: "at_risk",
      toGo: 40_000,
      perWorkingDay: 5000,
      runRate: 94_286,
      workingDays: { completed: 14, left: 8, total: 22 },
    });
  });

  it("gives people without a quota the default of their nearest team, and asks nothing of an admin", async () => {
    const context = openDesk({
      quotas: [buildQuota(ANN, 500), buildQuota(NORTHERNERS, 300), buildQuota(EVERYBODY, 200)],
    });
    const { rows } = await attainmentOf(context);
    expect(rows.map(({ subject, quota, source }) => [subject.id, quota, source])).toEqual([
      ["ann", 500, "own"],
      ["bob", 300, "default"],
      ["cyd", 200, "default"],
      ["lead", 300, "default"],
    ]);
  });

  it("adds up three set months for a quarter that is not set", async () => {
    const months = ["2026-01-01", "2026-02-01", "2026-03-01"].map((from) =>
      buildQuota(ANN, 100, { period: { grain: "month", from } }),
    );
    const answer = await attainmentOf(openDesk({ quotas: months }), { grain: "quarter", day: "2026-02-14" });
    expect(rowOf(answer, "ann")).toMatchObject({ quota: 300, source: "sum_of_months" });
  });

  it("says no quota where there is none, and no data where nothing is synced", async () => {
    const answer = await attainmentOf(openDesk({ completeFrom: null }));
    expect(rowOf(answer, "ann")).toMatchObject({
      result: null,
      quota: null,
      source: null,
      status: "no_quota",
    });
    expect(rowOf(await attainmentOf(openDesk()), "ann")).toMatchObject({ result: 0, attainment: null });
  });

  it("shows a team's own quota beside the sum of its people's and vacant seats'", async () => {
    const context = openDesk({
      sums: [revenue("ann", "north", 400), revenue("cyd", "south", 90), revenue("gone", "north", 50)],
      quotas: [buildQuota(NORTH, 1000), buildQuota(ANN, 600), buildQuota(BOB, 500), buildQuota(SEAT, 200)],
    });
    const { rows, teams } = await attainmentOf(context);
    const north = { own: 1000, sumOfPeople: 1300, overAssignment: 300, result: 450, attainment: 45 };
    const all = { own: null, sumOfPeople: 1300, overAssignment: null, result: 540 };
    expect(teams.find(({ team }) => team.id === "north")).toMatchObject(north);
    expect(teams.find(({ team }) => team.id === "all")).toMatchObject(all);
    expect(teams.find(({ team }) => team.id === "south")).toMatchObject({ own: null, sumOfPeople: null });
    expect(rows.map(({ subject }) => subject.kind).slice(0, 1)).toEqual(["team"]);
    expect(rows.at(-1)).toMatchObject({ subject: SEAT, name: "AE 7", result: null, status: "paused" });
  });

  it("counts a shared deal once for the team and for each of its people", async () => {
    const shared = (memberId: string, unit: number) =>
      ({ ...revenue(memberId, "north", 0), event: "deal_won", unit }) as const;
    const holders = ["ann", "bob"].map((memberId) => ({ memberId, teamId: "north" }));
    const context = openDesk({
      sums: [shared("ann", 1), shared("bob", 0)],
      shared: [{ event: "deal_won", holders, count: 1 }],
    });
    const { rows, teams } = await attainmentOf(context, { metric: "deals_won" });
    expect(rows.filter(({ result }) => result === 1).map(({ subject }) => subject.id)).toEqual([
      "ann",
      "bob",
    ]);
    expect(teams.find(({ team }) => team.id === "north")?.result).toBe(1);
  });

  it("keeps who left in periods they worked in, and out of later ones", async () => {
    const members = [...MEMBERS, buildMember("old", "north", { active: false, leftOn: "2026-01-10" })];
    const context = openDesk({ members });
    expect(rowOf(await attainmentOf(context), "old")).toBeDefined();
    expect(rowOf(await attainmentOf(context, { day: "2026-02-01" }), "old")).toBeUndefined();
  });

  it("keeps who joined later out of earlier periods, unless they have a result there", async () => {
    const members = [...MEMBERS, buildMember("new", "north", { joinedOn: "2026-02-02" })];
    expect(rowOf(await attainmentOf(openDesk({ members })), "new")).toBeUndefined();
    const quotas = [buildQuota({ kind: "member", id: "new" }, 100)];
    expect(rowOf(await attainmentOf(openDesk({ members, quotas })), "new")?.result).toBeNull();
    const sums = [revenue("new", "north", 40)];
    expect(rowOf(await attainmentOf(openDesk({ members, sums })), "new")?.result).toBe(40);
    expect(rowOf(await attainmentOf(openDesk({ members }), { day: "2026-02-01" }), "new")?.result).toBe(0);
  });

  it("goes by the working days of whoever was away, and relieves the quota where it is said so", async () => {
    // The second week of January: five of 22 working days, all of them over.
    const week = { from: "2026-01-05", to: "2026-01-09" };
    const members = [
      buildMember("ann", "north", { leaves: [{ ...week, relievesQuota: true }] }),
      buildMember("bob", "north", { leaves: [{ ...week, relievesQuota: false }] }),
      buildMember("cyd", "south"),
    ];
    const answer = await attainmentOf(openDesk({ members, quotas: [buildQuota(EVERYBODY, 1000)] }));
    const own = { completed: 9, left: 8, total: 17 };
    expect(rowOf(answer, "ann")).toMatchObject({
      quota: 773,
      workingDays: own,
      pace: 900 / 17,
      status: "behind",
    });
    expect(rowOf(answer, "bob")).toMatchObject({ quota: 1000, workingDays: own, status: "behind" });
    expect(rowOf(answer, "cyd")).toMatchObject({ quota: 1000, workingDays: { total: 22 } });
    const all = answer.teams.find(({ team }) => team.id === "all");
    expect(all?.sumOfPeople).toBeCloseTo(2000 + (1000 * 17) / 22, 9);
  });

  it("pauses the status of whoever is away today, or was for a whole period", async () => {
    const away = (id: string, from: string, to: string | null, relievesQuota: boolean) =>
      buildMember(id, "north", { leaves: [{ from, to, relievesQuota }] });
    const members = [
      away("ann", "2026-01-21", "2026-01-21", false),
      away("bob", "2025-12-01", null, true),
      away("cyd", "2026-01-01", "2026-01-20", false),
    ];
    const quotas = ["2025-12-01", "2026-01-01"].map((from) =>
      buildQuota(EVERYBODY, 100, { period: { grain: "month", from } }),
    );
    const context = openDesk({ members, quotas, sums: [revenue("cyd", "north", 1)] });
    const january = await attainmentOf(context);
    const none = { completed: 0, left: 0, total: 0 };
    expect(rowOf(january, "ann")).toMatchObject({ status: "paused", quota: 100, workingDays: { total: 21 } });
    expect(rowOf(january, "bob")).toMatchObject({
      status: "paused",
      quota: 0,
      attainment: null,
      pace: 0,
      perWorkingDay: null,
      runRate: null,
      workingDays: none,
    });
    expect(rowOf(january, "cyd")).toMatchObject({
      status: "too_early",
      workingDays: { completed: 0, total: 8 },
    });
    const december = await attainmentOf(context, { day: "2025-12-31" });
    expect(rowOf(december, "bob")).toMatchObject({ status: "paused", pace: 100, workingDays: none });
    expect(rowOf(december, "ann")).toMatchObject({ status: "behind" });
  });

  it("answers all four kinds when none is named, and a team alone when it is", async () => {
    const all = await attainmentOf(openDesk(), { metric: undefined });
    const metrics = new Set(all.rows.map(({ metric }) => metric));
    expect([...metrics]).toEqual(["revenue_closed", "deals_won", "meetings_booked", "touches"]);
    const north = await attainmentOf(openDesk(), { teamId: "north" });
    expect(north.rows.map(({ subject }) => subject.id)).toEqual(["ann", "bob", "lead"]);
    expect(north.teams.map(({ team }) => team.id)).toEqual(["north"]);
  });

  it("refuses what has no answer, each with its reason", async () => {
    const context = openDesk();
    expect(await refusalOf(context, { teamId: "nowhere" })).toBe("unknown_team");
    expect(await refusalOf(context, { period: "this_week" })).toBe("period_invalid");
    expect(await refusalOf(context, { period: "this_month", grain: "year" })).toBe("period_invalid");
    expect(await refusalOf(context, { period: "this_month", day: "2026-01-01" })).toBe("period_invalid");
    expect(await refusalOf(context, { day: "2026-02-30" })).toBe("period_invalid");
    expect(await refusalOf(context, { day: "9999-12-31" })).toBe("period_invalid");
    expect(await refusalOf(context, { at: "2027-01-01T00:00:00.000Z" })).toBe("in_the_future");
    expect(await refusalOf(context, { at: "2025-01-01T00:00:00.000Z" })).toBe("before_connection");
    const manager = viewerOf("manager", "lead");
    expect(await refusalOf(context, { teamId: "south" }, manager)).toBe("not_permitted");
  });

  it("shows the quota that was in force at an instant", async () => {
    const context = openDesk({ quotas: [buildQuota(ANN, 100)] });
    await saveQuotas(context, [buildQuota(ANN, 999)], 1, ADMIN);
    const before = await attainmentOf(context, { at: "2026-01-20T00:00:00.000Z" });
    expect(rowOf(before, "ann")?.quota).toBe(100);
    expect(rowOf(await attainmentOf(context), "ann")?.quota).toBe(999);
  });
});

describe("who sees which quotas", () => {
  const quotas = [ANN, BOB, NORTH, SEAT, EVERYBODY, NORTHERNERS, { kind: "team" as const, id: "south" }].map(
    (subject) => buildQuota(subject, 100),
  );

  async function sheetFor(viewer: Viewer) {
    const sheet = await loadQuotaSheet(openDesk({ quotas }), {}, viewer);
    return sheet.ok ? sheet.value.quotas.map(({ subject }) => `${subject.kind} ${subject.id}`) : sheet.error;
  }

  it("is everybody's for admins and owners, the led teams' for managers, the own for members", async () => {
    expect(await sheetFor(viewerOf("owner"))).toHaveLength(7);
    expect(await sheetFor(ADMIN)).toHaveLength(7);
    const led = ["member ann", "member bob", "team north", "vacant AE 7", "default null", "default north"];
    expect(await sheetFor(viewerOf("manager", "lead"))).toEqual(led);
    expect(await sheetFor(viewerOf("member", "ann"))).toEqual(["member ann"]);
    expect(await sheetFor(viewerOf("member"))).toEqual([]);
    expect(await sheetFor(viewerOf("manager"))).toEqual([]);
  });

  it("leaves nothing in a member's attainment but the own row, whatever the others do", async () => {
    const amounts = fc.integer({ min: -1_000_000, max: 1_000_000_000 });
    const others = fc.record({
      bob: amounts,
      cyd: amounts,
      quota: fc.integer({ min: 0, max: 1_000_000 }),
      privacy: fc.constantFrom(...PRIVACY_MODES),
      role: fc.constantFrom(...ROLES),
      joinedOn: fc.constantFrom(null, "2026-02-02"),
      leaves: fc.constantFrom([], [{ from: "2026-01-05", to: null, relievesQuota: true }]),
    });
    const filters = fc.constantFrom<AttainmentQuery>(
      {},
      { metric: "deals_won" },
      { teamId: "north" },
      { teamId: "all", grain: "quarter" },
      { period: "last_month" },
    );
    const answerWith = (
      other: { bob: number; cyd: number; quota: number; desk: Desk },
      query: AttainmentQuery,
    ) =>
      loadAttainment(
        openDesk({
          ...other.desk,
          sums: [
            revenue("ann", "north", 5),
            revenue("bob", "north", other.bob),
            revenue("cyd", "south", other.cyd),
          ],
          quotas: [buildQuota(ANN, 10), buildQuota(BOB, other.quota), buildQuota(NORTH, other.quota)],
        }),
        query,
        viewerOf("member", "ann"),
      );
    await fc.assert(
      fc.asyncProperty(others, filters, async (other, query) => {
        const { privacy, role, joinedOn, leaves } = other;
        const members = MEMBERS.map((member) =>
          member.id === "bob" ? { ...member, privacy, role, joinedOn, leaves } : member,
        );
        const changed = await answerWith({ ...other, desk: { members } }, query);
        expect(changed).toEqual(await answerWith({ bob: 1, cyd: 1, quota: 1, desk: {} }, query));
        if (changed.ok) expect(changed.value.rows.every(({ subject }) => subject.id === "ann")).toBe(true);
      }),
    );
  });
});

describe("setting quotas", () => {
  async function save(changes: readonly Quota[], viewer: Viewer = ADMIN, version = 0) {
    const result = await saveQuotas(openDesk(), changes, version, viewer);
    return result.ok ? result.value : result.error;
  }

  it("is for owners and admins whose credential may write", async () => {
    for (const viewer of [
      viewerOf("manager", "lead"),
      viewerOf("member", "ann"),
      viewerOf("viewer"),
      viewerOf("admin", null, false),
    ]) {
      expect(await save([buildQuota(ANN, 1)], viewer)).toEqual({ reason: "not_permitted" });
    }
    expect(await save([buildQuota(ANN, 1)], viewerOf("owner"))).toMatchObject({
      version: 1,
      quotas: [{ amount: 1, setBy: "api" }],
    });
    expect(await save([buildQuota(ANN, 1)])).toMatchObject({ quotas: [{ setBy: "boss" }] });
  });

  it("is refused for a sheet that somebody else has changed", async () => {
    expect(await save([buildQuota(ANN, 1)], ADMIN, 7)).toEqual({ reason: "version_conflict" });
  });

  it("saves all or nothing and says where each fault is", async () => {
    const faulty = [
      buildQuota(ANN, 1),
      buildQuota({ kind: "member", id: "nobody" }, 1),
      buildQuota({ kind: "team", id: "nowhere" }, 1),
      buildQuota({ kind: "default", id: "nowhere" }, 1),
      buildQuota({ kind: "vacant", id: " ", teamId: "nowhere" }, 1),
      buildQuota(BOB, 1, { period: { grain: "month", from: "2026-01-02" } }),
      buildQuota(BOB, 1, { period: { grain: "quarter", from: "2026-02-01" } }),
      buildQuota(BOB, 1, { period: { grain: "month", from: "2026-02-30" } }),
      buildQuota(BOB, 1, { period: { grain: "year", from: "9999-01-01" } }),
      buildQuota(BOB, 1, { effectiveFrom: "2026-02-01" }),
      buildQuota(ANN, 2),
    ];
    const refusal = await save(faulty);
    expect(refusal).toMatchObject({ reason: "quotas_invalid" });
    expect("faults" in refusal && refusal.faults.map(({ path }) => path)).toEqual([
      "quotas.1.subject.id",
      "quotas.2.subject.id",
      "quotas.3.subject.id",
      "quotas.4.subject.id",
      "quotas.4.subject.teamId",
      "quotas.5.period.from",
      "quotas.6.period.from",
      "quotas.7.period.from",
      "quotas.8.period.from",
      "quotas.9.effectiveFrom",
      "quotas.10.subject",
    ]);
  });

  it("can put back the sheet that was read, and leaves the same sheet", async () => {
    const context = openDesk();
    const first = await saveQuotas(
      context,
      [buildQuota(ANN, 100), buildQuota(ANN, 200, { effectiveFrom: "2026-01-15" }), buildQuota(NORTH, 5)],
      0,
      ADMIN,
    );
    if (!first.ok) throw new Error(first.error.reason);
    const again = first.value.quotas.map(({ setBy: _by, setAt: _at, ...quota }) => quota);
    const second = await saveQuotas(context, again, 1, ADMIN);
    expect(second).toMatchObject({ ok: true, value: { version: 2, quotas: again } });
  });
});

describe("the quotas that stand", () => {
  const amounts = (quotas: readonly Quota[]) => standingQuotas(quotas).map(({ amount }) => amount);

  it("are the last of a whole period, and what changed it from a day on", () => {
    const from = (day: string, amount: number | null) => buildQuota(ANN, amount, { effectiveFrom: day });
    expect(amounts([buildQuota(ANN, 1), buildQuota(ANN, 2)])).toEqual([2]);
    expect(amounts([buildQuota(ANN, 1), from("2026-01-10", 2), from("2026-01-20", 3)])).toEqual([1, 2, 3]);
    expect(amounts([buildQuota(ANN, 1), from("2026-01-20", 3), from("2026-01-10", 2)])).toEqual([1, 2]);
    expect(amounts([buildQuota(ANN, 1), from("2026-01-10", null)])).toEqual([1, null]);
    expect(amounts([from("2026-01-10", 2), buildQuota(ANN, null)])).toEqual([]);
  });
});
