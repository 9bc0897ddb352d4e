import { defineMetric } from "./metric.ts";

export const callsAnswered = defineMetric({
  id: "calls_answered",
  label: "Calls Answered",
  description:
    "The outbound calls that reached somebody. An outbound call is answered when its outcome says so; without an outcome, when it was long enough.",
  formula: { kind: "sum", terms: [{ event: "call_answered", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The day of the call",
  creditRule: "The owner of the call",
  exclusions: ["Calls that were deleted or repeat another"],
});
