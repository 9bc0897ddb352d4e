import type { MetricLabels, MetricNames, ShortMetricLabels } from "./metric-names.ts";

const LABELS: MetricLabels = {
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

const SHORT: ShortMetricLabels = {
  revenue_closed: "Ingresos",
  deals_won: "Negocios",
  meetings_booked: "Reuniones",
  touches: "Actividades",
};

/** The names of metrics in Spanish. */
export const es: MetricNames = {
  label: (id) => LABELS[id],
  title: (id) => LABELS[id],
  short: SHORT,
};
