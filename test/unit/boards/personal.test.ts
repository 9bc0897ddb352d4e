import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Leaderboard, Quota } from "../../../shared/contracts/api.ts";
import { sharedViewer } from "../../../worker/app/viewer.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import { buildMember, viewAs } from "./organisation.ts";
import { load, TEAMS, won } from "./small-board.ts";

const ids = ["ana", "ben", "cleo", "dan"] as const;

const members = fc.tuple(
  ...ids.map((id, index) =>
    fc
      .record({
        privacy: fc.constantFrom("named" as const, "named" as const, "anonymous" as const, "hidden" as const),
        watches: fc.boolean(),
        leftOn: fc.constantFrom(null, null, "2026-10-05"),
        joinedOn: fc.constantFrom(null, null, "2026-12-01"),
        leaves: fc.constantFrom(
          [],
          [{ from: "2026-11-16", to: null, relievesQuota: true }],
          [{ from: "2026-10-01", to: "2026-11-10", relievesQuota: true }],
        ),
      })
      .map(({ privacy, watches, leftOn, joinedOn, leaves }) =>
        buildMember(id, ["london", "paris", "us", "us"][index] ?? null, {
          privacy,
          leftOn,
          joinedOn,
          leaves,
          active: leftOn === null,
          ...(watches ? { role: "viewer", roleByHand: true } : {}),
          ...(id === "dan" && !watches ? { role: "manager", managesTeamIds: ["emea"] } : {}),
        }),
      ),
  ),
);

const credits: fc.Arbitrary<readonly Credit[]> = fc
  .array(
    fc.record({
      id: fc.constantFrom(...ids),
      teamId: fc.constantFrom("london", "paris", "us"),
      amount: fc.integer({ min: 1, max: 500 }),
      day: fc.constantFrom("2026-10-05", "2026-11-10", "2026-11-19"),
    }),
    { maxLength: 12 },
  )
  .map((deals) => deals.flatMap(({ id, amount, ...changes }) => won(id, amount, changes)));

const quotas: readonly Quota[] = ids.map((id) => ({
  metric: "revenue_closed",
  subject: { kind: "member", id },
  period: { grain: "month", from: "2026-11-01" },
  amount: 1000,
  effectiveFrom: null,
}));

const figuresOf = ({ rows, total, leftOut }: Leaderboard) => ({ rows, total, leftOut });

describe("a board and the live one that all share", () => {
  it("says the same, or says that it is personal", async () => {
    const asked = fc.record({
      members,
      credits,
      metric: fc.constantFrom("revenue_closed" as const, "deals_won" as const, "quota_attainment" as const),
      by: fc.constantFrom("member" as const, "team" as const),
      viewer: fc.constantFrom(
        viewAs("admin"),
        viewAs("manager", "dan"),
        viewAs("member", "ana"),
        viewAs("member"),
      ),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ viewer, metric, by, ...organisation }) => {
        const known = { ...organisation, teams: TEAMS, quotas };
        const asked = { metric, by, all: true, compare: true };
        const mine = await load(known, asked, viewer);
        const shared = await load(known, asked, sharedViewer("tenant"));
        if (!mine.personal) expect(figuresOf(mine)).toEqual(figuresOf(shared));
      }),
      { numRuns: 300 },
    );
  });
});
