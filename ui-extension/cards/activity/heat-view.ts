/** What happened when, as a table of weekdays and hours in five steps. */
import type { ActivityHours } from "../../../shared/contracts/activity-page.ts";
import { formatWeekday } from "../../../shared/wording/dates.ts";
import { formatCount, NO_FIGURE } from "../../../shared/wording/numbers.ts";

/** What is counted in the cells. */
export const HEAT_KINDS = ["calls", "emails", "meetings", "total"] as const;
export type HeatKind = (typeof HEAT_KINDS)[number];

type Hour = ActivityHours["hours"][number];

/** 0 is nothing, 5 the most. */
export type HeatStep = 0 | 1 | 2 | 3 | 4 | 5;

/** The whole table. */
export interface HeatView {
  /** The hours at the head, each one that anything falls into and those between. */
  readonly hours: readonly { readonly hour: number; readonly label: string }[];
  readonly rows: readonly {
    readonly weekday: number;
    readonly label: string;
    readonly name: string;
    readonly cells: readonly { readonly hour: number; readonly text: string; readonly step: HeatStep }[];
  }[];
}

/** From when to when is shown where nothing says otherwise. */
const WORKING_HOURS = { from: 8, to: 18 };
const WORKDAYS = 5;
const STEPS = 5;

/** Null where nothing has an hour. Weekends appear only where something happened on them. */
export function heatView(
  hours: readonly Hour[],
  options: { readonly kind: HeatKind; readonly weekStart: number; readonly language: string },
): HeatView | null {
  const { kind, weekStart, language } = options;
  const filled = hours.filter((hour) => hour[kind] > 0);
  if (filled.length === 0) return null;
  const byPlace = new Map(filled.map((hour) => [hour.weekday * 24 + hour.hour, hour[kind]]));
  const most = Math.max(...byPlace.values());
  const shownHours = range(
    Math.min(WORKING_HOURS.from, ...filled.map(({ hour }) => hour)),
    Math.max(WORKING_HOURS.to, ...filled.map(({ hour }) => hour)),
  );
  const used = new Set(filled.map(({ weekday }) => weekday));
  const weekdays = range(0, 6)
    .map((index) => ((weekStart - 1 + index) % 7) + 1)
    .filter((weekday) => weekday <= WORKDAYS || used.has(weekday));
  return {
    hours: shownHours.map((hour) => ({ hour, label: String(hour) })),
    rows: weekdays.map((weekday) => ({
      weekday,
      label: formatWeekday(weekday, language),
      name: formatWeekday(weekday, language, "long"),
      cells: shownHours.map((hour) =>
        cellOf(hour, byPlace.get(weekday * 24 + hour) ?? 0, { most, language }),
      ),
    })),
  };
}

function cellOf(
  hour: number,
  value: number,
  { most, language }: { readonly most: number; readonly language: string },
): HeatView["rows"][number]["cells"][number] {
  return {
    hour,
    text: value === 0 ? NO_FIGURE : formatCount(value, language),
    step: stepOf(value, most),
  };
}

/** Equal parts of the way to the most. */
function stepOf(value: number, most: number): HeatStep {
  const steps = [0, 1, 2, 3, 4, 5] as const;
  return steps[value === 0 ? 0 : Math.max(1, Math.ceil((value / most) * STEPS))] ?? STEPS;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
