import type { MetricLabels, MetricNames, ShortMetricLabels } from "./metric-names.ts";

const LABELS: MetricLabels = {
  revenue_closed: "Abgeschlossener Umsatz",
  deals_won: "Gewonnene Deals",
  pipeline_generated: "Erzeugte Pipeline",
  meetings_booked: "Gebuchte Meetings",
  meetings_held: "Abgehaltene Meetings",
  emails_sent: "Gesendete E-Mails",
  emails_received: "Empfangene E-Mails",
  calls_made: "Getätigte Anrufe",
  calls_answered: "Angenommene Anrufe",
  connect_rate: "Erreichungsquote",
  talk_time: "Gesprächszeit",
  reply_rate: "Antwortquote",
  deals_created: "Angelegte Deals",
  deals_advanced: "Vorangebrachte Deals",
  deals_lost: "Verlorene Deals",
  tasks_completed: "Erledigte Aufgaben",
  win_rate: "Gewinnquote",
  average_deal_size: "Durchschnittliche Dealgröße",
  sales_cycle: "Verkaufszyklus",
  sales_velocity: "Vertriebstempo",
  touches: "Kontakte",
  quota_attainment: "Quotenerreichung",
};

const SHORT: ShortMetricLabels = {
  revenue_closed: "Umsatz",
  deals_won: "Deals",
  meetings_booked: "Meetings",
  touches: "Aktivitäten",
};

/** The names of metrics in German. */
export const de: MetricNames = {
  label: (id) => LABELS[id],
  title: (id) => LABELS[id],
  short: SHORT,
};
