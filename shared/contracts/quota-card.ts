/**
 * The quota card as it is drawn, every text already worded for the viewer: HubSpot's own components and our page
 * draw the same card from it, and neither computes or words anything.
 */
import * as v from "valibot";
import { QuotaStatus } from "./api.ts";
import { EXPLAINED_PLACES, FISCAL_GRAINS, METRIC_IDS, QUOTA_METRIC_IDS } from "./ids.ts";

/** What a colour stands for; a shape and a word always stand beside it. */
export const TONES = ["good", "warn", "bad", "quiet"] as const;
export const Tone = v.picklist(TONES);
export type Tone = v.InferOutput<typeof Tone>;

/** The question that "Why this number?" answers for a figure: what to pass to `/explain`. */
export const ExplainTarget = v.object({
  metric: v.picklist(METRIC_IDS),
  /** '' for everybody. */
  memberId: v.string(),
  from: v.string(),
  to: v.string(),
  /** For attainment: which quota; Revenue Closed without. */
  quotaMetric: v.optional(v.picklist(QUOTA_METRIC_IDS)),
  /** The instant whose knowledge is shown; now without. */
  at: v.optional(v.string()),
  /** Of a board that is filtered: the team, and the part of the deals (`pipeline:<id>` or `type:<deal type>`). */
  team: v.optional(v.string()),
  segment: v.optional(v.string()),
  /** Of a total over a part of the people: their region and department. */
  region: v.optional(v.string()),
  department: v.optional(v.string()),
  /** Of a board of teams: whose row it is. */
  ofTeam: v.optional(v.string()),
  /**
   * Where the figure stands; the leaderboard without. "team_quota" is the quota over the board of the metric,
   * "on_track" how many of its people are on track, and "compared" what a figure of the leaderboard is compared with:
   * `days` says when that was.
   */
  board: v.optional(v.picklist(EXPLAINED_PLACES)),
  /** Of Activity: these metrics are added to the first one. */
  also: v.optional(v.array(v.picklist(METRIC_IDS))),
  /** Of Activity: only some of the period's days. Of "compared": the days that are compared with. */
  days: v.optional(v.object({ from: v.string(), to: v.string() })),
  /** Of Activity: one hour of the week. 1 is Monday. */
  clock: v.optional(v.object({ weekday: v.number(), hour: v.number() })),
});
export type ExplainTarget = v.InferOutput<typeof ExplainTarget>;

/** A status as shape, word and colour. */
export const StatusView = v.object({ state: QuotaStatus, tone: Tone, label: v.string() });
export type StatusView = v.InferOutput<typeof StatusView>;

/** A bar from zero, with the pace it is compared with. Percentages of the quota, unrounded. */
export const BarView = v.object({
  percent: v.number(),
  /** What is added by a deal that is not won yet, drawn hatched; null without. */
  added: v.nullable(v.number()),
  /** Null where no pace is asked: before the first working day, or without a quota. */
  pace: v.nullable(v.number()),
  /** "Pace 70%", under the marker. */
  paceLabel: v.nullable(v.string()),
  /** 100, or 125 when the bar goes beyond the quota: then 100 % is a dashed line. */
  scale: v.picklist([100, 125]),
  tone: Tone,
  /** The bar in a sentence, for those who do not see it. */
  label: v.string(),
});
export type BarView = v.InferOutput<typeof BarView>;

/** A labelled figure; `hint` stands small beside it. */
export const FactView = v.object({
  label: v.string(),
  value: v.string(),
  hint: v.nullable(v.string()),
  explain: v.nullable(ExplainTarget),
});
export type FactView = v.InferOutput<typeof FactView>;

export const MOVEMENTS = ["up", "down", "same", "new"] as const;
export const MovementView = v.object({
  direction: v.picklist(MOVEMENTS),
  /** Null for "same" and "new". */
  places: v.nullable(v.number()),
  /** "up 2". */
  label: v.string(),
});
export type MovementView = v.InferOutput<typeof MovementView>;

/** Eight weeks, oldest first; the shape alone is drawn. Null is a week without data. */
export const TrendView = v.object({ values: v.array(v.nullable(v.number())), label: v.string() });
export type TrendView = v.InferOutput<typeof TrendView>;

/** One quota as a line of the card, and as a row of the wide card's table. */
export const QuotaLineView = v.object({
  metric: v.picklist(METRIC_IDS),
  /** The quota that the card itself is about: the first row of the wide table, no line of the narrow card. */
  main: v.boolean(),
  label: v.string(),
  status: StatusView,
  bar: v.nullable(BarView),
  percent: v.string(),
  result: v.string(),
  quota: v.string(),
  toGo: v.string(),
  perWorkingDay: v.string(),
  projected: v.string(),
  /** "2 to go, 1 every 3 days". */
  hint: v.string(),
  explain: v.nullable(ExplainTarget),
  /** Of what is told against the quota: percent, to go, per working day, and projection. */
  explainQuota: v.nullable(ExplainTarget),
  /** The same for each of these texts: null where it is no figure. */
  explainEach: v.object({
    percent: v.nullable(ExplainTarget),
    toGo: v.nullable(ExplainTarget),
    perWorkingDay: v.nullable(ExplainTarget),
    projected: v.nullable(ExplainTarget),
  }),
});
export type QuotaLineView = v.InferOutput<typeof QuotaLineView>;

