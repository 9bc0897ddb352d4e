import type { EventId, MetricId } from "../../contracts/ids.ts";
import { es as names } from "./names/es.ts";
import type { MetricRule, RuleWords } from "./rule-words.ts";

const CLOSE_DATE = "Fecha de cierre del negocio, como día de la zona horaria de la cuenta";
const OWNER_AT_CLOSE = "El propietario cuando se cerró el negocio; los posteriores no lo cambian";
const CREATED = "El día en que se creó el negocio";
const FIRST_OWNER = "El primer propietario del negocio";
const CALL_DAY = "El día de la llamada";
const CALL_OWNER = "El propietario de la llamada";
const SENDER = "El propietario del correo o, si no, su remitente";
const PIPELINES = "Negocios de pipelines que no están incluidos";
const GONE = "Negocios eliminados o combinados con otro";
const NEGATIVE = "Negocios ganados con importe negativo";
const NO_AMOUNT = "Negocios ganados sin importe";
const NO_RATE = "Importes en una moneda sin cambio para la fecha de cierre";
const CALLS_GONE = "Llamadas eliminadas o que repiten otra";
const BOUNCED = "Correos que no se entregaron";
const AMONG_MEMBERS = "Correos solo entre miembros";
const AUTOMATIC = "Respuestas automáticas";
const NOBODY_OUTSIDE = "Reuniones sin nadie de fuera de la empresa";
const ANSWERED =
  "Una llamada saliente está atendida cuando su resultado lo dice; sin resultado, cuando fue lo bastante larga.";
const IN_PARTS = "Como en cada una de sus partes";
const IN_QUOTA_METRIC = "Como en la métrica para la que se fija la cuota";

