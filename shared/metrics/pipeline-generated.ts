import { defineMetric } from "./metric.ts";

export const pipelineGenerated = defineMetric({
  id: "pipeline_generated",
  label: "Pipeline Generated",
  description: "The present amounts of the deals created in the period, whatever became of them.",
  formula: { kind: "sum", terms: [{ event: "pipeline_generated", of: "amount" }] },
  unit: "money",
  better: "higher",
  dateField: "The day the deal was created",
  creditRule: "The first owner of the deal",
  exclusions: [
    "Deals without an amount",
    "Amounts in a currency without a rate",
    "Deals in pipelines that are not included",
    "Deals that were deleted or merged into another",
  ],
});
