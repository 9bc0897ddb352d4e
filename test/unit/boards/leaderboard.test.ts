import { describe, expect, it } from "vitest";
import type { LeaderboardQuery } from "../../../worker/app/boards/leaderboard-query.ts";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import {
  buildContext,
  buildCredit,
  buildMember,
  buildTeam,
  type Organisation,
  viewAs,
} from "./organisation.ts";
import { ana, load, PEOPLE, places, TEAMS, won } from "./small-board.ts";

async function refusal(organisation: Organisation, query: Partial<LeaderboardQuery>) {
  const full: LeaderboardQuery = { metric: "revenue_closed", by: "member", compare: false, ...query };
  const answer = await loadLeaderboard(buildContext(organisation), full, viewAs("admin"));
  return answer.ok ? null : answer.error.reason;
}

describe("a board of members", () => {
  it("ranks by the metric, shares rank on a tie, and adds up to its total", async () => {
    const credits = [...won("ana", 500), ...won("ben", 900), ...won("cleo", 400), ...won("cleo", 100)];
    const board = await load({ members: PEOPLE, credits });
    expect(places(board)).toEqual([
      ["ben", 1, false, 900],
      ["ana", 2, true, 500],
      ["cleo", 2, true, 500],
    ]);
    expect(board).toMatchObject({
      total: 1900,
      soFar: false,
      metric: { id: "revenue_closed", unit: "money", currency: "USD", better: "higher" },
      period: { from: "2026-11-01", to: "2026-11-30", timeZone: "US/Eastern" },
      revision: 1,
      comparedWith: null,
      omitted: 0,
    });
  });

  it("counts credits of the period alone, both its days included and future days too", async () => {
    const credits = [
      ...won("ana", 1, { day: "2026-10-31" }),
      ...won("ana", 10, { day: "2026-11-01" }),
      ...won("ana", 100, { day: "2026-11-30" }),
      ...won("ana", 1000, { day: "2026-12-01" }),
    ];
    expect((await load({ members: [ana], credits })).rows[0]?.value).toBe(110);
  });

  it("shows zero where deals are synced and nothing happened, and nothing where they are not", async () => {
    expect(places(await load({ members: [ana] }))).toEqual([["ana", 1, false, 0]]);
    const unsynced = await load({ members: [ana], coverage: { deal: "2026-11-02" } });
    expect(places(unsynced)).toEqual([["ana", null, false, null]]);
    expect(unsynced.total).toBeNull();
    const notGranted = await load(
      { members: [ana], coverage: { deal: "2000-01-01" } },
      { metric: "calls_made" },
    );
    expect(places(notGranted)).toEqual([["ana", null, false, null]]);
    expect(notGranted.soFar).toBe(false);
  });

  it("gives no ranks while deals of the period are still arriving", async () => {
    const members = PEOPLE;
    for (const coverage of [{}, { deal: null }, { deal: "2026-11-02" }]) {
      const board = await load({ members, credits: [...won("ana", 5), ...won("ben", 5)], coverage });
      expect(board.soFar).toBe(true);
      expect(board.rows.every(({ rank, tied }) => rank === null && !tied)).toBe(true);
      expect(board.total).toBe(10);
    }
  });

  it("gives a rate with its base, no rank without one, and marks small samples", async () => {
    const lost = (memberId: string) => buildCredit({ event: "deal_lost", memberId });
    const credits = [...won("ana", 1), lost("ana"), lost("ana"), lost("ben")];
    const board = await load({ members: PEOPLE, credits }, { metric: "win_rate" });
    expect(
      board.rows.map(({ member, rank, value, basis, smallSample }) => [
        member?.id,
        rank,
        value,
        basis,
        smallSample,
      ]),
    ).toEqual([
      ["ana", 1, 100 / 3, { numerator: 1, denominator: 3 }, true],
      ["ben", 2, 0, { numerator: 0, denominator: 1 }, true],
      ["cleo", null, null, { numerator: 0, denominator: 0 }, false],
    ]);
    expect(board.total).toBe(25);
  });

  it("puts the shorter cycle first", async () => {
    const cycle = (memberId: string, days: number) =>
      buildCredit({ event: "deal_cycle", memberId, seconds: days * 86_400 });
    const board = await load(
      { members: PEOPLE, credits: [cycle("ana", 40), cycle("ben", 30), cycle("ben", 33)] },
      { metric: "sales_cycle" },
    );
    expect(places(board)).toEqual([
      ["ben", 1, false, 31.5],
      ["ana", 2, false, 40],
      ["cleo", null, false, null],
    ]);
  });

  it("counts a shared deal for each of its people and once in the total", async () => {
    const shared = [
      buildCredit({ event: "deal_won", memberId: "ana", crmId: "d1", line: 0 }),
      buildCredit({ event: "deal_won", memberId: "ben", crmId: "d1", line: 1, unit: 0 }),
    ];
    const board = await load({ members: PEOPLE, credits: shared }, { metric: "deals_won" });
    expect(places(board)).toEqual([
      ["ana", 1, true, 1],
      ["ben", 1, true, 1],
      ["cleo", 3, false, 0],
    ]);
    expect(board.total).toBe(1);
  });

  it("ranks somebody who left in the periods they worked in, and not afterwards", async () => {
    const gone = buildMember("gone", "us", { active: false, leftOn: "2026-10-15" });
    const credits = [...won("gone", 70, { day: "2026-10-05" }), ...won("gone", 30, { day: "2026-11-05" })];
    const organisation = { members: [ana, gone], credits };
    expect(places(await load(organisation, { period: "last_month" }))).toEqual([
      ["gone", 1, false, 70],
      ["ana", 2, false, 0],
    ]);
    const november = await load(organisation);
    expect(places(november)).toEqual([
      ["ana", 1, false, 0],
      ["gone", null, false, 30],
    ]);
    expect(november.total).toBe(30);
    const forPeers = await load(organisation, {}, viewAs("member", "ana"));
    expect(places(forPeers)).toEqual([["ana", 1, false, 0]]);
    expect(forPeers.total).toBe(0);
  });

  it("has no zero for somebody who joined later, but what is known of them from before", async () => {
    const late = buildMember("late", "us", { joinedOn: "2026-11-30" });
    const later = buildMember("later", "us", { joinedOn: "2026-12-01" });
    const known = buildMember("known", "us", { joinedOn: "2026-12-01" });
    const organisation = { members: [ana, late, later, known], credits: won("known", 20) };
    const november = await load(organisation, { compare: true });
    expect(places(november)).toEqual([
      ["known", 1, false, 20],
      ["ana", 2, true, 0],
      ["late", 2, true, 0],
    ]);
    expect(november.rows.map(({ member, previous }) => [member?.id, previous])).toEqual([
      ["known", null],
      ["ana", 0],
      ["late", null],
    ]);
    const refunded = [...won("later", 5), ...won("later", -5)];
    expect(places(await load({ members: [later], credits: refunded }))).toEqual([["later", 1, false, 0]]);
  });

  it("has no zero for a team whose people all joined later", async () => {
    const members = [ana, buildMember("cleo", "us", { joinedOn: "2026-12-01" })];
    const board = await load({ members, teams: TEAMS }, { by: "team" });
    expect(new Map(places(board).map(([id, , , value]) => [id, value])).get("us")).toBeNull();
    const credited = await load(
      { members, teams: TEAMS, credits: won("cleo", 3, { teamId: "us" }) },
      { by: "team" },
    );
    expect(new Map(places(credited).map(([id, , , value]) => [id, value])).get("us")).toBe(3);
  });

  it("does not rank whoever is away today, and shows what they did to those who see them in full", async () => {
    const leave = (from: string, to: string | null) => ({ leaves: [{ from, to, relievesQuota: false }] });
    const members = [
      ana,
      buildMember("away", "us", leave("2026-11-20", null)),
      buildMember("idle", "us", leave("2026-11-01", "2026-11-20")),
      buildMember("back", "us", leave("2026-11-01", "2026-11-19")),
      buildMember("soon", "us", leave("2026-11-21", null)),
    ];
    const organisation = { members, credits: won("away", 50) };
    const full = await load(organisation);
    expect(places(full)).toEqual([
      ["ana", 1, true, 0],
      ["back", 1, true, 0],
      ["soon", 1, true, 0],
      ["away", null, false, 50],
      ["idle", null, false, 0],
    ]);
    expect([full.total, full.personal]).toEqual([50, true]);
    const forPeers = await load(organisation, {}, viewAs("member", "ana"));
    expect(forPeers.rows.map(({ member, rank }) => [member?.id, rank])).toEqual([
      ["ana", 1],
      ["back", 1],
      ["soon", 1],
    ]);
    expect(forPeers.total).toBe(0);
    expect(places(await load(organisation, {}, viewAs("member", "idle"))).at(-1)).toEqual([
      "idle",
      null,
      false,
      0,
    ]);
  });

  it("ranks in a closed period whoever was there for a working day of it", async () => {
    const leave = (from: string, to: string | null) => ({ leaves: [{ from, to, relievesQuota: true }] });
    const members = [
      ana,
      buildMember("away", "us", leave("2026-10-01", "2026-10-30")),
      buildMember("monday", "us", leave("2026-10-06", null)),
    ];
    // October ends on a Saturday.
    expect(places(await load({ members }, { period: "last_month" }))).toEqual([
      ["ana", 1, true, 0],
      ["monday", 1, true, 0],
      ["away", null, false, 0],
    ]);
    const weekend = { from: "2026-11-07", to: "2026-11-08" };
    expect(places(await load({ members }, weekend)).map(([id, rank]) => [id, rank])).toEqual([
      ["ana", 1],
      ["away", 1],
      ["monday", null],
    ]);
  });

  it("does not rank viewers, unless the past period lies before their quiet time", async () => {
    const watcher = buildMember("watcher", null, { role: "viewer", roleByHand: true });
    const quiet = buildMember("quiet", null, { role: "viewer" });
    const credits = [...won("quiet", 9, { day: "2017-03-01" }), ...won("watcher", 5, { day: "2017-03-01" })];
    const organisation = { members: [ana, watcher, quiet], credits };
    expect(places(await load(organisation))).toEqual([["ana", 1, false, 0]]);
    expect(places(await load(organisation, { from: "2017-01-01", to: "2017-12-31" }))).toEqual([
      ["quiet", 1, false, 9],
      ["ana", 2, false, 0],
      ["watcher", null, false, 5],
    ]);
  });

  it("filters by the team at the time of the credit, teams under it included", async () => {
    const moved = buildMember("moved", null, {
      memberships: [
        { teamId: "london", from: null, until: "2026-11-08" },
        { teamId: "us", from: "2026-11-09", until: null },
      ],
    });
    const credits = [
      ...won("moved", 7, { teamId: "london", day: "2026-11-03" }),
      ...won("moved", 100, { teamId: "us", day: "2026-11-12" }),
      ...won("ben", 5, { teamId: "paris" }),
      ...won("cleo", 50, { teamId: "us" }),
    ];
    const organisation = { members: [...PEOPLE, moved], teams: TEAMS, credits };
    const emea = await load(organisation, { teamId: "emea" });
    expect(places(emea)).toEqual([
      ["moved", 1, false, 7],
      ["ben", 2, false, 5],
      ["ana", 3, false, 0],
    ]);
    expect(emea.total).toBe(12);
    expect(emea.rows[0]?.member?.teamId).toBe("us");
  });

  it("tells what was left out and why", async () => {
    const leftOut = (memberId: string, reason: Credit["leftOut"]) =>
      buildCredit({ event: "revenue_closed", memberId, leftOut: reason, count: 0, unit: 0 });
    const credits = [
      leftOut("ana", "no_amount"),
      leftOut("ben", "no_amount"),
      leftOut("", "owner_not_mapped"),
    ];
    expect((await load({ members: PEOPLE, credits })).leftOut).toEqual({
      count: 3,
      reasons: [
        { reason: "no_amount", count: 2 },
        { reason: "owner_not_mapped", count: 1 },
      ],
    });
  });

  it("compares an open month with as many working days of the one before", async () => {
    const credits = [
      ...won("ana", 1000, { day: "2026-11-20" }),
      ...won("ana", 100, { day: "2026-11-19" }),
      ...won("ana", 30, { day: "2026-10-20" }),
      ...won("ana", 3, { day: "2026-10-21" }),
    ];
    const board = await load({ members: [ana], credits }, { compare: true });
    expect(board.comparedWith).toMatchObject({ from: "2026-10-01", to: "2026-10-20" });
    expect(board.comparedPart).toMatchObject({ from: "2026-11-01", to: "2026-11-19" });
    expect(board.rows[0]).toMatchObject({ value: 1100, compared: 100, previous: 30 });
  });

  it("compares an ended month with the whole one before", async () => {
    const credits = [...won("ana", 8, { day: "2026-10-31" }), ...won("ana", 3, { day: "2026-09-01" })];
    const board = await load({ members: [ana], credits }, { period: "last_month", compare: true });
    expect(board.rows[0]).toMatchObject({ value: 8, compared: 8, previous: 3 });
  });

  it("shows a long board from the top, with the own row and its neighbours, until all of it is asked for", async () => {
    const members = Array.from({ length: 25 }, (_, index) => buildMember(`m${10 + index}`, null));
    const credits = members.flatMap(({ id }, index) => won(id, 1000 - index));
    const short = await load({ members, credits }, {}, viewAs("member", "m28"));
    expect(short.rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 19, 20]);
    expect(short.omitted).toBe(12);
    const all = await load({ members, credits }, { all: true }, viewAs("member", "m28"));
    expect([all.rows.length, all.omitted, all.total]).toEqual([25, 0, short.total]);
    expect((await load({ members, credits }, {}, viewAs("member"))).rows).toHaveLength(25);
  });
});

