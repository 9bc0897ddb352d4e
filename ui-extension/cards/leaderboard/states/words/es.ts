import type { BoardStateWords } from "./en.ts";

/** Spanish. */
export const es: BoardStateWords = {
  you: "Usted",
  goToMyRow: "Ir a su fila",
  nobody: "Todavía no hay nadie en esta clasificación",
  nobodyDetail: "Elija otro periodo, otra métrica u otro filtro.",
  begins: {
    week: "La semana empieza ahora",
    month: "El mes empieza ahora",
    quarter: "El trimestre empieza ahora",
    year: "El año empieza ahora",
  },
  spans: { week: "esta semana", month: "este mes", quarter: "este trimestre", year: "este año" },
  noneYet: {
    deals: (span) => `Aún no se ha cerrado ningún negocio ${span}. La clasificación aparece con el primero.`,
    created: (span) => `Aún no se ha creado ningún negocio ${span}. La clasificación aparece con el primero.`,
    meetings: (span) => `Aún no hay reuniones ${span}. La clasificación aparece con la primera.`,
    emails: (span) => `Aún no hay correos ${span}. La clasificación aparece con el primero.`,
    calls: (span) => `Aún no hay llamadas ${span}. La clasificación aparece con la primera.`,
    tasks: (span) =>
      `Aún no se ha completado ninguna tarea ${span}. La clasificación aparece con la primera.`,
    other: (span) => `Aún no hay resultados ${span}. La clasificación aparece con el primero.`,
  },
  showLast: {
    week: "Mostrar la semana pasada",
    month: "Mostrar el mes pasado",
    quarter: "Mostrar el trimestre pasado",
    year: "Mostrar el año pasado",
  },
  noneThen: "Nadie tuvo resultados en este periodo",
  noneThenDetail: "Elija otro periodo, otra métrica u otro filtro.",
  nobodyMatches: (sought) => `Nadie coincide con «${sought}»`,
  removeOne: "Quite un filtro para ver más personas.",
  removeOneTeam: "Quite un filtro para ver más equipos.",
  named: (label, value) => `${label}: ${value}`,
  clearFilters: "Quitar filtros",
  silent: (crm, time, age) =>
    `${crm} no responde desde ${time}. Esta clasificación tiene ${age}. Standings sigue intentándolo.`,
  silentAlways: (crm) => `${crm} aún no ha respondido. Standings sigue intentándolo.`,
  reconnect: (crm, time) =>
    `Hay que volver a conectar ${crm}. Hasta entonces esta clasificación queda como a las ${time}.`,
  reconnectAlways: (crm) => `Hay que volver a conectar ${crm} para que haya una clasificación.`,
  ages: {
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    days: (count) => `${count} d`,
  },
  openConnection: "Abrir la conexión",
  rules: {
    metric: "Qué se cuenta",
    formula: "Fórmula",
    day: "En qué día",
    credit: "Para quién",
    exclusions: "No cuenta",
    places: "Puestos",
    better: { higher: "El valor más alto va primero.", lower: "El valor más bajo va primero." },
    ties: "Los valores iguales comparten puesto y el siguiente se salta: 1, =2, =2, 4.",
    noData: "Sin datos no es cero: quien no tiene datos no tiene puesto.",
    sample: (count) =>
      `Con menos de ${count} casos una tasa se marca como muestra pequeña. Conserva su puesto.`,
    notRanked: "Quien está de permiso, se fue o solo mira no tiene puesto.",
    movement: "El movimiento compara con la misma clasificación sin los últimos siete días.",
    compared: "Un periodo abierto se compara por sus días hábiles completos.",
    privacy: "Un miembro privado conserva el puesto sin nombre ni valor, o no aparece si así lo eligió.",
  },
};
