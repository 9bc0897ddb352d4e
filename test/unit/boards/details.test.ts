import { describe, expect, it } from "vitest";
import type { Leaderboard, Quota } from "../../../shared/contracts/api.ts";
import type { LeaderboardQuery } from "../../../worker/app/boards/leaderboard-query.ts";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import { isRamping } from "../../../worker/domain/calendar/ramp.ts";
import { readSegment, segmentText } from "../../../worker/domain/segment.ts";
import { buildContext, buildCredit, buildMember, viewAs } from "./organisation.ts";
import { ana, ben, cleo, load as loadPlain, PEOPLE, TEAMS, won } from "./small-board.ts";

const load = (...[organisation, query, viewer]: Parameters<typeof loadPlain>) =>
  loadPlain(organisation, { details: true, ...query }, viewer);

const detailOf = ({ rows }: Leaderboard, id: string) =>
  rows.find(({ member, team }) => (member ?? team)?.id === id)?.details;

const quotaOf = (id: string, amount: number): Quota => ({
  metric: "revenue_closed",
  subject: { kind: "member", id },
  period: { grain: "month", from: "2026-11-01" },
  amount,
  effectiveFrom: null,
});

describe("movement", () => {
  it("is against the same period's board over the days up to seven days ago", async () => {
    const credits = [
      ...won("ana", 50, { day: "2026-11-13" }),
      ...won("ben", 30, { day: "2026-11-02" }),
      ...won("ben", 40, { day: "2026-11-14" }),
    ];
    const board = await load({ members: PEOPLE, credits });
    expect(detailOf(board, "ben")?.movement).toEqual({ rankBefore: 2, isNew: false, since: "2026-11-13" });
    expect(detailOf(board, "ana")?.movement).toEqual({ rankBefore: 1, isNew: false, since: "2026-11-13" });
  });

  it("calls somebody new who had no place then", async () => {
    const late = buildMember("late", "us", { joinedOn: "2026-11-16" });
    const board = await load({ members: [ana, late], credits: won("late", 10, { day: "2026-11-17" }) });
    expect(detailOf(board, "late")?.movement).toMatchObject({ rankBefore: null, isNew: true });
  });

  it("is absent in a period that began since, and in one that had ended by then", async () => {
    const organisation = { members: PEOPLE, credits: won("ana", 50) };
    for (const period of ["this_week", "last_month"] as const) {
      expect(detailOf(await load(organisation, { period }), "ana")?.movement).toBeNull();
    }
  });

  it("follows teams as well", async () => {
    const credits = [
      ...won("ana", 50, { day: "2026-11-05", teamId: "london" }),
      ...won("cleo", 90, { day: "2026-11-18", teamId: "us" }),
    ];
    const board = await load({ members: PEOPLE, teams: TEAMS, credits }, { by: "team" });
    expect(detailOf(board, "us")).toMatchObject({
      movement: { rankBefore: 2 },
      toNext: null,
      people: 1,
      perPerson: 90,
    });
    expect(detailOf(board, "london")).toMatchObject({ movement: { rankBefore: 1 }, toNext: 40 });
    expect(detailOf(board, "emea")).toMatchObject({ movement: null, toNext: null, people: 2, perPerson: 25 });
  });
});

describe("the gap to the next place", () => {
  const dan = buildMember("dan", "us", { privacy: "anonymous" });
  const credits = [...won("ana", 100), ...won("dan", 80), ...won("ben", 50), ...won("cleo", 50)];

  it("leads to the nearest better value, the same for all who are level", async () => {
    const board = await load({ members: [...PEOPLE, dan], credits });
    expect(["ana", "dan", "ben", "cleo"].map((id) => detailOf(board, id)?.toNext)).toEqual([
      null,
      20,
      30,
      30,
    ]);
  });

  it("leads past a private member to the next value that is shown", async () => {
    const board = await load({ members: [...PEOPLE, dan], credits }, {}, viewAs("member", "ben"));
    expect(detailOf(board, "ben")?.toNext).toBe(50);
    expect(board.details?.standing).toEqual({
      rank: 3,
      tied: true,
      rankBefore: 3,
      since: "2026-11-13",
      toNext: 50,
      nextRank: 1,
      of: 4,
    });
  });
});

