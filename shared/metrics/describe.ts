import type { InferOutput } from "valibot";
import type { MetricDescription, MetricHead } from "../contracts/api.ts";
import { metricById } from "./catalogue.ts";
import { measureInWords } from "./event-words.ts";
import type { Measure, Metric } from "./metric.ts";
import type { FormulaWords } from "./words/formula-words.ts";

/** Formulas as the declarations word them. */
export const ENGLISH_FORMULA: FormulaWords = {
  measure: measureInWords,
  label: (id) => metricById(id).label,
  attainment: "result ÷ quota × 100",
};

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

/** "outbound calls that connected ÷ outbound calls × 100", in the words of a language; English without. */
export function formulaInWords({ formula }: Metric, words: FormulaWords = ENGLISH_FORMULA): string {
  switch (formula.kind) {
    case "sum":
      return termsInWords(formula.terms, words);
    case "ratio": {
      const { numerator, denominator, scale } = formula;
      const ratio = `${grouped(numerator, words)} ÷ ${grouped(denominator, words)}`;
      return scale === 1 ? ratio : `${ratio} × ${scale}`;
    }
    case "product": {
      const labels = (ids: typeof formula.times) => ids.map(words.label).join(" × ");
      return formula.by.length === 0
        ? labels(formula.times)
        : `${labels(formula.times)} ÷ ${labels(formula.by)}`;
    }
    case "attainment":
      return words.attainment;
  }
}

function grouped(terms: readonly Measure[], words: FormulaWords): string {
  return terms.length === 1 ? termsInWords(terms, words) : `(${termsInWords(terms, words)})`;
}

function termsInWords(terms: readonly Measure[], words: FormulaWords): string {
  return terms.map(words.measure).join(" + ");
}