/** The cumulative line of the wide card and the person page; amounts in the metric's unit, unrounded. */
export const PaceChartView = v.object({
  title: v.string(),
  /** Every working day of the period, in order. */
  days: v.array(
    v.object({
      day: v.string(),
      /** "2 Nov". */
      label: v.string(),
      /** Result so far; null after today. */
      result: v.nullable(v.number()),
      pace: v.number(),
      /** The likely range from today on; null before, and without a projection. */
      low: v.nullable(v.number()),
      middle: v.nullable(v.number()),
      high: v.nullable(v.number()),
      /** The result worded, for the table that stands in for the chart. */
      text: v.string(),
    }),
  ),
  /** Where today stands in `days`; null outside the period. */
  today: v.nullable(v.number()),
  quota: v.number(),
  /** Four to six ticks from zero, each with its label. */
  ticks: v.array(v.object({ value: v.number(), label: v.string() })),
  labels: v.object({
    result: v.string(),
    pace: v.string(),
    quota: v.string(),
    range: v.string(),
    today: v.string(),
    day: v.string(),
  }),
  /** "$112k–$137k"; null without a projection. */
  projectedRange: v.nullable(v.string()),
  /** "$124k", where the projection ends; null without one. */
  projectedEnd: v.nullable(v.string()),
  /** The chart in one sentence. */
  label: v.string(),
});
export type PaceChartView = v.InferOutput<typeof PaceChartView>;

/** Why a deal changes what it changes: each kind has its own sentence. */
export const DEAL_EFFECTS = [
  "counts_in_period",
  "counts_in_another_period",
  "already_won",
  "lost",
  "not_your_deal",
  "pipeline_not_included",
  /** By an admin, with an adjustment. */
  "excluded",
  "no_amount",
  "close_date_past",
  "no_close_date",
  "no_rate",
  "no_quota",
  "not_found",
] as const;

/** "If this deal closes". */
export const DealEffectView = v.object({
  kind: v.picklist(DEAL_EFFECTS),
  title: v.string(),
  /** What would be credited; null without an amount. */
  amount: v.nullable(v.string()),
  /** Quota and rank, now and then; empty where nothing would change. */
  steps: v.array(v.object({ label: v.string(), from: v.string(), to: v.string() })),
  bar: v.nullable(BarView),
  sentences: v.array(v.string()),
});
export type DealEffectView = v.InferOutput<typeof DealEffectView>;

export const SYNC_STATES = ["live", "stale", "backfilling", "reconnect"] as const;

/** The quota card of one person and period. */
export const QuotaCardView = v.object({
  /** Language and region of all texts, such as `en-GB`. */
  locale: v.string(),
  /** "November quota". */
  title: v.string(),
  member: v.object({ id: v.string(), name: v.string(), mine: v.boolean() }),
  period: v.object({
    grain: v.picklist(FISCAL_GRAINS),
    from: v.string(),
    to: v.string(),
    /** "November". */
    label: v.string(),
    options: v.array(v.object({ value: v.picklist(FISCAL_GRAINS), label: v.string() })),
  }),
  status: StatusView,
  /** "72%" with "2 pts ahead of pace"; without a quota the result and how many deals it is. */
  hero: v.object({
    text: v.string(),
    hint: v.string(),
    /** Null where there is no figure yet. */
    explain: v.nullable(ExplainTarget),
    /** The figure with what it is, for the button that opens it. */
    label: v.string(),
  }),
  /** "$86,400" "of $120,000"; null without a quota. */
  result: v.nullable(
    v.object({ text: v.string(), of: v.string(), explain: ExplainTarget, label: v.string() }),
  ),
  bar: v.nullable(BarView),
  facts: v.array(FactView),
  /** "14 of 20 working days done". */
  workingDays: v.string(),
  /** Sentences that this state needs: no quota, ramping, on leave, too early to say. */
  notes: v.array(v.string()),
  /** `explain` is null, as no metric adds up open deals: `opens` says whose deals, and with which close dates. */
  openDeals: v.nullable(
    v.object({
      label: v.string(),
      value: v.string(),
      explain: v.nullable(ExplainTarget),
      opens: v.optional(v.nullable(v.object({ member: v.string(), from: v.string(), to: v.string() }))),
    }),
  ),
  rank: v.nullable(
    v.object({
      /** "Rank in Sales". */
      label: v.string(),
      text: v.string(),
      movement: v.nullable(MovementView),
      hint: v.string(),
      trend: v.nullable(TrendView),
    }),
  ),
  quotas: v.array(QuotaLineView),
  chart: v.nullable(PaceChartView),
  /** What the projection is from; null without one. */
  footnote: v.nullable(v.string()),
  deal: v.nullable(DealEffectView),
  sync: v.object({ state: v.picklist(SYNC_STATES), label: v.string(), at: v.nullable(v.string()) }),
  /** Words of the card's own controls and column heads, so that a host needs no catalogue. */
  words: v.object({
    openStandings: v.string(),
    whyThisNumber: v.string(),
    period: v.string(),
    quota: v.string(),
    progress: v.string(),
    result: v.string(),
    toGo: v.string(),
    perDay: v.string(),
    projected: v.string(),
    status: v.string(),
    retry: v.string(),
  }),
});
export type QuotaCardView = v.InferOutput<typeof QuotaCardView>;

/** `/embed/hubspot/quota-card` always answers 200: HubSpot hides the body of any other status from the card. */
export const QuotaCardEnvelope = v.variant("status", [
  v.object({ status: v.literal("ok"), view: QuotaCardView }),
  v.object({
    status: v.literal("problem"),
    /** Of the same list as problem+json. */
    type: v.string(),
    title: v.string(),
    detail: v.string(),
    /** What to do next. */
    action: v.nullable(v.string()),
    /** Words of the button, where trying again may help. */
    retry: v.nullable(v.string()),
  }),
]);
export type QuotaCardEnvelope = v.InferOutput<typeof QuotaCardEnvelope>;
