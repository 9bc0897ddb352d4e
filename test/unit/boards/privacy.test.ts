import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { METRIC_IDS, PERIOD_NAMES, type PrivacyMode } from "../../../shared/contracts/ids.ts";
import { loadActivity } from "../../../worker/app/activity/load-activity.ts";
import type { LeaderboardQuery } from "../../../worker/app/boards/leaderboard-query.ts";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import { loadScorecard } from "../../../worker/app/boards/load-scorecard.ts";
import { loadMembers } from "../../../worker/app/people/load-members.ts";
import { concealTies } from "../../../worker/app/scene/visibility.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import { rankStandings } from "../../../worker/domain/ranking.ts";
import type { IdentifiedMember } from "../../../worker/ports/tenants.ts";
import { buildContext, buildCredit, buildMember, type Organisation, viewAs } from "./organisation.ts";
import { ALWAYS_AWAY, OPEN, pairOf, people, SHY, TEAMS, twins } from "./twins.ts";

const query: fc.Arbitrary<LeaderboardQuery> = fc.record({
  metric: fc.constantFrom(...METRIC_IDS),
  quotaMetric: fc.constantFrom("revenue_closed" as const, "deals_won" as const),
  period: fc.constantFrom(...PERIOD_NAMES),
  by: fc.constantFrom("member" as const, "team" as const),
  teamId: fc.option(fc.constantFrom("top", "left", "right", "apart"), { nil: undefined }),
  at: fc.constantFrom(undefined, "2026-11-12T12:00:00.000Z"),
  compare: fc.boolean(),
});

const viewer: fc.Arbitrary<Viewer> = fc.constantFrom(
  viewAs("member", "ana"),
  viewAs("viewer", "ben"),
  viewAs("member"),
  viewAs("manager", "lead"),
);

