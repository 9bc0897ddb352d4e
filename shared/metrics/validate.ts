import { AMOUNT_EVENT_IDS, EVENT_IDS, type EventId, type MetricId, type Unit } from "../contracts/ids.ts";
import type { Formula, Measure, Metric } from "./metric.ts";

/** What is wrong with a set of declarations, in sentences; nothing when all is well. */
export function findFaults(metrics: readonly Metric[]): readonly string[] {
  const byId = new Map(metrics.map((metric) => [metric.id, metric]));
  const repeated = metrics.length === byId.size ? [] : ["two metrics have one id"];
  return [...repeated, ...metrics.flatMap((metric) => faultsOf(metric, byId))];
}

type Catalogue = ReadonlyMap<MetricId, Metric>;

function faultsOf(metric: Metric, catalogue: Catalogue): readonly string[] {
  const faults = [
    ...wordFaults(metric),
    ...sampleFaults(metric),
    ...measureFaults(metric.formula),
    ...partFaults(metric.formula, catalogue),
    ...(reaches(metric, metric.id, catalogue, new Set()) ? ["is made of itself"] : []),
    ...unitFaults(metric),
  ];
  return faults.map((fault) => `${metric.id}: ${fault}`);
}

function wordFaults(metric: Metric): readonly string[] {
  const words = [metric.label, metric.description, metric.dateField, metric.creditRule, ...metric.exclusions];
  const unworded = words.some((text) => text.trim() === "") || metric.exclusions.length === 0;
  return unworded ? ["lacks a label, a rule, or what it leaves out, in words"] : [];
}

/** Only a ratio has a base that can be too small. */
function sampleFaults({ formula, minimumSample }: Metric): readonly string[] {
  if (minimumSample === undefined) return [];
  const whole = Number.isInteger(minimumSample) && minimumSample > 0;
  return formula.kind === "ratio" && whole ? [] : ["has a minimum sample that it cannot have"];
}

function measureFaults(formula: Formula): readonly string[] {
  const known: ReadonlySet<EventId> = new Set(EVENT_IDS);
  return measuresIn(formula).flatMap(({ event, of }) => {
    if (!known.has(event)) return [`reads an unknown event ${event}`];
    if (of === "amount" && !AMOUNT_EVENT_IDS.includes(event)) return [`${event} has no amount`];
    return of === "seconds" && !WITH_SECONDS.has(event) ? [`${event} has no length`] : [];
  });
}

const WITH_SECONDS: ReadonlySet<EventId> = new Set(["deal_cycle", "call_answered", "call_received"]);

function measuresIn(formula: Formula): readonly Measure[] {
  if (formula.kind === "sum") return formula.terms;
  return formula.kind === "ratio" ? [...formula.numerator, ...formula.denominator] : [];
}

function partsOf(formula: Formula): readonly MetricId[] {
  return formula.kind === "product" ? [...formula.times, ...formula.by] : [];
}

function partFaults(formula: Formula, catalogue: Catalogue): readonly string[] {
  return partsOf(formula)
    .filter((id) => !catalogue.has(id))
    .map((id) => `has an unknown part ${id}`);
}

function reaches(from: Metric, target: MetricId, catalogue: Catalogue, seen: Set<MetricId>): boolean {
  return partsOf(from.formula).some((id) => {
    if (id === target) return true;
    const part = catalogue.get(id);
    if (part === undefined || seen.has(id)) return false;
    seen.add(id);
    return reaches(part, target, catalogue, seen);
  });
}

/** The unit that a formula gives must be the one that is declared. */
function unitFaults({ formula, unit }: Metric): readonly string[] {
  const given = unitsOf(formula);
  if (given.length === 0) return ["adds up what has different units, or nothing"];
  return given.includes(unit) ? [] : [`is declared as ${unit} but gives ${given.join(" or ")}`];
}

function unitsOf(formula: Formula): readonly Unit[] {
  switch (formula.kind) {
    case "sum":
      return only(unitOfTerms(formula.terms));
    case "ratio":
      return unitOfRatio(formula);
    case "product":
      return ["money_per_day", "money", "count"];
    case "attainment":
      return ["percent"];
  }
}

function unitOfRatio(formula: Extract<Formula, { kind: "ratio" }>): readonly Unit[] {
  const top = unitOfTerms(formula.numerator);
  const bottom = unitOfTerms(formula.denominator);
  if (top === null || bottom === null) return [];
  if (top === bottom) return formula.scale === 100 ? ["percent"] : [];
  if (bottom !== "count") return [];
  return top === "seconds" && formula.numeratorPer === 86_400 ? ["days"] : [top];
}

/** The unit of a sum; null for none or a mixture. */
function unitOfTerms(terms: readonly Measure[]): Unit | null {
  const units = new Set(terms.map(({ of }): Unit => (of === "amount" ? "money" : of)));
  const [unit] = units;
  return units.size === 1 && unit !== undefined ? unit : null;
}

function only(unit: Unit | null): readonly Unit[] {
  return unit === null ? [] : [unit];
}
