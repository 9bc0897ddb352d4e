import { defineMetric } from "./metric.ts";

const SECONDS_PER_DAY = 86_400;

export const salesCycle = defineMetric({
  id: "sales_cycle",
  label: "Sales Cycle",
  description:
    "The mean number of days from a deal's creation to its close date, over the deals won in the period.",
  formula: {
    kind: "ratio",
    numerator: [{ event: "deal_cycle", of: "seconds" }],
    denominator: [{ event: "deal_cycle", of: "count" }],
    scale: 1,
    numeratorPer: SECONDS_PER_DAY,
  },
  unit: "days",
  better: "lower",
  dateField: "The deal's close date, as a day of the account's time zone",
  creditRule: "The owner when the deal was closed; later owners do not change it",
  exclusions: [
    "Deals whose close date lies before their creation",
    "Won deals with a negative amount",
    "Deals in pipelines that are not included",
    "Deals that were deleted or merged into another",
  ],
});
