import type { Session } from "../../../shared/contracts/access.ts";
import type { MemberList } from "../../../shared/contracts/api.ts";
import { administers } from "../../../shared/contracts/ids.ts";
import { teamsToChoose } from "../activity/team-choice.ts";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";

type Looker = Pick<Session, "role" | "member">;

/**
 * Whether the whole page of a person may be asked for: one's own, that of one's people, and everybody's for admins
 * and owners. Null while a manager's people are not known yet. The Worker decides; this spares a question that it
 * would refuse.
 */
export function useSeesInFull(memberId: string): boolean | null {
  const { api, session } = usePage();
  const byRole = seesByRole(memberId, session);
  const people = useAnswer<MemberList>(byRole === null ? "members" : null, () => api.get("members"));
  if (byRole !== null) return byRole;
  if (people.value) return leads(memberId, people.value, session);
  // Without the list the Worker has to say it.
  return people.state === "loading" ? null : true;
}

/** Null for a manager's look at somebody else: it depends on the teams. */
export function seesByRole(memberId: string, { role, member }: Looker): boolean | null {
  if (memberId === member.id || administers(role)) return true;
  return role === "manager" ? null : false;
}

/** Whether somebody is in a team that the viewer leads, or in one below it. */
export function leads(memberId: string, list: MemberList, viewer: Looker): boolean {
  const person = list.members.find(({ id }) => id === memberId);
  return teamsToChoose(list, viewer).some(({ id }) => id === person?.teamId);
}
