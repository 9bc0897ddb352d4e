import { defineMetric } from "./metric.ts";

export const dealsCreated = defineMetric({
  id: "deals_created",
  label: "Deals Created",
  description: "The deals that came into being in the period, whatever became of them.",
  formula: { kind: "sum", terms: [{ event: "deal_created", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The day the deal was created",
  creditRule: "The first owner of the deal",
  exclusions: ["Deals in pipelines that are not included", "Deals that were deleted or merged into another"],
});
