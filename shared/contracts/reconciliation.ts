/** How our total and the CRM's own agree: the wire of `/reconciliation`. */
import * as v from "valibot";
import { LEFT_OUT_REASONS } from "./ids.ts";
import { Count } from "./values.ts";

/** Periods that are held against the CRM. */
export const RECONCILED_PERIODS = ["this_quarter", "last_quarter"] as const;
export type ReconciledPeriod = (typeof RECONCILED_PERIODS)[number];

/**
 * What leads from the CRM's total to ours. Closed: each is worded by the page. The reasons of left-out lines are
 * among them, because what is left out is most of what differs.
 */
export const RECONCILIATION_STEPS = [
  ...LEFT_OUT_REASONS,
  /** Converted by the rate of the close date, where the CRM converts in another way. */
  "currency",
  /** Revenue is counted by another amount than the one that the CRM's report adds up. */
  "other_amount",
  /** An admin added, moved or excluded credit. */
  "adjusted",
  /** Credited to whoever owned the deal when it was won. Moves no total. */
  "former_owner",
  /** Changed within minutes: the CRM's report and its records do not say the same yet. */
  "changed_since",
  /** The CRM counts the deal, and its record cannot be read. */
  "unreadable",
  /** Nothing explains it. Never hidden, and a fault. */
  "unexplained",
] as const;
export type ReconciliationStepName = (typeof RECONCILIATION_STEPS)[number];

const Total = v.object({
  count: Count,
  /** Minor units of the home currency. */
  amountMinor: Count,
});

export const ReconciliationStep = v.object({
  step: v.picklist(RECONCILIATION_STEPS),
  /** How many deals it concerns. */
  deals: Count,
  /** What it adds to the CRM's number of deals; negative where it takes away. */
  count: Count,
  /** What it adds to the CRM's sum, in minor units of the home currency. */
  amountMinor: Count,
});
export type ReconciliationStep = v.InferOutput<typeof ReconciliationStep>;

/** One period held against the CRM: its total, the steps, ours. The steps add up to the difference exactly. */
export const Reconciliation = v.object({
  period: v.object({
    from: v.string(),
    to: v.string(),
    timeZone: v.string(),
    /** 1 to 4, of the fiscal year. */
    quarter: Count,
  }),
  currency: v.string(),
  /** When the CRM was asked. */
  at: v.string(),
  /** When this period was reconciled for the first time: the receipt. */
  firstAt: v.string(),
  /** False while the first reading of everything goes on: it is held against the CRM once more afterwards. */
  final: v.boolean(),
  crm: Total,
  standings: Total,
  steps: v.array(ReconciliationStep),
  /** Deals that were read again because they differed, and agree now. */
  mended: Count,
});
export type Reconciliation = v.InferOutput<typeof Reconciliation>;

/** `GET /reconciliation`. */
export const ReconciliationAnswer = v.object({
  /** Null until the period's deals are complete. */
  reconciliation: v.nullable(Reconciliation),
  /** Whether one is under way that somebody asked for. */
  running: v.boolean(),
});
export type ReconciliationAnswer = v.InferOutput<typeof ReconciliationAnswer>;

/** A deal behind a step. */
export const ReconciledDeal = v.object({
  crmId: v.string(),
  title: v.nullable(v.string()),
  /** Where it opens in the CRM. */
  url: v.nullable(v.string()),
  /** What the deal adds to the CRM's number of deals and to its sum. */
  count: Count,
  amountMinor: Count,
});

/** `GET /reconciliation/records`. */
export const ReconciledDeals = v.object({
  currency: v.string(),
  records: v.array(ReconciledDeal),
  total: Count,
  /** Give it back as `after` for the next page; null at the end. */
  next: v.nullable(v.string()),
});
export type ReconciledDeals = v.InferOutput<typeof ReconciledDeals>;
