import { defineMetric } from "./metric.ts";

export const quotaAttainment = defineMetric({
  id: "quota_attainment",
  label: "Quota Attainment",
  description: "The result as a share of the quota that was in force.",
  formula: { kind: "attainment" },
  unit: "percent",
  better: "higher",
  dateField: "As in the metric that the quota is set for",
  creditRule: "As in the metric that the quota is set for",
  exclusions: ["Members without a quota"],
});
