import { defineMetric } from "./metric.ts";

export const dealsAdvanced = defineMetric({
  id: "deals_advanced",
  label: "Deals Advanced",
  description:
    "How often a deal rose above the furthest stage it had reached. Going back and forth counts once; the first stage, winning and losing are no advance.",
  formula: { kind: "sum", terms: [{ event: "deal_advanced", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The day the stage was entered",
  creditRule: "The owner on that day",
  exclusions: ["Deals in pipelines that are not included", "Deals that were deleted or merged into another"],
});
