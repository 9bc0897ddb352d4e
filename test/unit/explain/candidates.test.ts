import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Explanation } from "../../../shared/contracts/api.ts";
import { METRIC_IDS } from "../../../shared/contracts/ids.ts";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import type { ExplanationQuery } from "../../../worker/app/explain/explained-figure.ts";
import { creditRecord } from "../../../worker/domain/credit/credit-record.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import type { LedgerRecord } from "../../../worker/domain/records.ts";
import { buildContext, buildCredit, buildMember, type Organisation, viewAs } from "../boards/organisation.ts";
import { world } from "../credit/arbitraries.ts";
import { buildDeal, buildTask, buildWonDeal, usd } from "../credit/builders.ts";
import {
  naiveCounts,
  naiveIsCandidate,
  OF_SEVERAL_THINGS,
  type PlainMetricId,
} from "../credit/naive-candidates.ts";
import { naiveFacts, type World } from "../credit/naive-facts.ts";
import { explained } from "./figure-answers.ts";
import { as, bens, Office } from "./office.ts";

/** Every day on which something may happen to a record of the random tenants. */
const EVERY_DAY = { from: "2026-01-01", to: "2026-12-31" } as const;
const PLAIN_METRICS = METRIC_IDS.filter((id): id is PlainMetricId => id !== "quota_attainment");

/** The tenant with the ledger that its records make. */
function organisationOf(tenant: World): Organisation {
  const credits = tenant.records.flatMap((record) =>
    creditRecord(record, naiveFacts(tenant, record), tenant.rules).map((line): Credit => {
      const { kind, crmId } = record;
      return { ...line, kind, crmId, knownFrom: 1, knownUntil: null };
    }),
  );
  const members = tenant.members.map((member) => buildMember(member.id, null, member));
  return { members, credits, rules: tenant.rules };
}

type Lines = Explanation["counted"];

function idsOf(lines: Lines): readonly string[] {
  return [...new Set(lines.map(({ kind, crmId }) => `${kind} ${crmId}`))].toSorted();
}

function idsOfRecords(records: readonly LedgerRecord[]): readonly string[] {
  return records.map(({ kind, crmId }) => `${kind} ${crmId}`).toSorted();
}

/** Several are credited with it, and one of them may be somebody whom nobody knows. */
function isSplit(record: LedgerRecord): boolean {
  return record.kind === "deal" && record.splits.some(({ share }) => share > 0);
}

/** The explanation against the second calculation: every candidate is there, in one list only. */
async function expectEveryCandidate(tenant: World, organisation: Organisation, metric: PlainMetricId) {
  const answer = await explained(organisation, { metric, memberId: null, ...EVERY_DAY }, viewAs("admin"));
  if (!answer.ok) throw new Error(answer.error.reason);
  const { counted, leftOut, undated, undatedTotal } = answer.value;
  expect([metric, undated.length, idsOf(undated).length]).toEqual([metric, undatedTotal, undatedTotal]);
  const candidates = tenant.records.filter((record) => naiveIsCandidate(tenant, record, metric));
  expect([metric, ...idsOf([...counted, ...leftOut, ...undated])]).toEqual([
    metric,
    ...idsOfRecords(candidates),
  ]);
  expect([metric, ...idsOf(counted)]).toEqual([
    metric,
    ...idsOfRecords(candidates.filter((record) => naiveCounts(tenant, record, metric))),
  ]);
  expect(counted.every((line) => line.leftOut === null && line.day !== null)).toBe(true);
  expect(leftOut.every((line) => line.leftOut !== null && line.day !== null)).toBe(true);
  expect(undated.every((line) => line.leftOut !== null && line.day === null)).toBe(true);
  if (OF_SEVERAL_THINGS.includes(metric)) return;
  const uncounted = new Set(idsOf([...leftOut, ...undated]));
  const inBoth = new Set(idsOf(counted).filter((id) => uncounted.has(id)));
  const doubtful = tenant.records.filter(({ kind, crmId }) => inBoth.has(`${kind} ${crmId}`));
  expect(doubtful.filter((record) => !isSplit(record))).toEqual([]);
}

