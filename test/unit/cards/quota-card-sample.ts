import type {
  BarView,
  DealEffectView,
  ExplainTarget,
  PaceChartView,
  QuotaCardView,
  QuotaLineView,
  StatusView,
} from "../../../shared/contracts/quota-card.ts";

const EXPLAIN: ExplainTarget = {
  metric: "revenue_closed",
  memberId: "m1",
  from: "2026-11-01",
  to: "2026-11-30",
};

export const ON_TRACK: StatusView = { state: "on_track", tone: "good", label: "On track" };

/** A bar at 72 % of the quota, 2 points before its pace. */
export function buildBar(changes: Partial<BarView> = {}): BarView {
  return {
    percent: 72,
    added: null,
    pace: 70,
    paceLabel: "Pace 70%",
    scale: 100,
    tone: "good",
    label: "72% of quota, pace today 70%",
    ...changes,
  };
}

/** One of the other quotas. */
export function buildLine(changes: Partial<QuotaLineView> = {}): QuotaLineView {
  const explainQuota = { ...EXPLAIN, metric: "quota_attainment", quotaMetric: "deals_won" } as const;
  return {
    metric: "deals_won",
    main: false,
    label: "Deals",
    status: ON_TRACK,
    bar: buildBar({ percent: 75, label: "Deals 75% of quota, pace 70%" }),
    percent: "75%",
    result: "6",
    quota: "8",
    toGo: "2",
    perWorkingDay: "0.3",
    projected: "9",
    hint: "2 to go, 1 every 3 days",
    explain: EXPLAIN,
    explainQuota,
    explainEach: {
      percent: explainQuota,
      toGo: explainQuota,
      perWorkingDay: explainQuota,
      projected: explainQuota,
    },
    ...changes,
  };
}

/** Four working days of two weeks; the third is today. */
export function buildChart(changes: Partial<PaceChartView> = {}): PaceChartView {
  const open = { low: null, middle: null, high: null };
  return {
    title: "Revenue against pace",
    days: [
      { day: "2026-11-05", label: "5 Nov", result: 20_000, pace: 30_000, ...open, text: "$20,000" },
      { day: "2026-11-06", label: "6 Nov", result: 50_000, pace: 60_000, ...open, text: "$50,000" },
      {
        day: "2026-11-09",
        label: "9 Nov",
        result: 86_400,
        pace: 90_000,
        low: 86_400,
        middle: 86_400,
        high: 86_400,
        text: "$86,400",
      },
      {
        day: "2026-11-10",
        label: "10 Nov",
        result: null,
        pace: 120_000,
        low: 112_000,
        middle: 124_000,
        high: 137_000,
        text: "–",
      },
    ],
    today: 2,
    quota: 120_000,
    ticks: [
      { value: 0, label: "$0" },
      { value: 50_000, label: "$50k" },
      { value: 100_000, label: "$100k" },
      { value: 150_000, label: "$150k" },
    ],
    labels: {
      result: "Closed",
      pace: "Pace",
      quota: "Quota",
      range: "Likely range",
      today: "Today",
      day: "Day",
    },
    projectedRange: "$112k–$137k",
    projectedEnd: "$124k",
    label: "$86,400 closed on 9 Nov, projected $124,000",
    ...changes,
  };
}

/** A deal that counts in the period. */
export function buildDealEffect(changes: Partial<DealEffectView> = {}): DealEffectView {
  return {
    kind: "counts_in_period",
    title: "If this deal closes",
    amount: "$14,400",
    steps: [
      { label: "Quota", from: "72%", to: "84%" },
      { label: "Rank", from: "#5", to: "#3" },
    ],
    bar: buildBar({ added: 12, label: "72% now, 84% with this deal, pace today 70%" }),
    sentences: ["$19,200 to go after that.", "Counts in November, close date is 25 Nov."],
    ...changes,
  };
}

/** The attainment of the quota, before its pace. */
export function buildHero(changes: Partial<QuotaCardView["hero"]> = {}): QuotaCardView["hero"] {
  return {
    text: "72%",
    hint: "2 pts ahead of pace",
    explain: { ...EXPLAIN, metric: "quota_attainment", quotaMetric: "revenue_closed" },
    label: "72% of quota. Why this number?",
    ...changes,
  };
}

/** The card of somebody who is on track, with other quotas and everything else that it can hold. */
export function buildQuotaCard(changes: Partial<QuotaCardView> = {}): QuotaCardView {
  return {
    locale: "en-GB",
    title: "November quota",
    member: { id: "m1", name: "Ada Example", mine: true },
    period: {
      grain: "month",
      from: "2026-11-01",
      to: "2026-11-30",
      label: "November",
      options: [
        { value: "month", label: "November" },
        { value: "quarter", label: "Q4" },
      ],
    },
    status: ON_TRACK,
    hero: buildHero(),
    result: {
      text: "$86,400",
      of: "of $120,000",
      explain: EXPLAIN,
      label: "$86,400 closed. Why this number?",
    },
    bar: buildBar(),
    facts: [
      { label: "To go", value: "$33,600", hint: null, explain: null },
      { label: "Per working day, 6 left", value: "$5,600", hint: null, explain: null },
      { label: "Projected finish", value: "$124,000", hint: null, explain: EXPLAIN },
      { label: "Chance to reach quota", value: "68%", hint: "likely", explain: EXPLAIN },
    ],
    workingDays: "14 of 20 working days done",
    notes: [],
    openDeals: {
      label: "4 open deals due by 30 Nov",
      value: "$61,500",
      explain: null,
      opens: { member: "m1", from: "2026-11-20", to: "2026-11-30" },
    },
    rank: {
      label: "Rank in Sales",
      text: "#5",
      movement: { direction: "up", places: 2, label: "up 2" },
      hint: "of 13 in Sales, was #7 on 13 Nov",
      trend: { values: [3, 4, null, 5, 4, 6, 5, 8], label: "weekly revenue" },
    },
    quotas: [
      buildLine({ metric: "revenue_closed", main: true, label: "Revenue", percent: "72%" }),
      buildLine(),
    ],
    chart: buildChart(),
    footnote: "Projection from your open pipeline and 8 quarters of close rates.",
    deal: null,
    sync: { state: "live", label: "Synced 14:31", at: "2026-11-20T14:31:00Z" },
    words: {
      openStandings: "Open standings",
      whyThisNumber: "Why this number?",
      period: "Period",
      quota: "Quota",
      progress: "Progress",
      result: "Result",
      toGo: "To go",
      perDay: "Per day",
      projected: "Projected",
      status: "Status",
      retry: "Try again",
    },
    ...changes,
  };
}

/** Without a quota there is a result, and no pace to compare it with. */
export function buildCardWithoutQuota(): QuotaCardView {
  return buildQuotaCard({
    status: { state: "no_quota", tone: "quiet", label: "No quota set" },
    hero: {
      text: "$86,400",
      hint: "closed, 6 deals",
      explain: EXPLAIN,
      label: "$86,400 closed. Why this number?",
    },
    result: null,
    bar: null,
    facts: [],
    notes: ["Your admin has not set a November quota for you."],
    openDeals: null,
    quotas: [],
    chart: null,
    footnote: null,
  });
}
