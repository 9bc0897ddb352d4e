import { de as names } from "../../../../shared/metrics/words/names/de.ts";
import { plural } from "../../../../shared/wording/words.ts";
import type { PersonWords } from "./en.ts";

const why = (what: string) => `Warum diese Zahl? ${what}`;

const deals = (count: number, text: string) =>
  plural(count, "de", { one: `${text} Deal`, other: `${text} Deals` });

/** The same in German. */
export const de: PersonWords = {
  metric: names.label,
  periods: {
    this_week: "Diese Woche",
    last_week: "Letzte Woche",
    this_month: "Dieser Monat",
    last_month: "Letzter Monat",
    this_quarter: "Dieses Quartal",
    last_quarter: "Letztes Quartal",
    this_year: "Dieses Jahr",
    last_year: "Letztes Jahr",
  },
  loading: "Die Seite wird geladen",
  back: "Zurück zur Rangliste",
  period: "Zeitraum",
  customPeriod: "Gewählte Tage",
  tracker: {
    title: "Quoten",
    quotas: "Alle Quoten",
    none: "Für diesen Zeitraum ist keine Quote gesetzt.",
    onlyCurrent: "Hier stehen der laufende Monat, das laufende Quartal oder das laufende Jahr.",
    why,
  },
  daily: {
    title: "Aktivität am Tag",
  },
  all: {
    title: "Alle Kennzahlen",
    caption: "Alle Kennzahlen gegen den Vergleichszeitraum",
    against: (days, compared) => `${days} gegen ${compared}`,
    sameDays: (days, compared) => `${days} gegen gleich viele Arbeitstage, ${compared}`,
    quarter: (number, year) => (year === null ? `Q${number}` : `Q${number} ${year}`),
    sameDaysIn: (days, month) => `${days} gegen gleich viele Arbeitstage im ${month}`,
    metric: "Kennzahl",
    before: "Zuvor",
    change: "Änderung",
    weeks: "8 Wochen",
    weeksLabel: (metric, values) => `${metric} in den letzten acht Wochen: ${values}`,
    rank: "Rang",
    explain: "Erklären",
    why,
    base: (numerator, denominator) => `${numerator} / ${denominator}`,
    smallSample: "Wenige Fälle",
    fewPerWeek: "Manche Wochen haben wenige Fälle",
    showAll: (count) => `Alle ${count} zeigen`,
    showFewer: "Weniger zeigen",
  },
  pace: {
    title: "Umsatz gegen das Soll",
    projected: "Voraussichtlich",
    none: "Ohne Quote gibt es kein Soll zum Vergleich.",
    why,
  },
  pipeline: {
    title: "Offene Pipeline",
    caption: "Offene Deals nach Phase",
    stage: "Phase",
    deals: "Deals",
    amount: "Betrag",
    which: "Welche Deals sind das?",
    none: "Keine offenen Deals mit Betrag und Abschlussdatum.",
    due: (count, text, amount, day) =>
      plural(count, "de", {
        one: `${deals(count, text)}, ${amount}, ist bis ${day} fällig.`,
        other: `${deals(count, text)}, ${amount}, sind bis ${day} fällig.`,
      }),
    noneDue: (day) => `Kein offener Deal ist bis ${day} fällig.`,
    needed: (amount) => `${amount} fehlen.`,
    reached: "Die Quote ist erreicht.",
  },
  /** Between a figure as it was and as it is, for those who hear it. */
  becomes: "wurde zu",
  late: {
    title: "Späte Änderungen",
    hint: "Umsatz, nach dem Tag geändert oder eingetragen, an dem er zählt",
    none: "Nichts wurde spät geändert oder zurückdatiert.",
    erased: "Gelöschter Datensatz",
  },
  since: {
    title: "Seit Ihrem letzten Besuch",
    hint: (when) => `Zuletzt am ${when}`,
    none: "Nichts hat sich geändert.",
    first: "Ab Ihrem nächsten Besuch steht hier, was sich geändert hat.",
    records: (count, text) =>
      plural(count, "de", { one: `${text} neuer Datensatz`, other: `${text} neue Datensätze` }),
  },
  missing: {
    title: "Wird nicht zählen",
    hint: (count, text) => deals(count, text),
    none: "Jeder Deal hat, was er braucht.",
    due: (day) => `fällig ${day}`,
    won: "gewonnen",
    more: (count, text) => `und ${deals(count, text)} mehr`,
    untitled: "Deal ohne Namen",
    reasons: {
      no_amount: "Kein Betrag",
      close_date_past: "Abschlussdatum ist vorbei",
      no_close_date: "Kein Abschlussdatum",
      pipeline_not_included: "Pipeline zählt nicht mit",
      no_currency_rate: "Kein Kurs für die Währung",
    },
  },
  peer: {
    note: (name) =>
      `Sie sehen die Ergebnisse von ${name} wie in der Rangliste. Der Rest der Seite ist für ${name}, Vorgesetzte und Admins.`,
    refused: "Diese Seite ist für jemand anderen",
    refusedDetail:
      "Die Seite einer Person ist für sie selbst, ihre Vorgesetzten und Admins. Ein Admin von Standings kann Ihnen Zugang geben.",
    toLeaderboard: "Zur Rangliste",
  },
};
