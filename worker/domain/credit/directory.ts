import type { LocalDay } from "../../../shared/contracts/time.ts";
import type { CreditedMember, Directory, Membership } from "../facts.ts";

/** Looks members up by every id the CRM calls them by. The first member to claim an id keeps it. */
export function buildDirectory(
  members: readonly CreditedMember[],
  queueOwnerIds: readonly string[],
): Directory {
  const byOwner = indexMembers(members, (member) => member.ownerIds);
  const byUser = indexMembers(members, (member) => member.userIds);
  const byPerson = indexMembers(members, (member) => member.personKeys);
  const queues = new Set(queueOwnerIds);
  const memberships = new Map(members.map((member) => [member.id, newestFirst(member.memberships)]));
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

/** Where memberships overlap, the one that began last is the team. */
function newestFirst(memberships: readonly Membership[]): readonly Membership[] {
  return memberships.toSorted((one, other) => compareText(other.from ?? "", one.from ?? ""));
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function teamOn(memberships: readonly Membership[], day: LocalDay): string {
  const current = memberships.find(
    ({ from, until }) => (from === null || from <= day) && (until === null || day <= until),
  );
  return current?.teamId ?? "";
}
