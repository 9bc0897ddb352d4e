import { defineMetric } from "./metric.ts";

export const callsMade = defineMetric({
  id: "calls_made",
  label: "Calls Made",
  description:
    "The outbound calls, answered or not. A call without a direction was logged by whoever made it and counts as outbound.",
  formula: { kind: "sum", terms: [{ event: "call_made", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The day of the call",
  creditRule: "The owner of the call",
  exclusions: ["Calls that were deleted or repeat another"],
});
