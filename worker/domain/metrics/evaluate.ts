import type { EventId, MetricId } from "../../../shared/contracts/ids.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import type { Formula, Measure, Metric } from "../../../shared/metrics/metric.ts";
import { roundHalfAwayFromZero } from "../../../shared/money/rounding.ts";

/** A figure and what it was made of. Null is "no data", which is not zero. */
export interface Evaluation {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** What is known beside the sums. */
export interface EvaluationOptions {
  /** The kinds behind the metric are synced for the period and the member was active in it. */
  readonly hasData: boolean;
  /** For `quota_attainment`: the result of the quota's metric, and the quota. */
  readonly attainment?: { readonly result: number | null; readonly quota: number | null };
}

/** The sum of a measure over whatever is evaluated. Boards of teams and totals count what is shared once. */
export type MeasureSums = (measure: Measure) => number;

const NO_DATA: Evaluation = { value: null, numerator: null, denominator: null };

/** Every measure that a metric reads, its parts' included, each once. */
export function measuresOf(metric: Metric): readonly Measure[] {
  const found = new Map<string, Measure>();
  for (const measure of measuresIn(metric.formula)) found.set(`${measure.event}.${measure.of}`, measure);
  return [...found.values()];
}

/** The events that metrics read, each once. */
export function eventsOf(metrics: readonly Metric[]): readonly EventId[] {
  return [...new Set(metrics.flatMap(measuresOf).map(({ event }) => event))];
}

/** The events whose things metrics count, each once. */
export function countedEventsOf(metrics: readonly Metric[]): readonly EventId[] {
  const counted = metrics.flatMap(measuresOf).filter(({ of }) => of === "count");
  return [...new Set(counted.map(({ event }) => event))];
}

/**
 * A metric over sums. A sum is 0 only when there is data, a ratio or mean is null at a denominator of 0, and
 * a product is null when one of its parts is. Money is whole minor units; nothing else is rounded.
 */
export function evaluateMetric(metric: Metric, sums: MeasureSums, options: EvaluationOptions): Evaluation {
  const { formula } = metric;
  switch (formula.kind) {
    case "sum":
      return evaluateSum(addUp(formula.terms, sums), options.hasData);
    case "ratio":
      return evaluateRatio(formula, sums, metric);
    case "product":
      return evaluateProduct(formula, sums, options);
    case "attainment":
      return evaluateAttainment(options.attainment);
  }
}

function measuresIn(formula: Formula): readonly Measure[] {
  switch (formula.kind) {
    case "sum":
      return formula.terms;
    case "ratio":
      return [...formula.numerator, ...formula.denominator];
    case "product":
      return [...formula.times, ...formula.by].flatMap((id) => measuresIn(metricById(id).formula));
    case "attainment":
      return [];
  }
}

function addUp(terms: readonly Measure[], sums: MeasureSums): number {
  let total = 0;
  for (const term of terms) total += sums(term);
  return total;
}

/** A sum that is not zero is data, whatever the caller believed. */
function evaluateSum(total: number, hasData: boolean): Evaluation {
  if (total === 0 && !hasData) return NO_DATA;
  return { value: total, numerator: total, denominator: null };
}

function evaluateRatio(
  formula: Extract<Formula, { kind: "ratio" }>,
  sums: MeasureSums,
  metric: Metric,
): Evaluation {
  const numerator = addUp(formula.numerator, sums) / (formula.numeratorPer ?? 1);
  const denominator = addUp(formula.denominator, sums);
  if (denominator === 0) return { value: null, numerator, denominator };
  const value = (numerator * formula.scale) / denominator;
  return { value: metric.unit === "money" ? roundHalfAwayFromZero(value) : value, numerator, denominator };
}

/** The parts enter unrounded, so that a rounded average does not shift the product. */
function evaluateProduct(
  formula: Extract<Formula, { kind: "product" }>,
  sums: MeasureSums,
  options: EvaluationOptions,
): Evaluation {
  const numerator = multiply(formula.times, sums, options);
  const denominator = multiply(formula.by, sums, options);
  if (numerator === null || denominator === null || denominator === 0) {
    return { value: null, numerator, denominator };
  }
  return { value: roundHalfAwayFromZero(numerator / denominator), numerator, denominator };
}

function multiply(ids: readonly MetricId[], sums: MeasureSums, options: EvaluationOptions): number | null {
  let product = 1;
  for (const id of ids) {
    const part = exactPart(metricById(id), sums, options);
    if (part === null) return null;
    product *= part;
  }
  return product;
}

function exactPart(metric: Metric, sums: MeasureSums, options: EvaluationOptions): number | null {
  const { value, numerator, denominator } = evaluateMetric(metric, sums, options);
  if (value === null) return null;
  if (metric.formula.kind !== "ratio" || numerator === null || !denominator) return value;
  // A percentage enters as a fraction, and so does without its scale.
  return numerator / denominator;
}

function evaluateAttainment(attainment: EvaluationOptions["attainment"]): Evaluation {
  const numerator = attainment?.result ?? null;
  const denominator = attainment?.quota ?? null;
  if (numerator === null || denominator === null || denominator === 0) {
    return { value: null, numerator, denominator };
  }
  return { value: (numerator * 100) / denominator, numerator, denominator };
}
