import { defineMetric } from "./metric.ts";

export const connectRate = defineMetric({
  id: "connect_rate",
  label: "Connect Rate",
  description:
    "The share of outbound calls that reached somebody. An outbound call is answered when its outcome says so; without an outcome, when it was long enough.",
  formula: {
    kind: "ratio",
    numerator: [{ event: "call_answered", of: "count" }],
    denominator: [{ event: "call_made", of: "count" }],
    scale: 100,
  },
  unit: "percent",
  better: "higher",
  dateField: "The day of the call",
  creditRule: "The owner of the call",
  exclusions: ["Calls that were deleted or repeat another"],
  minimumSample: 30,
});
