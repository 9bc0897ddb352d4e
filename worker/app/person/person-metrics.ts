import { WEEKS_SHOWN } from "../../../shared/contracts/board-details.ts";
import type { StandingMetric } from "../../../shared/contracts/person.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { METRICS } from "../../../shared/metrics/catalogue.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { addDays } from "../../domain/calendar/local-time.ts";
import { type Period, periodOf } from "../../domain/calendar/periods.ts";
import { eventsOf } from "../../domain/metrics/evaluate.ts";
import type { Member } from "../../ports/tenants.ts";
import { type BoardCells, figuresOver, loadBoardCells } from "../boards/board-figures.ts";
import { scoreMember } from "../boards/load-scorecard.ts";
import { entrantsOf, isSmallSample, placeMembers } from "../boards/member-rows.ts";
import { CellBook } from "../scene/cell-book.ts";
import { isStillArriving } from "../scene/coverage.ts";
import { Figures, type Subject } from "../scene/figures.ts";
import { filterFor, type Scene } from "../scene/scene.ts";

/** All but attainment, which the quota tracker shows. */
export const PERSON_METRICS: readonly Metric[] = METRICS.filter(({ id }) => id !== "quota_attainment");

/** A metric by itself, for everybody; quotas play no part. */
export function plainSubject(metric: Metric): Subject {
  return { metric, quotaMetric: "revenue_closed", teamIds: null, quotas: null };
}

/** Each metric of a person whom the viewer sees in full: the value, its place, and how the weeks went. */
export async function loadPersonMetrics(scene: Scene, member: Member): Promise<StandingMetric[]> {
  const events = eventsOf(PERSON_METRICS);
  const scope = { events, countedOnce: [], teamIds: null, memberIds: null, compare: false };
  const [scored, cells, weeks] = await Promise.all([
    scoreMember(scene, member, "full"),
    loadBoardCells(scene, scope),
    loadWeeks(scene, member),
  ]);
  const byId = new Map(scored.map((score) => [score.metric.id, score]));
  return PERSON_METRICS.flatMap((metric) => {
    const score = byId.get(metric.id);
    if (!score) return [];
    const { metric: head, value, previous, compared = null, basis, smallSample } = score;
    return [
      {
        metric: head,
        value,
        previous,
        compared,
        basis,
        smallSample,
        ...placeOf(scene, metric, member, cells),
        weeks: weeks.map((week) => weekOf(scene, metric, member, week)),
      },
    ];
  });
}

/** The place on the board of the metric, as this viewer sees it. */
function placeOf(
  scene: Scene,
  metric: Metric,
  member: Member,
  cells: BoardCells,
): Pick<StandingMetric, "rank" | "tied"> {
  const { current } = figuresOver(scene, plainSubject(metric), cells);
  const places = placeMembers(entrantsOf(scene, current), metric, current);
  const own = places.find(({ id }) => id === member.id);
  if (!own || isStillArriving(scene.synced, metric, scene.period)) return { rank: null, tied: false };
  return { rank: own.rank, tied: own.tied };
}

interface Week {
  readonly period: Period;
  readonly book: CellBook;
}

/** The weeks that are over by the end of the period, in one question to the ledger. */
async function loadWeeks(scene: Scene, member: Member): Promise<readonly Week[]> {
  const periods = weeksBefore(scene);
  const [first, last] = [periods[0], periods.at(-1)];
  if (!first || !last) return [];
  const sums = await scene.context.ledger.sumByWeek(
    filterFor(scene, {
      events: eventsOf(PERSON_METRICS),
      span: { from: first.from, to: last.to },
      memberIds: [member.id],
      teamIds: null,
    }),
  );
  return periods.map((period) => ({
    period,
    book: new CellBook(
      sums.filter(({ week }) => week === period.from),
      [],
    ),
  }));
}

function weeksBefore({ period, today, rules }: Scene): readonly Period[] {
  const weekOfDay = (day: DaySpan["to"]) => periodOf(day, "week", rules.calendar);
  const lastDay = period.to < today ? period.to : addDays(today, -1);
  const reached = weekOfDay(lastDay);
  const last = reached.to <= lastDay ? reached : weekOfDay(addDays(reached.from, -1));
  return Array.from({ length: WEEKS_SHOWN }, (_, index) =>
    weekOfDay(addDays(last.from, (index - WEEKS_SHOWN + 1) * 7)),
  );
}

function weekOf(
  scene: Scene,
  metric: Metric,
  member: Member,
  { period, book }: Week,
): StandingMetric["weeks"][number] {
  const evaluation = new Figures(scene, plainSubject(metric), period, book).ofMember(member);
  const { from, to } = period;
  return { from, to, value: evaluation.value, smallSample: isSmallSample(evaluation, metric) };
}
