import type { LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { rankStandings } from "../../domain/ranking.ts";
import type { Team } from "../../ports/tenants.ts";
import type { BoardFigures } from "./board-figures.ts";
import type { Group } from "./figures.ts";
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

/** Every team with those under it; a deal that two of its people share counts once. */
export function teamRows(question: TeamRowsQuestion): readonly LeaderboardRow[] {
  const { scene, metric, figures, teamIds } = question;
  const teams = scene.tree.teams.filter(({ id }) => teamIds === null || teamIds.has(id));
  const values = new Map(
    teams.map((team) => {
      const shown = metric.formula.kind !== "attainment" || question.showsQuota(team.id);
      return [team.id, shown ? figures.current.ofGroup(groupOf(question, team)) : null];
    }),
  );
  const scores = teams.map(({ id }) => ({ id, value: values.get(id)?.value ?? null }));
  const byId = new Map(teams.map((team) => [team.id, team]));
  return rankStandings(scores, metric.better).flatMap(({ id, value, rank, tied }) => {
    const team = byId.get(id);
    if (!team) return [];
    const evaluation = values.get(id) ?? { value, numerator: null, denominator: null };
    const group = groupOf(question, team);
    return [
      {
        rank: question.soFar ? null : rank,
        tied: tied && !question.soFar,
        team: teamHead(team),
        value,
        previous: values.get(id) ? (figures.previous?.ofGroup(group).value ?? null) : null,
        compared: values.get(id) ? (figures.compared?.ofGroup(group).value ?? null) : null,
        basis: basisOf(evaluation),
        smallSample: isSmallSample(evaluation, metric),
        private: false,
      },
    ];
  });
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
