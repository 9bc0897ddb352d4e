import type { SeenPerson } from "../../../worker/app/people/match-people.ts";
import { type KnownPeople, planPeople, type SeenPeople } from "../../../worker/app/people/plan-people.ts";
import type { CrmTeam } from "../../../worker/ports/crm.ts";
import type { PeopleChanges } from "../../../worker/ports/people.ts";
import type { IdentifiedMember } from "../../../worker/ports/tenants.ts";

export const TODAY = "2026-03-02";
export const TOMORROW = "2026-03-03";
export const NOBODY: KnownPeople = { members: [], teams: [], queueOwnerIds: [] };
export const FIELD: CrmTeam = { crmId: "1", name: "Field", parentId: null };
export const INSIDE: CrmTeam = { crmId: "2", name: "Inside", parentId: "1" };

/** Somebody as the CRM tells of them. */
export function buildPerson(more: Partial<SeenPerson> = {}): SeenPerson {
  return {
    ownerId: "10",
    userId: "u10",
    kind: "person",
    name: "Ada Example",
    email: "ada@example.test",
    archived: false,
    archivedAt: null,
    createdAt: null,
    superAdmin: false,
    primaryTeamId: "1",
    teamIds: ["1"],
    leadsTeamIds: null,
    personKey: "key-ada",
    ...more,
  };
}

/** Somebody as they are stored. */
export function buildMember(more: Partial<IdentifiedMember> = {}): IdentifiedMember {
  return {
    id: "m1",
    crmId: "10",
    name: "Ada Example",
    email: null,
    role: "member",
    roleByHand: false,
    privacy: "named",
    active: true,
    joinedOn: null,
    leftOn: null,
    leaves: [],
    region: null,
    department: null,
    ownerIds: ["10"],
    userIds: ["u10"],
    personKeys: [],
    memberships: [],
    managesTeamIds: [],
    ...more,
  };
}

/** What to change, on a day in Berlin. */
export function plan(known: KnownPeople, seen: Partial<SeenPeople>, today = TODAY) {
  let made = known.members.length;
  return planPeople(
    known,
    { people: [], teams: [FIELD, INSIDE], ...seen },
    { today, timeZone: "Europe/Berlin", newId: () => `m${++made}` },
  );
}

/** Stores the changes the way the database does. */
export function store(known: KnownPeople, changes: PeopleChanges): KnownPeople {
  const members = new Map(known.members.map((member) => [member.id, member]));
  for (const profile of changes.profiles) {
    const before = members.get(profile.id) ?? buildMember({ ownerIds: [], userIds: [] });
    members.set(profile.id, { ...before, ...profile });
  }
  const list = { owner: "ownerIds", user: "userIds", person: "personKeys" } as const;
  const change = (id: string, update: (member: IdentifiedMember) => IdentifiedMember) => {
    const member = members.get(id);
    if (member) members.set(id, update(member));
  };
  for (const { kind, alias, memberId } of changes.droppedAliases) {
    const name = list[kind];
    change(memberId, (member) => ({ ...member, [name]: member[name].filter((known) => known !== alias) }));
  }
  for (const { kind, alias, memberId } of changes.newAliases) {
    const name = list[kind];
    change(memberId, (member) => ({ ...member, [name]: [...member[name], alias] }));
  }
  for (const { memberId, ...membership } of changes.memberships) {
    change(memberId, (member) => ({
      ...member,
      memberships: [...member.memberships.filter(({ from }) => from !== membership.from), membership],
    }));
  }
  const closed = new Set([...changes.closedTeamIds, ...changes.openedTeams.map(({ id }) => id)]);
  const renamed = new Map(changes.renamedTeams.map((team) => [team.id, team]));
  const queues = new Set([...known.queueOwnerIds, ...changes.newQueueOwnerIds]);
  for (const id of changes.droppedQueueOwnerIds) queues.delete(id);
  return {
    members: [...members.values()],
    teams: [
      ...known.teams.filter(({ id }) => !closed.has(id)).map((team) => renamed.get(team.id) ?? team),
      ...changes.openedTeams,
    ],
    queueOwnerIds: [...queues],
  };
}

/** The people once the changes are stored. */
export function peopleAfter(seen: Partial<SeenPeople>, known = NOBODY, today = TODAY): KnownPeople {
  return store(known, plan(known, seen, today).changes);
}
