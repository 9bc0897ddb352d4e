import { NOT_ANSWERED } from "../../../../shared/contracts/fault-details.ts";
import { plural } from "../../../../shared/wording/words.ts";
import type { ConnectionWords } from "./en.ts";

const deals = (count: number, text: string) =>
  plural(count, "es", { one: "1 negocio", other: `${text} negocios` });

/** La página Conexión en español. */
export const es: ConnectionWords = {
  title: "Conexión",
  loading: "Cargando la conexión",
  account: (name, crm, id) => `${name}, cuenta de ${crm} ${id}`,
  connected: (day, time) =>
    `Conectado el ${day}, ${time}. Solo lectura, Standings nunca escribe en los registros de su CRM`,
  states: {
    installing: "Conectando",
    backfilling: "Conectado",
    live: "Conectado",
    reconnect: "Sin conexión",
    uninstalled: "Eliminado",
    stale: "Sincronización atrasada",
  },
  cutOff:
    "El CRM ya no permite leer a Standings. Las clasificaciones quedan como estaban hasta que conecte de nuevo.",
  syncNow: "Sincronizar ahora",
  syncing: "Sincronizando",
  syncStarted: "La sincronización ha empezado. Las cifras siguen a medida que lee.",
  tooSoon: "Eso se hizo hace menos de un minuto. Espere un momento y vuelva a pedirlo.",
  failed: "No se ha podido hacer. Inténtelo de nuevo en un minuto.",
  reconnect: "Volver a conectar",
  kinds: {
    deal: "Negocios",
    call: "Llamadas",
    email: "Correos",
    meeting: "Reuniones",
    task: "Tareas",
    communication: "Mensajes",
    goals: "Objetivos",
    people: "Personas y equipos",
    contacts: "Contactos",
    teams: "Equipos",
    users: "Usuarios",
    currencies: "Monedas",
    account: "Cuenta",
    notices: "Cambios",
  },
  reading: {
    title: (percent) => `Primera lectura: ${percent}`,
    unknown: "Primera lectura",
    whole: "todo el historial",
    left: (minutes, text, time) =>
      plural(minutes, "es", {
        one: `Queda cerca de un minuto, listo hacia las ${time}`,
        other: `Quedan unos ${text} minutos, listo hacia las ${time}`,
      }),
    leftUnknown: "El tiempo restante aparece cuando el CRM haya dicho cuánto hay",
    of: (done, expected) => `${done} de ${expected}`,
    done: "Listo",
    waiting: "En espera",
    minutes: (text) => `quedan ${text} min`,
    order:
      "Primero los negocios ganados de este trimestre, después los abiertos y el trimestre anterior, y luego todo lo demás. Los puestos aparecen cuando los registros de un periodo están completos.",
    bar: (kind, percent) => `${kind}: ${percent} leído`,
  },
  sync: {
    title: "Sincronización por objeto",
    hint: "Los cambios llegan en segundos, los totales se comprueban cada noche",
    object: "Objeto",
    last: "Última sincronización",
    read: "Registros leídos",
    state: "Estado",
    action: "Acción",
    never: "Aún no",
    fix: "Resolver",
    states: {
      live: "Al día",
      reading: "Leyendo",
      waiting: "En espera",
      not_granted: "Falta un permiso",
    },
  },
  faults: {
    title: (count, text) =>
      plural(count, "es", { one: "Una cosa le necesita", other: `${text} cosas le necesitan` }),
    none: "Nada le necesita",
    noneDetail: "Los fallos aparecen aquí, con lo que hay que hacer.",
    since: (day, time) => `Desde el ${day}, ${time}`,
    times: (count) => `${count} veces`,
    choosePipelines: "Elegir pipelines",
    grant: "Dar permiso",
    reconcile: "Comprobar los totales otra vez",
    seeTotals: "Ver los totales",
    deal: (id) => `Negocio ${id}`,
    record: (kind, id) => `${kind}: ${id}`,
    types: {
      token_revoked: {
        title: () => "El CRM ha retirado su consentimiento",
        remedy: () => "Vuelva a conectar Standings. Nada de lo leído se pierde.",
      },
      scope_missing: {
        title: (subject) => `${subject}: no se puede leer`,
        remedy: (detail) =>
          `A la conexión le falta un permiso${detail ? ` (${detail})` : ""}. Vuelva a conectar y permítalo. Todo lo demás sigue.`,
      },
      field_missing: {
        title: (subject) => `${subject}: falta una propiedad`,
        remedy: (detail) =>
          `Restaure la propiedad en el CRM${detail ? ` (${detail})` : ""}, o quítela de las reglas.`,
      },
      record_unreadable: {
        title: (subject) => `${subject}: no se puede leer`,
        remedy: (detail) =>
          detail === NOT_ANSWERED
            ? "No hay que hacer nada: el CRM no pudo entregar el registro y se le vuelve a pedir cada hora. Si sigue así, ábralo en el CRM."
            : `Ábralo en el CRM y corrija ${detail || "el registro"}. Se lee de nuevo cuando cambia.`,
      },
      rate_limited: {
        title: () => "El CRM ha pedido esperar",
        remedy: () => "Nada que hacer: la sincronización sigue sola.",
      },
      unavailable: {
        title: () => "El CRM no responde",
        remedy: () => "Nada que hacer: la sincronización lo intenta de nuevo sola.",
      },
      misconfigured: {
        title: () => "Standings no está bien registrado en el CRM",
        remedy: () => "Pregunte a quien gestiona Standings.",
      },
      rejected: {
        title: (subject) => `${subject}: el CRM rechazó una petición`,
        remedy: () => "Inicie una sincronización. Si vuelve, avise a soporte.",
      },
      person_erased: {
        title: () => "Se ha borrado un contacto en el CRM",
        remedy: () => "Pida a quien gestiona Standings que borre a la persona por su correo.",
      },
      notice_given_up: {
        title: () => "Algunos cambios no se pudieron leer durante mucho tiempo",
        remedy: () => "Inicie una sincronización.",
      },
      pipeline_not_counted: {
        title: () => "Se ganan negocios en un pipeline que no cuenta",
        remedy: () => "Inclúyalo en los ajustes, o déjelo fuera allí a propósito.",
      },
      reconcile_difference: {
        title: () => "Algunos negocios ganados difieren del CRM",
        remedy: () =>
          "Nada explica la diferencia. Compruebe los totales otra vez; si sigue, avise a soporte.",
      },
    },
  },
  allowance: {
    title: (crm) => `Peticiones a ${crm}`,
    left: (text) => `${text} libres`,
    of: (limit, seconds) => `de ${limit} en ${seconds} segundos`,
    bar: (percent) => `${percent} del cupo libre`,
    unknown: "El CRM aún no lo ha dicho.",
    detail:
      "El cupo es de cada cuenta conectada y se renueva en segundos. Standings se queda por debajo y espera cuando el CRM lo pide.",
  },
  checks: {
    title: "Control de datos",
    loading: "Comprobando los datos",
    period: (days) => `Negocios ganados del ${days}`,
    ok: "Ninguno",
    of: (count, total) => `${count} de ${total}`,
    totals: {
      same: "Los totales igualan el informe del CRM",
      explained: "La diferencia con el informe del CRM está explicada",
      different: "Los totales difieren del informe del CRM",
    },
    totalsSame: (time) => time,
    totalsDiffer: "Ver la diferencia",
    open: (label, count) => `${label}: ${count}, mostrar`,
    names: {
      won_without_amount: {
        good: "Los negocios ganados tienen importe",
        bad: "Negocios ganados sin importe",
      },
      won_without_owner: {
        good: "Los negocios ganados tienen propietario",
        bad: "Negocios ganados sin propietario",
      },
      open_past_close_date: {
        good: "Los negocios abiertos cierran en el futuro",
        bad: "Negocios abiertos con la fecha de cierre pasada",
      },
      open_without_close_date: {
        good: "Los negocios abiertos tienen fecha de cierre",
        bad: "Negocios abiertos sin fecha de cierre",
      },
      closed_without_close_date: {
        good: "Los negocios ganados y perdidos tienen fecha de cierre",
        bad: "Negocios ganados o perdidos sin fecha de cierre",
      },
      activity_without_date: { good: "Las actividades tienen fecha", bad: "Actividades sin fecha" },
      open_without_owner: {
        good: "Los negocios abiertos tienen propietario",
        bad: "Negocios abiertos sin propietario",
      },
      owner_left: {
        good: "Ningún negocio abierto de quien se fue",
        bad: "Negocios abiertos de personas que se fueron",
      },
      currency_without_rate: { good: "Las monedas tienen cambio", bad: "Monedas sin cambio" },
      pipeline_not_included: {
        good: "Todo pipeline con ventas cuenta",
        bad: "Pipelines con ventas que no cuentan",
      },
      person_without_team: { good: "Todos están en un equipo", bad: "Personas sin equipo" },
    },
    remedies: {
      won_without_amount: "Cuentan como negocios y no suman ingresos. Complete el importe.",
      won_without_owner: "No cuentan para nadie. Asígneles un propietario en el CRM.",
      open_past_close_date: "Llegan tarde a cualquier previsión. Mueva la fecha, o ciérrelos.",
      open_without_close_date: "No pertenecen a ningún periodo. Complete la fecha.",
      closed_without_close_date: "No cuentan en ningún periodo. Complete la fecha de cierre.",
      activity_without_date: "No cuentan en ningún periodo. Indique cuándo tuvieron lugar o se completaron.",
      open_without_owner: "No están en el pipeline de nadie. Asígneles un propietario en el CRM.",
      owner_left: "Nadie trabaja en ellos. Asígnelos a alguien en el CRM.",
      currency_without_rate: "Sus negocios cuentan y no suman ingresos. Añada un tipo de cambio en el CRM.",
      pipeline_not_included: "Incluya el pipeline en los ajustes si sus ventas deben contar.",
      person_without_team: "Faltan en las clasificaciones de equipo. Póngalas en un equipo en el CRM.",
    },
  },
  records: {
    loading: "Cargando los registros",
    empty: "Aquí ya no hay nada",
    emptyDetail: "Se corrigió desde que se cargó la página.",
    shown: (shown, total) => `${shown} de ${total}`,
    more: "Mostrar más",
    untitled: "Sin nombre",
    deals,
  },
};
