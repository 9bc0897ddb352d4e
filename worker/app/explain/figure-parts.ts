import { metricById } from "../../../shared/metrics/catalogue.ts";
import type { Formula, Measure, Metric } from "../../../shared/metrics/metric.ts";
import type { CreditLine } from "../../domain/credits.ts";

/** The side of a division. */
export type Part = "numerator" | "denominator";

/** A measure with the side of the division it stands on. */
export interface PlacedMeasure extends Measure {
  readonly part: Part;
}

/** Whose figure is explained: a person is credited with each share, a group counts each thing once. */
export type Counting = "member" | "group";

/** Every measure of a metric with its side, each once, numerators first. */
export function placedMeasuresOf(metric: Metric): readonly PlacedMeasure[] {
  const found = new Map<string, PlacedMeasure>();
  for (const measure of placedIn(metric.formula, "numerator")) {
    found.set(`${measure.event} ${measure.of} ${measure.part}`, measure);
  }
  const measures = [...found.values()];
  return [...measures.filter(isNumerator), ...measures.filter((measure) => !isNumerator(measure))];
}

function placedIn(formula: Formula, part: Part): readonly PlacedMeasure[] {
  switch (formula.kind) {
    case "sum":
      return formula.terms.map((term) => ({ ...term, part }));
    case "ratio":
      return [
        ...formula.numerator.map((term) => ({ ...term, part })),
        ...formula.denominator.map((term) => ({ ...term, part: otherSideOf(part) })),
      ];
    case "product":
      return [
        ...formula.times.flatMap((id) => placedIn(metricById(id).formula, part)),
        ...formula.by.flatMap((id) => placedIn(metricById(id).formula, otherSideOf(part))),
      ];
    case "attainment":
      return [];
  }
}

function otherSideOf(part: Part): Part {
  return part === "numerator" ? "denominator" : "numerator";
}

function isNumerator({ part }: PlacedMeasure): boolean {
  return part === "numerator";
}

/**
 * What a line adds to the first measure that reads its event: the contributions of an event's counted lines
 * add up to that measure's sum. A line that is left out adds nothing. What several of a group share is counted on
 * the first of their lines; the others still show who shares it.
 */
export function contributionOf(
  line: CreditLine & { readonly firstOfThing: boolean },
  measures: readonly PlacedMeasure[],
  counting: Counting,
): number {
  if (line.leftOut !== null) return 0;
  const measure = measures.find(({ event }) => event === line.event);
  if (measure?.of === "amount") return line.amountMinor;
  if (measure?.of === "seconds") return line.seconds;
  return counting === "group" && !line.firstOfThing ? 0 : line.count;
}
