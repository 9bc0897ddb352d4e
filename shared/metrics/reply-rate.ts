import { defineMetric } from "./metric.ts";

export const replyRate = defineMetric({
  id: "reply_rate",
  label: "Reply Rate",
  description:
    "The share of outreaches that were answered. An outreach is the first e-mail to a person after a quiet time; it is answered when that person writes back within the window. Both count on the day of the outreach, so recent days may still rise.",
  formula: {
    kind: "ratio",
    numerator: [{ event: "outreach_replied", of: "count" }],
    denominator: [{ event: "outreach_delivered", of: "count" }],
    scale: 100,
  },
  unit: "percent",
  better: "higher",
  dateField: "The day of the first e-mail",
  creditRule: "The owner of the e-mail, else its sender",
  exclusions: [
    "E-mails that bounced or failed",
    "Automatic answers",
    "E-mails to a person who was written to shortly before",
  ],
  minimumSample: 30,
});
