import { defineMetric } from "./metric.ts";

export const dealsLost = defineMetric({
  id: "deals_lost",
  label: "Deals Lost",
  description: "The deals whose stage is lost, each once.",
  formula: { kind: "sum", terms: [{ event: "deal_lost", of: "count" }] },
  unit: "count",
  better: "lower",
  dateField: "The deal's close date, as a day of the account's time zone",
  creditRule: "The owner when the deal was closed; later owners do not change it",
  exclusions: ["Deals in pipelines that are not included", "Deals that were deleted or merged into another"],
});
