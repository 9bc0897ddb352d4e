/** What one person brought, by day and by week: the shape of the period, and what a projection is drawn from. */
import { QUOTA_METRIC_IDS, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { fiscalPeriodOf } from "../../domain/calendar/fiscal.ts";
import { isOnLeave } from "../../domain/calendar/leave.ts";
import { addDays } from "../../domain/calendar/local-time.ts";
import { periodOf } from "../../domain/calendar/periods.ts";
import { workingDaysOf } from "../../domain/calendar/working-days.ts";
import { evaluateMetric, eventsOf } from "../../domain/metrics/evaluate.ts";
import { type PastWeek, type Projection, projectFinish } from "../../domain/quota/projection.ts";
import type { CellSum, DailySum, WeeklySum } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { sumsOfMember } from "../scene/cell-book.ts";
import { coversSpan } from "../scene/coverage.ts";
import { workedIn } from "../scene/participation.ts";
import { filterFor, type Scene } from "../scene/scene.ts";
import type { CardPerson } from "./card-scene.ts";

const DAYS_PER_WEEK = 7;
/** As many points as a sparkline has. */
const TREND_WEEKS = 8;
/** A year: further back people sold something else to somebody else. */
const QUARTERS_MAX = 4;

/** The results of one person in one reading. */
export interface PersonResults {
  /** Of the whole period; null is no data. */
  resultOf(metric: QuotaMetricId): number | null;
  /** What each day added, in order of days. */
  daysOf(metric: QuotaMetricId): readonly DayResult[];
  /** The last eight weeks, the present one at the end; null for a week without data. */
  trendOf(metric: QuotaMetricId): readonly (number | null)[];
  /** Null without enough history. */
  projectionOf(metric: QuotaMetricId, quota: number | null): PersonProjection | null;
}

/** What one day added to a result: minor units or a count. */
export interface DayResult {
  readonly day: LocalDay;
  readonly added: number;
}

/** A projection, and how many closed quarters it is drawn from. */
export interface PersonProjection extends Projection {
  readonly quarters: number;
}

/** Two questions for all four kinds of quota: the days of the period, and the weeks before it up to this one. */
export async function loadPersonResults(scene: Scene, person: CardPerson): Promise<PersonResults> {
  const { period, today, rules } = scene;
  const events = eventsOf(QUOTA_METRIC_IDS.map(metricById));
  const memberIds = [person.member.id];
  const thisWeek = periodOf(today, "week", rules.calendar);
  const weeks = { from: earliestQuarter(scene), to: thisWeek.to };
  const filterOf = (span: DaySpan) => filterFor(scene, { events, span, memberIds, teamIds: null });
  const [daily, weekly] = await Promise.all([
    scene.context.ledger.sumByDay(filterOf({ from: period.from, to: period.to })),
    scene.context.ledger.sumByWeek(filterOf(weeks)),
  ]);
  const resultOf = (metric: QuotaMetricId) => resultIn(scene, person.member, { metric, daily });
  return {
    resultOf,
    daysOf: (metric) => daysIn(daily, metric),
    trendOf: (metric) => trendUpTo(thisWeek.from, { scene, member: person.member, metric, weekly }),
    projectionOf(metric, quota) {
      const result = resultOf(metric);
      return result === null ? null : project(scene, person, { metric, result, quota, weekly });
    },
  };
}

function resultIn(
  scene: Scene,
  member: Member,
  { metric, daily }: { readonly metric: QuotaMetricId; readonly daily: readonly DailySum[] },
): number | null {
  const declared = metricById(metric);
  const events = eventsOf([declared]);
  const cells = daily.filter(({ event }) => events.includes(event));
  const hasData =
    coversSpan(scene.synced, declared, scene.period) && workedIn(member, scene.period, cells.length > 0);
  return evaluateMetric(declared, sumsOfMember(cells), { hasData }).value;
}

function amountOf(cells: readonly CellSum[], metric: QuotaMetricId): number {
  return evaluateMetric(metricById(metric), sumsOfMember(cells), { hasData: true }).value ?? 0;
}

function daysIn(daily: readonly DailySum[], metric: QuotaMetricId): readonly DayResult[] {
  const byDay = Map.groupBy(daily, ({ day }) => day);
  return [...byDay]
    .map(([day, cells]) => ({ day, added: amountOf(cells, metric) }))
    .filter(({ added }) => added !== 0)
    .toSorted((left, right) => (left.day < right.day ? -1 : 1));
}

interface WeeksQuestion {
  readonly scene: Scene;
  readonly member: Member;
  readonly metric: QuotaMetricId;
  readonly weekly: readonly WeeklySum[];
}

function trendUpTo(last: LocalDay, question: WeeksQuestion): readonly (number | null)[] {
  const { scene, member, metric, weekly } = question;
  const byWeek = Map.groupBy(weekly, ({ week }) => week);
  return Array.from({ length: TREND_WEEKS }, (_, index) => {
    const from = addDays(last, (index - TREND_WEEKS + 1) * DAYS_PER_WEEK);
    const week = { from, to: addDays(from, DAYS_PER_WEEK - 1) };
    const cells = byWeek.get(from) ?? [];
    const known =
      coversSpan(scene.synced, metricById(metric), week) && workedIn(member, week, cells.length > 0);
    return known ? amountOf(cells, metric) : null;
  });
}

/** The first day of the last closed quarters before the period, as far back as history is looked at. */
function earliestQuarter({ period, rules }: Scene): LocalDay {
  let { from } = fiscalPeriodOf(period.from, "quarter", rules.calendar);
  for (let back = 0; back < QUARTERS_MAX; back += 1) {
    from = fiscalPeriodOf(addDays(from, -1), "quarter", rules.calendar).from;
  }
  return from;
}

/** The closed quarters before the period that are known whole, and all days from the first of them to it. */
function historyOf(
  { period, rules, synced }: Scene,
  member: Member,
  metric: QuotaMetricId,
): { readonly span: DaySpan; readonly quarters: number } {
  let { from } = fiscalPeriodOf(period.from, "quarter", rules.calendar);
  let quarters = 0;
  while (quarters < QUARTERS_MAX) {
    const quarter = fiscalPeriodOf(addDays(from, -1), "quarter", rules.calendar);
    const wasThere = member.joinedOn === null || member.joinedOn <= quarter.from;
    if (!wasThere || !coversSpan(synced, metricById(metric), quarter)) break;
    from = quarter.from;
    quarters += 1;
  }
  return { span: { from, to: addDays(period.from, -1) }, quarters };
}

function project(
  scene: Scene,
  { member, workingDays }: CardPerson,
  asked: {
    readonly metric: QuotaMetricId;
    readonly result: number;
    readonly quota: number | null;
    readonly weekly: readonly WeeklySum[];
  },
): PersonProjection | null {
  const { metric, result, quota, weekly } = asked;
  const { period, rules } = scene;
  const { span, quarters } = historyOf(scene, member, metric);
  const projection = projectFinish({
    seed: `${member.id} ${metric} ${period.from} ${period.to}`,
    result,
    quota,
    history: pastWeeks(span, { scene, member, metric, weekly }),
    quarters,
    daysLeft: workingDays.left,
    daysPerWeek: DAYS_PER_WEEK - rules.calendar.weekend.length,
  });
  return projection && { ...projection, quarters };
}

/** Weeks without anything done are weeks too. */
function pastWeeks(span: DaySpan, { scene, member, metric, weekly }: WeeksQuestion): readonly PastWeek[] {
  const { calendar } = scene.rules;
  const byWeek = Map.groupBy(weekly, ({ week }) => week);
  const started = periodOf(span.from, "week", calendar).from;
  const first = started === span.from ? started : addDays(started, DAYS_PER_WEEK);
  const past: PastWeek[] = [];
  for (let from = first; addDays(from, DAYS_PER_WEEK - 1) <= span.to; from = addDays(from, DAYS_PER_WEEK)) {
    const days = workingDaysOf({ from, to: addDays(from, DAYS_PER_WEEK - 1) }, calendar);
    const workingDays = days.filter((day) => !isOnLeave(member.leaves, day)).length;
    past.push({ result: amountOf(byWeek.get(from) ?? [], metric), workingDays });
  }
  return past;
}
