import { defineMetric } from "./metric.ts";

export const talkTime = defineMetric({
  id: "talk_time",
  label: "Talk Time",
  description: "The length of the calls that connected, in both directions.",
  formula: {
    kind: "sum",
    terms: [
      { event: "call_answered", of: "seconds" },
      { event: "call_received", of: "seconds" },
    ],
  },
  unit: "seconds",
  better: "higher",
  dateField: "The day of the call",
  creditRule: "The owner of the call",
  exclusions: ["Calls that did not connect", "Calls that were deleted or repeat another"],
});
