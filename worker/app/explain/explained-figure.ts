import type { Explanation } from "../../../shared/contracts/api.ts";
import type { MetricId, QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan, Instant } from "../../../shared/contracts/time.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import type { Evaluation, MeasureSums } from "../../domain/metrics/evaluate.ts";
import type { ClockHour, CreditFilter } from "../../ports/ledger.ts";
import type { Member, Team } from "../../ports/tenants.ts";
import type { PeriodChoice } from "../scene/scene.ts";
import type { Counting, PlacedMeasure } from "./figure-parts.ts";

/** Where a figure stands that is asked about. */
export type FigurePlace = "leaderboard" | "compared" | "activity" | "team_quota";

/** Which figure is asked about, and from where on its lines. */
export interface ExplanationQuery extends PeriodChoice {
  readonly metric: MetricId;
  /** Null for the people whom the viewer sees there, together. */
  readonly memberId: string | null;
  /** The leaderboard by default; "compared" is what it compares with, on other days and of the same people. */
  readonly board?: FigurePlace | undefined;
  /** For `quota_attainment`: which quota; Revenue Closed by default. */
  readonly quotaMetric?: QuotaMetricId | undefined;
  /** As the board is filtered whose figure it is. */
  readonly teamId?: string | undefined;
  readonly region?: string | undefined;
  readonly department?: string | undefined;
  readonly segment?: string | undefined;
  /** Of a board of teams: whose row it is. */
  readonly ofTeamId?: string | undefined;
  /** Of Activity: these are added to the metric. */
  readonly also?: readonly MetricId[] | undefined;
  /** Of Activity: only what was done on these days of the period. Of "compared": these days instead. */
  readonly days?: DaySpan | undefined;
  /** Of Activity: only what was done in this hour of the week. */
  readonly clock?: ClockHour | undefined;
  readonly at?: Instant | undefined;
  /** The last key of the page before, of counted lines, of left-out ones, or of those without a date. */
  readonly afterCounted?: string | undefined;
  readonly afterLeftOut?: string | undefined;
  readonly afterUndated?: string | undefined;
  readonly limit?: number | undefined;
}

/** A figure as its board shows it, and the lines that add up to it. */
export interface ExplainedFigure {
  readonly metric: Metric;
  /** What is added to it: then the metric has the formula of all of them. */
  readonly also?: readonly Metric[] | undefined;
  readonly measures: readonly PlacedMeasure[];
  readonly evaluation: Evaluation;
  readonly sums: MeasureSums;
  /** Null for several people together. */
  readonly member: Member | null;
  /** Whose row it is on a board of teams, or whose people alone are counted. */
  readonly team: Team | null;
  readonly quota: Explanation["quota"];
  readonly counting: Counting;
  readonly filter: CreditFilter;
  readonly clock: ClockHour | null;
  readonly recordsVisible: boolean;
}

/** Where there is nothing to be told, not even that it is nothing. */
export const NO_FIGURE: Evaluation = { value: null, numerator: null, denominator: null };
