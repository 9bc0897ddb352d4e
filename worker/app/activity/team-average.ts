import { isAwayThroughout } from "../../domain/calendar/leave.ts";
import type { Member, Team } from "../../ports/tenants.ts";
import { isRankedIn } from "../scene/participation.ts";
import type { Scene } from "../scene/scene.ts";
import { latestTeam, wasIn } from "../scene/team-tree.ts";
import { showsName } from "../scene/visibility.ts";

/** Of fewer people, or of fewer who did anything, an average would tell a colleague's own figures. */
const PEOPLE_MIN = 3;

/** The team whose average a member's own figures are set beside, and who might be part of it. */
export interface ComparedTeam {
  /** Null for those who are in no team. */
  readonly team: Team | null;
  readonly candidates: readonly Member[];
  /** What was done in these is averaged: '' for those who are in no team. */
  readonly teamIds: ReadonlySet<string>;
}

/**
 * The viewer's own team, as far as its people are shown by name, so that nobody private is part of it. Only for
 * somebody who leads nobody: others see the people themselves. There is no choice of team, because the
 * difference of two averages would tell of whoever is in one alone.
 */
export function comparedTeam(scene: Scene): ComparedTeam | null {
  const { viewer, members, tree, period, today } = scene;
  const leadsNobody = viewer.role === "member" || viewer.role === "viewer";
  const self = members.find(({ id }) => id === viewer.memberId);
  if (!leadsNobody || !self) return null;
  const teamId = latestTeam(self.memberships, today);
  const isInTeam = ({ memberships }: Member) =>
    teamId === "" ? latestTeam(memberships, today) === "" : wasIn(memberships, new Set([teamId]), period);
  return {
    team: tree.teams.find(({ id }) => id === teamId) ?? null,
    candidates: members.filter((member) => showsName(scene.sightOf(member.id)) && isInTeam(member)),
    teamIds: new Set([teamId]),
  };
}

/**
 * Those of the candidates who worked in the period; null where too few did anything for an average. Whoever did
 * something in a team on a day is part of every average of that team over that day: were it only of some, their
 * difference would tell what one colleague did. So neither being away now nor another team since leaves it out.
 */
export function averagedMembers(
  scene: Scene,
  { candidates }: ComparedTeam,
  hasCredits: (memberId: string) => boolean,
): readonly Member[] | null {
  const { period, rules } = scene;
  const averaged = candidates.filter((member) => {
    const didSomething = hasCredits(member.id);
    const wasAway = !didSomething && isAwayThroughout(member.leaves, period, rules.calendar);
    return isRankedIn(member, period, didSomething) && !wasAway;
  });
  const active = averaged.filter(({ id }) => hasCredits(id));
  return active.length < PEOPLE_MIN ? null : averaged;
}
