import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PersonStanding } from "../../../shared/contracts/person.ts";
import { loadStanding, type StandingQuery } from "../../../worker/app/person/load-standing.ts";
import { saveLook } from "../../../worker/app/person/save-look.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import type { Pipeline } from "../../../worker/domain/facts.ts";
import {
  buildContext,
  buildCredit,
  CONNECTED_AT,
  NOW,
  type Organisation,
  viewAs,
} from "../boards/organisation.ts";
import { ana, ben, cleo, TEAMS, won } from "../boards/small-board.ts";
import { pairOf, twins } from "../boards/twins.ts";
import { memoryLooks } from "./memory-looks.ts";

const stage = (id: string, order: number, outcome: "open" | "won" = "open") => ({
  id,
  label: `Stage ${id}`,
  order,
  outcome,
  probability: null,
});
const PIPELINES: readonly Pipeline[] = [
  { id: "partners", label: "Partners", stages: [stage("talk", 0)] },
  {
    id: "sales",
    label: "Sales",
    stages: [stage("proposal", 1), stage("qualified", 0), stage("closed", 2, "won")],
  },
];

const EUR = (minor: number) => ({ minor, currency: "EUR" });

/** An open deal of the person, in a stage of the sales pipeline. */
function open(stageId: string, amountMinor: number, changes: Partial<Credit> = {}): Credit {
  return buildCredit({
    event: "deal_due",
    memberId: "ana",
    day: "2026-11-27",
    amountMinor,
    original: EUR(amountMinor),
    // The fake ledger has the stage of a deal where its type stands.
    slice: { pipelineId: "sales", dealType: stageId },
    ...changes,
  });
}

const organisation: Organisation = {
  members: [ana, ben, cleo],
  teams: TEAMS,
  pipelines: PIPELINES,
  credits: [
    ...won("ana", 60_00),
    ...won("ana", 26_40),
    ...won("ana", 50_00, { day: "2026-10-05" }),
    ...won("ana", 30_00, { day: "2026-10-29" }),
    ...won("ben", 90_00),
    ...won("cleo", 10_00),
    open("qualified", 20_00),
    open("qualified", 10_00, { day: "2026-12-04" }),
    open("proposal", 41_50),
    open("qualified", 5_00, { memberId: "ben" }),
  ],
  quotas: [
    {
      metric: "revenue_closed",
      subject: { kind: "member", id: "ana" },
      period: { grain: "month", from: "2026-11-01" },
      amount: 120_00,
      effectiveFrom: null,
    },
  ],
};

async function ask(
  known: Organisation,
  viewer: Viewer,
  query: Partial<StandingQuery> & { readonly lookedAt?: string } = {},
) {
  const { lookedAt, ...asked } = query;
  const memberId = asked.memberId ?? "ana";
  const looks = memoryLooks(lookedAt === undefined ? {} : { [`${viewer.memberId} ${memberId}`]: lookedAt });
  return loadStanding({ context: buildContext(known), looks }, { memberId, ...asked }, viewer);
}

