import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Quota } from "../../../shared/contracts/api.ts";
import { METRIC_IDS, PERIOD_NAMES, type PrivacyMode } from "../../../shared/contracts/ids.ts";
import type { LeaderboardQuery } from "../../../worker/app/boards/leaderboard-query.ts";
import { loadScorecard } from "../../../worker/app/boards/load-scorecard.ts";
import { type ExplanationQuery, loadExplanation } from "../../../worker/app/explain/load-explanation.ts";
import { loadQuotaFigures } from "../../../worker/app/quota-card/quota-figures.ts";
import { loadAttainment } from "../../../worker/app/quotas/load-attainment.ts";
import { sharedViewer, type Viewer } from "../../../worker/app/viewer.ts";
import { buildDirectory } from "../../../worker/domain/credit/directory.ts";
import { buildDeal, buildFacts, closing, usd } from "../credit/builders.ts";
import { buildContext, buildMember, type Organisation, viewAs } from "./organisation.ts";
import { load, TEAMS, won } from "./small-board.ts";
import { OPEN, pairOf, quota, type Twins, twins } from "./twins.ts";

const asked: fc.Arbitrary<ExplanationQuery> = fc.record({
  metric: fc.constantFrom(...METRIC_IDS),
  memberId: fc.constantFrom(null, "ana", "ben", "cleo", "x1"),
  period: fc.constantFrom(...PERIOD_NAMES),
  teamId: fc.option(fc.constantFrom("top", "left", "right", "apart"), { nil: undefined }),
  segment: fc.option(fc.constantFrom("pipeline:p1", "type:new"), { nil: undefined }),
  at: fc.constantFrom(undefined, "2026-11-12T12:00:00.000Z"),
});

const viewer: fc.Arbitrary<Viewer> = fc.constantFrom(
  viewAs("member", "ana"),
  viewAs("viewer", "ben"),
  viewAs("member"),
  viewAs("manager", "lead"),
);
const privacy = fc.constantFrom<PrivacyMode>("hidden", "anonymous");

function sliced(organisation: Organisation): Organisation {
  const credits = (organisation.credits ?? []).map((credit) => ({
    ...credit,
    slice: { pipelineId: credit.amountMinor % 2 === 0 ? "p1" : "p2", dealType: "new" },
  }));
  return { ...organisation, credits };
}

/** The same ids in both, so that nothing but what private people did differs. */
function slicedPair(mode: PrivacyMode, seed: Twins): [Organisation, Organisation] {
  const [one, other] = pairOf(mode, seed);
  return [sliced(one), sliced(other)];
}

describe("why a number is what it is, for a peer", () => {
  it("is the same to the last figure whatever a private person did, over all filters", async () => {
    await fc.assert(
      fc.asyncProperty(twins, asked, viewer, privacy, async (seed, query, by, mode) => {
        const [one, other] = slicedPair(mode, seed);
        const answer = (of: Organisation) => loadExplanation(buildContext(of), query, by);
        expect(await answer(one)).toEqual(await answer(other));
      }),
      { numRuns: 400 },
    );
  });
});

