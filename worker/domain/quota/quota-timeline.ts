/** What one quota amounts to over time: each saved version changes it, for the whole period or from a day on. */
import type { Quota } from "../../../shared/contracts/api.ts";
import type { FiscalGrain, QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { addDays, daysBetween } from "../calendar/local-time.ts";
import { countWorkingDays } from "../calendar/working-days.ts";
import type { CalendarRules } from "../rules.ts";

/** One quota: of a subject, for a metric and a grain; the first day of its period completes it. */
export interface QuotaPlace {
  readonly kind: Quota["subject"]["kind"];
  readonly id: string | null;
  readonly metric: QuotaMetricId;
  readonly grain: FiscalGrain;
}

/** An amount from a day on; null where the quota is withdrawn. */
interface Step {
  readonly from: LocalDay;
  readonly amount: number | null;
}

/** A part of a fiscal period; the same span twice is all of it. */
export interface Portion {
  readonly whole: DaySpan;
  readonly part: DaySpan;
  /** Days for which nothing is asked. They do not overlap. */
  readonly relieved: readonly DaySpan[];
}

/** The set quotas of a tenant, each with its changes within the period. */
export class QuotaTimelines {
  readonly #steps: ReadonlyMap<string, readonly Step[]>;
  readonly #calendar: CalendarRules;
  readonly #workingDays = new Map<string, number>();

  /** Versions oldest first: a later one overrides what it covers. */
  constructor(versions: readonly Quota[], calendar: CalendarRules) {
    this.#steps = stepsByPlace(versions);
    this.#calendar = calendar;
  }

  /** Each step weighs by its working days within the part; null when the quota is not set. */
  amountOf(place: QuotaPlace, { whole, part, relieved }: Portion): number | null {
    const steps = this.#steps.get(keyOf(place, whole.from)) ?? [];
    if (steps.every(({ amount }) => amount === null)) return null;
    let weighted = 0;
    steps.forEach(({ from, amount }, index) => {
      const next = steps[index + 1]?.from;
      const held = { from, to: next === undefined ? whole.to : addDays(next, -1) };
      const asked = overlap(held, part);
      const off = relieved.map((span) => this.#weightOf(overlap(span, asked), whole));
      const weight = off.reduce((left, days) => left - days, this.#weightOf(asked, whole));
      weighted += (amount ?? 0) * weight;
    });
    return weighted / this.#weightOf(whole, whole);
  }

  /** The day from which the quota counts; null when it is not set. */
  firstDayOf(place: QuotaPlace, from: LocalDay): LocalDay | null {
    const steps = this.#steps.get(keyOf(place, from)) ?? [];
    return steps.find(({ amount }) => amount !== null)?.from ?? null;
  }

  /** Working days; days of the calendar where the whole period has no working day. */
  #weightOf(span: DaySpan, whole: DaySpan): number {
    if (span.from > span.to) return 0;
    if (this.#countWorkingDays(whole) === 0) return daysBetween(span.from, span.to) + 1;
    return this.#countWorkingDays(span);
  }

  #countWorkingDays(span: DaySpan): number {
    const key = `${span.from}/${span.to}`;
    const count = this.#workingDays.get(key) ?? countWorkingDays(span, this.#calendar);
    this.#workingDays.set(key, count);
    return count;
  }
}

function keyOf({ kind, id, metric, grain }: QuotaPlace, from: LocalDay): string {
  return JSON.stringify([kind, id, metric, grain, from]);
}

function stepsByPlace(versions: readonly Quota[]): ReadonlyMap<string, readonly Step[]> {
  const places = new Map<string, readonly Step[]>();
  for (const { metric, subject, period, amount, effectiveFrom } of versions) {
    const key = keyOf({ kind: subject.kind, id: subject.id, metric, grain: period.grain }, period.from);
    const from = effectiveFrom !== null && effectiveFrom > period.from ? effectiveFrom : period.from;
    const kept = (places.get(key) ?? []).filter((step) => step.from < from);
    places.set(key, [...kept, { from, amount }]);
  }
  return places;
}

/** The days that both spans hold; ends before it begins when there are none. */
export function overlap(left: DaySpan, right: DaySpan): DaySpan {
  return {
    from: left.from > right.from ? left.from : right.from,
    to: left.to < right.to ? left.to : right.to,
  };
}
