/** How days fall into the weeks and months of cells, and how a period is cut into them. */
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { fiscalPeriodOf } from "../calendar/fiscal.ts";
import { addDays, eachDay, weekdayOf } from "../calendar/local-time.ts";
import type { CalendarRules, Weekday } from "../rules.ts";

const DAYS_PER_WEEK = 7;
/** Outside these years, which only mistyped dates reach, months are the calendar's. */
const FISCAL_DAYS: DaySpan = { from: "1000-01-01", to: "9990-12-31" };
const DAYS_REMEMBERED_MAX = 40_000;

/** What cells of a day add up to. */
export type DayGrain = "day" | "week" | "month";

/** Buckets of one grain that follow each other; both ends are included and named by their first day. */
export interface BucketRun {
  readonly grain: DayGrain;
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** The buckets that a day lies in, each named by its first day. */
export interface BucketsOfDay {
  readonly week: LocalDay;
  readonly month: LocalDay;
}

/** The weeks and fiscal months of one tenant's calendar; quarters and years are made of those months. */
export class Buckets {
  readonly #calendar: CalendarRules;
  readonly #known = new Map<LocalDay, BucketsOfDay>();

  constructor(calendar: CalendarRules) {
    this.#calendar = calendar;
  }

  of(day: LocalDay): BucketsOfDay {
    const known = this.#known.get(day);
    if (known) return known;
    const made = {
      week: weekStartOf(day, this.#calendar.weekStart),
      month: monthOf(day, this.#calendar).from,
    };
    if (this.#known.size >= DAYS_REMEMBERED_MAX) this.#known.clear();
    this.#known.set(day, made);
    return made;
  }

  /** Cuts a period into whole months, then whole weeks, then the days at the edges. In order of days. */
  cut(span: DaySpan): readonly BucketRun[] {
    if (span.from > span.to) return [];
    const months = this.#wholeMonths(span);
    if (!months) return this.#cutWithoutMonths(span);
    const lastMonth = monthOf(months.to, this.#calendar);
    const before = { from: span.from, to: addDays(months.from, -1) };
    const after = { from: addDays(lastMonth.to, 1), to: span.to };
    return [
      ...(before.from <= before.to ? this.#cutWithoutMonths(before) : []),
      { grain: "month", from: months.from, to: months.to },
      ...(lastMonth.to < span.to ? this.#cutWithoutMonths(after) : []),
    ];
  }

  /** Every bucket of a run, by its first day. */
  each(run: BucketRun): readonly LocalDay[] {
    if (run.grain === "day") return eachDay(run);
    const firsts: LocalDay[] = [];
    for (let day = run.from; day <= run.to; ) {
      firsts.push(day);
      const next =
        run.grain === "week" ? addDays(day, DAYS_PER_WEEK) : addDays(monthOf(day, this.#calendar).to, 1);
      if (next <= day) break;
      day = next;
    }
    return firsts;
  }

  /** First days of the first and last whole month; null when there is none. */
  #wholeMonths(span: DaySpan): DaySpan | null {
    const first = monthOf(span.from, this.#calendar);
    const from = first.from === span.from ? first.from : addDays(first.to, 1);
    const last = monthOf(span.to, this.#calendar);
    const to = last.to === span.to ? last.from : monthOf(addDays(last.from, -1), this.#calendar).from;
    return from <= to ? { from, to } : null;
  }

  #cutWithoutMonths(span: DaySpan): readonly BucketRun[] {
    const { weekStart } = this.#calendar;
    const first = weekStartOf(span.from, weekStart);
    const from = first === span.from ? first : addDays(first, DAYS_PER_WEEK);
    const end = addDays(weekStartOf(addDays(span.to, 1), weekStart), -1);
    if (addDays(from, DAYS_PER_WEEK - 1) > end) return [{ grain: "day", from: span.from, to: span.to }];
    const runs: BucketRun[] = [];
    if (span.from < from) runs.push({ grain: "day", from: span.from, to: addDays(from, -1) });
    runs.push({ grain: "week", from, to: addDays(end, 1 - DAYS_PER_WEEK) });
    if (end < span.to) runs.push({ grain: "day", from: addDays(end, 1), to: span.to });
    return runs;
  }
}

function weekStartOf(day: LocalDay, weekStart: Weekday): LocalDay {
  return addDays(day, -((weekdayOf(day) - weekStart + DAYS_PER_WEEK) % DAYS_PER_WEEK));
}

function monthOf(day: LocalDay, calendar: CalendarRules): DaySpan {
  const fiscal = day >= FISCAL_DAYS.from && day <= FISCAL_DAYS.to;
  if (calendar.fiscal.kind !== "months" && fiscal) return fiscalPeriodOf(day, "month", calendar);
  const month = day.slice(0, 7);
  const days = new Date(Date.UTC(2000, Number(day.slice(5, 7)), 0)).getUTCDate();
  const last = month.endsWith("-02") && !isLeapYear(Number(day.slice(0, 4))) ? 28 : days;
  return { from: `${month}-01`, to: `${month}-${last}` };
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
