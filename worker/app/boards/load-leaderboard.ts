import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { metricHead } from "../../../shared/metrics/describe.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { countedEventsOf, eventsOf } from "../../domain/metrics/evaluate.ts";
import { leftOutEventsOf } from "../../domain/metrics/left-out-events.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { readSegment } from "../../domain/segment.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { isMadeOfDeals, isStillArriving } from "../scene/coverage.ts";
import { type Figures, type Group, resultMetricOf, type Subject } from "../scene/figures.ts";
import { filterFor, loadQuotaBook, loadScene, periodHead, type Scene } from "../scene/scene.ts";
import { seesEverybody, showsName } from "../scene/visibility.ts";
import type { Viewer } from "../viewer.ts";
import { addDetails, type DrawnBoard } from "./board-details.ts";
import { type BoardFigures, type CellScope, figuresOver, loadBoardCells } from "./board-figures.ts";
import type { LeaderboardQuery } from "./leaderboard-query.ts";
import { type Entrant, entrantsOf, hasFiguresOnly, hasRow, placedRows } from "./member-rows.ts";
import { quotaSight } from "./quota-signs.ts";
import { type TeamRowsQuestion, teamRows } from "./team-rows.ts";

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
  const slice = sliceOf(query);
  if (!slice.ok) return slice;
  const subject = await subjectOf(scene, query);
  const scope = scopeOf(subject, { slice: slice.value, compare: query.compare });
  return ok(await drawBoard(scene, query, subject, scope));
}

/** The cells that a board is drawn from. */
export function scopeOf(subject: Subject, asked: Pick<CellScope, "slice" | "compare">): CellScope {
  const metrics = [resultMetricOf(subject)];
  return {
    events: eventsOf(metrics),
    countedOnce: countedEventsOf(metrics),
    // A quota asks for all of somebody's results, wherever they were in a team.
    teamIds: subject.quotas === null ? subject.teamIds : null,
    memberIds: subject.people ? [...subject.people] : null,
    ...asked,
  };
}

/** The part of the deals that is asked for, which only what is made of deals alone can be divided into. */
export function sliceOf({
  segment,
  metric,
}: Pick<LeaderboardQuery, "segment" | "metric">): Result<CreditFilter["slice"], QueryRefusal> {
  if (segment === undefined) return ok(undefined);
  const read = readSegment(segment);
  const declared = metricById(metric);
  if (!read || !isMadeOfDeals(declared) || declared.formula.kind === "attainment") {
    return err({ reason: "no_segments" });
  }
  return ok(read.kind === "pipeline" ? { pipelineIds: [read.id] } : { dealTypes: [read.id] });
}

/** What a board measures, and of whom. */
export async function subjectOf(
  scene: Scene,
  query: Pick<LeaderboardQuery, "metric" | "quotaMetric" | "teamId" | "region" | "department">,
): Promise<Subject> {
  const metric = metricById(query.metric);
  return {
    metric,
    quotaMetric: query.quotaMetric ?? "revenue_closed",
    teamIds: query.teamId === undefined ? null : scene.tree.subtreeOf(query.teamId),
    people: peopleOf(scene, query),
    quotas: metric.formula.kind === "attainment" ? await loadQuotaBook(scene) : null,
  };
}

/** Null for everybody: only then do credits of people whom nobody knows by now belong to it. */
function peopleOf(
  { members }: Scene,
  { region, department }: Pick<LeaderboardQuery, "region" | "department">,
): ReadonlySet<string> | null {
  if (region === undefined && department === undefined) return null;
  const asked = members.filter(
    (member) =>
      (region === undefined || member.region === region) &&
      (department === undefined || member.department === department),
  );
  return new Set(asked.map(({ id }) => id));
}

