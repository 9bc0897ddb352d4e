import type { PaceChartView } from "../../../shared/contracts/quota-card.ts";

const LABELS_MAX = 6;
/** Two labels need so many days between them, or they touch; of a month of twenty days. */
const LABEL_GAP_SHARE = 0.12;

/**
 * The label under each day: the first, the starts of weeks, today and the last, as many as fit. The rest are empty.
 */
export function axisLabels({ days, today, labels }: PaceChartView): readonly string[] {
  const last = days.length - 1;
  const gap = Math.max(1, days.length * LABEL_GAP_SHARE);
  const fixed = [0, last, today].filter((index) => index !== null);
  const free = weekStarts(days).filter((start) => fixed.every((index) => Math.abs(index - start) >= gap));
  const step = Math.max(1, Math.ceil(free.length / (LABELS_MAX - fixed.length)));
  const shown = new Set([...fixed, ...free.filter((_, index) => index % step === 0)]);
  return days.map(({ label }, index) => {
    if (!shown.has(index)) return "";
    // Close to an end today speaks for both.
    if (index !== today && today !== null && Math.abs(index - today) < gap) return "";
    return index === today ? labels.today : label;
  });
}

/** Positions of the first working day of each week after the first. Weekends and holidays are not among the days. */
function weekStarts(days: PaceChartView["days"]): readonly number[] {
  return days.flatMap(({ day }, index) => {
    const before = days[index - 1];
    return before && weekOf(day) !== weekOf(before.day) ? [index] : [];
  });
}

const DAY_MILLISECONDS = 86_400_000;
/** 1 January 1970 was a Thursday, three days after the Monday of its week. */
const DAYS_AFTER_MONDAY = 3;

function weekOf(day: string): number {
  return Math.floor((Date.parse(`${day}T00:00:00Z`) / DAY_MILLISECONDS + DAYS_AFTER_MONDAY) / 7);
}

/** Moves two labels at the ends of their lines so far apart that both can be read; heights count from the top. */
export function partLabels(
  quota: number,
  projected: number,
  gap: number,
): { readonly quota: number; readonly projected: number } {
  const distance = projected - quota;
  if (Math.abs(distance) >= gap) return { quota, projected };
  const middle = (quota + projected) / 2;
  const below = distance > 0 ? 1 : -1;
  return { quota: middle - (below * gap) / 2, projected: middle + (below * gap) / 2 };
}

/** The lines of the chart over its days. Null is a gap. */
export interface PaceLines {
  readonly result: readonly (number | null)[];
  readonly pace: readonly number[];
  readonly quota: readonly number[];
  readonly low: readonly (number | null)[];
  readonly middle: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** One list per line. */
export function paceLines({ days, quota }: PaceChartView): PaceLines {
  return {
    result: days.map((day) => day.result),
    pace: days.map((day) => day.pace),
    quota: days.map(() => quota),
    low: days.map((day) => day.low),
    middle: days.map((day) => day.middle),
    high: days.map((day) => day.high),
  };
}
