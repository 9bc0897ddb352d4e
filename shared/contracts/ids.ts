/** The closed lists of the product: every name that crosses a boundary is one of these. */

export const CRM_NAMES = ["hubspot", "salesforce"] as const;
export type CrmName = (typeof CRM_NAMES)[number];

export const ROLES = ["owner", "admin", "manager", "member", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** Owners and admins: they see everybody in full, and change what is for all. */
export function administers(role: Role): boolean {
  return role === "owner" || role === "admin";
}

export const PLANS = ["starter", "pro", "enterprise"] as const;
export type Plan = (typeof PLANS)[number];

/** How a member appears to other members. Managers and admins always see names. */
export const PRIVACY_MODES = ["named", "anonymous", "hidden"] as const;
export type PrivacyMode = (typeof PRIVACY_MODES)[number];

export const TENANT_STATES = ["installing", "backfilling", "live", "reconnect", "uninstalled"] as const;
export type TenantState = (typeof TENANT_STATES)[number];

/** Where a piece of work that an operator asked for stands. */
export const JOB_STATES = ["queued", "running", "done", "failed"] as const;
export type JobState = (typeof JOB_STATES)[number];

export const RECORD_KINDS = [
  "deal",
  "call",
  "email",
  "meeting",
  "task",
  "communication",
  "adjustment",
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Kinds that live in the CRM and are synced from it; an adjustment is made in Standings. */
export const CRM_RECORD_KINDS = ["deal", "call", "email", "meeting", "task", "communication"] as const;
export type CrmRecordKind = (typeof CRM_RECORD_KINDS)[number];

/** What an admin does to credit: an adjustment adds it, moves it to somebody else, or leaves it out. */
export const ADJUSTMENT_ACTIONS = ["add", "move", "exclude"] as const;
export type AdjustmentAction = (typeof ADJUSTMENT_ACTIONS)[number];

/**
 * What can happen to a record and count. Each event divides its candidates into counted and left out on its
 * own: a won deal without an amount is counted by `deal_won` and left out by `revenue_closed`.
 */
export const EVENT_IDS = [
  /** A deal came into being. */
  "deal_created",
  /** The amount of a created deal. */
  "pipeline_generated",
  "deal_advanced",
  "deal_won",
  /** The amount of a won deal, zero included. */
  "revenue_closed",
  /** The negative amount of a won deal: it lowers revenue and stays out of every count and mean. */
  "deal_refunded",
  /** Local days from creation to close of a won deal, held as seconds. */
  "deal_cycle",
  "deal_lost",
  /** An open deal on its close date, with its amount. */
  "deal_due",
  /** An outbound call. */
  "call_made",
  /** An outbound call that connected, with its talk time. */
  "call_answered",
  /** An inbound call; its talk time when it connected. */
  "call_received",
  "email_sent",
  "email_received",
  /** The first e-mail to a person after 14 quiet days, that was delivered. One line per person. */
  "outreach_delivered",
  /** Such an outreach whose person answered within the window; on the day of the outreach. */
  "outreach_replied",
  "meeting_booked",
  "meeting_held",
  "task_completed",
  /** An SMS, LinkedIn or WhatsApp message logged as outbound. */
  "message_sent",
] as const;
export type EventId = (typeof EVENT_IDS)[number];

/** Events whose lines are there for their amount. */
export const AMOUNT_EVENT_IDS: readonly EventId[] = [
  "pipeline_generated",
  "revenue_closed",
  "deal_refunded",
  "deal_due",
];

/** Why a candidate does not count. Closed: a new reason is added here and worded in `left-out-words.ts`. */
export const LEFT_OUT_REASONS = [
  "owner_not_mapped",
  "no_owner",
  "owner_is_queue",
  "pipeline_not_included",
  "stage_unknown",
  "no_amount",
  "negative_amount",
  "no_currency_rate",
  "no_date",
  "closed_before_created",
  "deleted_in_crm",
  "merged_into_another",
  "duplicate_of_another",
  "internal_only",
  "not_delivered",
  "automatic_reply",
  "meeting_cancelled",
  "meeting_no_show",
  "outcome_unknown",
  "rescheduled",
  "excluded_by_adjustment",
  "private",
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export const METRIC_IDS = [
  "revenue_closed",
  "deals_won",
  "pipeline_generated",
  "meetings_booked",
  "meetings_held",
  "emails_sent",
  "emails_received",
  "calls_made",
  "calls_answered",
  "connect_rate",
  "talk_time",
  "reply_rate",
  "deals_created",
  "deals_advanced",
  "deals_lost",
  "tasks_completed",
  "win_rate",
  "average_deal_size",
  "sales_cycle",
  "sales_velocity",
  "touches",
  "quota_attainment",
] as const;
export type MetricId = (typeof METRIC_IDS)[number];

/** What a screen on a wall can rank by. How somebody stands against a quota is nobody else's business. */
export const DISPLAY_METRIC_IDS: readonly MetricId[] = METRIC_IDS.filter((id) => id !== "quota_attainment");

export const PERIOD_NAMES = [
  "this_week",
  "last_week",
  "this_month",
  "last_month",
  "this_quarter",
  "last_quarter",
  "this_year",
  "last_year",
] as const;
export type PeriodName = (typeof PERIOD_NAMES)[number];

/** What a figure is counted in. */
export const UNITS = ["money", "count", "percent", "seconds", "days", "money_per_day"] as const;
export type Unit = (typeof UNITS)[number];

/** What a quota is set for, and what a fiscal calendar divides a year into. Smallest first. */
export const FISCAL_GRAINS = ["month", "quarter", "year"] as const;
export type FiscalGrain = (typeof FISCAL_GRAINS)[number];

/** The four kinds of quota: each is a metric. */
export const QUOTA_METRIC_IDS = ["revenue_closed", "deals_won", "meetings_booked", "touches"] as const;
export type QuotaMetricId = (typeof QUOTA_METRIC_IDS)[number];

/** How a quota is going. */
export const QUOTA_STATES = [
  "reached",
  "on_track",
  "at_risk",
  "behind",
  "too_early",
  "no_quota",
  "paused",
] as const;
export type QuotaState = (typeof QUOTA_STATES)[number];

/** Where an explained figure stands that is no row or total of the leaderboard. */
export const EXPLAINED_PLACES = ["activity", "team_quota", "on_track", "compared"] as const;
