import type { Session } from "../../../shared/contracts/access.ts";
import type { MemberList } from "../../../shared/contracts/api.ts";
import { administers } from "../../../shared/contracts/ids.ts";

type Team = MemberList["teams"][number];

/** The teams whose people the viewer sees: all for admins and owners, a manager's own with those under them. */
export function teamsToChoose(
  { members, teams }: MemberList,
  { role, member }: Pick<Session, "role" | "member">,
): readonly Team[] {
  const sorted = teams.toSorted((one, other) => one.name.localeCompare(other.name));
  if (administers(role)) return sorted;
  const led = new Set(members.find(({ id }) => id === member.id)?.managesTeamIds ?? []);
  const byId = new Map(teams.map((team) => [team.id, team]));
  return sorted.filter((team) => isUnder(team, led, byId));
}

function isUnder(team: Team, led: ReadonlySet<string>, byId: ReadonlyMap<string, Team>): boolean {
  const seen = new Set<string>();
  let next: Team | undefined = team;
  while (next && !seen.has(next.id)) {
    if (led.has(next.id)) return true;
    seen.add(next.id);
    next = next.parentId === null ? undefined : byId.get(next.parentId);
  }
  return false;
}