describe("a board as it was known then", () => {
  const credits = [
    ...won("ana", 100, { knownFrom: 1, knownUntil: 2, day: "2026-10-10" }),
    ...won("ana", 250, { knownFrom: 2, day: "2026-10-10" }),
  ];
  const revisions = [
    { revision: 1, at: "2026-10-11T00:00:00.000Z" },
    { revision: 2, at: "2026-11-02T00:00:00.000Z" },
  ];
  const organisation = { members: [ana], credits, revisions };

  it("shows what the ledger held, in the period of that day", async () => {
    const then = await load(organisation, { at: "2026-10-31T12:00:00.000Z" });
    expect(then).toMatchObject({
      period: { from: "2026-10-01" },
      asOf: "2026-10-31T12:00:00.000Z",
      revision: 1,
    });
    expect(then.rows[0]?.value).toBe(100);
    expect((await load(organisation, { period: "last_month" })).rows[0]?.value).toBe(250);
  });

  it("is refused for the future, and for the time before the connection", async () => {
    expect(await refusal(organisation, { at: "2026-11-20T19:32:00.001Z" })).toBe("in_the_future");
    expect(await refusal(organisation, { at: "2026-09-30T00:00:00.000Z" })).toBe("before_connection");
    expect(await refusal(organisation, { teamId: "nowhere" })).toBe("unknown_team");
    expect(await refusal(organisation, { from: "2026-02-01" })).toBe("period_invalid");
  });
});