const RULES: Readonly<Record<MetricId, MetricRule>> = {
  revenue_closed: {
    description:
      "Los importes de los negocios ganados en el periodo, en la moneda de la cuenta. Un negocio ganado con importe negativo los reduce.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [NO_AMOUNT, NO_RATE, PIPELINES, GONE],
  },
  deals_won: {
    description:
      "Los negocios cuya etapa es ganada, cada uno una vez. Reabrir un negocio lo retira; si se gana de nuevo, cuenta en el periodo de la nueva fecha de cierre.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [NEGATIVE, PIPELINES, GONE],
  },
  pipeline_generated: {
    description: "Los importes actuales de los negocios creados en el periodo, acaben como acaben.",
    dateField: CREATED,
    creditRule: FIRST_OWNER,
    exclusions: ["Negocios sin importe", "Importes en una moneda sin cambio", PIPELINES, GONE],
  },
  meetings_booked: {
    description:
      "Las reuniones que se pusieron en el calendario en el periodo, cada una una vez por mucho que se mueva. Una reunión cancelada sigue reservada.",
    dateField: "El día en que se creó la reunión",
    creditRule: "Quien creó la reunión o, si no, su propietario",
    exclusions: [NOBODY_OUTSIDE, "Reuniones eliminadas o que repiten otra"],
  },
  meetings_held: {
    description: "Las reuniones cuyo resultado dice que se celebraron.",
    dateField: "El día en que empezó la reunión",
    creditRule: "El propietario de la reunión, que la dirige",
    exclusions: [
      "Reuniones canceladas y aplazadas, y aquellas a las que no acudió nadie",
      "Reuniones sin resultado",
      NOBODY_OUTSIDE,
    ],
  },
  emails_sent: {
    description: "Los correos que los miembros enviaron a alguien de fuera de la empresa.",
    dateField: "El día en que se envió el correo",
    creditRule: SENDER,
    exclusions: [BOUNCED, AMONG_MEMBERS, AUTOMATIC],
  },
  emails_received: {
    description: "Los correos que los miembros recibieron de fuera de la empresa.",
    dateField: "El día en que llegó el correo",
    creditRule: "El propietario del correo o, si no, el primer miembro que lo recibió",
    exclusions: [AUTOMATIC, "Correos de otros miembros"],
  },
  calls_made: {
    description:
      "Las llamadas salientes, atendidas o no. Una llamada sin dirección la registró quien la hizo y cuenta como saliente.",
    dateField: CALL_DAY,
    creditRule: CALL_OWNER,
    exclusions: [CALLS_GONE],
  },
  calls_answered: {
    description: `Las llamadas salientes que dieron con alguien. ${ANSWERED}`,
    dateField: CALL_DAY,
    creditRule: CALL_OWNER,
    exclusions: [CALLS_GONE],
  },
  connect_rate: {
    description: `La parte de las llamadas salientes que dieron con alguien. ${ANSWERED}`,
    dateField: CALL_DAY,
    creditRule: CALL_OWNER,
    exclusions: [CALLS_GONE],
  },
  talk_time: {
    description: "La duración de las llamadas conectadas, en ambas direcciones.",
    dateField: CALL_DAY,
    creditRule: CALL_OWNER,
    exclusions: ["Llamadas que no se conectaron", CALLS_GONE],
  },
  reply_rate: {
    description:
      "La parte de los primeros contactos que se contestaron. Un primer contacto es el primer correo a una persona tras un tiempo de silencio; está contestado cuando la persona escribe dentro del plazo. Ambos cuentan en el día del contacto, así que los últimos días aún pueden subir.",
    dateField: "El día del primer correo",
    creditRule: SENDER,
    exclusions: [BOUNCED, AUTOMATIC, "Correos a una persona a la que se escribió poco antes"],
  },
  deals_created: {
    description: "Los negocios que nacieron en el periodo, acaben como acaben.",
    dateField: CREATED,
    creditRule: FIRST_OWNER,
    exclusions: [PIPELINES, GONE],
  },
  deals_advanced: {
    description:
      "Cuántas veces un negocio superó la etapa más lejana que había alcanzado. Ir y volver cuenta una vez; la primera etapa, ganar y perder no son avances.",
    dateField: "El día en que se entró en la etapa",
    creditRule: "El propietario de ese día",
    exclusions: [PIPELINES, GONE],
  },
  deals_lost: {
    description: "Los negocios cuya etapa es perdida, cada uno una vez.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [PIPELINES, GONE],
  },
  tasks_completed: {
    description: "Las tareas que se marcaron como hechas.",
    dateField: "El día en que se completó la tarea",
    creditRule: "El propietario de la tarea",
    exclusions: ["Tareas eliminadas"],
  },
  win_rate: {
    description: "Los negocios ganados entre los decididos en el periodo, por número y no por importe.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [NEGATIVE, "Negocios abiertos", PIPELINES, GONE],
  },
  average_deal_size: {
    description: "El importe medio de los negocios ganados en el periodo.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [NO_AMOUNT, NEGATIVE, NO_RATE, PIPELINES, GONE],
  },
  sales_cycle: {
    description:
      "La media de días desde la creación de un negocio hasta su fecha de cierre, sobre los negocios ganados en el periodo.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: ["Negocios cuya fecha de cierre es anterior a su creación", NEGATIVE, PIPELINES, GONE],
  },
  sales_velocity: {
    description:
      "Lo que valen al día las ventas del periodo: negocios creados, por su tamaño medio, por la parte que se gana, entre los días que tarda una venta.",
    dateField: IN_PARTS,
    creditRule: IN_PARTS,
    exclusions: [IN_PARTS],
  },
  touches: {
    description:
      "Todo lo que un miembro envió: correos enviados, llamadas realizadas y otros mensajes registrados (SMS, LinkedIn, WhatsApp).",
    dateField: "El día del correo, la llamada o el mensaje",
    creditRule: "El propietario del correo, la llamada o el mensaje",
    exclusions: [BOUNCED, AMONG_MEMBERS, "Registros eliminados o que repiten otro"],
  },
  quota_attainment: {
    description: "El resultado como parte de la cuota vigente.",
    dateField: IN_QUOTA_METRIC,
    creditRule: IN_QUOTA_METRIC,
    exclusions: ["Miembros sin cuota"],
  },
};

const NOUNS: Readonly<Record<EventId, string>> = {
  deal_created: "negocios creados",
  pipeline_generated: "negocios creados con importe",
  deal_advanced: "avances",
  deal_won: "negocios ganados",
  revenue_closed: "negocios ganados con importe",
  deal_refunded: "negocios ganados con importe negativo",
  deal_cycle: "negocios ganados con ambas fechas",
  deal_lost: "negocios perdidos",
  deal_due: "negocios abiertos por vencer",
  call_made: "llamadas salientes",
  call_answered: "llamadas salientes atendidas",
  call_received: "llamadas entrantes",
  email_sent: "correos enviados",
  email_received: "correos recibidos",
  outreach_delivered: "primeros contactos entregados",
  outreach_replied: "primeros contactos contestados",
  meeting_booked: "reuniones reservadas",
  meeting_held: "reuniones celebradas",
  task_completed: "tareas completadas",
  message_sent: "otros mensajes enviados",
};

/** The rules of all metrics in Spanish. */
export const es: RuleWords = {
  rule: (id) => RULES[id],
  noun: (event) => NOUNS[event],
  formula: {
    measure: ({ event, of }) => {
      if (of === "amount") return `importe (${NOUNS[event]})`;
      if (of === "seconds") return `${event === "deal_cycle" ? "días" : "duración"} (${NOUNS[event]})`;
      return NOUNS[event];
    },
    label: names.label,
    attainment: "resultado ÷ cuota × 100",
  },
};
