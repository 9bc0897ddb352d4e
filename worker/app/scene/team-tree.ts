import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import type { Membership } from "../../domain/facts.ts";
import { teamOn } from "../../domain/memberships.ts";
import type { Team, TenantStore } from "../../ports/tenants.ts";

/** The teams of a tenant at one time, and who lies under whom. A parent that is missing counts as none. */
export class TeamTree {
  readonly teams: readonly Team[];
  readonly #byId: ReadonlyMap<string, Team>;
  readonly #children = new Map<string, string[]>();

  constructor(teams: readonly Team[]) {
    this.teams = teams.toSorted((left, right) => (left.id < right.id ? -1 : 1));
    this.#byId = new Map(this.teams.map((team) => [team.id, team]));
    for (const { id, parentId } of this.teams) {
      if (parentId !== null) this.#children.set(parentId, [...(this.#children.get(parentId) ?? []), id]);
    }
  }

  has(teamId: string): boolean {
    return this.#byId.has(teamId);
  }

  /** The team and all teams under it, each once even if the CRM sends a circle. */
  subtreeOf(teamId: string): ReadonlySet<string> {
    const found = new Set([teamId]);
    for (const id of found) for (const child of this.#children.get(id) ?? []) found.add(child);
    return found;
  }

  /** The team and the teams above it, nearest first. */
  pathOf(teamId: string): readonly string[] {
    const path = new Set<string>();
    let next: string | null = teamId;
    while (next !== null && next !== "" && !path.has(next)) {
      path.add(next);
      next = this.#byId.get(next)?.parentId ?? null;
    }
    return [...path];
  }
}

/** The team of a person on a day, or the last one before it for somebody who left. */
export function latestTeam(memberships: readonly Membership[], day: LocalDay): string {
  const held = teamOn(memberships, day);
  if (held !== "") return held;
  const past = memberships.filter((each) => each.until !== null && each.until < day && isOfAnyDay(each));
  return past.toSorted((left, right) => ((left.until ?? "") < (right.until ?? "") ? 1 : -1))[0]?.teamId ?? "";
}

/** Whether a person was in one of the teams on a day of the span. */
export function wasIn(
  memberships: readonly Membership[],
  teamIds: ReadonlySet<string>,
  span: DaySpan,
): boolean {
  return memberships
    .filter(isOfAnyDay)
    .some(
      ({ teamId, from, until }) =>
        teamIds.has(teamId) && (from === null || from <= span.to) && (until === null || until >= span.from),
    );
}

/** One that was taken back on the day it began ended before that. */
function isOfAnyDay({ from, until }: Membership): boolean {
  return from === null || until === null || from <= until;
}

/**
 * The tree that is shown, and the one of today: whoever led a team once sees of its people what they may see
 * now, however far back they look.
 */
export async function loadTeamTrees(
  store: Pick<TenantStore, "loadTeams">,
  atRevision: number | undefined,
): Promise<{ readonly shown: TeamTree; readonly present: TeamTree }> {
  const present = new TeamTree(await store.loadTeams());
  const shown = atRevision === undefined ? present : new TeamTree(await store.loadTeams(atRevision));
  return { shown, present };
}
