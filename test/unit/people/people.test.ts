import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideRoles } from "../../../worker/app/people/decide-roles.ts";
import type { SeenPerson } from "../../../worker/app/people/match-people.ts";
import { changesNothing, type KnownPeople, type SeenPeople } from "../../../worker/app/people/plan-people.ts";
import { latestTeam, wasIn } from "../../../worker/app/scene/team-tree.ts";
import type { CrmTeam } from "../../../worker/ports/crm.ts";
import {
  buildMember,
  buildPerson,
  FIELD,
  INSIDE,
  NOBODY,
  peopleAfter,
  plan,
  store,
  TODAY,
  TOMORROW,
} from "./builders.ts";

describe("who is who", () => {
  it("knows a re-created user again by the e-mail address", () => {
    const known = peopleAfter({ people: [buildPerson()] });
    const gone = buildPerson({ archived: true, archivedAt: "2026-02-20T23:30:00.000Z", userId: null });
    const { members } = peopleAfter({ people: [buildPerson({ ownerId: "11", userId: "u11" }), gone] }, known);
    expect(members).toMatchObject([
      { id: "m1", crmId: "11", ownerIds: ["10", "11"], userIds: ["u10", "u11"], active: true, leftOn: null },
    ]);
  });

  it("keeps two people apart who share an address and are both there", () => {
    const { members } = peopleAfter({
      people: [buildPerson(), buildPerson({ ownerId: "11", userId: "u11" })],
    });
    expect(members.map(({ ownerIds }) => ownerIds)).toEqual([["10"], ["11"]]);
  });

  it("takes an owner and a user entry of one person together", () => {
    const people = [buildPerson({ userId: null }), buildPerson({ ownerId: null })];
    expect(peopleAfter({ people }).members).toMatchObject([
      { crmId: "10", ownerIds: ["10"], userIds: ["u10"] },
    ]);
  });

  it("makes no member of a queue, and takes the owner id from who was believed to be one", () => {
    const known = peopleAfter({ people: [buildPerson()] });
    const { changes, dependents } = plan(known, { people: [buildPerson({ kind: "queue" })] });
    expect(changes.newQueueOwnerIds).toEqual(["10"]);
    expect(dependents.ownerIds).toEqual(["10"]);
    expect(store(known, changes)).toMatchObject({
      members: [{ ownerIds: [], active: false }],
      queueOwnerIds: ["10"],
    });
  });

  it("ignores an entry without any id", () => {
    const nobody = buildPerson({ ownerId: null, userId: null, personKey: null });
    expect(peopleAfter({ people: [nobody], teams: [] }).members).toEqual([]);
  });
});

