/** Goals of the CRM beside the quotas that stand, and the versions behind one quota. */
import * as v from "valibot";
import { QuotaPeriod, QuotaSubject } from "./api.ts";
import { FISCAL_GRAINS, QUOTA_METRIC_IDS } from "./ids.ts";
import { Count, LocalDaySchema } from "./values.ts";

/** Why a goal cannot become a quota as it is. */
export const UNMATCHED_REASONS = [
  /** Nobody here and no team has the goal's owner or team, or it names neither. */
  "subject_unknown",
  /** The person left before the period. */
  "subject_left",
  /** Its days are no fiscal month, quarter or year. */
  "period_unusual",
  /** It is in another currency than quotas are. */
  "other_currency",
  /** Several goals say something for the same subject, metric and period. */
  "several_goals",
  /** Below zero, or beyond what a quota can be. */
  "amount_unusable",
] as const;
export type UnmatchedReason = (typeof UNMATCHED_REASONS)[number];

/** One goal of the CRM. Sent back as a quota with `PUT /quotas` it is imported. */
export const QuotaImportRow = v.object({
  /** The goal's id in the CRM. */
  goalId: v.string(),
  metric: v.picklist(QUOTA_METRIC_IDS),
  /** Null where nobody here is meant. */
  subject: v.nullable(QuotaSubject),
  /** Whose it is; the goal's own name where nobody here is meant. */
  name: v.string(),
  /** Null where the days are no fiscal period. */
  period: v.nullable(QuotaPeriod),
  from: LocalDaySchema,
  to: LocalDaySchema,
  /** The quota that stands; null where there is none. Minor units for revenue, else a count. */
  present: v.nullable(v.number()),
  imported: v.number(),
  /** Of `imported`; null for a count. */
  currency: v.nullable(v.string()),
  change: v.picklist(["new", "changed", "same", "unmatched"]),
  /** Null unless `change` is "unmatched". */
  reason: v.nullable(v.picklist(UNMATCHED_REASONS)),
});
export type QuotaImportRow = v.InferOutput<typeof QuotaImportRow>;

/** What importing would change. Nothing is written by asking. */
export const QuotaImport = v.object({
  /** Of the sheet that the goals were compared with: `If-Match` of the `PUT` that imports. */
  version: Count,
  /** Of the quotas. */
  currency: v.string(),
  rows: v.array(QuotaImportRow),
});
export type QuotaImport = v.InferOutput<typeof QuotaImport>;

/** Every version of one quota, newest first. */
export const QuotaHistory = v.object({
  metric: v.picklist(QUOTA_METRIC_IDS),
  subject: QuotaSubject,
  period: v.object({ grain: v.picklist(FISCAL_GRAINS), from: LocalDaySchema, to: LocalDaySchema }),
  currency: v.string(),
  versions: v.array(
    v.object({
      version: Count,
      /** Null: the quota was withdrawn. */
      amount: v.nullable(v.number()),
      effectiveFrom: v.nullable(LocalDaySchema),
      /** Null for a machine, and for somebody whom the viewer does not see by name. */
      setBy: v.nullable(v.string()),
      setAt: v.string(),
    }),
  ),
});
export type QuotaHistory = v.InferOutput<typeof QuotaHistory>;
