import { describe, expect, it } from "vitest";
import { loadActivity } from "../../../worker/app/activity/load-activity.ts";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import type { QueryContext } from "../../../worker/app/queries.ts";
import { loadAttainment } from "../../../worker/app/quotas/load-attainment.ts";
import { buildContext, buildMember, buildTeam, viewAs } from "./organisation.ts";
import { won } from "./small-board.ts";

/** Until revision 2 the team "far" lay under the team that Lee leads. */
function afterTheReorganisation(): QueryContext {
  const lee = buildMember("lee", "near", { role: "manager", managesTeamIds: ["near"] });
  const shy = buildMember("shy", "far", { privacy: "anonymous" });
  const context = buildContext({
    members: [lee, shy],
    credits: won("shy", 777, { teamId: "far" }),
    revisions: [
      { revision: 1, at: "2026-11-01T00:00:00.000Z" },
      { revision: 2, at: "2026-11-18T00:00:00.000Z" },
    ],
  });
  const loadTeams = async (atRevision?: number) => [
    buildTeam("near"),
    buildTeam("far", atRevision === 1 ? "near" : null),
  ];
  return { ...context, store: { ...context.store, loadTeams } };
}

const BEFORE = { at: "2026-11-17T12:00:00.000Z" };
const lead = viewAs("manager", "lee");

describe("a manager who looks back to when other people were theirs", () => {
  it("sees of them on a board what they may see today", async () => {
    const answer = await loadLeaderboard(
      afterTheReorganisation(),
      { ...BEFORE, metric: "revenue_closed", by: "member", period: "this_month", compare: false },
      lead,
    );
    if (!answer.ok) throw new Error(answer.error.reason);
    expect(JSON.stringify(answer.value)).not.toContain("777");
    expect(answer.value.rows.map(({ member }) => member?.name)).toContain("Private member");
  });

  it("sees neither their days nor their team's attainment", async () => {
    const context = afterTheReorganisation();
    const days = await loadActivity(context, { ...BEFORE, memberId: "shy", period: "this_month" }, lead);
    expect(days).toMatchObject({ ok: false, error: { reason: "unknown_member" } });
    const attainment = await loadAttainment(context, BEFORE, lead);
    expect(attainment.ok).toBe(true);
    expect(JSON.stringify(attainment)).not.toContain("777");
  });
});

describe("a manager whose person is in no team any more", () => {
  const sees = async (active: boolean): Promise<string | undefined> => {
    const memberships = [{ teamId: "near", from: null, until: "2026-11-10" }];
    const context = buildContext({
      members: [
        buildMember("lee", "near", { role: "manager", managesTeamIds: ["near"] }),
        buildMember("shy", null, { privacy: "anonymous", memberships, active }),
      ],
      credits: won("shy", 777, { teamId: "near" }),
    });
    const query = { metric: "revenue_closed", by: "member", period: "this_month", compare: false } as const;
    const answer = await loadLeaderboard(context, query, lead);
    if (!answer.ok) throw new Error(answer.error.reason);
    return answer.value.rows.find(({ rank }) => rank === 1)?.member?.name;
  };

  it("sees them as their peers do, for they report to somebody else now", async () => {
    expect(await sees(true)).toBe("Private member");
  });

  it("still sees in full who has left the company", async () => {
    expect(await sees(false)).toBe("Person shy");
  });
});
