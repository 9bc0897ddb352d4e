import type { Explanation } from "../../../shared/contracts/api.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import type { Member, Team } from "../../ports/tenants.ts";
import { type CellScope, loadSpan } from "../boards/board-figures.ts";
import { countedPeople, groupOfTotal, scopeOf, subjectOf } from "../boards/load-leaderboard.ts";
import { type Entrant, entrantsOf } from "../boards/member-rows.ts";
import { quotaSight } from "../boards/quota-signs.ts";
import { groupOfTeam } from "../boards/team-rows.ts";
import type { QueryRefusal } from "../queries.ts";
import type { CellBook } from "../scene/cell-book.ts";
import { Figures, type Group, resultMetricOf, type Subject } from "../scene/figures.ts";
import { filterFor, type Scene } from "../scene/scene.ts";
import { wasIn } from "../scene/team-tree.ts";
import { seesEverybody } from "../scene/visibility.ts";
import { narrowedTo } from "./activity-figure.ts";
import type { ExplainedFigure, ExplanationQuery } from "./explained-figure.ts";
import { placedMeasuresOf } from "./figure-parts.ts";

/**
 * The row of a team, or the total, under the filters of its board: the very evaluation of the board over the very
 * people, so that the drawer cannot say something else. What several of them share is counted on one of their lines.
 * On the days that the board compares with, it is the figure of those who are on the board.
 */
export async function loadGroupFigure(
  board: Scene,
  query: ExplanationQuery,
  slice: CreditFilter["slice"],
): Promise<Result<ExplainedFigure, QueryRefusal>> {
  const scene = narrowedTo(board, query.days);
  const subject = await subjectOf(scene, query);
  const team = teamOf(scene, subject, query.ofTeamId);
  if (team === undefined) return err({ reason: "unknown_team" });
  const isAttainment = subject.quotas !== null;
  // What derives from the quota of a team is for those who may see it.
  const seesQuota = (team: Team) => [board, scene].every((each) => quotaSight(each)(team.id));
  if (team && isAttainment && !seesQuota(team)) return err({ reason: "not_permitted" });
  const scope = scopeOf(subject, { slice, compare: false });
  const { book } = await loadSpan(scene, scope, scene.period);
  const figures = new Figures(scene, subject, scene.period, book);
  const onBoard = board === scene ? figures : await figuresOf(board, subject, scope);
  const group = groupOf(board, { subject, figures, entrants: entrantsOf(board, onBoard), team });
  const known = peopleOf(scene, book, group);
  // Whoever has no place in the span is no part of the figure, and so of no number of lines.
  const seen = known.filter((member) => figures.isSeen(member));
  const isEverybody = seesEverybody(scene.viewer) && subject.people === null && board === scene;
  const memberIds =
    isEverybody && !(isAttainment && !team) ? null : idsOf(scene, { known: seen, book, group });
  const evaluation = figures.ofGroup(group);
  return ok({
    metric: subject.metric,
    measures: placedMeasuresOf(resultMetricOf(subject)),
    evaluation,
    sums: figures.sumsOfGroup(group),
    member: null,
    team: team ?? scene.tree.teams.find(({ id }) => id === query.teamId) ?? null,
    quota: quotaOf(scene, { subject, team, amount: evaluation.denominator }),
    counting: "group",
    filter: filterOf(scene, { subject, group, memberIds, scope }),
    clock: null,
    recordsVisible: seesEverybody(scene.viewer) || (isPart(subject, group) && allInFull(scene, known)),
  });
}

async function figuresOf(scene: Scene, subject: Subject, scope: CellScope): Promise<Figures> {
  const { book } = await loadSpan(scene, scope, scene.period);
  return new Figures(scene, subject, scene.period, book);
}

/** Undefined for a team that is not on the board. */
function teamOf({ tree }: Scene, { teamIds }: Subject, teamId: string | undefined): Team | null | undefined {
  if (teamId === undefined) return null;
  return tree.teams.find(({ id }) => id === teamId && (teamIds === null || teamIds.has(id)));
}

function groupOf(
  scene: Scene,
  about: {
    readonly subject: Subject;
    readonly figures: Figures;
    readonly entrants: readonly Entrant[];
    readonly team: Team | null;
  },
): Group {
  const { subject, figures, entrants, team } = about;
  const counts = countedPeople(scene, entrants);
  if (team) return groupOfTeam({ scene, counts, teamIds: subject.teamIds }, team.id);
  return groupOfTotal(subject, figures, { entrants, counts });
}

/** The quota that a result of several people is set against; null for all metrics but attainment. */
function quotaOf(
  { period }: Scene,
  about: { readonly subject: Subject; readonly team: Team | null; readonly amount: number | null },
): Explanation["quota"] {
  const { subject, team, amount } = about;
  const { quotas, quotaMetric } = subject;
  if (quotas === null) return null;
  // A team's own quota asks nothing of a part of its people.
  const own =
    team && !subject.people ? quotas.resolve({ kind: "team", id: team.id }, quotaMetric, period) : null;
  return {
    metric: quotaMetric,
    unit: metricById(quotaMetric).unit,
    amount,
    source: amount === null ? null : own ? "team" : "people",
    proRated: own?.proRated ?? false,
    versions: [],
  };
}

/** The known people of a group: whoever was in its teams, or is credited there. */
function peopleOf({ members, period }: Scene, book: CellBook, { teamIds, counts }: Group): readonly Member[] {
  return members.filter(
    ({ id, memberships }) =>
      counts(id) &&
      (teamIds === null ||
        wasIn(memberships, teamIds, period) ||
        book.ofMember(id).some(({ teamId }) => teamIds.has(teamId))),
  );
}

/** The people of a group, and whoever is credited in it whom nobody knows by now. */
function idsOf(
  { members }: Scene,
  about: { readonly known: readonly Member[]; readonly book: CellBook; readonly group: Group },
): readonly string[] {
  const { known, book, group } = about;
  const present = new Set(members.map(({ id }) => id));
  const credited = new Set(book.cells.map(({ memberId }) => memberId));
  const unknown = [...credited].filter((id) => !present.has(id) && group.counts(id));
  return [...known.map(({ id }) => id), ...unknown];
}

/** The figure of everybody is more than the people whom somebody sees in full, whoever these happen to be. */
function isPart({ people }: Subject, { teamIds }: Group): boolean {
  return teamIds !== null || (people ?? null) !== null;
}

function allInFull({ sightOf }: Scene, people: readonly Member[]): boolean {
  return people.every(({ id }) => sightOf(id) === "full");
}

function filterOf(
  scene: Scene,
  about: {
    readonly subject: Subject;
    readonly group: Group;
    /** Null for everybody, those included whom nobody knows by now. */
    readonly memberIds: readonly string[] | null;
    readonly scope: CellScope;
  },
): CreditFilter {
  const { subject, group, memberIds, scope } = about;
  const { from, to } = scene.period;
  // What nobody is credited with is left out of everybody's figure, not of some people's.
  const nobody = (subject.people ?? null) === null ? [""] : [];
  const asked = {
    events: scope.events,
    span: { from, to },
    memberIds: memberIds && [...memberIds, ...nobody],
    teamIds: group.teamIds && [...group.teamIds],
  };
  return filterFor(scene, scope.slice ? { ...asked, slice: scope.slice } : asked);
}
