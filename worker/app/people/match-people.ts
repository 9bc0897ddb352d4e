import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { compareTexts } from "../../domain/compare-texts.ts";
import type { PersonKey } from "../../domain/records.ts";
import type { CrmPerson } from "../../ports/crm.ts";
import type { MemberAlias } from "../../ports/people.ts";
import type { IdentifiedMember } from "../../ports/tenants.ts";

/** A person of the CRM with the hash of the e-mail address, by which a re-created user is known again. */
export interface SeenPerson extends CrmPerson {
  readonly personKey: PersonKey | null;
}

/** A member and the entry of the CRM that describes it best: the active one, when there are several. */
export interface MatchedMember {
  readonly memberId: string;
  readonly isNew: boolean;
  /** When the first of the CRM's entries of this person was made; null where it says so of none. */
  readonly createdAt: Instant | null;
  readonly person: SeenPerson;
}

/** Who is who, and the ids that were not known before. */
export interface PeopleMatch {
  readonly matched: ReadonlyMap<string, MatchedMember>;
  readonly newAliases: readonly MemberAlias[];
}

type AliasName = Pick<MemberAlias, "kind" | "alias">;

/**
 * Finds the member behind each person: by owner id, by user id, and at last by e-mail address, because a
 * re-created user has new ids but the old address. Two people who share an address and are both there with
 * ids of their own stay two.
 */
export function matchPeople(
  members: readonly IdentifiedMember[],
  people: readonly SeenPerson[],
  newId: () => string,
): PeopleMatch {
  const memberOf = new Map(members.flatMap(aliasesOfMember).map((alias) => [keyOf(alias), alias.memberId]));
  const matched = new Map<string, MatchedMember>();
  const newAliases: MemberAlias[] = [];
  const isKnown = (person: SeenPerson) => idsOf(person).some((name) => memberOf.has(keyOf(name)));
  const inOrder = people.toSorted(
    (a, b) => Number(isKnown(b)) - Number(isKnown(a)) || compareDescriptions(a, b),
  );
  for (const person of inOrder) {
    const names = [...idsOf(person), ...emailOf(person)];
    if (names.length === 0) continue;
    const found = findMember(person, memberOf, matched);
    const memberId = found ?? newId();
    for (const name of names.filter((candidate) => !memberOf.has(keyOf(candidate)))) {
      memberOf.set(keyOf(name), memberId);
      newAliases.push({ ...name, memberId });
    }
    const other = matched.get(memberId);
    const isBetter = !other || compareDescriptions(person, other.person) < 0;
    matched.set(memberId, {
      memberId,
      isNew: other?.isNew ?? found === null,
      createdAt: earliest(other?.createdAt ?? null, person.createdAt),
      person: isBetter ? person : other.person,
    });
  }
  return { matched, newAliases };
}

/** The earlier of two times or days, as far as they are known. */
export function earliest<Time extends Instant | LocalDay>(one: Time | null, other: Time | null): Time | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function findMember(
  person: SeenPerson,
  memberOf: ReadonlyMap<string, string>,
  matched: ReadonlyMap<string, MatchedMember>,
): string | null {
  for (const name of idsOf(person)) {
    const memberId = memberOf.get(keyOf(name));
    if (memberId !== undefined) return memberId;
  }
  const byEmail = emailOf(person).map((name) => memberOf.get(keyOf(name)))[0];
  if (byEmail === undefined) return null;
  const other = matched.get(byEmail)?.person;
  return other && areTwo(person, other) ? null : byEmail;
}

function areTwo(a: SeenPerson, b: SeenPerson): boolean {
  if (a.archived || b.archived) return false;
  const differ = (left: string | null, right: string | null) =>
    left !== null && right !== null && left !== right;
  return differ(a.ownerId, b.ownerId) || differ(a.userId, b.userId);
}

/** Active before archived, owners before mere users, later left before earlier; total, so never by chance. */
function compareDescriptions(a: SeenPerson, b: SeenPerson): number {
  return (
    Number(a.archived) - Number(b.archived) ||
    Number(a.ownerId === null) - Number(b.ownerId === null) ||
    compareTexts(b.archivedAt ?? "", a.archivedAt ?? "") ||
    compareTexts(a.ownerId ?? "", b.ownerId ?? "") ||
    compareTexts(a.userId ?? "", b.userId ?? "") ||
    compareTexts(describe(a), describe(b))
  );
}

function describe({ personKey, email, name, primaryTeamId, superAdmin }: SeenPerson): string {
  return JSON.stringify([personKey, email, name, primaryTeamId, superAdmin]);
}

function idsOf({ ownerId, userId }: SeenPerson): readonly AliasName[] {
  const owner: AliasName[] = ownerId === null ? [] : [{ kind: "owner", alias: ownerId }];
  const user: AliasName[] = userId === null ? [] : [{ kind: "user", alias: userId }];
  return [...owner, ...user];
}

function emailOf({ personKey }: SeenPerson): readonly AliasName[] {
  return personKey === null ? [] : [{ kind: "person", alias: personKey }];
}

function aliasesOfMember(member: IdentifiedMember): readonly MemberAlias[] {
  const memberId = member.id;
  return [
    ...member.ownerIds.map((alias) => ({ kind: "owner" as const, alias, memberId })),
    ...member.userIds.map((alias) => ({ kind: "user" as const, alias, memberId })),
    ...member.personKeys.map((alias) => ({ kind: "person" as const, alias, memberId })),
  ];
}

function keyOf({ kind, alias }: AliasName): string {
  return `${kind} ${alias}`;
}