async function board(organisation: Organisation, asked: LeaderboardQuery, by: Viewer): Promise<Leaderboard> {
  const answer = await loadLeaderboard(buildContext(organisation), asked, by);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

/** Everything but the places: ranks, the order of rows, and how many private rows there are. */
function figuresOf(answer: Leaderboard) {
  const rows = answer.rows
    .filter((row) => !row.private)
    .map(({ rank, ...row }) => ({ ...row, isRanked: rank !== null }))
    .sort((left, right) =>
      ((left.member ?? left.team)?.id ?? "").localeCompare((right.member ?? right.team)?.id ?? ""),
    );
  return { ...answer, rows, omitted: 0 };
}

describe("what a peer sees of a board", () => {
  it("is the same to the last figure whatever a hidden person did, over all filters", async () => {
    await fc.assert(
      fc.asyncProperty(twins, query, viewer, async (seed, asked, by) => {
        const [one, other] = pairOf("hidden", seed);
        expect(await board(one, asked, by)).toEqual(await board(other, asked, by));
      }),
      { numRuns: 600 },
    );
  });

  it("is the same in every figure but the places whatever an anonymous person did, over all filters", async () => {
    await fc.assert(
      fc.asyncProperty(twins, query, viewer, async (seed, asked, by) => {
        const [one, other] = pairOf("anonymous", seed);
        expect(figuresOf(await board(one, asked, by))).toEqual(figuresOf(await board(other, asked, by)));
      }),
      { numRuns: 600 },
    );
  });

  it("is as if hidden people did not exist", async () => {
    await fc.assert(
      fc.asyncProperty(twins, query, viewer, async (seed, asked, by) => {
        const [one] = pairOf("hidden", seed);
        const without: Organisation = {
          ...one,
          members: one.members.filter(({ id }) => !SHY.includes(id)),
          credits: seed.open,
          quotas: seed.quotas,
        };
        expect(await board(one, asked, by)).toEqual(await board(without, asked, by));
      }),
      { numRuns: 300 },
    );
  });

  it("has nothing of a private person anywhere in it", async () => {
    await fc.assert(
      fc.asyncProperty(twins, query, viewer, async (seed, asked, by) => {
        const [one] = pairOf("anonymous", seed);
        const answer = await board(one, asked, by);
        const text = JSON.stringify(answer);
        for (const id of SHY) expect(text).not.toContain(id);
        for (const row of answer.rows.filter((each) => each.private)) {
          expect({ ...row, rank: null }).toEqual({
            rank: null,
            tied: false,
            member: { id: "", crmId: "", name: "Private member", teamId: null },
            value: null,
            previous: null,
            compared: null,
            basis: { numerator: null, denominator: null },
            smallSample: false,
            private: true,
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it("looks the same whether somebody is away or is not ranked for another cause, over all filters", async () => {
    const peer = fc.constantFrom(viewAs("member", "ana"), viewAs("viewer", "ben"), viewAs("member"));
    const causes = fc.record({
      who: fc.constantFrom("cleo", "dan", "lead"),
      mode: fc.constantFrom<PrivacyMode>("named", "anonymous", "hidden"),
    });
    await fc.assert(
      fc.asyncProperty(twins, query, peer, causes, async (seed, asked, by, { who, mode }) => {
        const [organisation] = pairOf("anonymous", seed);
        const because = (cause: Partial<IdentifiedMember>): Organisation => ({
          ...organisation,
          members: organisation.members.map((member) =>
            member.id === who ? { ...member, privacy: mode, leaves: [], ...cause } : member,
          ),
        });
        const away = because({ leaves: ALWAYS_AWAY });
        const watching = because({ role: "viewer", roleByHand: true });
        expect(await board(away, asked, by)).toEqual(await board(watching, asked, by));
        const card = (from: Organisation) =>
          loadScorecard(buildContext(from), { memberId: who, period: asked.period, at: asked.at }, by);
        expect(await card(away)).toEqual(await card(watching));
        const listed = (from: Organisation) => loadMembers(buildContext(from), by);
        expect(await listed(away)).toEqual(await listed(because({})));
      }),
      { numRuns: 300 },
    );
  });

  it("names everybody to admins and owners, and a private person to themselves and to their manager", async () => {
    const members = people("hidden", ["left", "left", "left", "left", "top", "left", "right", "apart"]);
    const credits = [buildCredit({ event: "deal_won", memberId: "x1", teamId: "left" })];
    const asked: LeaderboardQuery = {
      metric: "deals_won",
      by: "member",
      period: "this_month",
      compare: false,
    };
    const seen = async (by: Viewer) => {
      const { rows, total } = await board({ members, teams: TEAMS, credits }, asked, by);
      return [rows.find(({ member }) => member?.id === "x1")?.value ?? null, rows.length, total];
    };
    expect(await seen(viewAs("admin"))).toEqual([1, 8, 1]);
    expect(await seen(viewAs("owner"))).toEqual([1, 8, 1]);
    expect(await seen(viewAs("member", "x1"))).toEqual([1, 6, 1]);
    expect(await seen(viewAs("manager", "lead"))).toEqual([1, 6, 1]);
    expect(await seen(viewAs("member", "ana"))).toEqual([null, 5, 0]);
    expect(await seen(viewAs("viewer", "ana"))).toEqual([null, 5, 0]);
    // A key with the role of a manager leads nobody.
    expect(await seen(viewAs("manager"))).toEqual([null, 5, 0]);
  });

  it("never gives a private value away by a tie", () => {
    const scores = [
      { id: "ana", value: 5 },
      { id: "ben", value: 5 },
      { id: "shy", value: 5 },
      { id: "dan", value: 3 },
    ];
    const places = concealTies(rankStandings(scores, "higher"), new Set(["shy"]));
    expect(places.map(({ id, rank, tied }) => [id, rank, tied])).toEqual([
      ["ana", 1, true],
      ["ben", 1, true],
      ["shy", 3, false],
      ["dan", 4, false],
    ]);
    const alone = concealTies(rankStandings(scores.slice(1), "higher"), new Set(["shy"]));
    expect(alone.map(({ id, rank, tied }) => [id, rank, tied])).toEqual([
      ["ben", 1, false],
      ["shy", 2, false],
      ["dan", 3, false],
    ]);
  });

  it("gives each named row a rank one above the number of those shown or anonymous who are better", async () => {
    await fc.assert(
      fc.asyncProperty(twins, async (seed) => {
        const [one] = pairOf("anonymous", seed);
        const asked: LeaderboardQuery = {
          metric: "calls_made",
          by: "member",
          period: "this_month",
          compare: false,
        };
        const peer = await board(one, asked, viewAs("member", "ana"));
        const admin = await board(one, asked, viewAs("admin"));
        for (const { member, rank } of peer.rows.filter((row) => !row.private)) {
          expect(rank).toBe(admin.rows.find((row) => row.member?.id === member?.id)?.rank);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("what a peer sees of people", () => {
  const members = [
    ...people("hidden", ["left", "left", "", "", "top", "left", "right", ""]).filter(({ id }) => id !== "x2"),
    buildMember("x2", "right", { privacy: "anonymous" }),
  ];
  const organisation: Organisation = {
    members,
    teams: TEAMS,
    credits: [
      buildCredit({ event: "call_made", kind: "call", memberId: "ben", day: "2026-11-19" }),
      buildCredit({ event: "deal_cycle", memberId: "ben", seconds: 10 * 86_400 }),
      buildCredit({ event: "deal_cycle", memberId: "ben", seconds: 20 * 86_400 }),
      buildCredit({ event: "deal_cycle", memberId: "ben", seconds: 90 * 86_400 }),
      buildCredit({ event: "revenue_closed", memberId: "ben", amountMinor: 50, day: "2026-11-19" }),
      buildCredit({ event: "revenue_closed", memberId: "ben", amountMinor: 7, day: "2026-10-20" }),
    ],
    quotas: [
      {
        metric: "revenue_closed",
        subject: { kind: "member", id: "ben" },
        period: { grain: "month", from: "2026-11-01" },
        amount: 100,
        effectiveFrom: null,
      },
    ],
  };
  const context = buildContext(organisation);
  const peer = viewAs("member", "ana");

  async function card(by: Viewer, memberId: string) {
    const answer = await loadScorecard(context, { memberId, period: "this_month" }, by);
    if (!answer.ok) return answer.error.reason;
    return Object.fromEntries(
      answer.value.metrics.map(({ metric, value, previous, compared, median }) => [
        metric.id,
        [value, previous, compared, median],
      ]),
    );
  }

  it("lists no private person but oneself", async () => {
    const ids = async (by: Viewer) => {
      const answer = await loadMembers(context, by);
      return answer.ok ? answer.value.members.map(({ id }) => id).sort() : [];
    };
    expect(await ids(peer)).toEqual(OPEN);
    expect(await ids(viewAs("member", "x1"))).toEqual([...OPEN, "x1"]);
    expect(await ids(viewAs("admin"))).toEqual([...OPEN, ...SHY]);
  });

  it("tells somebody's first day to the person, their managers, admins and owners", async () => {
    const joined = members.map((member) => ({ ...member, joinedOn: "2026-10-12" }));
    const told = async (by: Viewer) => {
      const answer = await loadMembers(buildContext({ ...organisation, members: joined }), by);
      const listed = answer.ok ? answer.value.members : [];
      return listed.filter(({ joinedOn }) => joinedOn !== null).map(({ id }) => id);
    };
    expect(await told(peer)).toEqual(["ana"]);
    expect(await told(viewAs("member"))).toEqual([]);
    expect((await told(viewAs("manager", "lead"))).sort()).toEqual(["ana", "ben", "lead", "x1"]);
    expect(await told(viewAs("admin"))).toHaveLength(members.length);
  });

  it("gives a named colleague's results without the quota, and everything to admins and oneself", async () => {
    for (const by of [viewAs("admin"), viewAs("member", "ben"), viewAs("manager", "lead")]) {
      expect(await card(by, "ben")).toMatchObject({
        revenue_closed: [50, 7, 50, null],
        quota_attainment: [50, null, (50 * 100) / 70, null],
        sales_cycle: [40, null, 40, 20],
        calls_made: [1, 0, 1, null],
      });
    }
    expect(await card(peer, "ben")).toMatchObject({
      revenue_closed: [50, 7, 50, null],
      quota_attainment: [null, null, null, null],
    });
  });

  it("treats private people as if they were unknown", async () => {
    for (const id of [...SHY, "nobody"]) expect(await card(peer, id)).toBe("unknown_member");
    expect(await card(viewAs("admin"), "x2")).toMatchObject({ calls_made: [0, 0, 0, null] });
  });

  it("shows one's own days, a manager's people's, and everybody's to admins", async () => {
    const listed = async (by: Viewer, more: { memberId?: string; teamId?: string } = {}) => {
      const answer = await loadActivity(context, { period: "this_week", ...more }, by);
      return answer.ok ? answer.value.members.map(({ member }) => member.id).sort() : answer.error.reason;
    };
    expect(await listed(peer)).toEqual(["ana"]);
    expect(await listed(viewAs("member"))).toEqual([]);
    expect(await listed(viewAs("manager", "lead"))).toEqual(["ana", "ben", "lead", "x1"]);
    expect(await listed(viewAs("admin"))).toEqual([...OPEN, "x1", "x2"]);
    expect(await listed(viewAs("admin"), { teamId: "left" })).toEqual(["ana", "ben", "x1"]);
    expect(await listed(viewAs("admin"), { memberId: "x3" })).toEqual(["x3"]);
    expect(await listed(peer, { memberId: "ben" })).toBe("not_permitted");
    expect(await listed(peer, { memberId: "x1" })).toBe("unknown_member");
    expect(await listed(peer, { memberId: "nobody" })).toBe("unknown_member");
    expect(await listed(peer, { teamId: "nowhere" })).toBe("unknown_team");
  });

  it("lists every day of the period, days without anything included", async () => {
    const answer = await loadActivity(context, { period: "this_week", memberId: "ben" }, viewAs("admin"));
    if (!answer.ok) throw new Error(answer.error.reason);
    const days = answer.value.members[0]?.days ?? [];
    expect(days.map(({ day: each, callsMade }) => [each, callsMade])).toEqual([
      ["2026-11-16", 0],
      ["2026-11-17", 0],
      ["2026-11-18", 0],
      ["2026-11-19", 1],
      ["2026-11-20", 0],
      ["2026-11-21", 0],
      ["2026-11-22", 0],
    ]);
  });

  it("refuses more days of people than one answer should hold", async () => {
    const many = Array.from({ length: 200 }, (_, index) => buildMember(`m${index}`, null));
    const asked = { from: "2025-01-01", to: "2025-12-31" };
    expect(await loadActivity(buildContext({ members: many }), asked, viewAs("admin"))).toMatchObject({
      error: { reason: "period_invalid" },
    });
  });
});
