import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { METRIC_IDS, PERIOD_NAMES, type PrivacyMode } from "../../../shared/contracts/ids.ts";
import type { LeaderboardQuery } from "../../../worker/app/boards/leaderboard-query.ts";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import { buildContext, type Organisation, viewAs } from "./organisation.ts";
import { pairOf, SHY, type Twins, twins } from "./twins.ts";

const query: fc.Arbitrary<LeaderboardQuery> = fc.record({
  metric: fc.constantFrom(...METRIC_IDS),
  quotaMetric: fc.constantFrom("revenue_closed" as const, "deals_won" as const),
  period: fc.constantFrom(...PERIOD_NAMES),
  by: fc.constantFrom("member" as const, "team" as const),
  teamId: fc.option(fc.constantFrom("top", "left", "right", "apart"), { nil: undefined }),
  region: fc.option(fc.constantFrom("north", "south"), { nil: undefined }),
  department: fc.option(fc.constantFrom("field", "inside"), { nil: undefined }),
  segment: fc.option(fc.constantFrom("pipeline:p1", "type:new"), { nil: undefined }),
  at: fc.constantFrom(undefined, "2026-11-12T12:00:00.000Z"),
  compare: fc.boolean(),
  all: fc.boolean(),
  details: fc.constant(true),
});

const viewer: fc.Arbitrary<Viewer> = fc.constantFrom(
  viewAs("member", "ana"),
  viewAs("viewer", "ben"),
  viewAs("member"),
  viewAs("manager", "lead"),
);

/** The same organisation with attributes of people and dimensions of deals to filter by. */
function divided(organisation: Organisation): Organisation {
  return {
    ...organisation,
    settings: { clubLine: { kind: "top", places: 2 } },
    members: organisation.members.map((member, index) => ({
      ...member,
      region: index % 2 === 0 ? "north" : "south",
      department: index % 3 === 0 ? "field" : "inside",
    })),
    credits: (organisation.credits ?? []).map((credit) => ({
      ...credit,
      slice: { pipelineId: credit.amountMinor % 2 === 0 ? "p1" : "p2", dealType: "new" },
    })),
  };
}

function dividedPair(privacy: PrivacyMode, seed: Twins): [Organisation, Organisation] {
  const [one, other] = pairOf(privacy, seed);
  return [divided(one), divided(other)];
}

/** Null where what is ranked has no segments. */
async function board(
  organisation: Organisation,
  asked: LeaderboardQuery,
  by: Viewer,
): Promise<Leaderboard | null> {
  const answer = await loadLeaderboard(buildContext(organisation), asked, by);
  return answer.ok ? answer.value : null;
}

/** Everything but the places: ranks now and before, their number, and the order of rows. */
function figuresOf(answer: Leaderboard | null) {
  if (answer === null) return null;
  const rows = answer.rows
    .filter((row) => !row.private)
    .map(({ rank, details, ...row }) => ({
      ...row,
      isRanked: rank !== null,
      details: details && { ...details, movement: details.movement && { isNew: details.movement.isNew } },
    }))
    .sort((left, right) =>
      ((left.member ?? left.team)?.id ?? "").localeCompare((right.member ?? right.team)?.id ?? ""),
    );
  const { details } = answer;
  const standing = details?.standing && {
    ...details.standing,
    rank: 0,
    rankBefore: 0,
    nextRank: 0,
    of: 0,
  };
  return { ...answer, rows, omitted: 0, details: { ...details, standing } };
}

describe("what a peer sees beside the places of a board", () => {
  it("is the same to the last figure whatever a hidden person did, over all filters", async () => {
    await fc.assert(
      fc.asyncProperty(twins, query, viewer, async (seed, asked, by) => {
        const [one, other] = dividedPair("hidden", seed);
        expect(await board(one, asked, by)).toEqual(await board(other, asked, by));
      }),
      { numRuns: 300 },
    );
  });

  it("is the same in every figure but the places whatever an anonymous person did, over all filters", async () => {
    await fc.assert(
      fc.asyncProperty(twins, query, viewer, async (seed, asked, by) => {
        const [one, other] = dividedPair("anonymous", seed);
        expect(figuresOf(await board(one, asked, by))).toEqual(figuresOf(await board(other, asked, by)));
      }),
      { numRuns: 300 },
    );
  });

  it("tells nothing at the place of an anonymous person, and nobody else's quota", async () => {
    await fc.assert(
      fc.asyncProperty(twins, query, async (seed, asked) => {
        const [one] = dividedPair("anonymous", seed);
        const answer = await board(one, asked, viewAs("member", "ana"));
        if (answer === null) return;
        for (const id of SHY) expect(JSON.stringify(answer)).not.toContain(id);
        expect(answer.details?.teamQuota).toBeNull();
        for (const row of answer.rows.filter(({ member }) => member?.id !== "ana")) {
          expect(row.details?.quota).toBeNull();
          expect(row.details?.ramping).toBe(false);
          expect(row.details?.awaySince).toBeNull();
          expect(row.details?.hiddenFromPeers).toBe(false);
          if (!row.private) continue;
          expect(row.details).toMatchObject({ movement: null, toNext: null, weeks: [], fewPerWeek: false });
        }
      }),
      { numRuns: 200 },
    );
  });

  it("changes no figure that is there without details", async () => {
    await fc.assert(
      fc.asyncProperty(twins, query, viewer, async (seed, asked, by) => {
        const [one] = dividedPair("anonymous", seed);
        const plain = await board(one, { ...asked, details: false }, by);
        const full = await board(one, asked, by);
        const stripped = full && {
          ...full,
          rows: full.rows.map(({ details: _, ...row }) => row),
        };
        if (stripped) delete stripped.details;
        expect(stripped).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });
});
