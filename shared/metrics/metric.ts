import type { EventId, MetricId, Unit } from "../contracts/ids.ts";

/** A column of one event's cells. `count` is 1 per credited member; boards of teams and totals count once what several share. */
export interface Measure {
  readonly event: EventId;
  readonly of: "count" | "amount" | "seconds";
}

export type Formula =
  /** Measures added up. No data is 0 when the kind is synced and the member was active, else null. */
  | { readonly kind: "sum"; readonly terms: readonly Measure[] }
  /** Sum over sum times `scale`; null when the denominator is 0. */
  | {
      readonly kind: "ratio";
      readonly numerator: readonly Measure[];
      readonly denominator: readonly Measure[];
      readonly scale: number;
      /** The numerator is held in this many parts of its unit: 86,400 where seconds are shown as days. */
      readonly numeratorPer?: number;
    }
  /** Other metrics multiplied and divided, percentages as fractions; null when a part is null or a divisor is 0. */
  | { readonly kind: "product"; readonly times: readonly MetricId[]; readonly by: readonly MetricId[] }
  /** Result over quota, from the quota store. */
  | { readonly kind: "attainment" };

/** A metric is a declaration: the board, the API, the docs and the picker follow from it. */
export interface Metric {
  readonly id: MetricId;
  readonly label: string;
  /** The rule in words, as "Why this number?" shows it. */
  readonly description: string;
  readonly formula: Formula;
  readonly unit: Unit;
  readonly better: "higher" | "lower";
  /** Which date of the record decides the period, in words. */
  readonly dateField: string;
  /** Who is credited by default, in words. */
  readonly creditRule: string;
  readonly exclusions: readonly string[];
  /** Below this denominator a row is marked as a small sample. */
  readonly minimumSample?: number;
}

/** Has the compiler check a declaration where it stands. */
export function defineMetric(metric: Metric): Metric {
  return metric;
}
