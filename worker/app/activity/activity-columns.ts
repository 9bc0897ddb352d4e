import type { InferOutput } from "valibot";
import type { ActivityMeasures } from "../../../shared/contracts/api.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import type { Measure } from "../../../shared/metrics/metric.ts";
import { evaluateMetric, eventsOf, type MeasureSums } from "../../domain/metrics/evaluate.ts";

/** One row of figures: whole counts, and whole seconds. */
export type Measures = InferOutput<typeof ActivityMeasures>;

/** The same with the rate that the table shows. */
export interface Totals extends Measures {
  connectRate: number | null;
}

/** Each column of the list is a metric, or a measure that no metric stands for. */
const METRIC_OF_COLUMN = {
  emailsSent: metricById("emails_sent"),
  emailsReceived: metricById("emails_received"),
  callsMade: metricById("calls_made"),
  callsAnswered: metricById("calls_answered"),
  talkSeconds: metricById("talk_time"),
  meetingsBooked: metricById("meetings_booked"),
  meetingsHeld: metricById("meetings_held"),
  dealsCreated: metricById("deals_created"),
  dealsAdvanced: metricById("deals_advanced"),
  tasksCompleted: metricById("tasks_completed"),
} as const;

const MEASURE_OF_COLUMN = {
  callsReceived: { event: "call_received", of: "count" },
  messagesSent: { event: "message_sent", of: "count" },
} as const satisfies Record<string, Measure>;

/** Every event that a column reads. */
export const ACTIVITY_EVENTS = [
  ...eventsOf(Object.values(METRIC_OF_COLUMN)),
  ...Object.values(MEASURE_OF_COLUMN).map(({ event }) => event),
];

/** The columns over some cells. Nothing done is 0 here: whether it was synced is said elsewhere. */
export function measuresOf(sums: MeasureSums): Measures {
  const columns = Object.entries(METRIC_OF_COLUMN).map(([column, metric]) => [
    column,
    evaluateMetric(metric, sums, { hasData: true }).value ?? 0,
  ]);
  const others = Object.entries(MEASURE_OF_COLUMN).map(([column, measure]) => [column, sums(measure)]);
  return Object.fromEntries([...columns, ...others]);
}

/** The columns with the connect rate; null where nobody called. */
export function totalsOf(sums: MeasureSums): Totals {
  const rate = evaluateMetric(metricById("connect_rate"), sums, { hasData: true }).value;
  return { ...measuresOf(sums), connectRate: rate };
}

/** Each column divided by the number of people. */
export function averageOf(measures: Measures, people: number): Measures {
  const parts = Object.entries(measures).map(([column, value]) => [column, value / people]);
  return Object.fromEntries(parts);
}
