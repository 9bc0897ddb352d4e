import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PaceChartView } from "../../../shared/contracts/quota-card.ts";
import { axisLabels, paceLines, partLabels } from "../../../ui-extension/cards/quota-card/pace-chart-view.ts";
import { factsBesideTable } from "../../../ui-extension/cards/quota-card/wide-card.tsx";
import { buildChart, buildLine, buildQuotaCard } from "./quota-card-sample.ts";

const DAY_MILLISECONDS = 86_400_000;

/** The weekdays from a day on. */
function weekdays(from: string, count: number): PaceChartView["days"] {
  const template = buildChart().days[0];
  if (!template) throw new Error("the sample has days");
  const days: PaceChartView["days"] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); days.length < count; at += DAY_MILLISECONDS) {
    const date = new Date(at);
    if (date.getUTCDay() % 6 === 0) continue;
    const day = date.toISOString().slice(0, 10);
    days.push({ ...template, day, label: day.slice(5) });
  }
  return days;
}

describe("the labels at the ends of the lines", () => {
  it("stay where they are, or part around their middle without changing sides", () => {
    expect(partLabels(100, 60, 14)).toEqual({ quota: 100, projected: 60 });
    expect(partLabels(100, 96, 14)).toEqual({ quota: 105, projected: 91 });
    expect(partLabels(100, 104, 14)).toEqual({ quota: 95, projected: 109 });
    expect(partLabels(100, 100, 14)).toEqual({ quota: 107, projected: 93 });
  });
});

describe("the axis of the pace chart", () => {
  it("names the first day, the starts of weeks, today and the last day", () => {
    const labels = axisLabels(buildChart({ days: weekdays("2026-11-02", 20), today: 14 }));
    expect(labels.flatMap((label, index) => (label ? [[index, label]] : []))).toEqual([
      [0, "11-02"],
      [5, "11-09"],
      [10, "11-16"],
      [14, "Today"],
      [19, "11-27"],
    ]);
  });

  it("lets today speak for a day beside it", () => {
    const labels = axisLabels(buildChart({ days: weekdays("2026-11-02", 20), today: 18 }));
    expect(labels[18]).toBe("Today");
    expect(labels[19]).toBe("");
  });

  it("never has more labels than fit, and always names today", () => {
    const shapes = fc.record({
      count: fc.integer({ min: 1, max: 262 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(shapes, ({ count, share }) => {
        const today = Math.floor(share * (count - 1));
        const labels = axisLabels(buildChart({ days: weekdays("2026-01-01", count), today }));
        expect(labels).toHaveLength(count);
        expect(labels.filter((label) => label !== "").length).toBeLessThanOrEqual(6);
        expect(labels[today]).toBe("Today");
      }),
    );
  });

  it("has no today outside the period", () => {
    expect(axisLabels(buildChart({ today: null }))).not.toContain("Today");
  });
});

describe("the lines of the pace chart", () => {
  it("end with today where there is no result yet, and keep what is not known a gap", () => {
    const { result, middle, quota } = paceLines(buildChart());
    expect(result).toEqual([20_000, 50_000, 86_400, null]);
    expect(middle).toEqual([null, null, 86_400, 124_000]);
    expect(new Set(quota)).toEqual(new Set([120_000]));
  });
});

describe("the facts beside the table", () => {
  it("leave out the projection, which the table has", () => {
    const quotas = [buildLine({ main: true, projected: "$124,000" })];
    const facts = factsBesideTable(buildQuotaCard({ quotas }));
    expect(facts.map(({ label }) => label)).toEqual([
      "To go",
      "Per working day, 6 left",
      "Chance to reach quota",
    ]);
  });

  it("are all there where no table is", () => {
    expect(factsBesideTable(buildQuotaCard({ quotas: [] }))).toHaveLength(4);
  });
});
