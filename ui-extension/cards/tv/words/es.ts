import { es as names } from "../../../../shared/metrics/words/names/es.ts";
import { plural } from "../../../../shared/wording/words.ts";
import type { TvWords } from "./en.ts";

export const es: TvWords = {
  page: "Standings",
  loading: "Cargando la clasificación",
  metric: names.title,
  title: (metric, span) => `${metric}, ${span}`,
  titleByTeam: (metric, span) => `${metric} por equipo, ${span}`,
  spans: {
    this_week: "esta semana",
    last_week: "la semana pasada",
    this_quarter: "este trimestre",
    last_quarter: "el trimestre pasado",
    this_year: "este año",
    last_year: "el año pasado",
  },
  inTeam: (team, rest) => `${team}: ${rest}`,
  top: (shown, of) => `Los ${shown} primeros de ${of}`,
  people: (count, text) => plural(count, "es", { one: `${text} persona`, other: `${text} personas` }),
  teams: (count, text) => plural(count, "es", { one: `${text} equipo`, other: `${text} equipos` }),
  subtitle: (places, against) => `${places}, ${against}`,
  againstDays: (days, before) =>
    plural(days, "es", {
      one: `frente al mismo día hábil ${before}`,
      other: `frente a los mismos días hábiles ${before}`,
    }),
  against: (before) => `frente a ${before}`,
  within: {
    week: "de la semana anterior",
    month: (month) => `de ${month}`,
    quarter: "del trimestre anterior",
    year: "del año anterior",
  },
  whole: {
    week: "la semana anterior",
    month: (month) => month,
    quarter: "el trimestre anterior",
    year: "el año anterior",
  },
  soFar: "Por ahora. Los negocios de este periodo aún están llegando, así que todavía no hay puestos",
  caption: "Clasificación",
  rank: "Puesto",
  movement: "Cambio de puesto",
  person: "Persona",
  team: "Equipo",
  bar: "Parte del valor más alto",
  change: "Cambio",
  privateMember: "Miembro privado",
  smallSample: "Muestra pequeña",
  up: (places) => `sube ${places}`,
  down: (places) => `baja ${places}`,
  same: "sin cambios",
  new: "nuevo",
  total: "Total de las personas mostradas",
  totalTeams: "Total de los equipos mostrados",
  rate: "Sobre todas las personas mostradas",
  today: "Hoy",
  units: {
    revenue_closed: () => "cerrado",
    deals_won: (count) => plural(count, "es", { one: "negocio", other: "negocios" }),
    meetings_held: (count) => plural(count, "es", { one: "reunión", other: "reuniones" }),
  },
  improved: "Mayor mejora",
  standings: "Clasificación",
  fromTo: (from, to) => `de ${from} a ${to}`,
  live: (time) => `En directo, sincronizado a las ${time}`,
  liveNow: "En directo",
  stale: (time, age) => `Datos de las ${time}, ${age}. No se pudo conectar con Standings`,
  next: (slide, seconds) => `A continuación: ${slide}, en ${seconds} s`,
  emptyTitle: "Aún no hay nadie en esta clasificación",
  emptyDetail: "Se llena en cuanto haya algo que contar.",
  problems: {
    key: {
      title: "Esta pantalla se ha desconectado",
      detail:
        "Un administrador puede crear una dirección nueva en Ajustes, en Standings. Ábrala en esta pantalla.",
    },
    address: {
      title: "Esta dirección no está completa",
      detail: "Abra la dirección entera que se mostró al crear la pantalla.",
    },
    team: {
      title: "El equipo de esta pantalla ya no existe",
      detail: "Un administrador puede crear una dirección nueva en Ajustes, en Standings.",
    },
    account: {
      title: "Standings no está conectado al CRM",
      detail:
        "Un administrador del CRM puede volver a instalar Standings. La clasificación vuelve por sí sola.",
    },
    arriving: {
      title: "Los primeros datos están en camino",
      detail: "La clasificación aparece aquí en cuanto lleguen.",
    },
    offline: {
      title: "No se pudo conectar con Standings",
      detail: "La clasificación aparece aquí en cuanto vuelva la conexión.",
    },
    other: {
      title: "No se pudo cargar la clasificación",
      detail: "Se intenta de nuevo cada medio minuto.",
    },
  },
};
