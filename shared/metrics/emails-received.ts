import { defineMetric } from "./metric.ts";

export const emailsReceived = defineMetric({
  id: "emails_received",
  label: "Emails Received",
  description: "The e-mails that members received from outside the company.",
  formula: { kind: "sum", terms: [{ event: "email_received", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The day the e-mail arrived",
  creditRule: "The owner of the e-mail, else the first member it went to",
  exclusions: ["Automatic answers", "E-mails from other members"],
});
