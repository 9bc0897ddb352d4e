import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVENT_IDS, LEFT_OUT_REASONS, METRIC_IDS, type MetricId } from "../../../shared/contracts/ids.ts";
import { LEFT_OUT_WORDS } from "../../../shared/contracts/left-out-words.ts";
import { METRICS, metricById } from "../../../shared/metrics/catalogue.ts";
import { describeMetric, formulaInWords, metricHead } from "../../../shared/metrics/describe.ts";
import type { Measure, Metric } from "../../../shared/metrics/metric.ts";
import { findFaults } from "../../../shared/metrics/validate.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import { evaluateMetric, measuresOf } from "../../../worker/domain/metrics/evaluate.ts";

type Sums = Readonly<Record<string, number>>;

function evaluate(id: MetricId, sums: Sums, hasData = true) {
  return evaluateMetric(metricById(id), ({ event, of }: Measure) => sums[`${event}.${of}`] ?? 0, { hasData });
}

describe("the catalogue", () => {
  it("has each metric once, in the order of the list, and no faults", () => {
    expect(METRICS.map(({ id }) => id)).toEqual(METRIC_IDS);
    expect(findFaults(METRICS)).toEqual([]);
  });

  it("asks for enough cases before it trusts a rate", () => {
    const minimums = METRICS.flatMap(({ id, minimumSample }) => (minimumSample ? [[id, minimumSample]] : []));
    expect(minimums).toEqual([
      ["connect_rate", 30],
      ["reply_rate", 30],
      ["win_rate", 10],
    ]);
  });

  it("reads the events that each metric is about", () => {
    const reads = (id: MetricId) => measuresOf(metricById(id)).map(({ event, of }) => `${event}.${of}`);
    expect(reads("touches")).toEqual(["email_sent.count", "call_made.count", "message_sent.count"]);
    expect(reads("talk_time")).toEqual(["call_answered.seconds", "call_received.seconds"]);
    expect(reads("win_rate")).toEqual(["deal_won.count", "deal_lost.count"]);
    expect(reads("quota_attainment")).toEqual([]);
    expect(reads("sales_velocity")).toEqual([
      "deal_created.count",
      "revenue_closed.amount",
      "revenue_closed.count",
      "deal_won.count",
      "deal_lost.count",
      "deal_cycle.seconds",
      "deal_cycle.count",
    ]);
  });

  it("tells every formula in words", () => {
    expect(formulaInWords(metricById("connect_rate"))).toBe(
      "outbound calls that connected ÷ outbound calls × 100",
    );
    expect(formulaInWords(metricById("win_rate"))).toBe("deals won ÷ (deals won + deals lost) × 100");
    expect(formulaInWords(metricById("sales_velocity"))).toBe(
      "Deals Created × Average Deal Size × Win Rate ÷ Sales Cycle",
    );
    expect(describeMetric(metricById("win_rate"), "EUR")).toMatchObject({
      currency: null,
      minimumSample: 10,
    });
    expect(metricHead(metricById("revenue_closed"), "EUR").currency).toBe("EUR");
    expect(metricHead(metricById("sales_velocity"), "EUR").currency).toBe("EUR");
  });

  it("has words for each reason why something does not count", () => {
    expect(Object.keys(LEFT_OUT_WORDS).sort()).toEqual([...LEFT_OUT_REASONS].sort());
  });
});

describe("a declaration", () => {
  const won = metricById("deals_won");
  const faultsOf = (metric: Metric, ...others: readonly Metric[]) =>
    findFaults([metric, ...others]).join("; ");

  it("is refused when its unit is not what its formula gives", () => {
    expect(faultsOf({ ...won, unit: "money" })).toContain("declared as money but gives count");
    expect(faultsOf({ ...metricById("win_rate"), unit: "count" })).toContain("gives percent");
    const mixed = {
      kind: "sum",
      terms: [
        { event: "revenue_closed", of: "amount" },
        { event: "deal_won", of: "count" },
      ],
    } as const;
    expect(faultsOf({ ...won, formula: mixed })).toContain("different units");
    expect(faultsOf({ ...won, formula: { kind: "sum", terms: [] } })).toContain("or nothing");
  });

  it("is refused when an event has no such column", () => {
    const formula = { kind: "sum", terms: [{ event: "call_made", of: "seconds" }] } as const;
    expect(faultsOf({ ...won, unit: "seconds", formula })).toContain("call_made has no length");
    const amounts = { kind: "sum", terms: [{ event: "deal_won", of: "amount" }] } as const;
    expect(faultsOf({ ...won, unit: "money", formula: amounts })).toContain("deal_won has no amount");
  });

  it("is refused when it is made of itself, of the unknown, or said twice", () => {
    const itself = { kind: "product", times: ["touches"], by: [] } as const;
    const circle: Metric = { ...won, formula: itself };
    const back: Metric = { ...metricById("touches"), formula: { ...itself, times: ["deals_won"] } };
    expect(faultsOf(circle, back)).toContain("is made of itself");
    expect(faultsOf(circle)).toContain("unknown part touches");
    expect(faultsOf(won, won)).toContain("two metrics have one id");
  });

  it("is refused without words, or with a minimum that means nothing", () => {
    expect(faultsOf({ ...won, creditRule: " " })).toContain("in words");
    expect(faultsOf({ ...won, exclusions: [] })).toContain("in words");
    expect(faultsOf({ ...won, minimumSample: 10 })).toContain("minimum sample");
  });
});

