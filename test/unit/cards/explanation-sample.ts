import type { Explanation } from "../../../shared/contracts/api.ts";
import type { EventId, MetricId } from "../../../shared/contracts/ids.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { describeMetric } from "../../../shared/metrics/describe.ts";
import { en as rules } from "../../../shared/metrics/words/en.ts";
import {
  type DrawerWords,
  type ExplanationScene,
  sceneOf,
} from "../../../ui-extension/cards/explanation/explanation-scene.ts";
import { en as words } from "../../../ui-extension/cards/explanation/words/en.ts";

export type Line = Explanation["counted"][number];

/** A won deal of 20 November. */
export function buildLine(change: Partial<Line> = {}): Line {
  return {
    kind: "deal",
    crmId: "1",
    title: "Northwind Dental Group",
    url: "https://app.hubspot.test/contacts/1/record/0-3/1",
    event: "revenue_closed",
    day: "2026-11-20",
    at: "2026-11-20T12:00:00.000Z",
    contribution: 1_820_000,
    amountMinor: 1_820_000,
    seconds: 0,
    original: { minor: 1_820_000, currency: "USD" },
    rate: null,
    marks: [],
    leftOut: null,
    knownSince: "2026-11-20T12:00:00.000Z",
    ...change,
  };
}

type Change = Explanation["lateChanges"][number];

export function buildChange(change: Partial<Change> = {}): Change {
  return {
    at: "2026-11-13T09:12:00.000Z",
    cause: "webhook",
    actor: null,
    by: null,
    kind: "deal",
    crmId: "1",
    title: "Fennimore & Co",
    url: null,
    event: "revenue_closed",
    before: 1_290_000,
    after: 1_165_000,
    dayBefore: "2026-11-12",
    dayAfter: "2026-11-12",
    ...change,
  };
}

/** What measures reads as the server writes it: the sums of the lines that are given. */
export function sumOf(
  event: EventId,
  of: "count" | "amount" | "seconds",
  sum: number,
  part: "numerator" | "denominator" = "numerator",
): Explanation["measures"][number] {
  return { event, of, part, sum };
}

export function buildExplanation(id: MetricId, change: Partial<Explanation> = {}): Explanation {
  const counted = change.counted ?? [];
  const leftOut = change.leftOut ?? [];
  return {
    metric: describeMetric(metricById(id), "USD"),
    member: { id: "maya", crmId: "7", name: "Maya Okafor", teamId: null },
    period: { from: "2026-11-01", to: "2026-11-30", timeZone: "Europe/London" },
    asOf: "2026-11-20T14:32:00.000Z",
    value: null,
    basis: { numerator: null, denominator: null },
    measures: [],
    counted,
    countedTotal: counted.length,
    leftOut,
    leftOutTotal: leftOut.length,
    nextCounted: null,
    nextLeftOut: null,
    undated: [],
    undatedTotal: 0,
    nextUndated: null,
    lateChanges: [],
    leftOutReasons: [],
    parts: [],
    quota: null,
    homeCurrency: "USD",
    recordsVisible: true,
    ...change,
  };
}

/** Revenue of the given amounts, whole. */
export function buildRevenue(amounts: readonly number[], change: Partial<Explanation> = {}): Explanation {
  const counted = amounts.map((amount, index) =>
    buildLine({
      crmId: String(index + 1),
      title: `Deal ${index + 1}`,
      contribution: amount,
      amountMinor: amount,
      original: null,
    }),
  );
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  return buildExplanation("revenue_closed", {
    counted,
    value: sum,
    basis: { numerator: sum, denominator: null },
    measures: [sumOf("revenue_closed", "amount", sum), sumOf("deal_refunded", "amount", 0)],
    ...change,
  });
}

export const FIGURE = {
  metric: "revenue_closed",
  memberId: "maya",
  from: "2026-11-01",
  to: "2026-11-30",
} as const;

export const ENGLISH: DrawerWords = {
  words,
  rules,
  language: "en",
  locale: { language: "en-GB", timeZone: "Europe/London" },
};

export function buildScene(explanation: Explanation, drawer: DrawerWords = ENGLISH): ExplanationScene {
  return sceneOf({ ...FIGURE, metric: explanation.metric.id }, explanation, drawer);
}