describe("coming and going", () => {
  it("dates leaving by the tenant's own clock", () => {
    const left = buildPerson({ archived: true, archivedAt: "2026-02-20T23:30:00.000Z" });
    expect(peopleAfter({ people: [left] }).members).toMatchObject([{ active: false, leftOn: "2026-02-21" }]);
  });

  it("keeps the day of leaving when it is told again, and forgets it when somebody returns", () => {
    const left = buildPerson({ archived: true });
    const known = peopleAfter({ people: [left] }, peopleAfter({ people: [buildPerson()] }));
    const later = peopleAfter({ people: [left] }, known, TOMORROW);
    expect(later.members).toMatchObject([{ active: false, leftOn: TODAY }]);
    const back = peopleAfter({ people: [buildPerson()] }, later, TOMORROW);
    expect(back.members).toMatchObject([{ active: true, leftOn: null }]);
  });

  it("dates coming by the first of a person's entries, on the tenant's own clock", () => {
    const old = buildPerson({ ownerId: "10", archived: true, createdAt: "2024-03-31T22:30:00.000Z" });
    const back = buildPerson({ ownerId: "11", createdAt: "2026-01-05T09:00:00.000Z" });
    const silent = buildPerson({ ownerId: "12", archived: true });
    expect(peopleAfter({ people: [back, old, silent] }).members).toMatchObject([
      { active: true, joinedOn: "2024-04-01" },
    ]);
    expect(peopleAfter({ people: [silent] }).members).toMatchObject([{ joinedOn: null }]);
  });

  it("never moves the first day later once it is known, whatever the CRM tells or forgets", () => {
    const told = (createdAt: string | null) => ({ people: [buildPerson({ createdAt })] });
    const first = peopleAfter(told("2025-06-02T09:00:00.000Z"));
    const joinedOn = (known: KnownPeople, createdAt: string | null) =>
      peopleAfter(told(createdAt), known, TOMORROW).members.map((member) => member.joinedOn);
    expect(joinedOn(first, "2026-02-02T09:00:00.000Z")).toEqual(["2025-06-02"]);
    expect(joinedOn(first, null)).toEqual(["2025-06-02"]);
    expect(joinedOn(first, "2025-01-02T09:00:00.000Z")).toEqual(["2025-01-02"]);
    expect(peopleAfter({ people: [] }, first, TOMORROW).members).toMatchObject([
      { active: false, joinedOn: "2025-06-02" },
    ]);
    expect(joinedOn(peopleAfter(told(null)), "2025-01-02T09:00:00.000Z")).toEqual(["2025-01-02"]);
  });

  it("takes who is not in the CRM any more for somebody who left today", () => {
    const known = peopleAfter({ people: [buildPerson()] });
    expect(peopleAfter({ people: [] }, known, TOMORROW).members).toMatchObject([
      { active: false, leftOn: TOMORROW, memberships: [{ teamId: "team-1", from: null, until: null }] },
    ]);
  });

  it("leaves people and teams alone that are not told of by a CRM that does not show everybody", () => {
    const bo = buildPerson({ ownerId: "11", userId: "u11", personKey: "key-bo", primaryTeamId: "2" });
    const known = peopleAfter({ people: [buildPerson(), bo] });
    const { changes } = plan(known, { people: [bo], teams: [FIELD], isPartial: true }, TOMORROW);
    expect(changes.profiles).toEqual([]);
    expect(changes.closedTeamIds).toEqual([]);
  });

  it("says whose records have to be credited again, and nobody's when only a name changed", () => {
    expect(plan(NOBODY, { people: [buildPerson()] }).dependents).toEqual({
      ownerIds: ["10"],
      userIds: ["u10"],
      personKeys: ["key-ada"],
      memberIds: ["m1"],
    });
    const known = peopleAfter({ people: [buildPerson()] });
    const { changes, dependents } = plan(known, { people: [buildPerson({ name: "Ada Renamed" })] });
    expect(changes.profiles).toHaveLength(1);
    expect(Object.values(dependents).flat()).toEqual([]);
  });
});

