/** The page of one person: the wire beside `api.ts`. */
import * as v from "valibot";
import { MemberHead, MetricHead, PeriodHead, TeamHead } from "./api.ts";
import { EVENT_IDS, RECORD_KINDS } from "./ids.ts";
import { Count, LocalDaySchema } from "./values.ts";

/** Why an own deal adds nothing, or will not once it is won. Closed: each has its words on the page. */
export const NOT_COUNTING_REASONS = [
  "no_amount",
  "close_date_past",
  "no_close_date",
  "pipeline_not_included",
  "no_currency_rate",
] as const;
export type NotCountingReason = (typeof NOT_COUNTING_REASONS)[number];

/** A metric of the person, as the table of all metrics has it. */
export const StandingMetric = v.object({
  metric: MetricHead,
  /** Over the whole period; null is "no data". */
  value: v.nullable(v.number()),
  /** Over the compared period. */
  previous: v.nullable(v.number()),
  /** What `previous` stands against: the completed working days of an open period. */
  compared: v.nullable(v.number()),
  basis: v.object({ numerator: v.nullable(v.number()), denominator: v.nullable(v.number()) }),
  smallSample: v.boolean(),
  /** Among the people that the viewer sees ranked; null without data, or while the person is not ranked. */
  rank: v.nullable(Count),
  tied: v.boolean(),
  /** The last eight weeks that were over by the end of the period, oldest first. */
  weeks: v.array(
    v.object({
      from: LocalDaySchema,
      to: LocalDaySchema,
      value: v.nullable(v.number()),
      smallSample: v.boolean(),
    }),
  ),
});
export type StandingMetric = v.InferOutput<typeof StandingMetric>;

/** Open deals in one stage; deals without an amount are not among them. */
export const PipelineStage = v.object({
  pipelineId: v.string(),
  pipeline: v.string(),
  stageId: v.string(),
  label: v.string(),
  /** Place in the pipeline, ascending. */
  order: v.number(),
  count: Count,
  amountMinor: Count,
});

/** A change that came after the period had ended, or was dated back into it. Amounts in minor units. */
export const LateChange = v.object({
  at: v.string(),
  cause: v.string(),
  actor: v.nullable(v.string()),
  kind: v.picklist(RECORD_KINDS),
  crmId: v.string(),
  title: v.nullable(v.string()),
  /** Opens the record in the CRM; null where there is no such page. */
  url: v.nullable(v.string()),
  event: v.picklist(EVENT_IDS),
  before: v.nullable(v.number()),
  after: v.nullable(v.number()),
});

/** An own deal that misses something. */
export const NotCountingDeal = v.object({
  reason: v.picklist(NOT_COUNTING_REASONS),
  crmId: v.string(),
  title: v.nullable(v.string()),
  url: v.nullable(v.string()),
  /** Won, or still open. */
  won: v.boolean(),
  /** Minor units of the home currency; null where the deal has no amount, or none that can be converted. */
  amountMinor: v.nullable(Count),
  closeDay: v.nullable(LocalDaySchema),
});

/** `GET /members/{id}/standing`: for the person, their managers, admins and owners. */
export const PersonStanding = v.object({
  member: MemberHead,
  team: v.nullable(TeamHead),
  /** Whether it is the viewer's own. */
  mine: v.boolean(),
  period: PeriodHead,
  comparedWith: v.nullable(PeriodHead),
  comparedPart: v.nullable(PeriodHead),
  asOf: v.string(),
  today: LocalDaySchema,
  currency: v.string(),
  metrics: v.array(StandingMetric),
  pipeline: v.object({
    count: Count,
    amountMinor: Count,
    /** By pipeline, then in order of the stages. */
    stages: v.array(PipelineStage),
  }),
  /** Open deals due from today to the end of the period; null once it is over. */
  dueByEnd: v.nullable(
    v.object({
      /** Today, or the first day of a period to come. */
      from: v.optional(LocalDaySchema),
      to: LocalDaySchema,
      count: Count,
      amountMinor: Count,
      /** What is missing to the revenue quota of the period, 0 once it is reached; null without one. */
      needed: v.nullable(v.number()),
    }),
  ),
  /** Of revenue, newest first. */
  lateChanges: v.array(LateChange),
  /** Null before the first look, and where the last one is too long ago to tell. */
  sinceLastLooked: v.nullable(
    v.object({
      since: v.string(),
      changes: v.array(
        v.object({ metric: MetricHead, before: v.nullable(v.number()), after: v.nullable(v.number()) }),
      ),
      /** Records of the period that the person is credited with now, and was not then. */
      newRecords: Count,
    }),
  ),
  willNotCount: v.object({ total: Count, deals: v.array(NotCountingDeal) }),
});
export type PersonStanding = v.InferOutput<typeof PersonStanding>;

/** `PUT /members/{id}/look`. */
export const Look = v.object({ lookedAt: v.string() });
export type Look = v.InferOutput<typeof Look>;
