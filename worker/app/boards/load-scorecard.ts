import type { Scorecard } from "../../../shared/contracts/api.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import { METRICS, metricById } from "../../../shared/metrics/catalogue.ts";
import { metricHead } from "../../../shared/metrics/describe.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { medianOf } from "../../domain/median.ts";
import { eventsOf } from "../../domain/metrics/evaluate.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Member } from "../../ports/tenants.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import {
  filterFor,
  loadQuotaBook,
  loadScene,
  memberHead,
  type PeriodChoice,
  periodHead,
  type Scene,
} from "../scene/scene.ts";
import { showsName } from "../scene/visibility.ts";
import type { Viewer } from "../viewer.ts";
import { type BoardFigures, figuresOver, loadBoardCells } from "./board-figures.ts";
import { basisOf, isSmallSample, seenValue } from "./member-rows.ts";

/** Whose scorecard is asked for. */
export interface ScorecardQuery extends PeriodChoice {
  readonly memberId: string;
  readonly at?: Instant | undefined;
}

const SECONDS_PER_DAY = 86_400;

type ScoredMetric = Scorecard["metrics"][number];

/** Every metric of one member: for oneself and one's people in full, for a named peer without the quota. */
export async function loadScorecard(
  context: QueryContext,
  query: ScorecardQuery,
  viewer: Viewer,
): Promise<Result<Scorecard, QueryRefusal>> {
  const loaded = await loadScene(context, query, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  const member = scene.members.find(({ id }) => id === query.memberId);
  const sight = scene.sightOf(query.memberId);
  // Somebody private looks the same as somebody who does not exist.
  if (!member || !showsName(sight)) return err({ reason: "unknown_member" });
  const { comparison } = scene;
  return ok({
    member: memberHead(scene, member),
    period: periodHead(scene, scene.period),
    comparedWith: comparison && periodHead(scene, comparison.previous),
    asOf: scene.asOf,
    metrics: await scoreMember(scene, member, sight),
  });
}

/** Every metric of somebody who is shown by name, in the order of the catalogue. */
export async function scoreMember(
  scene: Scene,
  member: Member,
  sight: "full" | "named",
): Promise<ScoredMetric[]> {
  const quotas = sight === "full" ? await loadQuotaBook(scene) : null;
  const scope = {
    events: eventsOf(METRICS),
    countedOnce: [],
    teamIds: null,
    memberIds: [member.id],
    compare: true,
  };
  const [cells, medianDays] = await Promise.all([
    loadBoardCells(scene, scope),
    loadMedianCycle(scene, member),
  ]);
  return METRICS.map((metric) => {
    const subject = { metric, quotaMetric: "revenue_closed" as const, teamIds: null, quotas };
    const figures = figuresOver(scene, subject, cells);
    return scoreOf(scene, { metric, member, figures, medianDays });
  });
}

function scoreOf(
  scene: Scene,
  parts: {
    readonly metric: Metric;
    readonly member: Member;
    readonly figures: BoardFigures;
    readonly medianDays: number | null;
  },
): ScoredMetric {
  const { metric, member, figures, medianDays } = parts;
  const head = metricHead(metric, scene.rules.homeCurrency);
  const quotaIsHidden = metric.formula.kind === "attainment" && scene.sightOf(member.id) !== "full";
  if (!figures.current.isSeen(member) || quotaIsHidden) {
    const basis = { numerator: null, denominator: null };
    return {
      metric: head,
      value: null,
      previous: null,
      compared: null,
      basis,
      smallSample: false,
      median: null,
    };
  }
  const evaluation = figures.current.ofMember(member);
  return {
    metric: head,
    value: evaluation.value,
    previous: seenValue(figures.previous, member),
    compared: seenValue(figures.compared, member),
    basis: basisOf(evaluation),
    smallSample: isSmallSample(evaluation, metric),
    median: metric.id === "sales_cycle" ? medianDays : null,
  };
}

/** The middle cycle in days; null without one. */
async function loadMedianCycle(scene: Scene, member: Member): Promise<number | null> {
  const events = eventsOf([metricById("sales_cycle")]);
  const { from, to } = scene.period;
  const filter = { events, span: { from, to }, memberIds: [member.id], teamIds: null };
  const lines = await scene.context.ledger.listSeconds(filterFor(scene, filter));
  const median = medianOf(lines.map(({ seconds }) => seconds));
  return median === null ? null : median / SECONDS_PER_DAY;
}
