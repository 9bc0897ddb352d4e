/** The people of the account as the table shows them, and what a change of one takes back. Pure. */
import type { MemberChange, MemberDescription, MemberList } from "../../../shared/contracts/api.ts";
import { ROLES, type Role } from "../../../shared/contracts/ids.ts";
import { formatDay } from "../../../shared/wording/dates.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import type { SettingsWords } from "./words/en.ts";

type PeopleWords = SettingsWords["people"];
type Teams = MemberList["teams"];

/** So many people are drawn at once. */
export const PEOPLE_PER_PAGE = 50;
/** Longer ones are not taken. */
export const ATTRIBUTE_LENGTH_MAX = 60;

/** Those that a search finds, by name; who left stands at the end. */
export function peopleFound(
  { members, teams }: MemberList,
  search: string,
  language: string,
): readonly MemberDescription[] {
  const sought = search.trim().toLocaleLowerCase(language);
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  const order = new Intl.Collator(language);
  return members
    .filter(({ name, teamId, region, department }) =>
      [name, names.get(teamId ?? ""), region, department].some((text) =>
        text?.toLocaleLowerCase(language).includes(sought),
      ),
    )
    .toSorted(
      (left, right) => Number(right.active) - Number(left.active) || order.compare(left.name, right.name),
    );
}

/** One page of them. A page that is no longer there gives the last one. */
export function pageOfPeople(
  people: readonly MemberDescription[],
  page: number,
): {
  readonly rows: readonly MemberDescription[];
  readonly page: number;
  readonly pages: number;
  readonly first: number;
} {
  const pages = Math.max(1, Math.ceil(people.length / PEOPLE_PER_PAGE));
  const shown = Math.min(Math.max(0, page), pages - 1);
  const first = shown * PEOPLE_PER_PAGE;
  return { rows: people.slice(first, first + PEOPLE_PER_PAGE), page: shown, pages, first };
}

/** The roles that the viewer can give to somebody; the present one alone where it cannot be changed. */
export function rolesFor(viewer: Role, present: Role): readonly Role[] {
  if (viewer === "owner") return ROLES;
  return present === "owner" ? ["owner"] : ROLES.filter((role) => role !== "owner");
}

/** "Sales North and 2 more". */
export function ledText(ids: readonly string[], teams: Teams, words: PeopleWords, language: string): string {
  const names = teams.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  const [first, ...more] = names;
  return first === undefined
    ? words.leadsNone
    : words.leadsSome(first, more.length, formatCount(more.length, language));
}

/** The first day, and the last one of who left. */
export function daysText(
  { joinedOn, leftOn, active }: Pick<MemberDescription, "joinedOn" | "leftOn" | "active">,
  words: PeopleWords,
  language: string,
): { readonly since: string; readonly left: string | null } {
  const since = joinedOn === null ? words.sinceEver : formatDay(joinedOn, language);
  if (active) return { since, left: null };
  return { since, left: leftOn === null ? words.gone : words.left(formatDay(leftOn, language)) };
}

/** The same fields as they were before; a role that nobody set by hand is the night's to decide again. */
export function reverseOf(change: MemberChange, before: MemberDescription): MemberChange {
  // Whoever leads a team is no longer one who only watches, and leading none does not make them that again.
  const watched = change.managesTeamIds !== undefined && before.role === "viewer" && !before.roleByHand;
  const source = before.roleByHand ? {} : ({ roleByHand: false } as const);
  return {
    ...(change.privacy === undefined ? {} : { privacy: before.privacy ?? "named" }),
    ...(change.role === undefined && !watched ? {} : { role: before.role, ...source }),
    ...(change.managesTeamIds === undefined ? {} : { managesTeamIds: [...(before.managesTeamIds ?? [])] }),
    ...(change.region === undefined ? {} : { region: before.region ?? null }),
    ...(change.department === undefined ? {} : { department: before.department ?? null }),
  };
}

/** The list with a person as the change makes them. */
export function withChange(list: MemberList, memberId: string, change: MemberChange): MemberList {
  return replaceMember(list, memberId, (member) => ({
    ...member,
    ...change,
    role: change.role ?? member.role,
    ...(change.role === undefined ? {} : { roleByHand: change.role !== null && change.roleByHand !== false }),
  }));
}

/** The list with a person as the server has them. */
export function withMember(list: MemberList, saved: MemberDescription): MemberList {
  return replaceMember(list, saved.id, () => saved);
}

function replaceMember(
  list: MemberList,
  memberId: string,
  replace: (member: MemberDescription) => MemberDescription,
): MemberList {
  return { ...list, members: list.members.map((each) => (each.id === memberId ? replace(each) : each)) };
}

/** "role Manager", for the sentence that says what was saved. */
export function changeText(
  change: MemberChange,
  {
    teams,
    words,
    privacyNames,
    language,
  }: {
    readonly teams: Teams;
    readonly words: PeopleWords;
    readonly privacyNames: SettingsWords["privacy"]["names"];
    readonly language: string;
  },
): string {
  const { role, privacy, managesTeamIds, region, department } = change;
  const parts = [
    role !== undefined && words.fieldNow(words.role, role === null ? words.roleDecided : words.roles[role]),
    privacy && words.fieldNow(words.privacy, privacyNames[privacy]),
    managesTeamIds && words.fieldNow(words.leads, ledText(managesTeamIds, teams, words, language)),
    region !== undefined && words.fieldNow(words.region, region ?? words.nothing),
    department !== undefined && words.fieldNow(words.department, department ?? words.nothing),
  ];
  return parts.filter((part) => typeof part === "string").join(", ");
}

/** What somebody typed as region or department, as it is saved; null takes it away. */
export function attributeOf(text: string): string | null {
  const clean = text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, ATTRIBUTE_LENGTH_MAX)
    .trim();
  return clean === "" ? null : clean;
}
