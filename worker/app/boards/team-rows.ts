import type { LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { rankStandings, type Standing } from "../../domain/ranking.ts";
import type { Team } from "../../ports/tenants.ts";
import type { Figures, Group } from "../scene/figures.ts";
import type { Scene } from "../scene/scene.ts";
import type { BoardFigures } from "./board-figures.ts";
import { basisOf, isSmallSample } from "./member-rows.ts";
import type { QuotaSight } from "./quota-signs.ts";

/** What the rows of a board of teams are made of. */
export interface TeamRowsQuestion {
  readonly scene: Scene;
  readonly metric: Metric;
  readonly figures: BoardFigures;
  readonly teamIds: ReadonlySet<string> | null;
  /** Whose credits are part of a team's figure for this viewer. */
  readonly counts: (memberId: string) => boolean;
  /** Whether the viewer may see what derives from the team's quota in a span. */
  readonly showsQuota: QuotaSight;
  readonly givesPlaces: boolean;
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
    const group = groupOfTeam(question, team.id);
    return [{ team, group, row: rowOf(question, { team, group, place }) }];
  });
}

/**
 * Which team stands where by some figures. A team whose figure is not for the viewer has no place either. A team with
 * sub-teams in view is their sum and does not compete with them: it stands after them, without a place.
 */
export function placeTeams(question: TeamRowsQuestion, figures: Figures): readonly Standing[] {
  const { better } = question.metric;
  const scoreOf = ({ id }: Team) => ({ id, value: figures.ofGroup(groupOfTeam(question, id)).value });
  const { competing, sums } = teamsInView(question);
  const placeless = rankStandings(sums.map(scoreOf), better);
  return [
    ...rankStandings(competing.map(scoreOf), better),
    ...placeless.map((sum) => ({ ...sum, rank: null, tied: false })),
  ];
}

function teamsInView(question: TeamRowsQuestion): {
  readonly competing: readonly Team[];
  readonly sums: readonly Team[];
} {
  const { scene, teamIds } = question;
  const teams = scene.tree.teams.filter(
    (team) => (teamIds === null || teamIds.has(team.id)) && isShown(question, team, scene.period),
  );
  const parents = new Set(teams.map(({ parentId }) => parentId));
  // The team that the board is narrowed to is what its total says.
  const isAsked = ({ parentId }: Team) => teamIds !== null && (parentId === null || !teamIds.has(parentId));
  return {
    competing: teams.filter(({ id }) => !parents.has(id)),
    sums: teams.filter((team) => parents.has(team.id) && !isAsked(team)),
  };
}

function isShown({ metric, showsQuota }: TeamRowsQuestion, { id }: Team, span: DaySpan): boolean {
  return metric.formula.kind !== "attainment" || showsQuota(id, span);
}

function rowOf(
  question: TeamRowsQuestion,
  { team, group, place }: { readonly team: Team; readonly group: Group; readonly place: Standing },
): LeaderboardRow {
  const { metric, figures, givesPlaces } = question;
  const { rank, tied, value } = place;
  const evaluation = figures.current.ofGroup(group);
  const beside = (of: Figures | null) =>
    of !== null && isShown(question, team, of.period) ? of.ofGroup(group).value : null;
  return {
    rank: givesPlaces ? rank : null,
    tied: tied && givesPlaces,
    team: teamHead(team),
    value,
    previous: beside(figures.previous),
    compared: beside(figures.compared),
    basis: basisOf(evaluation),
    smallSample: isSmallSample(evaluation, metric),
    private: false,
  };
}

/** A team as the wire has it. */
export function teamHead({ id, crmId, name, parentId }: Team) {
  return { id, crmId, name, parentId };
}

/** Whose figure the row of a team is. */
export function groupOfTeam(
  { scene, counts, teamIds }: Pick<TeamRowsQuestion, "scene" | "counts" | "teamIds">,
  teamId: string,
): Group {
  const subtree = scene.tree.subtreeOf(teamId);
  // Under a team filter the figures hold nothing of other teams, so neither may the people.
  const within = teamIds === null ? subtree : new Set([...subtree].filter((id) => teamIds.has(id)));
  return { teamId, teamIds: within, counts };
}