async function drawBoard(
  scene: Scene,
  query: LeaderboardQuery,
  subject: Subject,
  scope: CellScope,
): Promise<Leaderboard> {
  const { metric, teamIds } = subject;
  const cells = await loadBoardCells(scene, scope);
  const figures = figuresOver(scene, subject, cells);
  const entrants = entrantsOf(scene, figures.current);
  const counts = countedPeople(scene, entrants);
  const withRow = entrants.filter((entrant) => hasRow(entrant, metric));
  const soFar = isStillArriving(scene.synced, resultMetricOf(subject), scene.period);
  const givesPlaces = !soFar && hasPlaces(scene, metric);
  const found = findRows(query, { scene, metric, figures, teamIds, counts, givesPlaces, entrants });
  const total = (of: Figures | null) => of && totalOf(subject, of, { entrants, counts });
  const totals = { previous: total(figures.previous), compared: total(figures.compared) };
  const detailed = query.details
    ? await addDetails({ scene, query, subject, scope, cells, entrants, givesPlaces, rows: found, totals })
    : null;
  const rows = detailed?.rows ?? found.rows.map(({ row }) => row);
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
    total: total(figures.current),
    soFar,
    leftOut: await loadLeftOut(scene, { ...scope, teamIds }, countedPeople(scene, withRow)),
    omitted: rows.length - shown.length,
    personal: isPersonal(figures, { metric, entrants, rows: rows.length }),
    ...(detailed ? { details: detailed.details } : {}),
  };
}

function findRows(
  { by }: LeaderboardQuery,
  parts: Omit<TeamRowsQuestion, "showsQuota"> & { readonly entrants: readonly Entrant[] },
): DrawnBoard["rows"] {
  if (by === "member") return { by, rows: placedRows(parts) };
  const question = { ...parts, showsQuota: quotaSight(parts.scene) };
  return { by, rows: teamRows(question), question };
}

/** Whoever sees no quota but their own has nobody to be ranked among. */
function hasPlaces({ viewer, ledTeamIds }: Scene, { formula }: Metric): boolean {
  return formula.kind !== "attainment" || seesEverybody(viewer) || ledTeamIds.size > 0;
}

/** Whether the viewer sees of somebody what not every member sees: then not every figure is the shared one. */
function isPersonal(
  { current, previous, compared }: BoardFigures,
  {
    metric,
    entrants,
    rows,
  }: Pick<DrawnBoard, "entrants"> & { readonly metric: Metric; readonly rows: number },
): boolean {
  const spans = [current, previous, compared].filter((figures) => figures !== null);
  const seenInFull = entrants.filter(({ sight }) => sight === "full");
  // The board of attainment that all share has no rows.
  if (metric.formula.kind === "attainment") return rows > 0 || seenInFull.length > 0;
  return seenInFull.some(
    ({ member }) => member.privacy !== "named" || spans.some((figures) => hasFiguresOnly(member, figures)),
  );
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

function totalOf(subject: Subject, figures: Figures, people: CountedPeople): number | null {
  return figures.ofGroup(groupOfTotal(subject, figures, people)).value;
}

/** The people of a board, and whose credits are part of its total. */
export interface CountedPeople {
  readonly entrants: readonly Entrant[];
  readonly counts: (memberId: string) => boolean;
}

/** Whose figure the total is. */
export function groupOfTotal({ teamIds, quotas }: Subject, figures: Figures, people: CountedPeople): Group {
  if (quotas === null) return { teamId: null, teamIds, counts: people.counts };
  // Results without a quota would lift the attainment of those who have one.
  const withQuota = new Set(
    people.entrants
      .filter(({ member, sight }) => sight === "full" && figures.quotaOfMember(member) !== null)
      .map(({ member }) => member.id),
  );
  return { teamId: null, teamIds, counts: (id) => withQuota.has(id) };
}

async function loadLeftOut(
  scene: Scene,
  { events, teamIds, memberIds, slice }: CellScope,
  counts: (memberId: string) => boolean,
): Promise<Leaderboard["leftOut"]> {
  const { from, to } = scene.period;
  const asked = { events, span: { from, to }, memberIds, teamIds: teamIds && [...teamIds] };
  const filter = filterFor(scene, slice ? { ...asked, slice } : asked);
  const leftOutEvents = leftOutEventsOf(events);
  const sums = await scene.context.ledger.sumLeftOut({ ...filter, leftOutEvents });
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
