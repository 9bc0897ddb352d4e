import { plural } from "../../../../shared/wording/words.ts";
import type { OpenDealsWords } from "./en.ts";

const openDeals = (count: number, text: string) =>
  plural(count, "es", { one: `${text} negocio abierto`, other: `${text} negocios abiertos` });

export const es: OpenDealsWords = {
  eyebrow: (name) => (name === null ? "Negocios abiertos" : `Negocios abiertos, ${name}`),
  title: (count, text, amount) =>
    count === 0 ? "Ningún negocio abierto" : `${openDeals(count, text)}, ${amount}`,
  waiting: "Qué negocios son",
  loading: "Se leen los negocios",
  counts: "Cuenta",
  rule: "Negocios abiertos con importe y fecha de cierre, en los pipelines que cuentan. De un negocio compartido solo la parte de esta persona.",
  closeDate: "Fecha de cierre",
  anyDay: "Cualquier día",
  from: (day) => `Desde el ${day}`,
  until: (day) => `Hasta el ${day}`,
  stage: "Etapa",
  asOf: "A fecha de",
  records: "Los negocios detrás de la cifra",
  day: "Fecha de cierre",
  record: "Negocio",
  amount: "Importe",
  deals: openDeals,
  none: "Ningún negocio abierto tiene importe y una fecha de cierre así.",
  noDate: "sin fecha",
  pastDue: "La fecha de cierre ha pasado",
  untitled: (id) => `Negocio ${id}`,
  erased: "Negocio borrado",
  showMore: (shown, total) => `Mostrar más, ${shown} de ${total}`,
  loadingMore: "Se cargan más",
  moreFailed: "No se pudieron cargar más.",
  tryAgain: "Reintentar",
  download: "Descargar CSV",
  downloading: "Se leen los negocios",
  downloadFailed: "No se pudo crear el archivo. Inténtelo de nuevo.",
  file: {
    title: "Negocio",
    id: "ID en el CRM",
    link: "Enlace",
    pipeline: "Pipeline",
    currency: "Moneda",
    originalAmount: "Importe original",
    originalCurrency: "Moneda original",
    yes: "sí",
  },
};