describe("the weeks beside a figure", () => {
  it("are the last eight that are over, with a mark where there are few cases", async () => {
    const credits = [
      ...won("ana", 10, { day: "2026-11-15" }),
      ...won("ana", 20, { day: "2026-11-09" }),
      ...won("ana", 40, { day: "2026-09-21" }),
      ...won("ana", 99, { day: "2026-11-16" }),
      ...won("ana", 99, { day: "2026-09-20" }),
    ];
    const revenue = await load({ members: [ana], credits });
    expect(detailOf(revenue, "ana")).toMatchObject({ weeks: [40, 0, 0, 0, 0, 0, 0, 30], fewPerWeek: false });
    const rate = await load({ members: [ana], credits }, { metric: "win_rate" });
    expect(detailOf(rate, "ana")?.fewPerWeek).toBe(true);
  });

  it("end with a period that is over", async () => {
    const credits = won("ana", 10, { day: "2026-10-25" });
    const board = await load({ members: [ana], credits }, { period: "last_month" });
    expect(detailOf(board, "ana")?.weeks).toEqual([0, 0, 0, 0, 0, 0, 0, 10]);
  });
});

describe("quotas on a board", () => {
  const quotas = [quotaOf("ana", 100), quotaOf("ben", 200), quotaOf("cleo", 50)];
  const lead = buildMember("lead", "emea", { role: "manager", managesTeamIds: ["emea"] });
  const credits = [...won("ana", 90), ...won("ben", 50), ...won("cleo", 60)];
  const organisation = { members: [...PEOPLE, lead], teams: TEAMS, credits, quotas };

  it("are the own one to a member, the reports' to a manager, everybody's to an admin", async () => {
    const statuses = async (viewer: Parameters<typeof load>[2]) => {
      const board = await load(organisation, {}, viewer);
      return ["ana", "ben", "cleo"].map((id) => detailOf(board, id)?.quota?.status ?? null);
    };
    expect(await statuses(viewAs("member", "ana"))).toEqual(["on_track", null, null]);
    expect(await statuses(viewAs("manager", "lead"))).toEqual(["on_track", "behind", null]);
    expect(await statuses(viewAs("admin"))).toEqual(["on_track", "behind", "reached"]);
  });

  it("are summed up over the people whose quotas the viewer sees", async () => {
    const overall = async (viewer: Parameters<typeof load>[2], query: Partial<LeaderboardQuery> = {}) =>
      (await load(organisation, query, viewer)).details?.teamQuota;
    expect(await overall(viewAs("member", "ana"))).toBeNull();
    expect(await overall(viewAs("manager", "lead"))).toMatchObject({
      quota: 300,
      attainment: (140 * 100) / 300,
      people: 2,
      judged: 2,
      onTrack: 1,
    });
    expect(await overall(viewAs("admin"))).toMatchObject({ quota: 350, people: 3, pace: 70, onTrack: 2 });
    expect(await overall(viewAs("admin"), { teamId: "us" })).toMatchObject({ quota: 50, people: 1 });
  });

  it("are counted where they are summed: not in a team that somebody has left since", async () => {
    const memberships = [
      { teamId: "london", from: null, until: "2026-11-12" },
      { teamId: "us", from: "2026-11-13", until: null },
    ];
    const moved = buildMember("moved", null, { memberships });
    const known = {
      ...organisation,
      members: [...organisation.members, moved],
      credits: [...credits, ...won("moved", 10, { teamId: "london" })],
      quotas: [...quotas, quotaOf("moved", 400)],
    };
    const overall = async (teamId?: string) => (await load(known, { teamId })).details?.teamQuota;
    expect(await overall("london")).toMatchObject({ quota: 100, people: 1, judged: 1 });
    expect(await overall("us")).toMatchObject({ quota: 450, people: 2, judged: 2 });
    expect(await overall()).toMatchObject({ quota: 750, people: 4, judged: 4 });
  });

  it("are absent beside a metric that has none, and beside a part of the deals", async () => {
    const plain = await load(organisation, { metric: "calls_made" });
    expect(detailOf(plain, "ana")?.quota).toBeNull();
    const part = await load(organisation, { segment: "pipeline:p1" });
    expect([detailOf(part, "ana")?.quota, part.details?.teamQuota]).toEqual([null, null]);
  });

  it("pause for whoever is away, and say since when to those who see them in full", async () => {
    const away = { ...ana, leaves: [{ from: "2026-11-12", to: null, relievesQuota: false }] };
    const board = await load({ ...organisation, members: [away, ben] });
    expect(detailOf(board, "ana")).toMatchObject({
      quota: { status: "paused" },
      awaySince: "2026-11-12",
      notRanked: true,
    });
  });

  it("rank attainment of seven days ago by the whole period's quota", async () => {
    const board = await load(organisation, { metric: "quota_attainment" });
    expect(detailOf(board, "cleo")).toMatchObject({
      movement: { rankBefore: 1 },
      quota: { status: "reached" },
    });
  });
});

