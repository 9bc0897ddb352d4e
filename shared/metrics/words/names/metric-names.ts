import type { MetricId, QuotaMetricId } from "../../../contracts/ids.ts";

/** A name for every metric. */
export type MetricLabels = Readonly<Record<MetricId, string>>;

/** A short name for each that there are quotas of. */
export type ShortMetricLabels = Readonly<Record<QuotaMetricId, string>>;

/** What metrics are called in one language. Each language stands alone, so that a page fetches its own only. */
export interface MetricNames {
  /** "Revenue Closed": in pickers, tables and files. */
  readonly label: (id: MetricId) => string;
  /** "Revenue closed": at the beginning of a title. */
  readonly title: (id: MetricId) => string;
  /** "Revenue": where the quota is meant, and room is short. */
  readonly short: ShortMetricLabels;
}
