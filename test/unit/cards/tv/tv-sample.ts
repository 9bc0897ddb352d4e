import type { Display, DisplayRow } from "../../../../shared/contracts/display.ts";

/** A place with what is told of it. */
export function place(changes: Partial<DisplayRow>): DisplayRow {
  return {
    rank: 1,
    tied: false,
    name: "Daniel Reyes",
    value: 13_125_000,
    compared: 11_700_000,
    previous: 10_000_000,
    smallSample: false,
    movement: { rankBefore: 2 },
    ...changes,
  };
}

const REVENUE: Display["metric"] = {
  id: "revenue_closed",
  label: "Revenue Closed",
  unit: "money",
  currency: "USD",
  better: "higher",
};
const count = (id: "deals_won" | "meetings_held"): Display["metric"] => ({
  id,
  label: id,
  unit: "count",
  currency: null,
  better: "higher",
});

/** Friday 20 November 2026, half past two in London. */
export function board(changes: Partial<Display> = {}): Display {
  return {
    label: "Floor",
    metric: REVENUE,
    periodName: "this_month",
    period: { from: "2026-11-01", to: "2026-11-30", timeZone: "Europe/London" },
    comparedWith: { from: "2026-10-01", to: "2026-10-20", timeZone: "Europe/London" },
    comparedDays: 14,
    by: "member",
    teamName: null,
    rows: [
      place({}),
      place({ rank: 2, name: "Priya Raman", value: 11_890_000, movement: { rankBefore: 1 } }),
      place({
        rank: 3,
        name: null,
        value: null,
        compared: null,
        previous: null,
        movement: { rankBefore: 3 },
      }),
    ],
    of: 13,
    soFar: false,
    improved: [{ name: "Ines Duarte", compared: 12_100, previous: 10_000 }],
    total: { value: 93_850_000, compared: 93_850_000, previous: 88_000_000 },
    today: [
      { metric: REVENUE, value: 2_190_000 },
      { metric: count("deals_won"), value: 1 },
      { metric: count("meetings_held"), value: 11 },
    ],
    slides: ["standings", "improved"],
    asOf: "2026-11-20T14:32:00.000Z",
    syncedAt: "2026-11-20T14:31:00.000Z",
    ...changes,
  };
}
