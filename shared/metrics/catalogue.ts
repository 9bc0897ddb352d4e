import type { MetricId } from "../contracts/ids.ts";
import { averageDealSize } from "./average-deal-size.ts";
import { callsAnswered } from "./calls-answered.ts";
import { callsMade } from "./calls-made.ts";
import { connectRate } from "./connect-rate.ts";
import { dealsAdvanced } from "./deals-advanced.ts";
import { dealsCreated } from "./deals-created.ts";
import { dealsLost } from "./deals-lost.ts";
import { dealsWon } from "./deals-won.ts";
import { emailsReceived } from "./emails-received.ts";
import { emailsSent } from "./emails-sent.ts";
import { meetingsBooked } from "./meetings-booked.ts";
import { meetingsHeld } from "./meetings-held.ts";
import type { Metric } from "./metric.ts";
import { pipelineGenerated } from "./pipeline-generated.ts";
import { quotaAttainment } from "./quota-attainment.ts";
import { replyRate } from "./reply-rate.ts";
import { revenueClosed } from "./revenue-closed.ts";
import { salesCycle } from "./sales-cycle.ts";
import { salesVelocity } from "./sales-velocity.ts";
import { talkTime } from "./talk-time.ts";
import { tasksCompleted } from "./tasks-completed.ts";
import { touches } from "./touches.ts";
import { winRate } from "./win-rate.ts";

/** Every metric by its id. The compiler refuses a catalogue with one missing. */
const BY_ID: Readonly<Record<MetricId, Metric>> = {
  revenue_closed: revenueClosed,
  deals_won: dealsWon,
  pipeline_generated: pipelineGenerated,
  meetings_booked: meetingsBooked,
  meetings_held: meetingsHeld,
  emails_sent: emailsSent,
  emails_received: emailsReceived,
  calls_made: callsMade,
  calls_answered: callsAnswered,
  connect_rate: connectRate,
  talk_time: talkTime,
  reply_rate: replyRate,
  deals_created: dealsCreated,
  deals_advanced: dealsAdvanced,
  deals_lost: dealsLost,
  tasks_completed: tasksCompleted,
  win_rate: winRate,
  average_deal_size: averageDealSize,
  sales_cycle: salesCycle,
  sales_velocity: salesVelocity,
  touches: touches,
  quota_attainment: quotaAttainment,
};

/** Every metric, in the order of the picker. */
export const METRICS: readonly Metric[] = Object.values(BY_ID);

/** The declaration behind an id. */
export function metricById(id: MetricId): Metric {
  return BY_ID[id];
}
