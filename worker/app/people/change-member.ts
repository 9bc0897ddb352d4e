import type { MemberChange, MemberDescription } from "../../../shared/contracts/api.ts";
import type { Role } from "../../../shared/contracts/ids.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { PeopleStore, RoleDecision } from "../../ports/people.ts";
import type { IdentifiedMember, Team } from "../../ports/tenants.ts";
import type { InputFault } from "../input-fault.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { seesEverybody } from "../scene/visibility.ts";
import type { Viewer } from "../viewer.ts";
import { decideRoles } from "./decide-roles.ts";
import { loadMembers } from "./load-members.ts";

/** Why a person was not changed. Nothing of the change was saved. */
export type ChangeMemberRefusal =
  | QueryRefusal
  | { readonly reason: "change_invalid"; readonly faults: readonly InputFault[] };

/** Whom to change, how, and who asks for it. */
export interface MemberChangeRequest {
  readonly memberId: string;
  readonly change: MemberChange;
  readonly viewer: Viewer;
}

/** What a change of a person needs. Made for a tenant. */
export interface ChangeMemberParts {
  readonly context: QueryContext;
  readonly people: Pick<
    PeopleStore,
    | "saveRoleByHand"
    | "giveRoleBack"
    | "saveDecidedRoles"
    | "savePrivacy"
    | "saveTeamLeads"
    | "saveAttributes"
  >;
  /** The CRM user who installed Standings, of whom the night makes an owner; null where nobody knows. */
  readonly loadInstaller: () => Promise<string | null>;
  /** Tells the tenant's open pages that the person changed. */
  readonly announce: (memberId: string) => Promise<void>;
}

const LAST_OWNER: InputFault = {
  path: "role",
  message: "is that of the last owner who stays one: name another one first",
};
/** What is decided at night by what people did stays until then. */
const NOTHING_NEW = { installerUserId: null, superAdminIds: null, recentlyActiveIds: null };

/**
 * Changes how a person is shown, what they may do, or which teams they lead, and answers with the person. A
 * change that changes nothing is announced as well: sent again, it makes good what got lost on the way.
 */
export async function changeMember(
  parts: ChangeMemberParts,
  request: MemberChangeRequest,
): Promise<Result<MemberDescription, ChangeMemberRefusal>> {
  const { context, people } = parts;
  const { memberId, change, viewer } = request;
  const [members, teams, installerUserId] = await Promise.all([
    context.store.loadIdentifiedMembers(),
    context.store.loadTeams(),
    parts.loadInstaller(),
  ]);
  const decided = decideChange(request, { members, teams, installerUserId });
  if (!decided.ok) return decided;
  // The role goes first, because only it can still be refused.
  if (!(await saveRole(people, memberId, change))) {
    return err({ reason: "change_invalid", faults: [LAST_OWNER] });
  }
  if (change.privacy !== undefined) await people.savePrivacy(memberId, change.privacy);
  if (change.managesTeamIds !== undefined) await people.saveTeamLeads(memberId, change.managesTeamIds);
  const { region, department } = change;
  if (region !== undefined || department !== undefined) {
    await people.saveAttributes(memberId, { region, department });
  }
  await people.saveDecidedRoles(decided.value);
  await parts.announce(memberId);
  const list = await loadMembers(context, viewer);
  if (!list.ok) return list;
  const changed = list.value.members.find(({ id }) => id === memberId);
  return changed ? ok(changed) : err({ reason: "unknown_member" });
}

function saveRole(
  people: ChangeMemberParts["people"],
  memberId: string,
  change: MemberChange,
): Promise<boolean> {
  const { role } = change;
  if (role === undefined) return Promise.resolve(true);
  if (role === null || isGivenBack(change)) return people.giveRoleBack(memberId, role);
  return people.saveRoleByHand(memberId, role);
}

/** Whether the role is the nightly decision's again, with or without another one until then. */
function isGivenBack({ role, roleByHand }: MemberChange): boolean {
  return role === null || roleByHand === false;
}

/** Whether the change may be made, and the role that follows from it where none was set by hand. */
export function decideChange(
  { memberId, change, viewer }: MemberChangeRequest,
  known: {
    readonly members: readonly IdentifiedMember[];
    readonly teams: readonly Team[];
    readonly installerUserId?: string | null;
  },
): Result<readonly RoleDecision[], ChangeMemberRefusal> {
  if (!mayAsk(viewer, memberId, change)) return err({ reason: "not_permitted" });
  const member = known.members.find(({ id }) => id === memberId);
  if (!member) return err({ reason: "unknown_member" });
  const { role, managesTeamIds } = change;
  const installerUserId = known.installerUserId ?? null;
  // Given back to the night, the role of whoever installed is that of an owner again.
  const after = isGivenBack(change) && isInstaller(member, installerUserId) ? "owner" : role;
  if (after !== undefined && !mayGive(viewer, member.role, after)) return err({ reason: "not_permitted" });
  const teamIds = new Set(known.teams.map(({ id }) => id));
  const faults = [
    ...(takesLastOwner(member, change, { members: known.members, installerUserId }) ? [LAST_OWNER] : []),
    ...(managesTeamIds ?? []).flatMap((teamId, index) =>
      teamIds.has(teamId) ? [] : [{ path: `managesTeamIds.${index}`, message: "is no team" }],
    ),
  ];
  if (faults.length > 0) return err({ reason: "change_invalid", faults });
  const leading = { ...member, managesTeamIds: managesTeamIds ?? member.managesTeamIds };
  // Who is named as the lead of a team is its manager from now on, not from tonight; so is who has their role by hand
  // no more.
  if (isGivenBack(change)) {
    return ok(decideRoles([{ ...leading, role: role ?? member.role, roleByHand: false }], NOTHING_NEW));
  }
  return ok(role === undefined && managesTeamIds ? decideRoles([leading], NOTHING_NEW) : []);
}

/** Owners and admins ask for anybody and anything; everybody else for their own privacy alone. */
function mayAsk(viewer: Viewer, memberId: string, { privacy, ...more }: MemberChange): boolean {
  if (!viewer.mayWrite) return false;
  if (seesEverybody(viewer)) return true;
  return viewer.memberId === memberId && Object.values(more).every((asked) => asked === undefined);
}

/** Only an owner makes an owner, or makes one something else. Null is whatever the night decides. */
function mayGive(viewer: Viewer, before: Role, after: Role | null): boolean {
  return viewer.role === "owner" || (before !== "owner" && after !== "owner");
}

/**
 * An owner who left can do nothing for the company, and one whom the night takes is none tomorrow: only those who
 * are there and stay owners count.
 */
function takesLastOwner(
  member: IdentifiedMember,
  change: MemberChange,
  known: { readonly members: readonly IdentifiedMember[]; readonly installerUserId: string | null },
): boolean {
  const { installerUserId } = known;
  const { role } = change;
  if (role === undefined || member.role !== "owner") return false;
  const staysItself = !isGivenBack(change) || isInstaller(member, installerUserId);
  if ((role ?? "owner") === "owner" && staysItself) return false;
  const staysOwner = (other: IdentifiedMember) =>
    other.roleByHand || installerUserId === null || isInstaller(other, installerUserId);
  const isOther = (other: IdentifiedMember) =>
    other.id !== member.id && other.role === "owner" && other.active && staysOwner(other);
  return !known.members.some(isOther);
}

function isInstaller({ userIds }: IdentifiedMember, installerUserId: string | null): boolean {
  return installerUserId !== null && userIds.includes(installerUserId);
}
