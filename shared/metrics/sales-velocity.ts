import { defineMetric } from "./metric.ts";

export const salesVelocity = defineMetric({
  id: "sales_velocity",
  label: "Sales Velocity",
  description:
    "What the sales of the period are worth per day: deals created, times their average size, times the share that is won, over the days a win takes.",
  formula: {
    kind: "product",
    times: ["deals_created", "average_deal_size", "win_rate"],
    by: ["sales_cycle"],
  },
  unit: "money_per_day",
  better: "higher",
  dateField: "As in each of its parts",
  creditRule: "As in each of its parts",
  exclusions: ["As in each of its parts"],
});
