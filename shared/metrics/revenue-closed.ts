import { defineMetric } from "./metric.ts";

export const revenueClosed = defineMetric({
  id: "revenue_closed",
  label: "Revenue Closed",
  description:
    "The amounts of the deals won in the period, in the account's own currency. A won deal with a negative amount lowers it.",
  formula: {
    kind: "sum",
    terms: [
      { event: "revenue_closed", of: "amount" },
      { event: "deal_refunded", of: "amount" },
    ],
  },
  unit: "money",
  better: "higher",
  dateField: "The deal's close date, as a day of the account's time zone",
  creditRule: "The owner when the deal was closed; later owners do not change it",
  exclusions: [
    "Won deals without an amount",
    "Amounts in a currency without a rate for the close date",
    "Deals in pipelines that are not included",
    "Deals that were deleted or merged into another",
  ],
});
