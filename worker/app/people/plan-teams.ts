import type { CrmTeam } from "../../ports/crm.ts";
import type { PeopleChanges } from "../../ports/people.ts";
import type { Team } from "../../ports/tenants.ts";

/** What became of the team tree. */
export interface TeamPlan extends Pick<PeopleChanges, "openedTeams" | "closedTeamIds" | "renamedTeams"> {
  /** Our id of a team by the CRM's. */
  readonly teamIds: ReadonlyMap<string, string>;
}

/** Compares the stored tree with the CRM's. */
export function planTeams(known: readonly Team[], seen: readonly CrmTeam[]): TeamPlan {
  const wanted = readTree(seen);
  const knownById = new Map(known.map((team) => [team.id, team]));
  const wantedIds = new Set(wanted.map((team) => team.id));
  const sameParent = (team: Team) => knownById.get(team.id)?.parentId === team.parentId;
  return {
    openedTeams: wanted.filter((team) => !sameParent(team)),
    closedTeamIds: known.filter((team) => !wantedIds.has(team.id)).map((team) => team.id),
    renamedTeams: wanted.filter((team) => sameParent(team) && knownById.get(team.id)?.name !== team.name),
    teamIds: new Map(wanted.map((team) => [team.crmId, team.id])),
  };
}

/**
 * The CRM's teams as ours. The id follows from the CRM's, so that a team that comes back takes up its
 * history. A parent that is not there, or that would close a circle, is none.
 */
function readTree(seen: readonly CrmTeam[]): readonly Team[] {
  const unique = new Map(seen.map((team) => [team.crmId, team]));
  const parents = new Map<string, string>();
  for (const { crmId, parentId } of unique.values()) {
    if (parentId !== null && unique.has(parentId) && !leadsTo(parents, parentId, crmId)) {
      parents.set(crmId, parentId);
    }
  }
  return [...unique.values()].map(({ crmId, name }) => {
    const parent = parents.get(crmId);
    return { id: teamIdOf(crmId), crmId, name, parentId: parent === undefined ? null : teamIdOf(parent) };
  });
}

function teamIdOf(crmId: string): string {
  return `team-${crmId}`;
}

/** Whether the way up from a team passes another. `parents` has no circles, so the way ends. */
function leadsTo(parents: ReadonlyMap<string, string>, from: string, target: string): boolean {
  for (let step: string | undefined = from; step !== undefined; step = parents.get(step)) {
    if (step === target) return true;
  }
  return false;
}
