import { defineMetric } from "./metric.ts";

export const touches = defineMetric({
  id: "touches",
  label: "Touches",
  description:
    "Everything a member sent out: e-mails sent, calls made, and other messages logged (SMS, LinkedIn, WhatsApp).",
  formula: {
    kind: "sum",
    terms: [
      { event: "email_sent", of: "count" },
      { event: "call_made", of: "count" },
      { event: "message_sent", of: "count" },
    ],
  },
  unit: "count",
  better: "higher",
  dateField: "The day of the e-mail, call or message",
  creditRule: "The owner of the e-mail, call or message",
  exclusions: [
    "E-mails that bounced or failed",
    "E-mails among members alone",
    "Records that were deleted or repeat another",
  ],
});
