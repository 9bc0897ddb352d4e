/** The cumulative line against pace, for the wide card and the person page. */
import type { PaceChartView } from "../../../shared/contracts/quota-card.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { hasQuota } from "./card-scene.ts";
import type { CardWording } from "./card-wording.ts";
import type { QuotaFigure, QuotaFigures } from "./quota-figures.ts";

type ChartDay = PaceChartView["days"][number];

/** Steps between ticks, of which the smallest is taken that needs no more than five. */
const STEPS = [1, 2, 2.5, 5, 10] as const;
const STEPS_UP_MAX = 5;

/** Null without a quota, or where the person has no working day in the period. */
export function wordChart(figures: QuotaFigures, wording: CardWording): PaceChartView | null {
  const { main, person, today } = figures;
  const { metric, quota, result } = main.row;
  if (quota === null || !hasQuota(main.row) || person.days.length === 0) return null;
  const { words } = wording;
  const days = daysOf(figures, main, wording);
  const at = person.days.findLastIndex((day) => day <= today);
  const highest = Math.max(quota, result ?? 0, ...days.map(({ high }) => high ?? 0));
  const { completed, total } = main.row.workingDays;
  return {
    title: words.chart.title(words.metrics[metric]),
    days,
    today: at < 0 ? null : at,
    quota,
    ticks: ticksUpTo(highest).map((value) => ({ value, label: wording.short(metric, value) })),
    labels: {
      result: words.chart.result[metric],
      pace: words.chart.pace,
      quota: words.chart.quota,
      range: words.chart.range,
      today: words.chart.today,
      day: words.chart.day,
    },
    projectedRange: main.projection && rangeText(main, wording),
    projectedEnd: main.projection && wording.short(metric, Math.round(main.projection.middle)),
    label: words.chart.label(
      words.metrics[metric],
      wording.amount(metric, result),
      wording.amount(metric, quota),
      words.workingDays(wording.count(completed), wording.count(total)),
    ),
  };
}

function rangeText({ row, projection }: QuotaFigure, wording: CardWording): string | null {
  if (projection === null) return null;
  const { metric } = row;
  return wording.words.chart.between(
    wording.short(metric, Math.round(projection.low)),
    wording.short(metric, Math.round(projection.high)),
  );
}

/**
 * Each day shows what the card said on it: the result with that day, and the pace of the days completed before.
 * What happened on a day off stands with the next working day.
 */
function daysOf({ person, today }: QuotaFigures, main: QuotaFigure, wording: CardWording): ChartDay[] {
  const { days } = person;
  const { metric, quota, result } = main.row;
  const present = days.findLastIndex((day) => day <= today);
  return days.map((day, index): ChartDay => {
    // The last of the days so far has the whole result, deals included that are won with a later date.
    const soFar = index === present ? result : resultUpTo(main, day);
    const shown = index <= present && result !== null ? soFar : null;
    const ahead = rangeOn({ main, index, present, last: days.length - 1 });
    return {
      day,
      label: wording.day(day),
      result: shown,
      pace: ((quota ?? 0) * index) / days.length,
      ...ahead,
      text: shown === null ? NO_FIGURE : wording.amount(metric, shown),
    };
  });
}

function resultUpTo({ days }: QuotaFigure, last: LocalDay): number {
  return days.reduce((sum, { day, added }) => (day <= last ? sum + added : sum), 0);
}

/** The range opens evenly from today's result to the finish. */
function rangeOn(at: {
  readonly main: QuotaFigure;
  readonly index: number;
  readonly present: number;
  readonly last: number;
}): Pick<ChartDay, "low" | "middle" | "high"> {
  const { main, index, present, last } = at;
  const { projection, row } = main;
  const { result } = row;
  if (projection === null || result === null || index < present)
    return { low: null, middle: null, high: null };
  const share = last === present ? 0 : (index - present) / (last - present);
  const towards = (finish: number) => result + (finish - result) * share;
  return {
    low: towards(projection.low),
    middle: towards(projection.middle),
    high: towards(projection.high),
  };
}

/** Four to six round values from zero that reach beyond the highest. */
function ticksUpTo(highest: number): readonly number[] {
  const least = Math.max(highest, 1) / STEPS_UP_MAX;
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const step = (STEPS.find((each) => each * magnitude >= least) ?? 10) * magnitude;
  const count = Math.ceil(Math.max(highest, 1) / step);
  return Array.from({ length: Math.max(count, 3) + 1 }, (_, index) => index * step);
}
