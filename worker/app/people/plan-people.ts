import type { LocalDay } from "../../../shared/contracts/time.ts";
import { addDays, localDayOf } from "../../domain/calendar/local-time.ts";
import type { CrmTeam } from "../../ports/crm.ts";
import type {
  MemberAlias,
  MemberProfile,
  MembershipVersion,
  PeopleChanges,
  PeopleDependents,
} from "../../ports/people.ts";
import type { IdentifiedMember, Team } from "../../ports/tenants.ts";
import { earliest, type MatchedMember, matchPeople, type SeenPerson } from "./match-people.ts";
import { planTeams } from "./plan-teams.ts";

/** People as they are stored. */
export interface KnownPeople {
  readonly members: readonly IdentifiedMember[];
  readonly teams: readonly Team[];
  readonly queueOwnerIds: readonly string[];
}

/** People as the CRM tells of them now, whole. */
export interface SeenPeople {
  readonly people: readonly SeenPerson[];
  /** True when there may be more people, and teams of theirs, than the CRM shows. */
  readonly isPartial?: boolean;
  /** Null when the CRM did not grant a look at teams: what is known of them stays. */
  readonly teams: readonly CrmTeam[] | null;
}

/** The day it is for the tenant, and a source of new member ids. */
export interface PlanOptions {
  readonly today: LocalDay;
  readonly timeZone: string;
  readonly newId: () => string;
}

/** The changes to store, whose records they touch, and who is super admin in the CRM now. */
export interface PeoplePlan {
  readonly changes: PeopleChanges;
  readonly dependents: PeopleDependents;
  readonly superAdminIds: readonly string[];
  /** Who leads other teams than is stored, where the CRM tells and no admin said otherwise. */
  readonly leads: readonly TeamLeads[];
}

/** The teams that a member leads, whole, by our ids. */
export interface TeamLeads {
  readonly memberId: string;
  readonly teamIds: readonly string[];
}

/**
 * What to change so that the stored people are those of the CRM. Planning again with the result stored
 * changes nothing. People who left, or are not in the CRM any more, stay with the day they left on;
 * where the CRM does not show everybody, nothing follows from somebody's absence.
 */
export function planPeople(known: KnownPeople, seen: SeenPeople, options: PlanOptions): PeoplePlan {
  const queueOwnerIds = new Set(
    seen.people.flatMap(({ kind, ownerId }) => (kind === "queue" && ownerId !== null ? [ownerId] : [])),
  );
  const people = seen.people.filter(({ kind }) => kind === "person");
  const { matched, newAliases } = matchPeople(known.members, people, options.newId);
  const tree = seen.teams && planTeams(known.teams, seen.teams);
  const changes: PeopleChanges = {
    profiles: [
      ...planSeen(known.members, matched, options),
      ...(seen.isPartial ? [] : planGone(known.members, matched, options)),
    ],
    newAliases,
    droppedAliases: known.members.flatMap(({ id, ownerIds }) =>
      ownerIds
        .filter((ownerId) => queueOwnerIds.has(ownerId))
        .map((alias) => ({ kind: "owner" as const, alias, memberId: id })),
    ),
    newQueueOwnerIds: [...queueOwnerIds].filter((id) => !known.queueOwnerIds.includes(id)),
    droppedQueueOwnerIds: known.queueOwnerIds.filter((id) => people.some(({ ownerId }) => ownerId === id)),
    memberships: tree ? planMemberships(known, matched, tree.teamIds, options.today) : [],
    openedTeams: tree?.openedTeams ?? [],
    closedTeamIds: seen.isPartial ? [] : (tree?.closedTeamIds ?? []),
    renamedTeams: tree?.renamedTeams ?? [],
  };
  return {
    changes,
    dependents: dependentsOf(changes),
    superAdminIds: [...matched.values()]
      .filter(({ person }) => person.superAdmin && !person.archived)
      .map(({ memberId }) => memberId),
    leads: tree ? planLeads(known.members, matched, tree.teamIds) : [],
  };
}

/** A member whose role was set by hand keeps the teams that were set with it. */
function planLeads(
  members: readonly IdentifiedMember[],
  matched: ReadonlyMap<string, MatchedMember>,
  teamIds: ReadonlyMap<string, string>,
): readonly TeamLeads[] {
  const knownById = new Map(members.map((member) => [member.id, member]));
  return [...matched.values()].flatMap(({ memberId, person }) => {
    const known = knownById.get(memberId);
    if (person.leadsTeamIds === null || known?.roleByHand) return [];
    const led = person.archived ? [] : person.leadsTeamIds.flatMap((crmId) => teamIds.get(crmId) ?? []);
    const before = new Set(known?.managesTeamIds ?? []);
    return before.symmetricDifference(new Set(led)).size === 0 ? [] : [{ memberId, teamIds: led }];
  });
}

