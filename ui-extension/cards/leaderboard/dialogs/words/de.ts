import type { DialogWords } from "./en.ts";

export const de: DialogWords = {
  from: "Von",
  to: "Bis",
  apply: "Anwenden",
  daysMissing: "Wählen Sie beide Tage",
  daysReversed: "Der erste Tag liegt nach dem letzten",
  linkTitle: "Link zu dieser Ansicht",
  linkHint: "Hier können Sie ihn kopieren.",
  pastTitle: "Die Rangliste, wie sie bekannt war",
  pastDetail:
    "Namen und Rollen sind von heute. Ergebnisse, Regeln, Quoten und Teams sind die jenes Augenblicks.",
  asOf: "Stand",
  show: "Anzeigen",
  cancel: "Abbrechen",
  knownOn: (when) => `Wie bekannt am ${when}`,
  backToNow: "Zurück zu jetzt",
  csvValue: (metric, currency) => (currency ? `${metric} (${currency})` : metric),
  csv: { rank: "Platz", name: "Name", team: "Team", previous: "Vergleichszeitraum", base: "Fälle" },
};
