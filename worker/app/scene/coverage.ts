import type { CrmRecordKind, EventId } from "../../../shared/contracts/ids.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { measuresOf } from "../../domain/metrics/evaluate.ts";
import type { CoverageReader } from "../queries.ts";

/** Which kind of record an event comes from. */
const KIND_OF_EVENT: Readonly<Record<EventId, CrmRecordKind>> = {
  deal_created: "deal",
  pipeline_generated: "deal",
  deal_advanced: "deal",
  deal_won: "deal",
  revenue_closed: "deal",
  deal_refunded: "deal",
  deal_cycle: "deal",
  deal_lost: "deal",
  deal_due: "deal",
  call_made: "call",
  call_answered: "call",
  call_received: "call",
  email_sent: "email",
  email_received: "email",
  outreach_delivered: "email",
  outreach_replied: "email",
  meeting_booked: "meeting",
  meeting_held: "meeting",
  task_completed: "task",
  message_sent: "communication",
};

/** How far back each granted kind is complete. */
export type SyncedKinds = Awaited<ReturnType<CoverageReader["loadCoverage"]>>;

/** The kinds of records that a metric is made of. */
function kindsOf(metric: Metric): ReadonlySet<CrmRecordKind> {
  return new Set(measuresOf(metric).map(({ event }) => KIND_OF_EVENT[event]));
}

/** Whether nothing but deals is behind a metric, so that pipelines and deal types divide it. */
export function isMadeOfDeals(metric: Metric): boolean {
  return [...kindsOf(metric)].every((kind) => kind === "deal");
}

/** Whether nothing of deals is behind a metric, so that several people share none of it. */
export function isMadeOfActivities(metric: Metric): boolean {
  const kinds = kindsOf(metric);
  return kinds.size > 0 && !kinds.has("deal");
}

/**
 * Whether a zero over the span is a zero. A kind that the CRM did not grant says nothing for or against the
 * others of a metric that adds up several; of those granted, all must reach back far enough.
 */
export function coversSpan(synced: SyncedKinds, metric: Metric, span: DaySpan): boolean {
  const granted = grantedOf(synced, metric);
  return granted.length > 0 && granted.every((entry) => reaches(entry, span));
}

/** Whether records of the span are still arriving. Deals are always asked for, so absent means not begun. */
export function isStillArriving(synced: SyncedKinds, metric: Metric, span: DaySpan): boolean {
  const granted = grantedOf(synced, metric);
  const dealsNotBegun = kindsOf(metric).has("deal") && !granted.some(({ kind }) => kind === "deal");
  return dealsNotBegun || granted.some((entry) => !reaches(entry, span));
}

function grantedOf(synced: SyncedKinds, metric: Metric): SyncedKinds {
  const kinds = kindsOf(metric);
  return synced.filter(({ kind }) => kinds.has(kind));
}

function reaches({ completeFrom }: SyncedKinds[number], span: DaySpan): boolean {
  return completeFrom !== null && completeFrom <= span.from;
}