describe("teams", () => {
  it("count since ever when first seen, and from today after a move", () => {
    const known = peopleAfter({ people: [buildPerson()] });
    const moved = peopleAfter({ people: [buildPerson({ primaryTeamId: "2" })] }, known);
    expect(moved.members[0]?.memberships).toEqual([
      { teamId: "team-1", from: null, until: "2026-03-01" },
      { teamId: "team-2", from: TODAY, until: null },
    ]);
  });

  it("replace a move of the same day", () => {
    const known = peopleAfter({ people: [buildPerson()] });
    const moved = peopleAfter({ people: [buildPerson({ primaryTeamId: "2" })] }, known);
    const back = peopleAfter({ people: [buildPerson()] }, moved);
    expect(back.members[0]?.memberships).toEqual([
      { teamId: "team-1", from: null, until: "2026-03-01" },
      { teamId: "team-1", from: TODAY, until: null },
    ]);
  });

  it("know nobody who was moved in and out again, into none, within one day", () => {
    const known = peopleAfter({ people: [buildPerson()] });
    const moved = peopleAfter({ people: [buildPerson({ primaryTeamId: "2", teamIds: [] })] }, known);
    const out = peopleAfter({ people: [buildPerson({ primaryTeamId: null, teamIds: [] })] }, moved);
    const memberships = out.members[0]?.memberships ?? [];
    expect(wasIn(memberships, new Set(["team-2"]), { from: "2026-03-01", to: "2026-03-31" })).toBe(false);
    expect(latestTeam(memberships, TOMORROW)).toBe("team-1");
  });

  it("stay as they are while the CRM does not let us look", () => {
    const known = peopleAfter({ people: [buildPerson()] });
    const { changes } = plan(known, {
      people: [buildPerson({ primaryTeamId: null, teamIds: [] })],
      teams: null,
    });
    expect(changesNothing(changes)).toBe(true);
  });

  it("count since ever once they may be seen at last", () => {
    const known = peopleAfter({ people: [buildPerson({ primaryTeamId: null, teamIds: [] })], teams: null });
    expect(peopleAfter({ people: [buildPerson()] }, known, TOMORROW).members[0]?.memberships).toEqual([
      { teamId: "team-1", from: null, until: null },
    ]);
  });

  it("open a new version for another parent, and none for another name", () => {
    const known = peopleAfter({});
    expect(plan(known, { teams: [FIELD, { ...INSIDE, parentId: null }] }).changes).toMatchObject({
      openedTeams: [{ id: "team-2", parentId: null }],
      closedTeamIds: [],
    });
    expect(plan(known, { teams: [FIELD, { ...INSIDE, name: "Remote" }] }).changes).toMatchObject({
      openedTeams: [],
      renamedTeams: [{ id: "team-2", name: "Remote", parentId: "team-1" }],
    });
    expect(plan(known, { teams: [FIELD] }).changes.closedTeamIds).toEqual(["team-2"]);
  });

  it("never form a circle, and know no parent that is not there", () => {
    const { teams } = peopleAfter({
      teams: [
        { crmId: "1", name: "A", parentId: "2" },
        { crmId: "2", name: "B", parentId: "1" },
        { crmId: "3", name: "C", parentId: "3" },
        { crmId: "4", name: "D", parentId: "99" },
      ],
    });
    expect(teams.map(({ parentId }) => parentId)).toEqual(["team-2", null, null, null]);
  });
});

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const few = (...values: readonly string[]) => fc.constantFrom(...values);
const personArbitrary: fc.Arbitrary<SeenPerson> = fc.record({
  ownerId: maybe(few("10", "11", "12", "13")),
  userId: maybe(few("u1", "u2", "u3")),
  kind: fc.constantFrom("person" as const, "person" as const, "person" as const, "queue" as const),
  name: few("Ada", "Ben"),
  email: maybe(few("a@example.test")),
  archived: fc.boolean(),
  archivedAt: maybe(few("2026-01-10T12:00:00.000Z", "2026-02-10T12:00:00.000Z")),
  createdAt: maybe(few("2025-01-10T12:00:00.000Z", "2025-02-10T12:00:00.000Z")),
  superAdmin: fc.boolean(),
  primaryTeamId: maybe(few("1", "2", "9")),
  teamIds: fc.constant([]),
  leadsTeamIds: maybe(fc.uniqueArray(few("1", "2", "9"))),
  personKey: maybe(few("k1", "k2")),
});
const teamArbitrary: fc.Arbitrary<CrmTeam> = fc.record({
  crmId: few("1", "2", "3"),
  name: few("A", "B"),
  parentId: maybe(few("1", "2", "3")),
});
/** The CRM lists an owner once. */
const seenArbitrary: fc.Arbitrary<SeenPeople> = fc.record({
  people: fc.uniqueArray(personArbitrary, { selector: (person) => person.ownerId ?? {}, maxLength: 8 }),
  teams: maybe(fc.uniqueArray(teamArbitrary, { selector: ({ crmId }) => crmId })),
});

