import type { Attainment, Quota } from "../../../shared/contracts/api.ts";
import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { roundHalfAwayFromZero } from "../../../shared/money/rounding.ts";
import type { WorkingDays } from "../../domain/calendar/working-days.ts";
import { measureProgress, type StatusLimits } from "../../domain/quota/progress.ts";
import type { ResolvedQuota } from "../../domain/quota/quota-book.ts";

/** How far the period has come. */
export interface PeriodProgress {
  readonly workingDays: WorkingDays;
  readonly ended: boolean;
  /** Whether the subject is away: the status pauses. */
  readonly onLeave: boolean;
  /** The tenant's own. */
  readonly limits: StatusLimits;
}

/** One subject with what it achieved and what it was to achieve. */
export interface Achievement {
  readonly metric: QuotaMetricId;
  readonly subject: Quota["subject"];
  readonly name: string;
  readonly result: number | null;
  readonly quota: ResolvedQuota | null;
}

/** The row of the wire. Figures are judged unrounded; money is shown in whole minor units. */
export function toAttainmentRow(
  { metric, subject, name, result, quota }: Achievement,
  { workingDays, ended, onLeave, limits }: PeriodProgress,
): Attainment["rows"][number] {
  const unit = metricById(metric).unit === "money" ? "money" : "count";
  const progress = measureProgress({
    result,
    quota: quota?.amount ?? null,
    workingDays,
    ended,
    unit,
    limits,
    // Nobody sits on a vacant seat, so nobody can be behind on it.
    onLeave: onLeave || subject.kind === "vacant",
  });
  const shown = (value: number | null) =>
    value === null || unit === "count" ? value : roundHalfAwayFromZero(value);
  return {
    metric,
    subject,
    name,
    result,
    quota: shown(quota?.amount ?? null),
    source: quota?.source ?? null,
    attainment: progress.attainment,
    pace: progress.pace,
    status: progress.status,
    toGo: shown(progress.toGo),
    perWorkingDay: shown(progress.perWorkingDay),
    runRate: shown(progress.runRate),
    workingDays,
  };
}
