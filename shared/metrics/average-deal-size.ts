import { defineMetric } from "./metric.ts";

export const averageDealSize = defineMetric({
  id: "average_deal_size",
  label: "Average Deal Size",
  description: "The mean amount of the deals won in the period.",
  formula: {
    kind: "ratio",
    numerator: [{ event: "revenue_closed", of: "amount" }],
    denominator: [{ event: "revenue_closed", of: "count" }],
    scale: 1,
  },
  unit: "money",
  better: "higher",
  dateField: "The deal's close date, as a day of the account's time zone",
  creditRule: "The owner when the deal was closed; later owners do not change it",
  exclusions: [
    "Won deals without an amount",
    "Won deals with a negative amount",
    "Amounts in a currency without a rate for the close date",
    "Deals in pipelines that are not included",
    "Deals that were deleted or merged into another",
  ],
});