describe("a member's quota card", () => {
  const deal = buildDeal({
    crmId: "deal-1",
    ownerId: "owner-ana",
    ownerHistory: [],
    close: closing("2026-11-25"),
    amount: usd(2),
  });
  const figures = async (organisation: Organisation) => {
    const facts = buildFacts({ directory: buildDirectory(organisation.members, []) });
    const sources = { deals: { loadDeal: async () => ({ deal, facts }) }, loadKinds: async () => [] };
    const context = { ...buildContext(organisation), ...sources };
    const answer = await loadQuotaFigures(context, { dealId: "deal-1" }, viewAs("member", "ana"));
    if (!answer.ok) throw new Error(answer.error.reason);
    const { card: _, person: __, place, deal: effect, ...rest } = answer.value;
    return { ...rest, place, effect };
  };

  it("is the same in every figure but the places whatever a private person did, and so is what a deal would change", async () => {
    await fc.assert(
      fc.asyncProperty(twins, privacy, async (seed, mode) => {
        const [one, other] = slicedPair(mode, seed);
        const [left, right] = [await figures(one), await figures(other)];
        const bare = ({ place, effect, ...rest }: typeof left) => ({
          ...rest,
          isRanked: place !== null,
          effect: effect && { ...effect, rank: null },
        });
        expect(bare(left)).toEqual(bare(right));
        const places = async (organisation: Organisation) =>
          (
            await load(
              organisation,
              { metric: left.main.row.metric, from: left.period.from, to: left.period.to, all: true },
              viewAs("member", "ana"),
            )
          ).rows.map(({ rank, tied, member }) => [rank, tied, member?.id]);
        // Who sees the same board is told the same of what a deal would change.
        if (isDeepStrictEqual(await places(one), await places(other))) {
          expect(left.effect).toEqual(right.effect);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const boardQuery: fc.Arbitrary<Partial<LeaderboardQuery>> = fc.record({
  metric: fc.constantFrom(...METRIC_IDS, "quota_attainment" as const),
  quotaMetric: fc.constantFrom("revenue_closed" as const, "deals_won" as const),
  period: fc.constantFrom(...PERIOD_NAMES),
  by: fc.constantFrom("member" as const, "team" as const),
  at: fc.constantFrom(undefined, "2026-11-12T12:00:00.000Z"),
  compare: fc.constant(true),
  all: fc.constant(true),
  details: fc.constant(true),
});

describe("what is asked of somebody", () => {
  /** The subjects whose quotas a viewer may know. */
  const seenBy = ({ memberId, role }: Viewer, { teams }: Twins): ReadonlySet<string> => {
    const led = OPEN.filter((_, index) => role === "manager" && teams[index] === "left");
    return new Set([memberId ?? "", ...led, ...(role === "manager" ? ["left"] : [])]);
  };
  const quotas = fc
    .tuple(
      fc.array(quota(OPEN), { maxLength: 8 }),
      fc.array(quota(["left", "right", "top"]), { maxLength: 3 }),
    )
    .map(([ofPeople, ofTeams]) => [
      ...ofPeople,
      ...ofTeams.map((each): Quota => ({ ...each, subject: { kind: "team", id: each.subject.id ?? "" } })),
    ]);

  it("changes nothing in any answer to whoever may not see it, over all filters", async () => {
    const by = fc.oneof(viewer, fc.constant(sharedViewer("tenant")));
    await fc.assert(
      fc.asyncProperty(twins, quotas, quotas, boardQuery, asked, by, async (...drawn) => {
        const [seed, one, other, query, why, asker] = drawn;
        const seen = seenBy(asker, seed);
        const isSeen = ({ subject }: Quota) => seen.has(subject.id ?? "");
        const [organisation] = slicedPair("anonymous", seed);
        const answers = async (hidden: readonly Quota[]) => {
          const known = { ...organisation, quotas: [...one.filter(isSeen), ...hidden] };
          const context = buildContext(known);
          const { period } = query;
          return {
            board: await load(known, query, asker),
            why: await loadExplanation(context, why, asker),
            cards: await Promise.all(
              OPEN.map((memberId) => loadScorecard(context, { memberId, period }, asker)),
            ),
            attainment: await loadAttainment(context, { period: "this_month" }, asker),
          };
        };
        const without = (all: readonly Quota[]) => all.filter((each) => !isSeen(each));
        expect(await answers(without(one))).toEqual(await answers(without(other)));
      }),
      { numRuns: 300 },
    );
  });
});

describe("what a peer did in the span that a board is compared with", () => {
  it("is what the board of that span shows of them, and nothing where they have no row there", async () => {
    await fc.assert(
      fc.asyncProperty(twins, boardQuery, viewer, async (seed, query, by) => {
        const [organisation] = pairOf("named", seed);
        const people = { ...query, by: "member" } as const;
        const board = await load(organisation, people, by);
        if (!board.comparedWith) return;
        const { from, to } = board.comparedWith;
        const before = await load(organisation, { ...people, period: undefined, from, to }, by);
        const values = new Map(before.rows.map(({ member, value }) => [member?.id, value]));
        for (const { member, previous } of board.rows) {
          expect([member?.id, previous]).toEqual([member?.id, values.get(member?.id) ?? null]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is nothing over days for all of which they were away, and in no total either", async () => {
    const leaves = [{ from: "2026-10-01", to: "2026-10-31", relievesQuota: false }];
    const credits = [
      ...won("ana", 30, { day: "2026-10-20", teamId: "us" }),
      ...won("back", 7, { day: "2026-10-20", teamId: "us" }),
      ...won("back", 100, { day: "2026-11-18", teamId: "us" }),
    ];
    const organisation = {
      members: [buildMember("ana", "us"), buildMember("back", "us", { leaves })],
      teams: TEAMS,
      credits,
    };
    const seen = async (viewer: Viewer) => {
      const query = { compare: true, details: true };
      const board = await load(organisation, query, viewer);
      const teams = await load(organisation, { ...query, by: "team" }, viewer);
      const row = board.rows.find(({ member }) => member?.id === "back");
      const us = teams.rows.find(({ team }) => team?.id === "us");
      const values = [row?.value, row?.compared, row?.previous, board.details?.totals.previous, us?.previous];
      return { values, weeks: us?.details?.weeks[4], personal: board.personal };
    };
    expect(await seen(viewAs("member", "ana"))).toEqual({
      values: [100, 100, null, 30, 30],
      weeks: 30,
      personal: false,
    });
    const inFull = { values: [100, 100, 7, 37, 37], weeks: 37, personal: true };
    for (const viewer of [viewAs("admin"), viewAs("member", "back")]) {
      expect(await seen(viewer)).toEqual(inFull);
    }
  });

  it("is in no number of the lines behind a figure over days for all of which they were away", async () => {
    const days = { from: "2026-10-01", to: "2026-10-31" };
    const leaves = [{ ...days, relievesQuota: false }];
    const ofDay = { teamId: "us", day: "2026-10-20" };
    const told = async (count: number) => {
      const back = won("back", count, ofDay).flatMap((credit) => [
        credit,
        { ...credit, crmId: `${credit.crmId}-left-out`, leftOut: "no_amount" as const, count: 0 as const },
      ]);
      const context = buildContext({
        members: [buildMember("ana", "us"), buildMember("back", "us", { leaves })],
        teams: TEAMS,
        credits: [...won("ana", 30, ofDay), ...(count === 0 ? [] : back)],
      });
      const query = { metric: "revenue_closed", memberId: null, period: "this_month" } as const;
      const place = { board: "compared", days } as const;
      return Promise.all(
        [undefined, "us"].map(async (ofTeamId) => {
          const why = await loadExplanation(
            context,
            { ...query, ...place, ofTeamId },
            viewAs("member", "ana"),
          );
          return why.ok && [why.value.value, why.value.countedTotal, why.value.leftOutTotal];
        }),
      );
    };
    expect(await told(7)).toEqual(await told(0));
    expect(await told(0)).toEqual([
      [30, 1, 0],
      [30, 1, 0],
    ]);
  });
});
