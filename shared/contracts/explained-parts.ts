/** What "Why this number?" tells beside the records: parts of a product, the quota, reasons, and late changes. */
import * as v from "valibot";
import {
  EVENT_IDS,
  FISCAL_GRAINS,
  LEFT_OUT_REASONS,
  METRIC_IDS,
  QUOTA_METRIC_IDS,
  QUOTA_STATES,
  RECORD_KINDS,
  UNITS,
} from "./ids.ts";
import { Count } from "./values.ts";

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
