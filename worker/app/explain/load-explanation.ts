import type { Explanation } from "../../../shared/contracts/api.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { describeMetric } from "../../../shared/metrics/describe.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { evaluateMetric, type MeasureSums } from "../../domain/metrics/evaluate.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import { sliceOf } from "../boards/load-leaderboard.ts";
import { teamHead } from "../boards/team-rows.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { loadScene, memberHead, periodHead, type Scene } from "../scene/scene.ts";
import type { Viewer } from "../viewer.ts";
import { loadActivityFigure, narrowedTo } from "./activity-figure.ts";
import { chosenCounting } from "./chosen-counting.ts";
import { type ExplainedFigure, type ExplanationQuery, NO_FIGURE } from "./explained-figure.ts";
import { loadLines, loadReasons, loadUndated, NO_LINES } from "./explained-lines.ts";
import type { PlacedMeasure } from "./figure-parts.ts";
import { loadGroupFigure } from "./group-figure.ts";
import { loadLateChanges } from "./late-changes.ts";
import { loadMemberFigure } from "./member-figure.ts";
import { loadTeamQuotaFigure } from "./team-quota-figure.ts";

export type { ExplanationQuery } from "./explained-figure.ts";

const ENDS_BEFORE_IT_BEGINS = err({
  reason: "period_invalid" as const,
  detail: "`first_day` must not be after `last_day`",
});

/**
 * Why a figure is what it is: the lines that add up to it, those left out with the reason, and what changed
 * after its period. Records are shown to whoever may see them; everybody else is told how many there are.
 */
export async function loadExplanation(
  context: QueryContext,
  query: ExplanationQuery,
  viewer: Viewer,
): Promise<Result<Explanation, QueryRefusal>> {
  const slice = sliceOf(query);
  if (!slice.ok) return slice;
  const loaded = await loadScene(context, query, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  if (query.teamId !== undefined && !scene.tree.has(query.teamId)) return err({ reason: "unknown_team" });
  const figure = await loadFigure(scene, query, slice.value);
  return figure.ok ? ok(await explain(narrowedTo(scene, query.days), figure.value, query)) : figure;
}

/** The figure as the board shows it where it stands. */
function loadFigure(
  scene: Scene,
  query: ExplanationQuery,
  slice: CreditFilter["slice"],
): Promise<Result<ExplainedFigure, QueryRefusal>> {
  const { memberId, board, clock, days, also } = query;
  const isCompared = board === "compared" && !clock && !also;
  if (isCompared && days && days.from > days.to) return Promise.resolve(ENDS_BEFORE_IT_BEGINS);
  if (!isCompared && (board === "activity" || clock || days || also)) return loadActivityFigure(scene, query);
  if (board === "team_quota") return loadTeamQuotaFigure(scene, query);
  return memberId === null
    ? loadGroupFigure(scene, query, slice)
    : loadMemberFigure(narrowedTo(scene, days), { ...query, memberId }, slice);
}

async function explain(scene: Scene, figure: ExplainedFigure, query: ExplanationQuery): Promise<Explanation> {
  const { limit, afterCounted, afterLeftOut, afterUndated } = query;
  // Changes do not tell of which hour they are.
  const changesTold = figure.recordsVisible && figure.clock === null;
  // What has no date is of no single day or hour.
  const isPart = query.days !== undefined || figure.clock !== null;
  const [counted, leftOut, undated, lateChanges, leftOutReasons] = await Promise.all([
    loadLines(scene, figure, { limit, after: afterCounted, leftOut: false }),
    loadLines(scene, figure, { limit, after: afterLeftOut, leftOut: true }),
    isPart ? NO_LINES : loadUndated(scene, figure, { limit, after: afterUndated }),
    changesTold ? loadLateChanges(scene, figure) : [],
    figure.recordsVisible ? loadReasons(scene, figure) : [],
  ]);
  const { evaluation, measures, sums, metric } = figure;
  const { value, numerator, denominator } = evaluation;
  return {
    ...aboutWhom(scene, figure),
    value,
    basis: { numerator, denominator },
    measures: sumsOfMeasures(measures, sums),
    counted: counted.lines,
    countedTotal: counted.total,
    leftOut: leftOut.lines,
    leftOutTotal: leftOut.total,
    nextCounted: counted.next,
    nextLeftOut: leftOut.next,
    undated: undated.lines,
    undatedTotal: undated.total,
    nextUndated: undated.next,
    lateChanges,
    leftOutReasons,
    parts: evaluation === NO_FIGURE ? [] : partsOf(metric, sums),
    quota: figure.quota,
    homeCurrency: scene.rules.homeCurrency,
    ...chosenCounting(measures, scene.rules),
    recordsVisible: figure.recordsVisible,
  };
}

function aboutWhom(scene: Scene, { metric, also = [], member, team }: ExplainedFigure) {
  const { homeCurrency } = scene.rules;
  return {
    metric: describeMetric(metric, homeCurrency),
    ...(also.length === 0 ? {} : { also: also.map((each) => describeMetric(each, homeCurrency)) }),
    member: member && memberHead(scene, member),
    team: team && teamHead(team),
    period: periodHead(scene, scene.period),
    asOf: scene.asOf,
  };
}

/** The figures that a product multiplies and divides, in its order. */
function partsOf({ formula }: Metric, sums: MeasureSums): NonNullable<Explanation["parts"]> {
  if (formula.kind !== "product") return [];
  return [...formula.times, ...formula.by].map((id) => {
    const metric = metricById(id);
    const { value, numerator, denominator } = evaluateMetric(metric, sums, { hasData: true });
    return { metric: id, unit: metric.unit, value, basis: { numerator, denominator } };
  });
}

function sumsOfMeasures(measures: readonly PlacedMeasure[], sums: MeasureSums): Explanation["measures"] {
  return measures.map(({ event, of, part }) => ({ event, of, part, sum: sums({ event, of }) }));
}
