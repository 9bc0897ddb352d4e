import type { MetricId, QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { PeriodChoice } from "../scene/scene.ts";

/** Which board is asked for. */
export interface LeaderboardQuery extends PeriodChoice {
  readonly metric: MetricId;
  /** For `quota_attainment`: which quota; Revenue Closed by default. */
  readonly quotaMetric?: QuotaMetricId | undefined;
  readonly by: "member" | "team";
  readonly teamId?: string | undefined;
  /** Those of the people whose attribute says so. */
  readonly region?: string | undefined;
  readonly department?: string | undefined;
  /** Of the deals alone those of one pipeline or type: `pipeline:<id>` or `type:<deal type>`. */
  readonly segment?: string | undefined;
  readonly at?: Instant | undefined;
  readonly compare: boolean;
  /** Movement, gaps, weeks, quotas and the viewer's own standing as well; `places` goes without weeks and quotas. */
  readonly details?: boolean | "places" | undefined;
  /** Every row of a long board; else a person without a team to lead gets the top, the neighbours and their own. */
  readonly all?: boolean | undefined;
}
