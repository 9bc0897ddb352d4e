import { defineMetric } from "./metric.ts";

export const dealsWon = defineMetric({
  id: "deals_won",
  label: "Deals Won",
  description:
    "The deals whose stage is won, each once. Reopening a deal takes it out; winning it again counts in the period of the new close date.",
  formula: { kind: "sum", terms: [{ event: "deal_won", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The deal's close date, as a day of the account's time zone",
  creditRule: "The owner when the deal was closed; later owners do not change it",
  exclusions: [
    "Won deals with a negative amount",
    "Deals in pipelines that are not included",
    "Deals that were deleted or merged into another",
  ],
});
