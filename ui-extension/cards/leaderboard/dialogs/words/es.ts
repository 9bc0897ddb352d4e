import type { DialogWords } from "./en.ts";

export const es: DialogWords = {
  from: "Desde",
  to: "Hasta",
  apply: "Aplicar",
  daysMissing: "Elija ambos días",
  daysReversed: "El primer día es posterior al último",
  linkTitle: "Enlace a esta vista",
  linkHint: "Cópielo desde aquí.",
  pastTitle: "La clasificación como se conocía",
  pastDetail:
    "Los nombres y roles son los de hoy. Resultados, reglas, cuotas y equipos son los de ese momento.",
  asOf: "A fecha de",
  show: "Mostrar",
  cancel: "Cancelar",
  knownOn: (when) => `Como se conocía el ${when}`,
  backToNow: "Volver a ahora",
  csvValue: (metric, currency) => (currency ? `${metric} (${currency})` : metric),
  csv: { rank: "Puesto", name: "Nombre", team: "Equipo", previous: "Periodo comparado", base: "Casos" },
};