it("lists every candidate of every metric: counted, left out for a reason, or apart where it has no date", async () => {
  await fc.assert(
    fc.asyncProperty(world({ maxRecords: 14 }), async (tenant) => {
      const organisation = organisationOf(tenant);
      for (const metric of PLAIN_METRICS) await expectEveryCandidate(tenant, organisation, metric);
    }),
    { numRuns: 150 },
  );
});

it("says of a metric as many to be left out as its board does, for the same reasons", async () => {
  await fc.assert(
    fc.asyncProperty(world({ maxRecords: 14 }), fc.constantFrom(...PLAIN_METRICS), async (tenant, metric) => {
      const organisation = organisationOf(tenant);
      const told = await explained(organisation, { metric, memberId: null, ...EVERY_DAY }, viewAs("admin"));
      const query = { metric, by: "member", compare: false, ...EVERY_DAY } as const;
      const board = await loadLeaderboard(buildContext(organisation), query, viewAs("admin"));
      if (!told.ok || !board.ok) throw new Error("Both can be asked");
      const { leftOut, leftOutTotal, leftOutReasons } = told.value;
      expect(board.value.leftOut).toEqual({ count: leftOutTotal, reasons: leftOutReasons });
      expect(leftOut).toHaveLength(leftOutTotal);
      expect(board.value.total).toBe(told.value.value);
    }),
    { numRuns: 200 },
  );
});

describe("a won deal with a negative amount", () => {
  const office = new Office()
    .has(buildWonDeal({ crmId: "sold" }))
    .has(buildWonDeal({ crmId: "back", amount: usd(-100) }));
  const reasonsIn = (lines: Lines) => lines.map(({ crmId, leftOut }) => [crmId, leftOut]);

  it("is left out of every metric but revenue, which it lowers", async () => {
    for (const metric of ["deals_won", "win_rate", "sales_cycle", "average_deal_size"] as const) {
      const told = await office.explained({ metric });
      expect([metric, ...reasonsIn(told.leftOut)]).toEqual([metric, ["back", "negative_amount"]]);
      expect(told.leftOut[0]).toMatchObject({ contribution: 0 });
      expect(told.leftOutReasons).toEqual([{ reason: "negative_amount", count: 1 }]);
      expect(told.countedTotal).toBe(1);
    }
    const average = await office.explained({ metric: "average_deal_size" });
    expect([average.value, average.leftOut[0]?.amountMinor]).toEqual([100_000, -10_000]);
    const revenue = await office.explained({});
    expect([revenue.value, revenue.leftOutTotal]).toEqual([90_000, 0]);
  });

  it("stands under its own reason where it has another", async () => {
    const gone = new Office().has(buildWonDeal({ crmId: "back", amount: usd(-100), archived: true }));
    const { leftOut } = await gone.explained({ metric: "average_deal_size" });
    expect(reasonsIn(leftOut)).toEqual([["back", "deleted_in_crm"]]);
  });
});

