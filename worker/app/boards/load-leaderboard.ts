import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { metricHead } from "../../../shared/metrics/describe.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { countedEventsOf, eventsOf } from "../../domain/metrics/evaluate.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { LeaderboardQuery, QueryContext, QueryRefusal } from "../queries.ts";
import type { Viewer } from "../viewer.ts";
import { type BoardFigures, figuresOver, loadBoardCells } from "./board-figures.ts";
import { isStillArriving } from "./coverage.ts";
import { resultMetricOf, type Subject } from "./figures.ts";
import { type Entrant, entrantsOf, memberRows } from "./member-rows.ts";
import { filterFor, loadQuotaBook, loadScene, periodHead, type Scene } from "./scene.ts";
import { teamRows } from "./team-rows.ts";
import { seesEverybody, showsName } from "./visibility.ts";

/** A board longer than this shows a person without a team to lead its top, their own row and its neighbours. */
const SHORT_BOARD_ROWS_MAX = 20;
const TOP_ROWS = 10;

/** Members or teams ranked by a metric over a period, as far as the viewer may see. */
export async function loadLeaderboard(
  context: QueryContext,
  query: LeaderboardQuery,
  viewer: Viewer,
): Promise<Result<Leaderboard, QueryRefusal>> {
  const loaded = await loadScene(context, query, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  if (query.teamId !== undefined && !scene.tree.has(query.teamId)) return err({ reason: "unknown_team" });
  const subject = await subjectOf(scene, query);
  const { teamIds } = subject;
  const metrics = [resultMetricOf(subject)];
  const cells = await loadBoardCells(scene, {
    events: eventsOf(metrics),
    countedOnce: countedEventsOf(metrics),
    teamIds,
    memberIds: null,
    compare: query.compare,
  });
  const figures = figuresOver(scene, subject, cells);
  return ok(await drawBoard(scene, query, subject, figures));
}

async function subjectOf(scene: Scene, query: LeaderboardQuery): Promise<Subject> {
  const metric = metricById(query.metric);
  return {
    metric,
    quotaMetric: query.quotaMetric ?? "revenue_closed",
    teamIds: query.teamId === undefined ? null : scene.tree.subtreeOf(query.teamId),
    quotas: metric.formula.kind === "attainment" ? await loadQuotaBook(scene) : null,
  };
}

async function drawBoard(
  scene: Scene,
  query: LeaderboardQuery,
  subject: Subject,
  figures: BoardFigures,
): Promise<Leaderboard> {
  const { metric, teamIds } = subject;
  const entrants = entrantsOf(scene, figures.current);
  const counts = countedPeople(scene, entrants);
  const soFar = isStillArriving(scene.synced, resultMetricOf(subject), scene.period);
  const rows =
    query.by === "member"
      ? memberRows({ scene, metric, figures, entrants, soFar })
      : teamRows({ scene, metric, figures, teamIds, counts, showsQuota: quotaSight(scene), soFar });
  const shown = query.by === "member" && query.all !== true ? nearestRows(rows, scene.viewer) : rows;
  const comparison = query.compare ? scene.comparison : null;
  return {
    metric: metricHead(metric, scene.rules.homeCurrency),
    period: periodHead(scene, scene.period),
    comparedWith: comparison && periodHead(scene, comparison.previous),
    comparedPart: comparison && periodHead(scene, comparison.current),
    asOf: scene.asOf,
    revision: scene.revision,
    by: query.by,
    rows: [...shown],
    total: totalOf(subject, figures, { entrants, counts }),
    soFar,
    leftOut: await loadLeftOut(scene, subject, counts),
    omitted: rows.length - shown.length,
    personal: entrants.some((entrant) => isPersonal(entrant, metric)),
  };
}

/** Whether the viewer sees of somebody what not every member sees: then not every figure is the shared one. */
function isPersonal({ member, sight, ranked }: Entrant, { formula }: Metric): boolean {
  if (sight !== "full") return false;
  return member.privacy !== "named" || !ranked || formula.kind === "attainment";
}

/**
 * Whose credits are part of totals and team figures: the people shown by name. Credits of nobody the tenant
 * knows by now are for those who see everybody.
 */
export function countedPeople(scene: Scene, entrants: readonly Entrant[]): (memberId: string) => boolean {
  const shown = new Set(entrants.filter(({ sight }) => showsName(sight)).map(({ member }) => member.id));
  const known = new Set(scene.members.map(({ id }) => id));
  const withUnknown = seesEverybody(scene.viewer);
  return (memberId) => shown.has(memberId) || (withUnknown && !known.has(memberId));
}

function quotaSight(scene: Scene): (teamId: string) => boolean {
  if (seesEverybody(scene.viewer)) return () => true;
  return (teamId) => scene.ledTeamIds.has(teamId);
}

function totalOf(
  { teamIds, quotas }: Subject,
  { current }: BoardFigures,
  people: { readonly entrants: readonly Entrant[]; readonly counts: (memberId: string) => boolean },
): number | null {
  if (quotas === null) return current.ofGroup({ teamId: null, teamIds, counts: people.counts }).value;
  // Results without a quota would lift the attainment of those who have one.
  const withQuota = new Set(
    people.entrants
      .filter(({ member, sight }) => sight === "full" && current.quotaOfMember(member) !== null)
      .map(({ member }) => member.id),
  );
  return current.ofGroup({ teamId: null, teamIds, counts: (id) => withQuota.has(id) }).value;
}

async function loadLeftOut(
  scene: Scene,
  subject: Subject,
  counts: (memberId: string) => boolean,
): Promise<Leaderboard["leftOut"]> {
  const { teamIds } = subject;
  const events = eventsOf([resultMetricOf(subject)]);
  const { from, to } = scene.period;
  const sums = await scene.context.ledger.sumLeftOut(
    filterFor(scene, { events, span: { from, to }, memberIds: null, teamIds: teamIds && [...teamIds] }),
  );
  const byReason = new Map<(typeof sums)[number]["reason"], number>();
  for (const { memberId, reason, count } of sums) {
    if (memberId === "" || counts(memberId)) byReason.set(reason, (byReason.get(reason) ?? 0) + count);
  }
  const reasons = [...byReason].map(([reason, count]) => ({ reason, count }));
  reasons.sort((left, right) => right.count - left.count || (left.reason < right.reason ? -1 : 1));
  return { count: reasons.reduce((sum, { count }) => sum + count, 0), reasons };
}

/** Only for a person: a display or a room shows what fits or serves everybody. */
function nearestRows(rows: readonly LeaderboardRow[], viewer: Viewer): readonly LeaderboardRow[] {
  const isPeer = viewer.role === "member" || viewer.role === "viewer";
  if (!isPeer || viewer.memberId === null || rows.length <= SHORT_BOARD_ROWS_MAX) return rows;
  const own = rows.findIndex(({ member }) => member?.id === viewer.memberId);
  return rows.filter((_, index) => index < TOP_ROWS || (own >= 0 && Math.abs(index - own) <= 1));
}