describe("what stands above the rows", () => {
  it("has the totals that are compared, the cut line and the days behind it", async () => {
    const credits = [...won("ana", 50), ...won("ana", 20, { day: "2026-10-05" })];
    const settings = { clubLine: { kind: "top", places: 3 } } as const;
    const board = await load({ members: PEOPLE, credits, settings }, { compare: true });
    expect(board.details).toMatchObject({
      club: { places: 3 },
      totals: { previous: 20, compared: 50 },
      comparedDays: 14,
      standing: null,
    });
  });

  it("offers filters only where there is something to choose", async () => {
    const pipelines = [
      { id: "p1", label: "New sales", stages: [] },
      { id: "p2", label: "Renewals", stages: [] },
    ];
    const members = [
      { ...ana, region: "North" },
      { ...ben, region: "South", department: "Field" },
      { ...cleo, region: "North", department: "Field" },
      buildMember("shy", null, { privacy: "hidden", region: "Secret", department: "Secret" }),
    ];
    const viewer = viewAs("member", "ana");
    const board = await load({ members, pipelines }, {}, viewer);
    expect(board.details?.choices).toEqual({
      regions: ["North", "South"],
      departments: [],
      segments: [
        { kind: "pipeline", value: "pipeline:p1", label: "New sales" },
        { kind: "pipeline", value: "pipeline:p2", label: "Renewals" },
      ],
    });
    const calls = await load({ members, pipelines }, { metric: "calls_made" }, viewer);
    expect(calls.details?.choices.segments).toEqual([]);
  });
});

