import type { Role } from "../../../shared/contracts/ids.ts";
import type { RoleDecision } from "../../ports/people.ts";
import type { IdentifiedMember } from "../../ports/tenants.ts";

/** How far back a deal or an activity makes somebody a member who is ranked. */
export const RECENT_DAYS = 60;

/** What decides a role, beside the member. Null is not known now: what followed from it stays. */
export interface RoleEvidence {
  /** The CRM user who installed Standings. */
  readonly installerUserId: string | null;
  readonly superAdminIds: readonly string[] | null;
  /** Members with a deal or an activity in the last `RECENT_DAYS` days. */
  readonly recentlyActiveIds: readonly string[] | null;
}

/**
 * The roles that have to change. What an admin set by hand stays, and so does the role of somebody who left,
 * because it decides whether the periods they worked in rank them. Where nobody would be owner any more, as when
 * whoever installed left, the owners stay: only an owner makes another one.
 */
export function decideRoles(
  members: readonly IdentifiedMember[],
  evidence: RoleEvidence,
): readonly RoleDecision[] {
  const decided = members
    .filter((member) => !member.roleByHand && member.active)
    .map((member) => ({ memberId: member.id, role: roleOf(member, evidence), before: member.role }))
    .filter(({ role, before }) => role !== before);
  const roleAfter = new Map(decided.map(({ memberId, role }) => [memberId, role]));
  const hasOwner = members.some(({ id, role, active }) => active && (roleAfter.get(id) ?? role) === "owner");
  return decided
    .filter(({ before }) => before !== "owner" || hasOwner)
    .map(({ memberId, role }) => ({ memberId, role }));
}

function roleOf(member: IdentifiedMember, evidence: RoleEvidence): Role {
  if (isInstaller(member, evidence.installerUserId)) return "owner";
  if (evidence.superAdminIds?.includes(member.id) ?? member.role === "admin") return "admin";
  if (member.managesTeamIds.length > 0) return "manager";
  const isActive = evidence.recentlyActiveIds?.includes(member.id) ?? member.role !== "viewer";
  return isActive ? "member" : "viewer";
}

function isInstaller(member: IdentifiedMember, installerUserId: string | null): boolean {
  return installerUserId === null ? member.role === "owner" : member.userIds.includes(installerUserId);
}