async function standing(
  known: Organisation = organisation,
  query: Partial<StandingQuery> & { readonly lookedAt?: string } = {},
  viewer: Viewer = viewAs("member", "ana"),
): Promise<PersonStanding> {
  const answer = await ask(known, viewer, query);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

const metric = ({ metrics }: PersonStanding, id: string) => metrics.find((each) => each.metric.id === id);

describe("the page of a person", () => {
  it("has each metric with its place, what it is compared with, and its weeks", async () => {
    const page = await standing();
    expect(page).toMatchObject({
      member: { id: "ana" },
      team: { id: "london" },
      mine: true,
      today: "2026-11-20",
      period: { from: "2026-11-01", to: "2026-11-30" },
      comparedPart: { from: "2026-11-01", to: "2026-11-19" },
    });
    expect(metric(page, "revenue_closed")).toMatchObject({
      value: 86_40,
      previous: 50_00,
      compared: 86_40,
      rank: 2,
      tied: false,
    });
    const weeks = metric(page, "revenue_closed")?.weeks ?? [];
    expect(weeks.map(({ from, value }) => [from, value])).toEqual([
      ["2026-09-21", 0],
      ["2026-09-28", 0],
      ["2026-10-05", 50_00],
      ["2026-10-12", 0],
      ["2026-10-19", 0],
      ["2026-10-26", 30_00],
      ["2026-11-02", 0],
      ["2026-11-09", 86_40],
    ]);
    expect(page.metrics.map(({ metric: { id } }) => id)).not.toContain("quota_attainment");
  });

  it("has the open pipeline by stage in order, and what is due by the end against what is needed", async () => {
    const page = await standing();
    expect(
      page.pipeline.stages.map(({ stageId, count, amountMinor }) => [stageId, count, amountMinor]),
    ).toEqual([
      ["qualified", 2, 30_00],
      ["proposal", 1, 41_50],
    ]);
    expect([page.pipeline.count, page.pipeline.amountMinor]).toEqual([3, 71_50]);
    expect(page.dueByEnd).toEqual({
      from: "2026-11-20",
      to: "2026-11-30",
      count: 2,
      amountMinor: 61_50,
      needed: 33_60,
    });
  });

  it("needs nothing more once the quota is reached, and knows no need without one", async () => {
    const credits = [...(organisation.credits ?? []), ...won("ana", 500_00)];
    expect((await standing({ ...organisation, credits })).dueByEnd?.needed).toBe(0);
    expect((await standing({ ...organisation, quotas: [] })).dueByEnd?.needed).toBeNull();
    expect((await standing(organisation, { period: "last_month" })).dueByEnd).toBeNull();
  });

  it("is for the person, their managers, admins and owners", async () => {
    const lead = { ...cleo, id: "lead", role: "manager" as const, managesTeamIds: ["emea"] };
    const shy = { ...ben, id: "shy", privacy: "anonymous" as const };
    const known = { ...organisation, members: [ana, ben, cleo, lead, shy] };
    const outcome = async (viewer: Viewer, memberId = "ana") => {
      const answer = await ask(known, viewer, { memberId });
      return answer.ok ? "all of it" : answer.error.reason;
    };
    for (const viewer of [
      viewAs("member", "ana"),
      viewAs("manager", "lead"),
      viewAs("admin"),
      viewAs("owner", "ben"),
    ]) {
      expect(await outcome(viewer)).toBe("all of it");
    }
    expect(await outcome(viewAs("member", "ben"))).toBe("not_permitted");
    expect(await outcome(viewAs("manager", "lead"), "cleo")).toBe("not_permitted");
    expect(await outcome(viewAs("member"))).toBe("not_permitted");
    expect(await outcome(viewAs("member", "ana"), "shy")).toBe("unknown_member");
    expect(await outcome(viewAs("member", "ana"), "nobody")).toBe("unknown_member");
  });

  it("is the same to the last figure whatever a hidden person did, and but for places whatever an anonymous one did", async () => {
    const withoutPlaces = ({ metrics, ...page }: PersonStanding) => ({
      ...page,
      metrics: metrics.map(({ rank, tied: _, ...each }) => ({ ...each, isRanked: rank !== null })),
    });
    const period = fc.constantFrom("this_month" as const, "last_quarter" as const, "this_week" as const);
    await fc.assert(
      fc.asyncProperty(twins, period, async (seed, chosen) => {
        const asked = { memberId: "ana", period: chosen, lookedAt: "2026-11-18T12:00:00.000Z" };
        const [one, other] = pairOf("hidden", seed);
        expect(await standing(one, asked)).toEqual(await standing(other, asked));
        const [first, second] = pairOf("anonymous", seed);
        expect(withoutPlaces(await standing(first, asked))).toEqual(
          withoutPlaces(await standing(second, asked)),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe("own deals that will not count", () => {
  const deal = (changes: Partial<Credit>) => open("qualified", 7_00, changes);

  it("miss an amount or a date, are past it, or lie in a pipeline that is not included", async () => {
    const credits = [
      deal({ crmId: "fine" }),
      deal({ crmId: "past", day: "2026-11-19" }),
      deal({ crmId: "bare", leftOut: "no_amount", count: 0, amountMinor: 0, original: null }),
      deal({ crmId: "dateless", leftOut: "no_date", count: 0, day: null }),
      deal({
        crmId: "won whenever",
        event: "revenue_closed",
        leftOut: "no_date",
        count: 0,
        day: null,
        amountMinor: 9_00,
        original: { minor: 9_00, currency: "USD" },
      }),
      deal({
        crmId: "back whenever",
        event: "deal_refunded",
        leftOut: "no_date",
        count: 0,
        day: null,
        amountMinor: -2_00,
        original: { minor: -2_00, currency: "USD" },
      }),
      deal({
        crmId: "lost whenever",
        event: "deal_lost",
        leftOut: "no_date",
        count: 0,
        day: null,
        amountMinor: 0,
        original: null,
      }),
      deal({ crmId: "bens", memberId: "ben", event: "deal_lost", leftOut: "no_date", count: 0, day: null }),
      deal({ crmId: "elsewhere", leftOut: "pipeline_not_included", count: 0 }),
      deal({ crmId: "strange", leftOut: "no_currency_rate", count: 0, amountMinor: 0 }),
      deal({ crmId: "gone", leftOut: "deleted_in_crm", count: 0 }),
      deal({ crmId: "peers", memberId: "ben", day: "2026-11-19" }),
      deal({
        crmId: "won bare",
        event: "revenue_closed",
        leftOut: "no_amount",
        count: 0,
        original: null,
        day: "2026-11-10",
      }),
      deal({
        crmId: "won long ago",
        event: "revenue_closed",
        leftOut: "no_amount",
        count: 0,
        day: "2026-08-10",
      }),
    ];
    const { willNotCount } = await standing({ ...organisation, credits });
    expect(willNotCount.total).toBe(9);
    expect(
      willNotCount.deals.map(({ crmId, reason, won: isWon, amountMinor }) => [
        crmId,
        reason,
        isWon,
        amountMinor,
      ]),
    ).toEqual([
      ["won bare", "no_amount", true, null],
      ["won whenever", "no_close_date", true, 9_00],
      ["back whenever", "no_close_date", true, -2_00],
      ["lost whenever", "no_close_date", false, null],
      ["dateless", "no_close_date", false, 7_00],
      ["past", "close_date_past", false, 7_00],
      ["bare", "no_amount", false, null],
      ["elsewhere", "pipeline_not_included", false, 7_00],
      ["strange", "no_currency_rate", false, null],
    ]);
    expect(willNotCount.deals[5]).toMatchObject({
      title: "Record past",
      closeDay: "2026-11-19",
      url: "https://app.hubspot.test/contacts/1/record/0-3/past",
    });
  });

  it("are counted whole where only the first are listed", async () => {
    const credits = Array.from({ length: 30 }, (_, index) =>
      deal({ crmId: `past-${index}`, day: "2026-11-02" }),
    );
    const { willNotCount } = await standing({ ...organisation, credits });
    expect([willNotCount.total, willNotCount.deals.length]).toEqual([30, 20]);
  });
});

describe("what changed", () => {
  const revisions = [
    { revision: 1, at: CONNECTED_AT },
    { revision: 2, at: "2026-11-05T10:00:00.000Z" },
    { revision: 3, at: "2026-11-19T10:00:00.000Z" },
  ];
  const revenue = (changes: Partial<Credit>) =>
    buildCredit({ event: "revenue_closed", memberId: "ana", amountMinor: 10_00, ...changes });
  const changed: Organisation = {
    ...organisation,
    revisions,
    credits: [
      // Won in October, and raised in November.
      revenue({ crmId: "raised", day: "2026-10-20", knownUntil: 2 }),
      revenue({ crmId: "raised", day: "2026-10-20", knownFrom: 2, amountMinor: 12_00 }),
      // Entered on the 19th, for the 4th, and for the day before.
      revenue({ crmId: "back-dated", day: "2026-11-04", knownFrom: 3 }),
      revenue({ crmId: "yesterday", day: "2026-11-18", knownFrom: 3 }),
      revenue({ crmId: "peers", day: "2026-11-04", knownFrom: 3, memberId: "ben" }),
    ],
  };

  it("after a period that is over is told, newest first, with a link", async () => {
    const { lateChanges } = await standing(changed, { period: "last_month" });
    expect(lateChanges.map(({ crmId, before, after, at, url }) => [crmId, before, after, at, url])).toEqual([
      ["raised", 10_00, 12_00, revisions[1]?.at, "https://app.hubspot.test/contacts/1/record/0-3/raised"],
    ]);
  });

  it("in an open period is told where it changed after its day, as in the explanation", async () => {
    const raised = { crmId: "raised-since", day: "2026-11-02" };
    const later: Organisation = {
      ...changed,
      credits: [
        ...(changed.credits ?? []),
        revenue({ ...raised, knownUntil: 2 }),
        revenue({ ...raised, knownFrom: 2, amountMinor: 15_00 }),
      ],
    };
    const { lateChanges } = await standing(later);
    expect(lateChanges.map(({ crmId, before, after }) => [crmId, before, after])).toEqual([
      ["back-dated", null, 10_00],
      ["raised-since", 10_00, 15_00],
    ]);
  });

  it("in an open period is told where it was dated back", async () => {
    const { lateChanges } = await standing(changed);
    expect(lateChanges.map(({ crmId, before, after }) => [crmId, before, after])).toEqual([
      ["back-dated", null, 10_00],
    ]);
  });

  it("since the last look is what the figures were then and are now", async () => {
    const { sinceLastLooked } = await standing(changed, { lookedAt: "2026-11-10T08:00:00.000Z" });
    expect(sinceLastLooked).toMatchObject({ since: "2026-11-10T08:00:00.000Z", newRecords: 2 });
    expect(sinceLastLooked?.changes.map(({ metric: { id }, before, after }) => [id, before, after])).toEqual([
      ["revenue_closed", 0, 20_00],
      ["average_deal_size", null, 10_00],
    ]);
  });

  it.each([
    ["there was none", undefined],
    ["it was more than 30 days ago", "2026-10-20T08:00:00.000Z"],
    ["it was before the connection", "2026-09-30T08:00:00.000Z"],
  ])("since the last look is not told where %s", async (_why, lookedAt) => {
    const page = await standing(changed, lookedAt === undefined ? {} : { lookedAt });
    expect(page.sinceLastLooked).toBeNull();
  });
});

describe("a look", () => {
  const look = async (viewer: Viewer, memberId: string) => {
    const looks = memoryLooks();
    const saved = await saveLook({ context: buildContext(organisation), looks }, memberId, viewer);
    return saved.ok ? [...looks.saved] : saved.error.reason;
  };

  it("is kept per viewer and person, and only where the page may be seen", async () => {
    expect(await look(viewAs("member", "ana"), "ana")).toEqual([["ana ana", NOW]]);
    expect(await look(viewAs("admin", "cleo"), "ana")).toEqual([["cleo ana", NOW]]);
    expect(await look(viewAs("member", "ben"), "ana")).toBe("not_permitted");
    expect(await look(viewAs("member", "ben"), "nobody")).toBe("unknown_member");
    expect(await look(viewAs("admin"), "ana")).toBe("not_permitted");
  });
});
