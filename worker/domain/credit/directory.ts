import type { CreditedMember, Directory } from "../facts.ts";
import { teamOn } from "../memberships.ts";

/** Looks members up by every id the CRM calls them by. The first member to claim an id keeps it. */
export function buildDirectory(
  members: readonly CreditedMember[],
  queueOwnerIds: readonly string[],
): Directory {
  const byOwner = indexMembers(members, (member) => member.ownerIds);
  const byUser = indexMembers(members, (member) => member.userIds);
  const byPerson = indexMembers(members, (member) => member.personKeys);
  const queues = new Set(queueOwnerIds);
  const memberships = new Map(members.map((member) => [member.id, member.memberships]));
  return {
    memberOfOwner: (ownerId) => byOwner.get(ownerId) ?? null,
    memberOfUser: (userId) => byUser.get(userId) ?? null,
    isQueue: (ownerId) => queues.has(ownerId),
    isMember: (person) => byPerson.has(person),
    memberOfPerson: (person) => byPerson.get(person) ?? null,
    teamOn: (memberId, day) => teamOn(memberships.get(memberId) ?? [], day),
  };
}

function indexMembers(
  members: readonly CreditedMember[],
  idsOf: (member: CreditedMember) => readonly string[],
): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  for (const member of members) {
    for (const id of idsOf(member)) if (!index.has(id)) index.set(id, member.id);
  }
  return index;
}
