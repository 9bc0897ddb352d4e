import { defineMetric } from "./metric.ts";

export const winRate = defineMetric({
  id: "win_rate",
  label: "Win Rate",
  description: "The deals won out of the deals decided in the period, by count and not by amount.",
  formula: {
    kind: "ratio",
    numerator: [{ event: "deal_won", of: "count" }],
    denominator: [
      { event: "deal_won", of: "count" },
      { event: "deal_lost", of: "count" },
    ],
    scale: 100,
  },
  unit: "percent",
  better: "higher",
  dateField: "The deal's close date, as a day of the account's time zone",
  creditRule: "The owner when the deal was closed; later owners do not change it",
  exclusions: [
    "Won deals with a negative amount",
    "Open deals",
    "Deals in pipelines that are not included",
    "Deals that were deleted or merged into another",
  ],
  minimumSample: 10,
});
