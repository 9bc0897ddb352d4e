import { defineMetric } from "./metric.ts";

export const meetingsBooked = defineMetric({
  id: "meetings_booked",
  label: "Meetings Booked",
  description:
    "The meetings that were put in the calendar in the period, each once however often it is moved. A cancelled meeting stays booked.",
  formula: { kind: "sum", terms: [{ event: "meeting_booked", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The day the meeting was created",
  creditRule: "Whoever created the meeting, else its owner",
  exclusions: [
    "Meetings without anybody from outside the company",
    "Meetings that were deleted or repeat another",
  ],
});
