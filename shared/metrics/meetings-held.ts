import { defineMetric } from "./metric.ts";

export const meetingsHeld = defineMetric({
  id: "meetings_held",
  label: "Meetings Held",
  description: "The meetings whose outcome says that they took place.",
  formula: { kind: "sum", terms: [{ event: "meeting_held", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The day the meeting started",
  creditRule: "The owner of the meeting, who hosts it",
  exclusions: [
    "Cancelled and moved meetings, and those where nobody came",
    "Meetings without an outcome",
    "Meetings without anybody from outside the company",
  ],
});
