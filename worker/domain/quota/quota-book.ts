/** The quotas of a tenant as they count: from the versions that were saved to an amount for a period. */
import type { Quota } from "../../../shared/contracts/api.ts";
import { FISCAL_GRAINS, type FiscalGrain, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { fiscalPeriodOf, fiscalPeriodsWithin } from "../calendar/fiscal.ts";
import type { Period } from "../calendar/periods.ts";
import type { CalendarRules } from "../rules.ts";
import { overlap, type Portion, type QuotaPlace, QuotaTimelines } from "./quota-timeline.ts";

/** Whose quota is asked for. A member without one gets the default of the nearest team, nearest first. */
export type QuotaOwner =
  | {
      readonly kind: "member";
      readonly id: string;
      readonly teamIds: readonly string[];
      /** Days for which nothing is asked of the member. They do not overlap. */
      readonly relieved: readonly DaySpan[];
    }
  | { readonly kind: "team"; readonly id: string }
  | { readonly kind: "vacant"; readonly id: string };

/** What a quota comes to for a period. */
export interface ResolvedQuota {
  /** Minor units for revenue, else a count. Not rounded: parts by working days leave fractions. */
  readonly amount: number;
  readonly source: "own" | "default" | "sum_of_months";
  /** True for a part of a quota's period, by working days. */
  readonly proRated: boolean;
}

type Amount = Pick<ResolvedQuota, "amount" | "source">;

/** What a larger quota is the sum of, when it is not set itself. */
const SMALLER: Readonly<Record<FiscalGrain, FiscalGrain | null>> = {
  year: "quarter",
  quarter: "month",
  month: null,
};

/**
 * Answers for many members from one reading of the versions. A set quarter counts, else the sum of its three
 * set months, and a year likewise; a larger quota is never split into smaller ones. Only a range that is no
 * fiscal period takes parts, by working days, and says so.
 */
export class QuotaBook {
  readonly #calendar: CalendarRules;
  readonly #timelines: QuotaTimelines;

  /** Versions oldest first. */
  constructor(versions: readonly Quota[], calendar: CalendarRules) {
    this.#calendar = calendar;
    this.#timelines = new QuotaTimelines(versions, calendar);
  }

  /** The quota of a period; null when none is set for all of it. */
  resolve(owner: QuotaOwner, metric: QuotaMetricId, period: Period): ResolvedQuota | null {
    const whole = { from: period.from, to: period.to };
    const grain = period.grain === "custom" ? this.#grainOf(whole) : period.grain;
    if (grain !== null && grain !== "week") {
      const amount = this.#resolve(owner, metric, grain, {
        whole,
        part: whole,
        relieved: relievedOf(owner),
      });
      if (amount !== null || period.grain !== "custom") return amount && { ...amount, proRated: false };
    }
    const amount = this.#resolveAcross(owner, metric, whole);
    return amount && { ...amount, proRated: true };
  }

  /** The day inside the period from which a first quota of the member's own counts; null for any other quota. */
  beginsWithin(memberId: string, metric: QuotaMetricId, period: Period): LocalDay | null {
    const grain = period.grain === "custom" ? this.#grainOf(period) : period.grain;
    if (grain === null || grain === "week") return null;
    const first = this.#timelines.firstDayOf({ kind: "member", id: memberId, metric, grain }, period.from);
    return first !== null && first > period.from ? first : null;
  }

  /** A custom period that happens to be a fiscal one. */
  #grainOf(span: DaySpan): FiscalGrain | null {
    const found = FISCAL_GRAINS.find((grain) => {
      const fiscal = fiscalPeriodOf(span.from, grain, this.#calendar);
      return fiscal.from === span.from && fiscal.to === span.to;
    });
    return found ?? null;
  }

  #resolve(owner: QuotaOwner, metric: QuotaMetricId, grain: FiscalGrain, portion: Portion): Amount | null {
    return (
      this.#resolveOwn(owner, metric, grain, portion) ?? this.#resolveDefault(owner, metric, grain, portion)
    );
  }

  #resolveOwn(owner: QuotaOwner, metric: QuotaMetricId, grain: FiscalGrain, portion: Portion): Amount | null {
    const place: QuotaPlace = { kind: owner.kind, id: owner.id, metric, grain };
    const own = this.#timelines.amountOf(place, portion);
    if (own !== null) return { amount: own, source: "own" };
    // Months of one's own stand beside default ones: each month counts as it would by itself.
    if (!this.#hasSmaller(place, portion.whole)) return null;
    const amount = this.#sumOfSmaller(
      grain,
      portion,
      (smaller, inner) => this.#resolve(owner, metric, smaller, inner)?.amount ?? null,
    );
    return amount === null ? null : { amount, source: "sum_of_months" };
  }

  #resolveDefault(
    owner: QuotaOwner,
    metric: QuotaMetricId,
    grain: FiscalGrain,
    portion: Portion,
  ): Amount | null {
    if (owner.kind !== "member") return null;
    for (const id of [...owner.teamIds, null]) {
      const amount = this.#setOrSum({ kind: "default", id, metric, grain }, portion);
      if (amount !== null) return { amount, source: "default" };
    }
    return null;
  }

  #setOrSum(place: QuotaPlace, portion: Portion): number | null {
    return (
      this.#timelines.amountOf(place, portion) ??
      this.#sumOfSmaller(place.grain, portion, (grain, inner) => this.#setOrSum({ ...place, grain }, inner))
    );
  }

  /** Null unless every smaller period has a quota: a sum with a hole would be too easy to reach. */
  #sumOfSmaller(
    grain: FiscalGrain,
    { whole, part, relieved }: Portion,
    amountFor: (smaller: FiscalGrain, portion: Portion) => number | null,
  ): number | null {
    const smaller = SMALLER[grain];
    if (smaller === null) return null;
    const amounts = fiscalPeriodsWithin(whole, smaller, this.#calendar).map((each) =>
      amountFor(smaller, { whole: each, part: overlap(each, part), relieved }),
    );
    return addUp(amounts);
  }

  #hasSmaller(place: QuotaPlace, span: DaySpan): boolean {
    const grain = SMALLER[place.grain];
    if (grain === null) return false;
    return fiscalPeriodsWithin(span, grain, this.#calendar).some((whole) => {
      const inner = { ...place, grain };
      return (
        this.#timelines.amountOf(inner, { whole, part: whole, relieved: [] }) !== null ||
        this.#hasSmaller(inner, whole)
      );
    });
  }

  /** Whole quarters count as such; what is left of others goes by their months. */
  #resolveAcross(owner: QuotaOwner, metric: QuotaMetricId, span: DaySpan): Amount | null {
    const parts = fiscalPeriodsWithin(span, "quarter", this.#calendar).flatMap((quarter) => {
      const part = overlap(quarter, span);
      const isWhole = part.from === quarter.from && part.to === quarter.to;
      const whole = isWhole
        ? this.#resolve(owner, metric, "quarter", {
            whole: quarter,
            part: quarter,
            relieved: relievedOf(owner),
          })
        : null;
      if (whole !== null) return [whole];
      const months = fiscalPeriodsWithin(part, "month", this.#calendar);
      return months.map((month) => this.#resolvePart(owner, metric, overlap(month, part)));
    });
    const amount = addUp(parts.map((part) => part?.amount ?? null));
    const source = parts[0]?.source;
    if (amount === null || source === undefined) return null;
    return { amount, source: parts.every((part) => part?.source === source) ? source : "sum_of_months" };
  }

  /** By the smallest period that has a quota of the owner's own, else by the smallest default. */
  #resolvePart(owner: QuotaOwner, metric: QuotaMetricId, part: DaySpan): Amount | null {
    const portions = FISCAL_GRAINS.map((grain) => ({
      grain,
      portion: {
        whole: fiscalPeriodOf(part.from, grain, this.#calendar),
        part,
        relieved: relievedOf(owner),
      },
    }));
    for (const { grain, portion } of portions) {
      const own = this.#resolveOwn(owner, metric, grain, portion);
      if (own !== null) return own;
    }
    for (const { grain, portion } of portions) {
      const byDefault = this.#resolveDefault(owner, metric, grain, portion);
      if (byDefault !== null) return byDefault;
    }
    return null;
  }
}

function relievedOf(owner: QuotaOwner): readonly DaySpan[] {
  return owner.kind === "member" ? owner.relieved : [];
}

function addUp(amounts: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const amount of amounts) {
    if (amount === null) return null;
    sum += amount;
  }
  return sum;
}