describe("a figure", () => {
  it("of a sum is zero where there was something to see, else no data", () => {
    expect(evaluate("deals_won", {})).toEqual({ value: 0, numerator: 0, denominator: null });
    expect(evaluate("deals_won", {}, false)).toEqual({ value: null, numerator: null, denominator: null });
    expect(evaluate("deals_won", { "deal_won.count": 2 }, false).value).toBe(2);
  });

  it("of a rate is no data without cases, and is not rounded", () => {
    expect(evaluate("connect_rate", {})).toEqual({ value: null, numerator: 0, denominator: 0 });
    const rate = evaluate("connect_rate", { "call_answered.count": 4238, "call_made.count": 6711 });
    expect(rate).toEqual({ value: (4238 * 100) / 6711, numerator: 4238, denominator: 6711 });
    expect(evaluate("reply_rate", { "outreach_replied.count": 1, "outreach_delivered.count": 3 }).value).toBe(
      100 / 3,
    );
  });

  it("of the win rate compares wins with everything decided", () => {
    const sums = { "deal_won.count": 3, "deal_lost.count": 1 };
    expect(evaluate("win_rate", sums)).toEqual({ value: 75, numerator: 3, denominator: 4 });
  });

  it("of revenue is lowered by what was taken back, while the average is not", () => {
    const sums = {
      "revenue_closed.amount": 30_000,
      "revenue_closed.count": 2,
      "deal_refunded.amount": -5_000,
      "deal_refunded.count": 1,
    };
    expect(evaluate("revenue_closed", sums).value).toBe(25_000);
    expect(evaluate("average_deal_size", sums)).toEqual({ value: 15_000, numerator: 30_000, denominator: 2 });
  });

  it("of money is whole minor units, halves away from zero", () => {
    expect(
      evaluate("average_deal_size", { "revenue_closed.amount": 5, "revenue_closed.count": 2 }).value,
    ).toBe(3);
    expect(
      evaluate("average_deal_size", { "revenue_closed.amount": 4, "revenue_closed.count": 3 }).value,
    ).toBe(1);
  });

  it("of the cycle is the mean number of days", () => {
    const cycle = evaluate("sales_cycle", { "deal_cycle.seconds": 25 * 86_400, "deal_cycle.count": 2 });
    expect(cycle).toEqual({ value: 12.5, numerator: 25, denominator: 2 });
    expect(evaluate("sales_cycle", { "deal_cycle.seconds": 0, "deal_cycle.count": 1 }).value).toBe(0);
  });

  it("of velocity is deals times size times win rate over days: 40 × 25,000 × 25 % ÷ 90", () => {
    const sums = {
      "deal_created.count": 40,
      "revenue_closed.amount": 25_000_000,
      "revenue_closed.count": 10,
      "deal_won.count": 10,
      "deal_lost.count": 30,
      "deal_cycle.seconds": 900 * 86_400,
      "deal_cycle.count": 10,
    };
    expect(evaluate("sales_velocity", sums).value).toBe(277_778);
    expect(evaluate("sales_velocity", { ...sums, "deal_cycle.count": 0 }).value).toBeNull();
    expect(evaluate("sales_velocity", { ...sums, "deal_cycle.seconds": 0 }).value).toBeNull();
    expect(evaluate("sales_velocity", { ...sums, "deal_created.count": 0 }).value).toBe(0);
  });

  it("of attainment is the result over the quota, and nothing without a quota", () => {
    const attained = (result: number | null, quota: number | null) =>
      evaluateMetric(metricById("quota_attainment"), () => 0, {
        hasData: true,
        attainment: { result, quota },
      });
    expect(attained(30_000, 40_000)).toEqual({ value: 75, numerator: 30_000, denominator: 40_000 });
    expect(attained(30_000, null).value).toBeNull();
    expect(attained(30_000, 0).value).toBeNull();
    expect(attained(null, 10).value).toBeNull();
  });

  it("is never infinite and never half a cent, whatever the sums", () => {
    const sums = fc.dictionary(
      fc.constantFrom(
        ...EVENT_IDS.flatMap((event) => [`${event}.count`, `${event}.amount`, `${event}.seconds`]),
      ),
      fc.integer({ min: 0, max: 1e12 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...METRICS), sums, fc.boolean(), (metric, table, hasData) => {
        const { value } = evaluate(metric.id, table, hasData);
        if (value === null) return;
        expect(Number.isFinite(value)).toBe(true);
        if (metric.unit.startsWith("money") || metric.unit === "count")
          expect(Number.isInteger(value)).toBe(true);
      }),
    );
  });
});

it("knows which currencies have no cents, and which have thousandths", () => {
  expect(["USD", "EUR", "JPY", "KRW", "KWD", "CLF"].map(minorDigitsOf)).toEqual([2, 2, 0, 0, 3, 4]);
});