describe("any people that any CRM tells of", () => {
  it("change nothing when told again on a later day, in whatever order", () => {
    fc.assert(
      fc.property(seenArbitrary, seenArbitrary, fc.infiniteStream(fc.nat()), (first, second, chance) => {
        const known = peopleAfter(second, peopleAfter(first), TOMORROW);
        const people = second.people
          .map((person) => ({ person, place: chance.next().value }))
          .toSorted((a, b) => a.place - b.place)
          .map(({ person }) => person);
        const { changes, dependents } = plan(known, { ...second, people }, "2026-03-09");
        expect(changesNothing(changes)).toBe(true);
        expect(Object.values(dependents).flat()).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("never give one id of the CRM to two members, nor one member two teams on a day", () => {
    fc.assert(
      fc.property(fc.array(seenArbitrary, { maxLength: 4 }), (nights) => {
        let known = NOBODY;
        nights.forEach((seen, night) => {
          known = peopleAfter(seen, known, `2026-03-0${night + 1}`);
        });
        for (const list of ["ownerIds", "userIds", "personKeys"] as const) {
          const ids = known.members.flatMap((member) => member[list]);
          expect(new Set(ids).size).toBe(ids.length);
        }
        for (const { memberships } of known.members) {
          for (const day of [
            "2025-01-01",
            "2026-03-01",
            "2026-03-02",
            "2026-03-03",
            "2026-03-04",
            "2027-01-01",
          ]) {
            const held = memberships.filter(
              ({ from, until }) => (from === null || from <= day) && (until === null || day <= until),
            );
            expect(held.length).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});

describe("roles", () => {
  const evidence = { installerUserId: "u1", superAdminIds: ["m2"], recentlyActiveIds: ["m1", "m3", "m4"] };
  const members = [
    buildMember({ id: "m1", userIds: ["u1"] }),
    buildMember({ id: "m2", userIds: ["u2"] }),
    buildMember({ id: "m3", userIds: ["u3"], managesTeamIds: ["team-1"] }),
    buildMember({ id: "m4", userIds: ["u4"], role: "viewer" }),
    buildMember({ id: "m5", userIds: ["u5"] }),
  ];

  it("follow from who installed, who is super admin, who leads, and who was active", () => {
    expect(decideRoles(members, evidence)).toEqual([
      { memberId: "m1", role: "owner" },
      { memberId: "m2", role: "admin" },
      { memberId: "m3", role: "manager" },
      { memberId: "m4", role: "member" },
      { memberId: "m5", role: "viewer" },
    ]);
  });

  it("stay when nothing new is known, and when an admin set them", () => {
    const known = { installerUserId: null, superAdminIds: null, recentlyActiveIds: null };
    const settled = [
      buildMember({ role: "owner" }),
      buildMember({ role: "admin" }),
      buildMember({ role: "viewer" }),
      buildMember({ role: "member" }),
    ];
    expect(decideRoles(settled, known)).toEqual([]);
    const byHand = members.map((member) => ({ ...member, role: "viewer" as const, roleByHand: true }));
    expect(decideRoles(byHand, evidence)).toEqual([]);
  });

  it("are taken back when what gave them is gone", () => {
    const former = [buildMember({ id: "m8", role: "admin" }), buildMember({ id: "m9", role: "manager" })];
    const none = { installerUserId: "u1", superAdminIds: [], recentlyActiveIds: ["m9"] };
    expect(decideRoles(former, none)).toEqual([
      { memberId: "m8", role: "viewer" },
      { memberId: "m9", role: "member" },
    ]);
  });

  it("leave the account an owner: where nobody else would be one, those who are stay", () => {
    const owners = ["m7", "m8"].map((id) => buildMember({ id, role: "owner", userIds: [id] }));
    const gone = { installerUserId: "u-gone", superAdminIds: ["m9"], recentlyActiveIds: [] };
    const admin = buildMember({ id: "m9", role: "member" });
    expect(decideRoles([...owners, admin], gone)).toEqual([{ memberId: "m9", role: "admin" }]);
    const left = buildMember({ id: "m1", role: "owner", userIds: ["u-gone"], active: false });
    expect(decideRoles([left, ...owners], gone)).toEqual([]);
    const demoted = owners.map(({ id }) => ({ memberId: id, role: "viewer" }));
    expect(decideRoles([{ ...left, active: true }, ...owners], gone)).toEqual(demoted);
    const byHand = buildMember({ id: "m6", role: "owner", roleByHand: true });
    expect(decideRoles([byHand, ...owners], gone)).toEqual(demoted);
  });

  it("stay with somebody who left, so that old periods still rank them", () => {
    const left = buildMember({ active: false, leftOn: "2026-01-31", userIds: ["u9"] });
    expect(decideRoles([left], { ...evidence, recentlyActiveIds: [] })).toEqual([]);
  });
});
