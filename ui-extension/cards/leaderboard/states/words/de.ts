import type { BoardStateWords } from "./en.ts";

/** German. */
export const de: BoardStateWords = {
  you: "Sie",
  goToMyRow: "Zu Ihrer Zeile",
  nobody: "Noch niemand in dieser Rangliste",
  nobodyDetail: "Wählen Sie einen anderen Zeitraum, eine andere Kennzahl oder einen anderen Filter.",
  begins: {
    week: "Die Woche beginnt jetzt",
    month: "Der Monat beginnt jetzt",
    quarter: "Das Quartal beginnt jetzt",
    year: "Das Jahr beginnt jetzt",
  },
  spans: { week: "diese Woche", month: "diesen Monat", quarter: "dieses Quartal", year: "dieses Jahr" },
  noneYet: {
    deals: (span) => `Noch kein Deal abgeschlossen ${span}. Die Rangliste erscheint mit dem ersten.`,
    created: (span) => `Noch kein Deal angelegt ${span}. Die Rangliste erscheint mit dem ersten.`,
    meetings: (span) => `Noch kein Meeting ${span}. Die Rangliste erscheint mit dem ersten.`,
    emails: (span) => `Noch keine E-Mail ${span}. Die Rangliste erscheint mit der ersten.`,
    calls: (span) => `Noch kein Anruf ${span}. Die Rangliste erscheint mit dem ersten.`,
    tasks: (span) => `Noch keine Aufgabe erledigt ${span}. Die Rangliste erscheint mit der ersten.`,
    other: (span) => `Noch kein Ergebnis ${span}. Die Rangliste erscheint mit dem ersten.`,
  },
  showLast: {
    week: "Letzte Woche zeigen",
    month: "Letzten Monat zeigen",
    quarter: "Letztes Quartal zeigen",
    year: "Letztes Jahr zeigen",
  },
  noneThen: "Niemand hatte in diesem Zeitraum Ergebnisse",
  noneThenDetail: "Wählen Sie einen anderen Zeitraum, eine andere Kennzahl oder einen anderen Filter.",
  nobodyMatches: (sought) => `Niemand passt zu „${sought}“`,
  removeOne: "Entfernen Sie einen Filter, um mehr Personen zu sehen.",
  removeOneTeam: "Entfernen Sie einen Filter, um mehr Teams zu sehen.",
  named: (label, value) => `${label}: ${value}`,
  clearFilters: "Filter löschen",
  silent: (crm, time, age) =>
    `${crm} hat seit ${time} nicht geantwortet. Diese Rangliste ist ${age} alt. Standings versucht es weiter.`,
  silentAlways: (crm) => `${crm} hat noch nicht geantwortet. Standings versucht es weiter.`,
  reconnect: (crm, time) =>
    `${crm} muss neu verbunden werden. Bis dahin bleibt diese Rangliste auf dem Stand von ${time}.`,
  reconnectAlways: (crm) => `${crm} muss neu verbunden werden, bevor es eine Rangliste gibt.`,
  ages: {
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    days: (count) => `${count} T.`,
  },
  openConnection: "Verbindung öffnen",
  rules: {
    metric: "Was zählt",
    formula: "Formel",
    day: "An welchem Tag",
    credit: "Für wen",
    exclusions: "Zählt nicht",
    places: "Plätze",
    better: {
      higher: "Der höchste Wert steht vorn.",
      lower: "Der niedrigste Wert steht vorn.",
    },
    ties: "Gleiche Werte teilen einen Platz, der nächste entfällt: 1, =2, =2, 4.",
    noData: "Keine Daten sind nicht null: Wer keine hat, hat keinen Platz.",
    sample: (count) =>
      `Unter ${count} Fällen ist eine Quote als kleine Stichprobe markiert. Sie behält ihren Platz.`,
    notRanked: "Wer abwesend ist, gegangen ist oder nur zusieht, hat keinen Platz.",
    movement: "Die Bewegung vergleicht mit derselben Rangliste ohne die letzten sieben Tage.",
    compared: "Ein laufender Zeitraum wird über seine vollendeten Arbeitstage verglichen.",
    privacy:
      "Private Mitglieder behalten ihren Platz ohne Namen und Wert, oder fehlen, wenn sie das gewählt haben.",
  },
};
