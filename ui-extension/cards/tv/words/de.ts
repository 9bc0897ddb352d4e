import { de as names } from "../../../../shared/metrics/words/names/de.ts";
import { plural } from "../../../../shared/wording/words.ts";
import type { TvWords } from "./en.ts";

export const de: TvWords = {
  page: "Standings",
  loading: "Rangliste wird geladen",
  metric: names.title,
  title: (metric, span) => `${metric}, ${span}`,
  titleByTeam: (metric, span) => `${metric} nach Team, ${span}`,
  spans: {
    this_week: "diese Woche",
    last_week: "letzte Woche",
    this_quarter: "dieses Quartal",
    last_quarter: "letztes Quartal",
    this_year: "dieses Jahr",
    last_year: "letztes Jahr",
  },
  inTeam: (team, rest) => `${team}: ${rest}`,
  top: (shown, of) => `Top ${shown} von ${of}`,
  people: (count, text) => plural(count, "de", { one: `${text} Person`, other: `${text} Personen` }),
  teams: (count, text) => plural(count, "de", { one: `${text} Team`, other: `${text} Teams` }),
  subtitle: (places, against) => `${places}, ${against}`,
  againstDays: (days, before) =>
    plural(days, "de", {
      one: `gegenüber demselben Arbeitstag ${before}`,
      other: `gegenüber denselben Arbeitstagen ${before}`,
    }),
  against: (before) => `gegenüber ${before}`,
  within: {
    week: "der Woche davor",
    month: (month) => `im ${month}`,
    quarter: "des Quartals davor",
    year: "des Jahres davor",
  },
  whole: {
    week: "der Woche davor",
    month: (month) => `dem ${month}`,
    quarter: "dem Quartal davor",
    year: "dem Jahr davor",
  },
  soFar: "Zwischenstand. Deals dieses Zeitraums treffen noch ein, daher gibt es noch keine Ränge",
  caption: "Rangliste",
  rank: "Rang",
  movement: "Veränderung des Rangs",
  person: "Person",
  team: "Team",
  bar: "Anteil am höchsten Wert",
  change: "Veränderung",
  privateMember: "Privates Mitglied",
  smallSample: "Kleine Stichprobe",
  up: (places) => `${places} nach oben`,
  down: (places) => `${places} nach unten`,
  same: "unverändert",
  new: "neu",
  total: "Summe der gezeigten Personen",
  totalTeams: "Summe der gezeigten Teams",
  rate: "Über alle gezeigten Personen",
  today: "Heute",
  units: {
    revenue_closed: () => "abgeschlossen",
    deals_won: (count) => plural(count, "de", { one: "Deal", other: "Deals" }),
    meetings_held: (count) => plural(count, "de", { one: "Meeting", other: "Meetings" }),
  },
  improved: "Am stärksten verbessert",
  standings: "Rangliste",
  fromTo: (from, to) => `von ${from} auf ${to}`,
  live: (time) => `Live, abgeglichen ${time}`,
  liveNow: "Live",
  stale: (time, age) => `Stand ${time}, ${age}. Standings war nicht erreichbar`,
  next: (slide, seconds) => `Als Nächstes: ${slide}, in ${seconds} s`,
  emptyTitle: "Noch ist niemand in dieser Rangliste",
  emptyDetail: "Sie füllt sich, sobald es etwas zu zählen gibt.",
  problems: {
    key: {
      title: "Dieser Bildschirm wurde getrennt",
      detail:
        "Ein Admin kann in Standings unter „Einstellungen“ eine neue Adresse anlegen. Öffnen Sie diese hier.",
    },
    address: {
      title: "Diese Adresse ist nicht vollständig",
      detail: "Öffnen Sie die ganze Adresse, die beim Anlegen gezeigt wurde.",
    },
    team: {
      title: "Das Team dieses Bildschirms gibt es nicht mehr",
      detail: "Ein Admin kann in Standings unter „Einstellungen“ eine neue Adresse anlegen.",
    },
    account: {
      title: "Standings ist nicht mit dem CRM verbunden",
      detail:
        "Ein Admin des CRM kann Standings wieder installieren. Die Rangliste kommt dann von selbst zurück.",
    },
    arriving: {
      title: "Die ersten Daten sind noch unterwegs",
      detail: "Die Rangliste erscheint hier, sobald sie da sind.",
    },
    offline: {
      title: "Standings ist nicht erreichbar",
      detail: "Die Rangliste erscheint hier, sobald die Verbindung wieder steht.",
    },
    other: {
      title: "Die Rangliste konnte nicht geladen werden",
      detail: "Es wird jede halbe Minute erneut versucht.",
    },
  },
};
