/** What a board opens with where nobody chose: by what the company measures itself by already. */
import {
  FISCAL_GRAINS,
  type FiscalGrain,
  type MetricId,
  type PeriodName,
} from "../../shared/contracts/ids.ts";

/** Over how many days, today included, the wins are looked at. */
export const DEFAULTS_DAYS = 90;

const LONG_CYCLE_DAYS = 45;
const ATTAINMENT_FROM_SHARE = 0.7;
const COUNT_FROM_SHARE = 0.3;

const PERIOD_OF: Readonly<Record<FiscalGrain, PeriodName>> = {
  month: "this_month",
  quarter: "this_quarter",
  year: "this_year",
};

/** The grain of the quotas, the smallest where there are several; else the quarter where deals take long. */
export function defaultPeriod(facts: {
  readonly quotaGrains: ReadonlySet<FiscalGrain>;
  /** Null without wins. */
  readonly medianCycleDays: number | null;
}): PeriodName {
  const grain = FISCAL_GRAINS.find((each) => facts.quotaGrains.has(each));
  if (grain !== undefined) return PERIOD_OF[grain];
  return facts.medianCycleDays !== null && facts.medianCycleDays > LONG_CYCLE_DAYS
    ? "this_quarter"
    : "this_month";
}

/** Attainment where most people have a quota; revenue, unless too many deals are won without an amount. */
export function defaultMetric(facts: {
  /** The part of the ranked people who have a quota for the period; null without people. */
  readonly shareWithQuota: number | null;
  /** The part of the won deals that have no amount; null without wins. */
  readonly shareWithoutAmount: number | null;
}): MetricId {
  if ((facts.shareWithQuota ?? 0) >= ATTAINMENT_FROM_SHARE) return "quota_attainment";
  return (facts.shareWithoutAmount ?? 0) >= COUNT_FROM_SHARE ? "deals_won" : "revenue_closed";
}
