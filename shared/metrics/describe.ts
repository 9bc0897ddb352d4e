import type { InferOutput } from "valibot";
import type { MetricDescription, MetricHead } from "../contracts/api.ts";
import { metricById } from "./catalogue.ts";
import { measureInWords } from "./event-words.ts";
import type { Measure, Metric } from "./metric.ts";

/** What names a metric beside its figures. Only money has a currency. */
export function metricHead(metric: Metric, homeCurrency: string): InferOutput<typeof MetricHead> {
  const { id, label, unit, better } = metric;
  const isMoney = unit === "money" || unit === "money_per_day";
  return { id, label, unit, currency: isMoney ? homeCurrency : null, better };
}

/** The whole rule of a metric in words, as the drawer and the documentation show it. */
export function describeMetric(metric: Metric, homeCurrency: string): InferOutput<typeof MetricDescription> {
  return {
    ...metricHead(metric, homeCurrency),
    description: metric.description,
    formula: formulaInWords(metric),
    dateField: metric.dateField,
    creditRule: metric.creditRule,
    exclusions: [...metric.exclusions],
    minimumSample: metric.minimumSample ?? null,
  };
}

/** "outbound calls that connected ÷ outbound calls × 100" */
export function formulaInWords({ formula }: Metric): string {
  switch (formula.kind) {
    case "sum":
      return termsInWords(formula.terms);
    case "ratio": {
      const { numerator, denominator, scale } = formula;
      const ratio = `${grouped(numerator)} ÷ ${grouped(denominator)}`;
      return scale === 1 ? ratio : `${ratio} × ${scale}`;
    }
    case "product": {
      const labels = (ids: typeof formula.times) => ids.map((id) => metricById(id).label).join(" × ");
      return formula.by.length === 0
        ? labels(formula.times)
        : `${labels(formula.times)} ÷ ${labels(formula.by)}`;
    }
    case "attainment":
      return "result ÷ quota × 100";
  }
}

function grouped(terms: readonly Measure[]): string {
  return terms.length === 1 ? termsInWords(terms) : `(${termsInWords(terms)})`;
}

function termsInWords(terms: readonly Measure[]): string {
  return terms.map(measureInWords).join(" + ");
}
