import { es as names } from "../../../../shared/metrics/words/names/es.ts";
import { plural } from "../../../../shared/wording/words.ts";
import type { PersonWords } from "./en.ts";

const why = (what: string) => `¿Por qué esta cifra? ${what}`;

const deals = (count: number, text: string) =>
  plural(count, "es", { one: `${text} negocio`, other: `${text} negocios` });

/** The same in Spanish. */
export const es: PersonWords = {
  metric: names.label,
  periods: {
    this_week: "Esta semana",
    last_week: "Semana pasada",
    this_month: "Este mes",
    last_month: "Mes pasado",
    this_quarter: "Este trimestre",
    last_quarter: "Trimestre pasado",
    this_year: "Este año",
    last_year: "Año pasado",
  },
  loading: "Cargando la página",
  back: "Volver a la clasificación",
  period: "Periodo",
  customPeriod: "Días elegidos",
  tracker: {
    title: "Seguimiento de cuotas",
    quotas: "Todas las cuotas",
    none: "No hay cuota para este periodo.",
    onlyCurrent: "El seguimiento muestra el mes, trimestre o año en curso.",
    why,
  },
  daily: {
    title: "Actividad diaria",
  },
  all: {
    title: "Todas las métricas",
    caption: "Todas las métricas frente al periodo comparado",
    against: (days, compared) => `${days} frente a ${compared}`,
    sameDays: (days, compared) => `${days} frente a los mismos días hábiles, ${compared}`,
    quarter: (number, year) => (year === null ? `T${number}` : `T${number} ${year}`),
    sameDaysIn: (days, month) => `${days} frente a los mismos días hábiles de ${month}`,
    metric: "Métrica",
    before: "Antes",
    change: "Cambio",
    weeks: "8 semanas",
    weeksLabel: (metric, values) => `${metric} en las últimas ocho semanas: ${values}`,
    rank: "Puesto",
    explain: "Explicar",
    why,
    base: (numerator, denominator) => `${numerator} / ${denominator}`,
    smallSample: "Muestra pequeña",
    fewPerWeek: "Algunas semanas tienen pocos casos",
    showAll: (count) => `Mostrar las ${count}`,
    showFewer: "Mostrar menos",
  },
  pace: {
    title: "Ingresos frente al ritmo",
    projected: "Previsión",
    none: "Sin cuota no hay ritmo con el que comparar.",
    why,
  },
  pipeline: {
    title: "Pipeline abierto",
    caption: "Negocios abiertos por etapa",
    stage: "Etapa",
    deals: "Negocios",
    amount: "Importe",
    which: "¿Qué negocios son?",
    none: "No hay negocios abiertos con importe y fecha de cierre.",
    due: (count, text, amount, day) =>
      plural(count, "es", {
        one: `${deals(count, text)}, ${amount}, vence hasta el ${day}.`,
        other: `${deals(count, text)}, ${amount}, vencen hasta el ${day}.`,
      }),
    noneDue: (day) => `Ningún negocio abierto vence hasta el ${day}.`,
    needed: (amount) => `Faltan ${amount}.`,
    reached: "La cuota está alcanzada.",
  },
  /** Between a figure as it was and as it is, for those who hear it. */
  becomes: "pasó a",
  late: {
    title: "Cambios tardíos",
    hint: "Ingresos, cambiados o anotados después del día en que cuentan",
    none: "Nada cambió tarde ni con fecha anterior.",
    erased: "Registro borrado",
  },
  since: {
    title: "Desde tu última visita",
    hint: (when) => `La última, el ${when}`,
    none: "Nada ha cambiado.",
    first: "Desde tu próxima visita, aquí verás lo que cambió entretanto.",
    records: (count, text) =>
      plural(count, "es", { one: `${text} registro nuevo`, other: `${text} registros nuevos` }),
  },
  missing: {
    title: "No contará",
    hint: (count, text) => deals(count, text),
    none: "Todos los negocios tienen lo necesario.",
    due: (day) => `vence ${day}`,
    won: "ganado",
    more: (count, text) => `y ${deals(count, text)} más`,
    untitled: "Negocio sin nombre",
    reasons: {
      no_amount: "Sin importe",
      close_date_past: "La fecha de cierre ya pasó",
      no_close_date: "Sin fecha de cierre",
      pipeline_not_included: "Pipeline no incluido",
      no_currency_rate: "Sin cambio para su moneda",
    },
  },
  peer: {
    note: (name) =>
      `Ves los resultados de ${name}, como en la clasificación. El resto de la página es para ${name}, su responsable y los administradores.`,
    refused: "Esta página es de otra persona",
    refusedDetail:
      "La página de una persona es para ella, su responsable y los administradores. Un administrador de Standings puede darte acceso.",
    toLeaderboard: "Ir a la clasificación",
  },
};