describe("filters of a board", () => {
  it("show the people of a region and department, and nothing of the others in any total", async () => {
    const members = [
      { ...ana, region: "North" },
      { ...ben, region: "South" },
      { ...cleo, region: "North", department: "Field" },
    ];
    const credits = [...won("ana", 10, { teamId: "london" }), ...won("ben", 20), ...won("cleo", 40)];
    const organisation = { members, teams: TEAMS, credits: [...credits, ...won("", 80)] };
    const north = await loadPlain(organisation, { region: "North" });
    expect([north.rows.map(({ member }) => member?.id), north.total]).toEqual([["cleo", "ana"], 50]);
    const field = await loadPlain(organisation, { region: "North", department: "Field" });
    expect([field.rows.length, field.total]).toEqual([1, 40]);
    const teams = await loadPlain(organisation, { region: "North", by: "team" });
    expect(teams.rows.find(({ team }) => team?.id === "emea")?.value).toBe(10);
  });

  it("show the deals of one pipeline or type", async () => {
    const slice = (pipelineId: string, dealType: string) => ({ slice: { pipelineId, dealType } });
    const credits = [...won("ana", 10, slice("p1", "new")), ...won("ana", 20, slice("p2", "new"))];
    const totalOf = async (segment: string) =>
      (await loadPlain({ members: PEOPLE, credits }, { segment })).total;
    expect(await totalOf("pipeline:p2")).toBe(20);
    expect(await totalOf("type:new")).toBe(30);
    expect(await totalOf("type:old")).toBe(0);
  });

  it("refuse to divide what is not made of deals alone", async () => {
    const context = buildContext({
      members: PEOPLE,
      credits: [buildCredit({ event: "call_made", memberId: "ana" })],
    });
    for (const [metric, segment] of [
      ["calls_made", "type:new"],
      ["quota_attainment", "type:new"],
      ["revenue_closed", "colour:red"],
    ] as const) {
      const answer = await loadLeaderboard(
        context,
        { metric, segment, by: "member", compare: false },
        viewAs("admin"),
      );
      expect(answer).toMatchObject({ ok: false, error: { reason: "no_segments" } });
    }
  });

  it("read their address and nothing else", () => {
    expect(readSegment("pipeline:a:b")).toEqual({ kind: "pipeline", id: "a:b" });
    expect(segmentText({ kind: "type", id: "new" })).toBe("type:new");
    for (const text of ["", "pipeline:", "other:x", `type:${"x".repeat(101)}`])
      expect(readSegment(text)).toBeNull();
  });
});

describe("being new", () => {
  it("lasts ninety days from the first one, and nobody is without a known one", () => {
    const isNew = (joinedOn: string | null) => isRamping({ joinedOn, quotaFrom: null }, "2026-11-20");
    expect(isNew("2026-11-20")).toBe(true);
    expect(isNew("2026-08-23")).toBe(true);
    expect(isNew("2026-08-22")).toBe(false);
    expect(isNew("2026-11-21")).toBe(false);
    expect(isNew(null)).toBe(false);
    expect(isRamping({ joinedOn: null, quotaFrom: "2026-11-10" }, "2026-11-20")).toBe(true);
  });

  it("shows to those who see the person in full", async () => {
    const fresh = buildMember("fresh", "us", { joinedOn: "2026-10-12" });
    const organisation = { members: [ana, fresh] };
    expect(detailOf(await load(organisation), "fresh")?.ramping).toBe(true);
    expect(detailOf(await load(organisation, {}, viewAs("member", "ana")), "fresh")?.ramping).toBe(false);
  });

  it("is told as well by a first quota of one's own that begins inside the period", async () => {
    const late = { ...quotaOf("ben", 900), effectiveFrom: "2026-11-10" };
    const ramping = async (quotas: readonly Quota[], query = {}) =>
      detailOf(await load({ members: PEOPLE, quotas: [...quotas] }, query), "ben")?.ramping;
    expect(await ramping([late])).toBe(true);
    expect(await ramping([quotaOf("ben", 500), late])).toBe(false);
    expect(await ramping([late], { period: "last_month" })).toBe(false);
    expect(await ramping([late, { ...quotaOf("ben", 0), amount: null }])).toBe(false);
  });
});

describe("details of places alone", () => {
  it("hold movement and gaps, and leave out weeks, quotas and what could be chosen", async () => {
    const credits = [...won("ana", 100), ...won("ben", 50, { day: "2026-11-14" })];
    const organisation = { members: PEOPLE, credits, quotas: [quotaOf("ana", 200)] };
    const whole = await load(organisation);
    const light = await load(organisation, { details: "places" });
    expect(detailOf(whole, "ana")?.weeks).toHaveLength(8);
    expect(detailOf(whole, "ana")?.quota).not.toBeNull();
    expect(detailOf(light, "ana")).toEqual({ ...detailOf(whole, "ana"), weeks: [], quota: null });
    expect(light.details).toEqual({
      ...whole.details,
      teamQuota: null,
      choices: { regions: [], departments: [], segments: [] },
    });
  });
});
