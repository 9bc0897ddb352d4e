/**
 * Who sees whom. Everything a person sees is made of what this page lets through: a hidden person is absent
 * and ranks are made without them, an anonymous one keeps a place and nothing else, and every total, average
 * and team figure is over the people shown by name, so that no private figure can be worked out.
 */
import { administers } from "../../../shared/contracts/ids.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { teamOn } from "../../domain/memberships.ts";
import type { Standing } from "../../domain/ranking.ts";
import type { Member } from "../../ports/tenants.ts";
import type { Viewer } from "../viewer.ts";
import { latestTeam, type TeamTree } from "./team-tree.ts";

/** How much of a person somebody sees. */
export type Sight =
  /** Name, results and quota: oneself, a manager's people, everybody for admins and owners. */
  | "full"
  /** Name and results. */
  | "named"
  /** A place without name or figures. */
  | "anonymous"
  | "absent";

/** Whether the person is shown by name, and so with results. */
export function showsName(sight: Sight): sight is "full" | "named" {
  return sight === "full" || sight === "named";
}

/** What decides who sees whom. */
export interface SightOptions {
  readonly viewer: Viewer;
  readonly members: readonly Member[];
  readonly tree: TeamTree;
  readonly today: LocalDay;
}

/** What the viewer sees of each member. */
export function decideSights(options: SightOptions): ReadonlyMap<string, Sight> {
  const { viewer, members, today } = options;
  const ledTeams = teamsLedBy(options);
  return new Map(
    members.map((member): [string, Sight] => {
      if (seesEverybody(viewer) || member.id === viewer.memberId) return [member.id, "full"];
      if (ledTeams.has(teamToday(member, today))) return [member.id, "full"];
      return [member.id, sightOfPeer(member)];
    }),
  );
}

/** Who left still belongs to the team they left from; who is here and in no team belongs to none. */
function teamToday({ active, memberships }: Member, today: LocalDay): string {
  return active ? teamOn(memberships, today) : latestTeam(memberships, today);
}

/** Owners and admins see everybody in full, whatever a person chose. */
export function seesEverybody(viewer: Viewer): boolean {
  return administers(viewer.role);
}

/** The teams whose people a manager sees in full; none for other roles. */
export function teamsLedBy({ viewer, members, tree }: SightOptions): ReadonlySet<string> {
  const manager = viewer.role === "manager" ? members.find(({ id }) => id === viewer.memberId) : undefined;
  return new Set((manager?.managesTeamIds ?? []).flatMap((teamId) => [...tree.subtreeOf(teamId)]));
}

function sightOfPeer({ privacy }: Member): Sight {
  switch (privacy) {
    case "named":
      return "named";
    case "anonymous":
      return "anonymous";
    case "hidden":
      return "absent";
  }
}

/**
 * A tie would tell the value of somebody whose value is withheld: they are placed after those who are equal,
 * which from outside looks the same as being just behind.
 */
export function concealTies(
  standings: readonly Standing[],
  withheld: ReadonlySet<string>,
): readonly Standing[] {
  const concealed: Standing[] = [];
  for (const group of groupsOfEqualRank(standings)) {
    const open = group.filter(({ id }) => !withheld.has(id));
    const closed = group.filter(({ id }) => withheld.has(id));
    concealed.push(...open.map((standing) => ({ ...standing, tied: open.length > 1 && standing.tied })));
    concealed.push(
      ...closed.map((standing, index) => ({
        ...standing,
        rank: standing.rank === null ? null : standing.rank + open.length + index,
        tied: false,
      })),
    );
  }
  return concealed;
}

function groupsOfEqualRank(standings: readonly Standing[]): readonly (readonly Standing[])[] {
  const groups: Standing[][] = [];
  for (const standing of standings) {
    const last = groups.at(-1);
    const shared = standing.rank !== null && last?.[0]?.rank === standing.rank;
    if (shared && last) last.push(standing);
    else groups.push([standing]);
  }
  return groups;
}
