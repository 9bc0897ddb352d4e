import { es as names } from "../../metrics/words/names/es.ts";
import { es as statuses } from "../../wording/quota-statuses/es.ts";
import { plural } from "../../wording/words.ts";
import type { QuotaCardWords } from "./en.ts";
import { ended } from "./sentence.ts";

const deals = (count: number, text: string) =>
  plural(count, "es", { one: `${text} negocio`, other: `${text} negocios` });

/** Everything the quota card says, in Spanish. */
export const es: QuotaCardWords = {
  title: (period) => `Cuota de ${period}`,
  quarter: (number, year) => (year === null ? `T${number}` : `T${number} ${year}`),
  status: { ...statuses, reached: "Cuota alcanzada" },
  ramping: "En arranque",
  lineReached: statuses.on_track,
  metrics: names.short,
  weekly: {
    revenue_closed: "ingresos por semana",
    deals_won: "negocios por semana",
    meetings_booked: "reuniones por semana",
    touches: "actividades por semana",
  },
  ahead: (points, text) =>
    plural(points, "es", {
      one: `${text} pt por delante del ritmo`,
      other: `${text} pts por delante del ritmo`,
    }),
  below: (points, text) =>
    plural(points, "es", {
      one: `${text} pt por debajo del ritmo`,
      other: `${text} pts por debajo del ritmo`,
    }),
  onPace: "en el ritmo",
  paused: "ritmo en pausa",
  soFar: "Hasta ahora",
  arriving: "hasta ahora",
  pace: (percent) => `Ritmo ${percent}`,
  barLabel: (percent, pace) => `${percent} de la cuota, ritmo de hoy ${pace}`,
  lineBarLabel: (metric, percent, pace) => `${metric} ${percent} de la cuota, ritmo ${pace}`,
  dealBarLabel: (from, to, pace) => `${from} ahora, ${to} con este negocio, ritmo de hoy ${pace}`,
  noData: "aún sin datos",
  of: (quota) => `de ${quota}`,
  attained: (percent) => `${percent} de la cuota. ¿Por qué esta cifra?`,
  resultLabels: {
    revenue_closed: (result) => `${result} cerrados. ¿Por qué esta cifra?`,
    deals_won: (result) => `${result} negocios cerrados. ¿Por qué esta cifra?`,
    meetings_booked: (result) => `${result} reuniones reservadas. ¿Por qué esta cifra?`,
    touches: (result) => `${result} actividades. ¿Por qué esta cifra?`,
  },
  closedDeals: (count, text) => `cerrados, ${deals(count, text)}`,
  reachedOn: (day) => `Alcanzada el ${day}`,
  lineReachedOn: (day) => `Alcanzada, ${day}`,
  toGo: "Falta",
  toGoAmount: (amount) => `faltan ${amount}`,
  beyond: "Por encima de la cuota",
  perWorkingDay: (days, text) =>
    plural(days, "es", { one: `Por día hábil, queda ${text}`, other: `Por día hábil, quedan ${text}` }),
  workingDaysLeft: "Días hábiles restantes",
  projected: "Cierre previsto",
  chance: "Probabilidad de llegar",
  chanceReached: "Alcanzada",
  chances: { likely: "probable", possible: "posible", unlikely: "improbable" },
  aDay: (amount) => `${amount} al día`,
  everyDays: (count, days, text) =>
    plural(days, "es", { one: `${count} al día`, other: `${count} cada ${text} días` }),
  workingDays: (completed, total) => `${completed} de ${total} días hábiles completados`,
  openDeals: (count, text, day) =>
    plural(count, "es", {
      one: `${text} negocio abierto hasta el ${day}`,
      other: `${text} negocios abiertos hasta el ${day}`,
    }),
  rank: (rank, tied) => (tied ? `=${rank}` : `#${rank}`),
  rankIn: (among) => (among === null ? "Puesto" : `Puesto en ${among}`),
  rankOf: (count, among) => (among === null ? `de ${count}` : `de ${count} en ${among}`),
  rankWas: (rank, day) => `era #${rank} el ${day}`,
  rankSame: (day) => `igual que el ${day}`,
  up: (places) => `sube ${places}`,
  down: (places) => `baja ${places}`,
  same: "mismo puesto",
  new: "nuevo",
  notes: {
    noQuota: (period) =>
      `Tu administrador no te ha asignado una cuota para ${period}. Tus resultados siguen contando en la clasificación.`,
    noQuotaOf: (period, name) =>
      `${name} no tiene cuota para ${period}. Los resultados siguen contando en la clasificación.`,
    ramping: (day) => `En arranque: la cuota cuenta desde el ${day}, por días hábiles.`,
    awayUntil: (day) => `${ended(`De permiso hasta el ${day}`)} El ritmo y el estado quedan en pausa.`,
    away: "De permiso. El ritmo y el estado quedan en pausa.",
    tooEarly: "Aún es pronto: ha pasado muy poco del periodo para valorarlo.",
    pastDue: (count, text, amount) =>
      plural(count, "es", {
        one: ended(`${text} negocio abierto tiene una fecha de cierre pasada, ${amount}`),
        other: ended(`${text} negocios abiertos tienen una fecha de cierre pasada, ${amount}`),
      }),
    soFar: "Hasta ahora: aún llegan registros de este periodo, así que nadie tiene puesto todavía.",
    reconnect: "Standings ha perdido el acceso al CRM. Un administrador puede volver a conectarlo.",
  },
  footnote: {
    mine: (quarters) =>
      `Previsión a partir de tus resultados semanales de los últimos ${quarters} trimestres.`,
    theirs: (quarters, name) =>
      `Previsión a partir de los resultados semanales de ${name} en los últimos ${quarters} trimestres.`,
  },
  sync: {
    at: (time) => `Actualizado ${time}`,
    stale: (time, age) => `Actualizado ${time}, hace ${age}`,
    never: "Aún sin sincronizar",
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    days: (count) => `${count} d`,
  },
  chart: {
    title: (metric) => `${metric} frente al ritmo`,
    result: {
      revenue_closed: "Cerrado",
      deals_won: "Cerrados",
      meetings_booked: "Reservadas",
      touches: "Hechas",
    },
    pace: "Ritmo",
    quota: "Cuota",
    range: "Rango probable",
    today: "Hoy",
    day: "Día",
    between: (low, high) => `${low}–${high}`,
    label: (metric, result, quota, days) => ended(`${metric}: ${result} de ${quota}, ${days}`),
  },
  deal: {
    title: "Si este negocio se cierra",
    titleWon: "Este negocio está ganado",
    titleLost: "Este negocio se perdió",
    titleOther: "Este negocio",
    quota: "Cuota",
    rank: "Puesto",
    ofPerson: (label, name) => `${label}, ${name}`,
    toGoAfter: (amount) => ended(`Después faltan ${amount}`),
    reaches: "Con eso se alcanza la cuota.",
    countsIn: (period, day) => ended(`Cuenta en ${period}, la fecha de cierre es ${day}`),
    rankToday: "El puesto es frente a los totales de hoy.",
    countsElsewhere: (then, now, day) =>
      ended(`Se cierra en ${then}, así que cuenta allí y no en ${now}. La fecha de cierre es ${day}`),
    alreadyWon: (period, day) => ended(`Está ganado y cuenta en ${period}, el ${day}`),
    alreadyWonUndated: "Está ganado, pero no tiene fecha de cierre y no cuenta en ningún periodo.",
    lost: "Cuenta como perdido. Nada cambia si no se vuelve a abrir.",
    belongsTo: (name) => ended(`Este negocio es de ${name}`),
    belongsToOther: "Este negocio es de otra persona, así que tu cuota y tu puesto no cambian.",
    belongsToNobody: "Este negocio no tiene propietario en Standings, así que no cuenta para nadie.",
    pipeline: "Su pipeline no está incluido, así que no cuenta. Un administrador puede incluirlo.",
    excluded: "Un administrador ha excluido este negocio, así que no cuenta.",
    noAmount: "No tiene importe: cuenta como negocio y no suma ingresos.",
    noChosenAmount: "El campo del que salen los ingresos está vacío: cuenta como negocio y no suma ingresos.",
    closeDatePast: (day) => `Su fecha de cierre, ${day}, ya pasó. Pon una nueva para ver qué cambia.`,
    noCloseDate: "No tiene fecha de cierre, así que no se sabe en qué periodo cuenta.",
    noRate: "No hay tipo de cambio para su moneda en la fecha de cierre, así que su importe no cuenta.",
    noQuota: (period) => `No hay cuota para ${period}, así que solo cambia el puesto.`,
    notFound: "Standings aún no conoce este negocio. Un negocio nuevo aparece en un minuto.",
    share: (percent, whole) => ended(`Tu parte es el ${percent} de ${whole}`),
    shareOf: (name, percent, whole) => ended(`La parte de ${name} es el ${percent} de ${whole}`),
  },
  words: {
    openStandings: "Abrir clasificación",
    whyThisNumber: "¿Por qué esta cifra?",
    period: "Periodo",
    quota: "Cuota",
    progress: "Progreso",
    result: "Resultado",
    toGo: "Falta",
    perDay: "Por día",
    projected: "Previsto",
    status: "Estado",
    retry: "Reintentar",
  },
  problems: {
    general: {
      title: "No se pudo cargar Standings",
      detail: "Algo falló por nuestra parte.",
      action: "Inténtalo de nuevo. Si sigue igual, avisa a un administrador.",
    },
    refused: {
      title: "No se pudo cargar Standings",
      detail: "La petición no fue aceptada.",
      action: "Vuelve a cargar la página.",
    },
    accountUnknown: {
      title: "Esta cuenta del CRM no está conectada",
      detail: "Standings no está instalado aquí.",
      action: "Pide a un administrador del CRM que instale Standings.",
    },
    disconnected: {
      title: "Standings se desconectó",
      detail: "Se desinstaló de esta cuenta del CRM.",
      action: "Pide a un administrador del CRM que vuelva a instalar Standings.",
    },
    personUnknown: {
      title: "Standings aún no te conoce",
      detail: "No estás entre las personas que se leyeron del CRM.",
      action: "Pide a un administrador que sincronice.",
    },
    notLoaded: {
      title: "Los primeros datos están en camino",
      detail: "Standings está leyendo la cuenta por primera vez.",
      action: "Inténtalo de nuevo en un minuto.",
    },
    notPermitted: {
      title: "Esta tarjeta no es para ti",
      detail: "Las cuotas las ven la persona, sus responsables y los administradores.",
      action: "Abre tu propia tarjeta.",
    },
  },
};