describe("a board of teams", () => {
  const credits = [
    ...won("ana", 100, { teamId: "london" }),
    ...won("ben", 40, { teamId: "paris" }),
    ...won("cleo", 120, { teamId: "us" }),
    ...won("dan", 9, { teamId: "" }),
  ];
  const members = [...PEOPLE, buildMember("dan", null)];

  it("puts what sums up other teams after those it would compete with, without a place", async () => {
    const board = await load({ members, teams: TEAMS, credits }, { by: "team" });
    expect(places(board)).toEqual([
      ["us", 1, false, 120],
      ["london", 2, false, 100],
      ["paris", 3, false, 40],
      ["emea", null, false, 140],
    ]);
    expect(board.total).toBe(269);
    expect(board.rows[3]?.team).toEqual({ id: "emea", crmId: "crm-emea", name: "Team emea", parentId: null });
  });

  it("ranks the teams under the one it is narrowed to, which is their total", async () => {
    const board = await load({ members, teams: TEAMS, credits }, { by: "team", teamId: "emea" });
    expect(places(board)).toEqual([
      ["london", 1, false, 100],
      ["paris", 2, false, 40],
    ]);
    expect(board.total).toBe(140);
  });

  it("counts a deal that two of a team share once", async () => {
    const shared = [
      buildCredit({ event: "deal_won", memberId: "ana", teamId: "london", crmId: "d", line: 0 }),
      buildCredit({ event: "deal_won", memberId: "ben", teamId: "paris", crmId: "d", line: 1, unit: 0 }),
    ];
    const board = await load({ members, teams: TEAMS, credits: shared }, { by: "team", metric: "deals_won" });
    expect(board.rows.find(({ team }) => team?.id === "emea")?.value).toBe(1);
  });

  it("has no value for a team in which nobody was", async () => {
    const board = await load({ members: [ana], teams: TEAMS, credits: [] }, { by: "team" });
    expect(places(board)).toEqual([
      ["london", 1, false, 0],
      ["paris", null, false, null],
      ["us", null, false, null],
      ["emea", null, false, 0],
    ]);
  });

  it("survives teams that lie under each other in a circle", async () => {
    const circle = [buildTeam("london", "paris"), buildTeam("paris", "london")];
    const board = await load({ members, teams: circle, credits }, { by: "team" });
    expect(places(board)).toEqual([
      ["london", null, false, 140],
      ["paris", null, false, 140],
    ]);
    expect(board.total).toBe(269);
  });
});
