import type { MetricId } from "../../contracts/ids.ts";
import type { Measure } from "../metric.ts";

/** The words that a formula is told in. */
export interface FormulaWords {
  readonly measure: (measure: Measure) => string;
  readonly label: (id: MetricId) => string;
  /** "result ÷ quota × 100". */
  readonly attainment: string;
}
