/** Which records a metric is about, and which of them count in it: said once more, metric by metric, in plain words. */
import type { EventId, MetricId } from "../../../shared/contracts/ids.ts";
import type { Call, Deal, LedgerRecord } from "../../../worker/domain/records.ts";
import { naiveFacts, naiveIsSent, type World } from "./naive-facts.ts";
import { happeningsOf, naiveIsAnswered, naiveOutcome, outreachesOf, riseHappenings } from "./naive-totals.ts";

/** Every metric but attainment, which is about what its quota's metric is about. */
export type PlainMetricId = Exclude<MetricId, "quota_attainment">;

/** What has to have happened for a record to count. */
const COUNTS: Readonly<Record<PlainMetricId, readonly EventId[]>> = {
  revenue_closed: ["revenue_closed", "deal_refunded"],
  deals_won: ["deal_won"],
  pipeline_generated: ["pipeline_generated"],
  meetings_booked: ["meeting_booked"],
  meetings_held: ["meeting_held"],
  emails_sent: ["email_sent"],
  emails_received: ["email_received"],
  calls_made: ["call_made"],
  calls_answered: ["call_answered"],
  connect_rate: ["call_made", "call_answered"],
  talk_time: ["call_answered", "call_received"],
  reply_rate: ["outreach_delivered", "outreach_replied"],
  deals_created: ["deal_created"],
  deals_advanced: ["deal_advanced"],
  deals_lost: ["deal_lost"],
  tasks_completed: ["task_completed"],
  win_rate: ["deal_won", "deal_lost"],
  average_deal_size: ["revenue_closed"],
  sales_cycle: ["deal_cycle"],
  sales_velocity: ["deal_created", "revenue_closed", "deal_won", "deal_lost", "deal_cycle"],
  touches: ["email_sent", "call_made", "message_sent"],
};

/** Those of a record that several things can happen to, each for somebody else: it may count and be left out. */
export const OF_SEVERAL_THINGS: readonly MetricId[] = [
  "connect_rate",
  "reply_rate",
  "deals_advanced",
  "sales_velocity",
];

/** Whether a record counts in a metric, for anybody and on any day. */
export function naiveCounts(world: World, record: LedgerRecord, metric: PlainMetricId): boolean {
  return happeningsOf(world, record).some(
    ({ event, day, shares }) =>
      COUNTS[metric].includes(event) && day !== null && shares.some(({ memberId }) => memberId !== null),
  );
}

/** Whether a record counts in a metric or is missed in it by somebody. */
export function naiveIsCandidate(world: World, record: LedgerRecord, metric: PlainMetricId): boolean {
  switch (record.kind) {
    case "deal":
      return isOfDeal(world, record, metric);
    case "call":
      return isOfCall(world, record, metric);
    case "email":
      if (record.status === "pending") return false;
      if (!naiveIsSent(world, record)) return metric === "emails_received";
      if (metric === "reply_rate") return outreachesOf(world, record, naiveFacts(world, record)).length > 0;
      return metric === "emails_sent" || metric === "touches";
    case "meeting":
      return metric === "meetings_booked" || metric === "meetings_held";
    case "task":
      return record.completed && metric === "tasks_completed";
    case "communication":
      return metric === "touches";
    case "adjustment": {
      const isRefund = ["average_deal_size", "sales_velocity"].includes(metric);
      const reads = [...COUNTS[metric], ...(isRefund ? (["deal_refunded"] as const) : [])];
      return record.action === "add" && !record.archived && reads.includes(record.event);
    }
  }
}

function isOfDeal(world: World, deal: Deal, metric: PlainMetricId): boolean {
  const outcome = naiveOutcome(world, deal);
  // Whoever won a deal whose stage nobody knows by now misses it.
  const isWon = outcome === "won" || (outcome === undefined && deal.wonAt !== null);
  switch (metric) {
    case "revenue_closed":
    case "deals_won":
    case "average_deal_size":
    case "sales_cycle":
      return isWon;
    case "win_rate":
      return isWon || outcome === "lost";
    case "deals_lost":
      return outcome === "lost";
    case "deals_created":
    case "pipeline_generated":
    case "sales_velocity":
      return true;
    case "deals_advanced":
      return riseHappenings(world, deal).length > 0;
    default:
      return false;
  }
}

function isOfCall(world: World, call: Call, metric: PlainMetricId): boolean {
  const isInbound = call.direction === "inbound";
  switch (metric) {
    case "calls_made":
    case "connect_rate":
    case "touches":
      return !isInbound;
    case "calls_answered":
      return !isInbound && naiveIsAnswered(world, call);
    case "talk_time":
      return isInbound || naiveIsAnswered(world, call);
    default:
      return false;
  }
}
