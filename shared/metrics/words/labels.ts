import type { MetricId } from "../../contracts/ids.ts";
import type { Language } from "../../wording/locale.ts";

type Labels = Readonly<Record<MetricId, string>>;

/** The names of the declarations, without these, so that a page that only names metrics stays small. */
const ENGLISH: Labels = {
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

const GERMAN: Labels = {
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

const SPANISH: Labels = {
  revenue_closed: "Ingresos cerrados",
  deals_won: "Negocios ganados",
  pipeline_generated: "Pipeline generado",
  meetings_booked: "Reuniones reservadas",
  meetings_held: "Reuniones celebradas",
  emails_sent: "Correos enviados",
  emails_received: "Correos recibidos",
  calls_made: "Llamadas realizadas",
  calls_answered: "Llamadas atendidas",
  connect_rate: "Tasa de contacto",
  talk_time: "Tiempo de conversación",
  reply_rate: "Tasa de respuesta",
  deals_created: "Negocios creados",
  deals_advanced: "Negocios avanzados",
  deals_lost: "Negocios perdidos",
  tasks_completed: "Tareas completadas",
  win_rate: "Tasa de cierre",
  average_deal_size: "Tamaño medio del negocio",
  sales_cycle: "Ciclo de venta",
  sales_velocity: "Velocidad de venta",
  touches: "Contactos",
  quota_attainment: "Cumplimiento de la cuota",
};

const LABELS: Readonly<Record<Language, Labels>> = { en: ENGLISH, de: GERMAN, es: SPANISH };

/** What a metric is called on every screen. */
export function metricLabel(id: MetricId, language: Language): string {
  return LABELS[language][id];
}