/** True when there is nothing to store. */
export function changesNothing(changes: PeopleChanges): boolean {
  return Object.values(changes).every((list: readonly unknown[]) => list.length === 0);
}

function planSeen(
  members: readonly IdentifiedMember[],
  matched: ReadonlyMap<string, MatchedMember>,
  options: PlanOptions,
): readonly MemberProfile[] {
  const knownById = new Map(members.map((member) => [member.id, member]));
  return [...matched.values()]
    .map((match) => profileOf(match, knownById.get(match.memberId) ?? null, options))
    .filter((profile) => differs(profile, knownById.get(profile.id)));
}

function planGone(
  members: readonly IdentifiedMember[],
  matched: ReadonlyMap<string, MatchedMember>,
  { today }: PlanOptions,
): readonly MemberProfile[] {
  return members
    .filter(({ id, active }) => active && !matched.has(id))
    .map(({ id, crmId, name, email, joinedOn }) => ({
      id,
      crmId,
      name,
      email,
      active: false,
      joinedOn,
      leftOn: today,
    }));
}

function profileOf(
  match: MatchedMember,
  known: IdentifiedMember | null,
  options: PlanOptions,
): MemberProfile {
  const { memberId, person, createdAt } = match;
  const createdOn = createdAt === null ? null : localDayOf(createdAt, options.timeZone);
  const archivedOn =
    person.archivedAt === null ? options.today : localDayOf(person.archivedAt, options.timeZone);
  return {
    id: memberId,
    crmId: person.ownerId ?? person.userId ?? known?.crmId ?? "",
    name: person.name,
    email: person.email ?? known?.email ?? null,
    active: !person.archived,
    joinedOn: earliest(known?.joinedOn ?? null, createdOn),
    leftOn: person.archived ? (known?.leftOn ?? archivedOn) : null,
  };
}

function differs(profile: MemberProfile, known: IdentifiedMember | undefined): boolean {
  return (
    !known ||
    known.crmId !== profile.crmId ||
    known.name !== profile.name ||
    known.email !== profile.email ||
    known.active !== profile.active ||
    known.joinedOn !== profile.joinedOn ||
    known.leftOn !== profile.leftOn
  );
}

/**
 * A team that is seen for the first time counts since ever; a later change counts from today. Who left
 * keeps the last team, because the CRM does not name one any more.
 */
function planMemberships(
  known: KnownPeople,
  matched: ReadonlyMap<string, MatchedMember>,
  teamIds: ReadonlyMap<string, string>,
  today: LocalDay,
): readonly MembershipVersion[] {
  const knownById = new Map(known.members.map((member) => [member.id, member]));
  return [...matched.values()].flatMap(({ memberId, isNew, person }) => {
    const member = knownById.get(memberId);
    if (person.archived && member) return [];
    const past = member?.memberships ?? [];
    const current = past.find(({ until }) => until === null) ?? null;
    const crmTeamId = person.primaryTeamId ?? person.teamIds[0] ?? null;
    const teamId = crmTeamId === null ? null : (teamIds.get(crmTeamId) ?? null);
    if (teamId === (current?.teamId ?? null)) return [];
    const isFirst = past.length === 0 && (isNew || known.teams.length === 0);
    const opened = teamId === null ? [] : [{ memberId, teamId, from: isFirst ? null : today, until: null }];
    // Changed twice on one day: the second takes the place of the first.
    const replaces = current?.from === today && opened.length > 0;
    const closed = current && !replaces ? [{ memberId, ...current, until: addDays(today, -1) }] : [];
    return [...closed, ...opened];
  });
}

function dependentsOf(changes: PeopleChanges): PeopleDependents {
  const aliases = [...changes.newAliases, ...changes.droppedAliases];
  const ofKind = (kind: MemberAlias["kind"]) =>
    aliases.filter((alias) => alias.kind === kind).map(({ alias }) => alias);
  return {
    ownerIds: [
      ...new Set([...ofKind("owner"), ...changes.newQueueOwnerIds, ...changes.droppedQueueOwnerIds]),
    ],
    userIds: ofKind("user"),
    personKeys: ofKind("person"),
    memberIds: [...new Set(changes.memberships.map(({ memberId }) => memberId))],
  };
}
