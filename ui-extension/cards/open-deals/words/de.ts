import { plural } from "../../../../shared/wording/words.ts";
import type { OpenDealsWords } from "./en.ts";

const openDeals = (count: number, text: string) =>
  plural(count, "de", { one: `${text} offener Deal`, other: `${text} offene Deals` });

export const de: OpenDealsWords = {
  eyebrow: (name) => (name === null ? "Offene Deals" : `Offene Deals, ${name}`),
  title: (count, text, amount) =>
    count === 0 ? "Keine offenen Deals" : `${openDeals(count, text)}, ${amount}`,
  waiting: "Welche Deals es sind",
  loading: "Die Deals werden gelesen",
  counts: "Zählt",
  rule: "Offene Deals mit Betrag und Abschlussdatum in den Pipelines, die zählen. Von einem geteilten Deal nur der Anteil dieser Person.",
  closeDate: "Abschlussdatum",
  anyDay: "Jeder Tag",
  from: (day) => `Ab ${day}`,
  until: (day) => `Bis ${day}`,
  stage: "Phase",
  asOf: "Stand",
  records: "Die Deals hinter der Zahl",
  day: "Abschlussdatum",
  record: "Deal",
  amount: "Betrag",
  deals: openDeals,
  none: "Kein offener Deal hat einen Betrag und ein solches Abschlussdatum.",
  noDate: "ohne Datum",
  pastDue: "Abschlussdatum ist vorbei",
  untitled: (id) => `Deal ${id}`,
  erased: "Gelöschter Deal",
  showMore: (shown, total) => `Mehr zeigen, ${shown} von ${total}`,
  loadingMore: "Weitere werden geladen",
  moreFailed: "Weitere konnten nicht geladen werden.",
  tryAgain: "Noch einmal versuchen",
  download: "CSV herunterladen",
  downloading: "Die Deals werden gelesen",
  downloadFailed: "Die Datei konnte nicht erstellt werden. Versuchen Sie es noch einmal.",
  file: {
    title: "Deal",
    id: "ID im CRM",
    link: "Link",
    pipeline: "Pipeline",
    currency: "Währung",
    originalAmount: "Ursprünglicher Betrag",
    originalCurrency: "Ursprüngliche Währung",
    yes: "ja",
  },
};
