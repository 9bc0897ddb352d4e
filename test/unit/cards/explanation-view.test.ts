import { describe, expect, it } from "vitest";
import type { Explanation } from "../../../shared/contracts/api.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { describeMetric } from "../../../shared/metrics/describe.ts";
import { explanationView } from "../../../ui-extension/cards/leaderboard/explanation-view.ts";

type Line = Explanation["counted"][number];

function buildLine(change: Partial<Line> = {}): Line {
  return {
    kind: "deal",
    crmId: "1",
    title: "Deal 1",
    url: null,
    event: "revenue_closed",
    day: "2026-05-20",
    at: null,
    contribution: 123_400,
    amountMinor: 123_400,
    seconds: 0,
    original: null,
    rate: null,
    marks: [],
    leftOut: null,
    knownSince: "2026-05-20T12:00:00.000Z",
    ...change,
  };
}

function buildExplanation(id: Parameters<typeof metricById>[0], change: Partial<Explanation>): Explanation {
  return {
    metric: describeMetric(metricById(id), "USD"),
    member: null,
    period: { from: "2026-05-01", to: "2026-05-31", timeZone: "America/Los_Angeles" },
    asOf: "2026-06-15T12:00:00.000Z",
    value: null,
    basis: { numerator: null, denominator: null },
    measures: [],
    counted: [],
    countedTotal: 0,
    leftOut: [],
    leftOutTotal: 0,
    nextCounted: null,
    nextLeftOut: null,
    lateChanges: [],
    recordsVisible: true,
    ...change,
  };
}

const cycle = [
  { event: "deal_cycle", of: "seconds", part: "numerator", sum: 864_000 },
  { event: "deal_cycle", of: "count", part: "denominator", sum: 1 },
] as const;
const late = {
  // Still the first of June in Los Angeles.
  at: "2026-06-02T03:00:00.000Z",
  cause: "webhook",
  actor: null,
  kind: "deal",
  crmId: "1",
  title: "Deal 1",
  event: "deal_cycle",
  before: null,
  after: 864_000,
} as const;

describe("the drawer", () => {
  it("says what a line adds in the line's own unit, and days by the account's clock", () => {
    const view = explanationView(
      buildExplanation("sales_cycle", {
        value: 10,
        basis: { numerator: 10, denominator: 1 },
        measures: [...cycle],
        counted: [buildLine({ event: "deal_cycle", contribution: 864_000 })],
        lateChanges: [late],
      }),
      "en-GB",
    );
    expect(view.counted[0]?.amount).toBe("10 days");
    expect(view.lateChanges).toEqual(["1 Jun 2026: Deal 1, – → 10 days"]);
    expect(view.basis).toBe("10 days of 1");
  });

  it("shows counts among the parts of a money figure as counts", () => {
    const view = explanationView(
      buildExplanation("sales_velocity", {
        measures: [{ event: "deal_created", of: "count", part: "numerator", sum: 1 }],
        counted: [buildLine({ event: "deal_created", contribution: 1 })],
      }),
      "en-GB",
    );
    expect(view.counted[0]?.amount).toBe("1");
  });

  it("writes the base of a mean of money as money", () => {
    const view = explanationView(
      buildExplanation("average_deal_size", {
        basis: { numerator: 123_400, denominator: 2 },
        measures: [
          { event: "revenue_closed", of: "amount", part: "numerator", sum: 123_400 },
          { event: "revenue_closed", of: "count", part: "denominator", sum: 2 },
        ],
      }),
      "en-US",
    );
    expect(view.basis).toBe("$1,234.00 of 2");
  });

  it("draws no days where it has only some of the lines, and says that it has", () => {
    const lines = { counted: [buildLine()], measures: [...revenue] };
    const whole = explanationView(buildExplanation("revenue_closed", { ...lines, countedTotal: 1 }), "en-US");
    expect(whole.daily.values).toEqual([123_400]);
    const cut = explanationView(
      buildExplanation("revenue_closed", { ...lines, countedTotal: 80, nextCounted: "more" }),
      "en-US",
    );
    expect(cut.daily.values).toEqual([]);
    expect(cut.countedHead).toBe("Counted: 80, of which the newest 1");
  });
});

const revenue = [{ event: "revenue_closed", of: "amount", part: "numerator", sum: 123_400 }] as const;
