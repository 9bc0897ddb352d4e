import { defineMetric } from "./metric.ts";

export const emailsSent = defineMetric({
  id: "emails_sent",
  label: "Emails Sent",
  description: "The e-mails that members sent to somebody outside the company.",
  formula: { kind: "sum", terms: [{ event: "email_sent", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The day the e-mail was sent",
  creditRule: "The owner of the e-mail, else its sender",
  exclusions: ["E-mails that bounced or failed", "E-mails among members alone", "Automatic answers"],
});
