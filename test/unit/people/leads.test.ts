import { describe, expect, it } from "vitest";
import type { SeenPerson } from "../../../worker/app/people/match-people.ts";
import { buildMember, buildPerson, NOBODY, peopleAfter, plan } from "./builders.ts";

describe("who leads", () => {
  const leader = (more: Partial<SeenPerson> = {}) => buildPerson({ leadsTeamIds: ["1", "2"], ...more });

  it("is what the CRM tells, by our own ids of the teams, once", () => {
    const first = plan(NOBODY, { people: [leader()] });
    expect(first.leads).toEqual([{ memberId: "m1", teamIds: ["team-1", "team-2"] }]);
    const known = peopleAfter({ people: [leader()] });
    const stored = {
      ...known,
      members: known.members.map((each) => ({ ...each, managesTeamIds: ["team-2", "team-1"] })),
    };
    expect(plan(stored, { people: [leader()] }).leads).toEqual([]);
    expect(plan(stored, { people: [leader({ leadsTeamIds: ["2"] })] }).leads).toEqual([
      { memberId: "m1", teamIds: ["team-2"] },
    ]);
    expect(plan(stored, { people: [leader({ archived: true })] }).leads).toEqual([
      { memberId: "m1", teamIds: [] },
    ]);
  });

  it("is named in Standings where the CRM knows of no managers, and stays what an admin set by hand", () => {
    expect(plan(NOBODY, { people: [buildPerson()] }).leads).toEqual([]);
    const byHand = { ...NOBODY, members: [buildMember({ roleByHand: true, managesTeamIds: ["team-1"] })] };
    expect(plan(byHand, { people: [leader()] }).leads).toEqual([]);
  });
});
