/** What "Why this number?" is made of: lines, parts of a product, the quota, reasons, and late changes. */
import * as v from "valibot";
import {
  ADJUSTMENT_ACTIONS,
  EVENT_IDS,
  FISCAL_GRAINS,
  LEFT_OUT_REASONS,
  METRIC_IDS,
  QUOTA_METRIC_IDS,
  QUOTA_STATES,
  RECORD_KINDS,
  UNITS,
} from "./ids.ts";
import { Count, LocalDaySchema } from "./values.ts";

/** A record that counts once, or is left out, with what is to be known of it. */
export const ExplainedLine = v.object({
  kind: v.picklist(RECORD_KINDS),
  /** The CRM's id; '' once erased for privacy. */
  crmId: v.string(),
  title: v.nullable(v.string()),
  /** Opens the record in the CRM; null where there is no such page. */
  url: v.nullable(v.string()),
  event: v.picklist(EVENT_IDS),
  day: v.nullable(LocalDaySchema),
  at: v.nullable(v.string()),
  /** What the line adds to the figure: minor units, seconds or a count, as the metric's unit says. */
  contribution: v.number(),
  amountMinor: Count,
  seconds: Count,
  original: v.nullable(v.object({ minor: Count, currency: v.string() })),
  rate: v.nullable(v.number()),
  /** About what one unit came to where the CRM converted. */
  crmRate: v.optional(v.nullable(v.number())),
  /**
   * Remarks that change no figure: `present_owner`, `close_date_moved`, `adjusted`, `split`, `by_duration`, `future`,
   * `cancelled` (a booked meeting that was called off), and those below.
   */
  marks: v.array(v.string()),
  /** With the mark `owner_changed`: who owned the deal later; the name only for whoever may know it. */
  laterOwner: v.optional(v.nullable(v.object({ name: v.nullable(v.string()) }))),
  /** With the mark `initial_amount`: the deal's first amount, as the CRM held it. */
  initial: v.optional(v.nullable(v.object({ minor: Count, currency: v.string() }))),
  /** With the mark `window_open`: until when an answer would still count. */
  windowUntil: v.optional(v.nullable(v.string())),
  /** With the mark `adjusted`: what an admin did, and why; the approver's name only for whoever may know it. */
  adjustment: v.optional(
    v.nullable(
      v.object({
        action: v.picklist(ADJUSTMENT_ACTIONS),
        reason: v.string(),
        approvedBy: v.object({ name: v.nullable(v.string()) }),
        madeAt: v.string(),
      }),
    ),
  ),
  leftOut: v.nullable(v.picklist(LEFT_OUT_REASONS)),
  knownSince: v.string(),
});

/** What a figure adds up of the lines of an event, and on which side of it. */
export const ExplainedMeasure = v.object({
  event: v.picklist(EVENT_IDS),
  of: v.picklist(["count", "amount", "seconds"]),
  part: v.picklist(["numerator", "denominator"]),
  sum: v.number(),
});

const Basis = v.object({ numerator: v.nullable(v.number()), denominator: v.nullable(v.number()) });

/** A metric that a product is made of, with its own figure. */
export const ExplainedPart = v.object({
  metric: v.picklist(METRIC_IDS),
  unit: v.picklist(UNITS),
  value: v.nullable(v.number()),
  basis: Basis,
});

/** A version of a quota that is in force, as it was saved. */
export const ExplainedQuotaVersion = v.object({
  version: Count,
  /** "own" is the person's; "default" that of their team or of everybody. */
  source: v.picklist(["own", "default"]),
  grain: v.picklist(FISCAL_GRAINS),
  /** First day of the fiscal period that it is for. */
  from: v.string(),
  /** Minor units for revenue, else a count; null withdraws. */
  amount: v.nullable(v.number()),
  effectiveFrom: v.nullable(v.string()),
  setAt: v.string(),
  /** Null where the viewer may not know the name. */
  setBy: v.nullable(v.string()),
});

/** Somebody whose quota is part of the quota of several people, with how it goes. */
export const ExplainedQuotaPerson = v.object({
  id: v.string(),
  name: v.string(),
  result: v.nullable(v.number()),
  /** Not rounded. */
  quota: v.number(),
  /** Percent, unrounded. */
  attainment: v.nullable(v.number()),
  status: v.picklist(QUOTA_STATES),
});
export type ExplainedQuotaPerson = v.InferOutput<typeof ExplainedQuotaPerson>;

/** The people behind the quota over a board, all of whom the viewer sees in full. */
export const ExplainedQuotaPeople = v.object({
  /** How many of them have a status, and for how many of these it is on track or reached. */
  judged: Count,
  onTrack: Count,
  /** By name. Only with the first page of records. */
  people: v.array(ExplainedQuotaPerson),
});
export type ExplainedQuotaPeople = v.InferOutput<typeof ExplainedQuotaPeople>;

/** The quota that a result is set against. */
export const ExplainedQuota = v.object({
  metric: v.picklist(QUOTA_METRIC_IDS),
  unit: v.picklist(UNITS),
  /** Not rounded; null where none is set. */
  amount: v.nullable(v.number()),
  /** "team" is the team's own, "people" what those have together whose result it is. */
  source: v.nullable(v.picklist(["own", "default", "sum_of_months", "team", "people"])),
  /** True for a part of a quota's period, by working days. */
  proRated: v.boolean(),
  versions: v.array(ExplainedQuotaVersion),
  /** The working days of the period that the person has completed: of all of them they are the pace. */
  workingDaysDone: v.optional(Count),
  /** The working days of the period that the person has left, today included. Only of one person's quota. */
  workingDaysLeft: v.optional(Count),
  /** Only of the quota over a board. */
  over: v.optional(ExplainedQuotaPeople),
});
export type ExplainedQuota = v.InferOutput<typeof ExplainedQuota>;

/** How many lines are left out for a reason, over all pages. */
export const LeftOutReasonCount = v.object({ reason: v.picklist(LEFT_OUT_REASONS), count: Count });

/**
 * Something that moved the figure after its day: after the period had ended, or, while the period of a person is
 * open, after the day that it counted on or dated back into it.
 */
export const ExplainedChange = v.object({
  at: v.string(),
  cause: v.string(),
  actor: v.nullable(v.string()),
  /** The actor's name where the viewer may know it. */
  by: v.optional(v.nullable(v.string())),
  kind: v.picklist(RECORD_KINDS),
  crmId: v.string(),
  title: v.nullable(v.string()),
  url: v.optional(v.nullable(v.string())),
  event: v.picklist(EVENT_IDS),
  before: v.nullable(v.number()),
  after: v.nullable(v.number()),
  /** The day that it counted on before, and counts on now; null where there is no such line. */
  dayBefore: v.optional(v.nullable(v.string())),
  dayAfter: v.optional(v.nullable(v.string())),
});