describe("a record without a date", () => {
  const office = () =>
    new Office()
      .has(buildWonDeal({ crmId: "dated" }))
      .has(buildWonDeal({ crmId: "won", title: "No idea when", close: null }))
      .has(buildDeal({ crmId: "lost", stageId: "lost", close: null }))
      .has({ ...bens("bens", 300), close: null })
      .has(buildTask({ crmId: "done", completedAt: null }));
  const idsIn = (lines: Lines) => lines.map(({ crmId }) => crmId).toSorted();

  it("is listed apart with its link, and is in no sum of the period", async () => {
    const told = await office().explained({ metric: "deals_won" });
    expect([told.value, told.countedTotal, told.leftOutTotal, told.leftOutReasons]).toEqual([1, 1, 0, []]);
    expect(told).toMatchObject({ undatedTotal: 1, nextUndated: null });
    expect(told.undated).toMatchObject([
      {
        title: "No idea when",
        url: "https://app.hubspot.test/contacts/4242/record/0-3/won",
        day: null,
        leftOut: "no_date",
        contribution: 0,
      },
    ]);
    expect(idsIn((await office().explained({ metric: "win_rate" })).undated)).toEqual(["lost", "won"]);
    expect(idsIn((await office().explained({ metric: "tasks_completed" })).undated)).toEqual(["done"]);
    expect((await office().explained({ metric: "calls_made" })).undated).toEqual([]);
  });

  it("is listed and counted once, however many measures of the figure miss its date", async () => {
    const asked = { metric: "sales_velocity", memberId: "ana" } as const;
    const told = await new Office().has(buildWonDeal({ crmId: "won", close: null })).explained(asked);
    expect([told.undatedTotal, told.nextUndated, idsIn(told.undated)]).toEqual([1, null, ["won"]]);
    // Of its lines the one with the amount is shown.
    expect(told.undated[0]).toMatchObject({ event: "revenue_closed", leftOut: "no_date" });
    const ofAll = { ...asked, memberId: null, limit: 2 } as const;
    const first = await office().explained(ofAll);
    const second = await office().explained({ ...ofAll, afterUndated: first.nextUndated ?? "" });
    expect([first.undated.length, second.undated.length, second.nextUndated]).toEqual([2, 1, null]);
    expect(idsIn([...first.undated, ...second.undated])).toEqual(["bens", "lost", "won"]);
    expect([first.undatedTotal, second.undatedTotal]).toEqual([3, 3]);
    const peer = await office().explained({ ...asked, memberId: "ben" }, as("member", "ana"));
    expect([peer.undated, peer.undatedTotal]).toEqual([[], 1]);
  });

  it("comes in pages of its own", async () => {
    const asked = { metric: "win_rate", memberId: null, limit: 2 } as const;
    const first = await office().explained(asked);
    const second = await office().explained({ ...asked, afterUndated: first.nextUndated ?? "" });
    expect([first.undated.length, second.undated.length, second.nextUndated]).toEqual([2, 1, null]);
    expect(idsIn([...first.undated, ...second.undated])).toEqual(["bens", "lost", "won"]);
    expect(second.undatedTotal).toBe(3);
  });

  it("is of the team and the part of the deals that its person's board is filtered by", async () => {
    // Ana was in the north until the end of May, and is in the south since.
    const idsOf = async (query: Parameters<Office["explained"]>[0]) =>
      idsIn((await office().explained({ metric: "deals_won", memberId: null, ...query })).undated);
    expect(await idsOf({})).toEqual(["bens", "won"]);
    expect(await idsOf({ teamId: "north" })).toEqual(["bens"]);
    expect(await idsOf({ ofTeamId: "south" })).toEqual(["won"]);
    expect(await idsOf({ memberId: "ana", teamId: "south" })).toEqual(["won"]);
    expect(await idsOf({ memberId: "ana", teamId: "north" })).toEqual([]);
    expect(await idsOf({ segment: "type:newbusiness" })).toEqual(["bens", "won"]);
    expect(await idsOf({ segment: "type:other" })).toEqual([]);
  });

  it("is of no single hour or day", async () => {
    const call = { event: "call_made", kind: "call", memberId: "ana", day: null, count: 0, unit: 0 } as const;
    const organisation: Organisation = {
      members: [buildMember("ana", null)],
      credits: [buildCredit({ ...call, leftOut: "no_date" })],
    };
    const asked = { metric: "calls_made", memberId: "ana", board: "activity", period: "this_month" } as const;
    const total = async (part: Partial<ExplanationQuery>) => {
      const told = await explained(organisation, { ...asked, ...part }, viewAs("admin"));
      return told.ok && told.value.undatedTotal;
    };
    expect(await total({})).toBe(1);
    expect(await total({ days: { from: "2026-11-04", to: "2026-11-04" } })).toBe(0);
    expect(await total({ clock: { weekday: 1, hour: 9 } })).toBe(0);
  });

  it("is told to those who may see the records, and its number to others; of private people not even that", async () => {
    const asked = { metric: "deals_won", memberId: "ben" } as const;
    const own = await office().explained(asked, as("member", "ben"));
    expect(idsIn(own.undated)).toEqual(["bens"]);
    const peer = await office().explained(asked, as("member", "ana"));
    expect([peer.undated, peer.undatedTotal, peer.nextUndated]).toEqual([[], 1, null]);
    const shy = new Office({ privacyOfBen: "hidden" }).has({ ...bens("bens", 300), close: null });
    const everybody = { metric: "deals_won", memberId: null } as const;
    expect((await shy.explained(everybody, as("member", "ana"))).undatedTotal).toBe(0);
    expect((await shy.explained(everybody, as("admin", null))).undatedTotal).toBe(1);
  });
});
