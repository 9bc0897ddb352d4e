import type { LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { rankStandings, type Standing } from "../../domain/ranking.ts";
import type { Team } from "../../ports/tenants.ts";
import type { BoardFigures } from "./board-figures.ts";
import type { Figures, Group } from "./figures.ts";
import { basisOf, isSmallSample } from "./member-rows.ts";
import type { Scene } from "./scene.ts";

/** What the rows of a board of teams are made of. */
export interface TeamRowsQuestion {
  readonly scene: Scene;
  readonly metric: Metric;
  readonly figures: BoardFigures;
  readonly teamIds: ReadonlySet<string> | null;
  /** Whose credits are part of a team's figure for this viewer. */
  readonly counts: (memberId: string) => boolean;
  /** Whether the viewer may see what derives from the team's quota. */
  readonly showsQuota: (teamId: string) => boolean;
  readonly soFar: boolean;
}

/** A row, and whom it is of. */
export interface TeamRow {
  readonly team: Team;
  readonly group: Group;
  readonly row: LeaderboardRow;
}

/** Every team with those under it; a deal that two of its people share counts once. */
export function teamRows(question: TeamRowsQuestion): readonly TeamRow[] {
  const { scene, figures } = question;
  const byId = new Map(scene.tree.teams.map((team) => [team.id, team]));
  return placeTeams(question, figures.current).flatMap((place) => {
    const team = byId.get(place.id);
    if (!team) return [];
    const group = groupOf(question, team);
    return [{ team, group, row: rowOf(question, { team, group, place }) }];
  });
}

/** Which team stands where by some figures. */
export function placeTeams(question: TeamRowsQuestion, figures: Figures): readonly Standing[] {
  const { scene, metric, teamIds } = question;
  const teams = scene.tree.teams.filter(({ id }) => teamIds === null || teamIds.has(id));
  const scores = teams.map((team) => ({
    id: team.id,
    value: isShown(question, team) ? figures.ofGroup(groupOf(question, team)).value : null,
  }));
  return rankStandings(scores, metric.better);
}

function isShown({ metric, showsQuota }: TeamRowsQuestion, { id }: Team): boolean {
  return metric.formula.kind !== "attainment" || showsQuota(id);
}

function rowOf(
  question: TeamRowsQuestion,
  { team, group, place }: { readonly team: Team; readonly group: Group; readonly place: Standing },
): LeaderboardRow {
  const { metric, figures, soFar } = question;
  const { rank, tied, value } = place;
  const shown = isShown(question, team);
  const evaluation = shown ? figures.current.ofGroup(group) : { value, numerator: null, denominator: null };
  return {
    rank: soFar ? null : rank,
    tied: tied && !soFar,
    team: teamHead(team),
    value,
    previous: shown ? (figures.previous?.ofGroup(group).value ?? null) : null,
    compared: shown ? (figures.compared?.ofGroup(group).value ?? null) : null,
    basis: basisOf(evaluation),
    smallSample: isSmallSample(evaluation, metric),
    private: false,
  };
}

/** A team as the wire has it. */
export function teamHead({ id, crmId, name, parentId }: Team) {
  return { id, crmId, name, parentId };
}

function groupOf({ scene, counts, teamIds }: TeamRowsQuestion, { id }: Team): Group {
  const subtree = scene.tree.subtreeOf(id);
  // Under a team filter the figures hold nothing of other teams, so neither may the people.
  const within = teamIds === null ? subtree : new Set([...subtree].filter((teamId) => teamIds.has(teamId)));
  return { teamId: id, teamIds: within, counts };
}
