import { describe, expect, it } from "vitest";
import { buildCredit, buildMember, viewAs } from "./organisation.ts";
import { load, places, TEAMS } from "./small-board.ts";

const hal = buildMember("hal", "paris", { privacy: "hidden" });
const ana = buildMember("ana", "london");
const MEMBERS = [hal, ana];

/** One deal of both, whose unit lies with one of them; and one that Hal won alone. */
function creditsWithUnitAt(holder: string) {
  const shared = MEMBERS.map(({ id, memberships }, line) => {
    const teamId = memberships[0]?.teamId ?? "";
    return buildCredit({
      event: "deal_won",
      crmId: "1",
      memberId: id,
      teamId,
      line,
      unit: id === holder ? 1 : 0,
    });
  });
  return [...shared, buildCredit({ event: "deal_won", memberId: "hal", teamId: "paris" })];
}

describe.each(["ana", "hal"])(
  "a deal that a hidden and a named person share, with its unit at %s",
  (holder) => {
    const organisation = { members: MEMBERS, teams: TEAMS, credits: creditsWithUnitAt(holder) };

    it("is one deal in a peer's row, total and teams", async () => {
      const people = await load(organisation, { metric: "deals_won" }, viewAs("member", "ana"));
      expect([places(people), people.total]).toEqual([[["ana", 1, false, 1]], 1]);
      const teams = await load(organisation, { metric: "deals_won", by: "team" }, viewAs("member", "ana"));
      const values = new Map(teams.rows.map(({ team, value }) => [team?.id, value]));
      expect([values.get("london"), values.get("emea"), values.get("paris") ?? 0]).toEqual([1, 1, 0]);
      expect(teams.total).toBe(1);
    });

    it("is one deal of each team, of both together and of the total for an admin", async () => {
      const teams = await load(organisation, { metric: "deals_won", by: "team" });
      const values = new Map(teams.rows.map(({ team, value }) => [team?.id, value]));
      expect([values.get("london"), values.get("paris"), values.get("emea")]).toEqual([1, 2, 2]);
      expect(teams.total).toBe(2);
      const london = await load(organisation, { metric: "deals_won", teamId: "london" });
      expect([places(london), london.total]).toEqual([[["ana", 1, false, 1]], 1]);
    });
  },
);
