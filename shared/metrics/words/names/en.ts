import type { MetricLabels, MetricNames, ShortMetricLabels } from "./metric-names.ts";

/** The names of the declarations, without these, so that a page that only names metrics stays small. */
const LABELS: MetricLabels = {
  revenue_closed: "Revenue Closed",
  deals_won: "Deals Won",
  pipeline_generated: "Pipeline Generated",
  meetings_booked: "Meetings Booked",
  meetings_held: "Meetings Held",
  emails_sent: "Emails Sent",
  emails_received: "Emails Received",
  calls_made: "Calls Made",
  calls_answered: "Calls Answered",
  connect_rate: "Connect Rate",
  talk_time: "Talk Time",
  reply_rate: "Reply Rate",
  deals_created: "Deals Created",
  deals_advanced: "Deals Advanced",
  deals_lost: "Deals Lost",
  tasks_completed: "Tasks Completed",
  win_rate: "Win Rate",
  average_deal_size: "Average Deal Size",
  sales_cycle: "Sales Cycle",
  sales_velocity: "Sales Velocity",
  touches: "Touches",
  quota_attainment: "Quota Attainment",
};

const SHORT: ShortMetricLabels = {
  revenue_closed: "Revenue",
  deals_won: "Deals",
  meetings_booked: "Meetings",
  touches: "Activities",
};

/** The names of metrics in English. */
export const en: MetricNames = {
  label: (id) => LABELS[id],
  title: (id) => `${LABELS[id].slice(0, 1)}${LABELS[id].slice(1).toLowerCase()}`,
  short: SHORT,
};
