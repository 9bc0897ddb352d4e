import { de as names } from "../../metrics/words/names/de.ts";
import { de as statuses } from "../../wording/quota-statuses/de.ts";
import { plural } from "../../wording/words.ts";
import type { QuotaCardWords } from "./en.ts";
import { ended } from "./sentence.ts";

const deals = (count: number, text: string) =>
  plural(count, "de", { one: `${text} Deal`, other: `${text} Deals` });

/** Everything the quota card says, in German. */
export const de: QuotaCardWords = {
  title: (period) => `Quote ${period}`,
  quarter: (number, year) => (year === null ? `Q${number}` : `Q${number} ${year}`),
  status: { ...statuses, reached: "Quote erreicht", no_quota: "Keine Quote gesetzt" },
  ramping: "Einarbeitung",
  lineReached: statuses.on_track,
  metrics: names.short,
  weekly: {
    revenue_closed: "Umsatz je Woche",
    deals_won: "Deals je Woche",
    meetings_booked: "Meetings je Woche",
    touches: "Aktivitäten je Woche",
  },
  ahead: (points, text) =>
    plural(points, "de", { one: `${text} Punkt vor dem Soll`, other: `${text} Punkte vor dem Soll` }),
  below: (points, text) =>
    plural(points, "de", { one: `${text} Punkt hinter dem Soll`, other: `${text} Punkte hinter dem Soll` }),
  onPace: "genau im Soll",
  paused: "Plan ruht",
  soFar: "Bisher",
  arriving: "bisher",
  pace: (percent) => `Soll ${percent}`,
  barLabel: (percent, pace) => `${percent} der Quote, Soll heute ${pace}`,
  lineBarLabel: (metric, percent, pace) => `${metric} ${percent} der Quote, Soll ${pace}`,
  dealBarLabel: (from, to, pace) => `jetzt ${from}, mit diesem Deal ${to}, Soll heute ${pace}`,
  noData: "noch keine Daten",
  of: (quota) => `von ${quota}`,
  attained: (percent) => `${percent} der Quote. Warum diese Zahl?`,
  resultLabels: {
    revenue_closed: (result) => `${result} abgeschlossen. Warum diese Zahl?`,
    deals_won: (result) => `${result} Deals abgeschlossen. Warum diese Zahl?`,
    meetings_booked: (result) => `${result} Meetings gebucht. Warum diese Zahl?`,
    touches: (result) => `${result} Aktivitäten. Warum diese Zahl?`,
  },
  closedDeals: (count, text) => `abgeschlossen, ${deals(count, text)}`,
  reachedOn: (day) => `Erreicht am ${day}`,
  lineReachedOn: (day) => `Erreicht, ${day}`,
  toGo: "Offen",
  toGoAmount: (amount) => `noch ${amount}`,
  beyond: "Über der Quote",
  perWorkingDay: (days, text) =>
    plural(days, "de", { one: `Je Arbeitstag, noch ${text}`, other: `Je Arbeitstag, noch ${text}` }),
  workingDaysLeft: "Verbleibende Arbeitstage",
  projected: "Voraussichtlich am Ende",
  chance: "Chance auf die Quote",
  chanceReached: "Erreicht",
  chances: { likely: "wahrscheinlich", possible: "möglich", unlikely: "unwahrscheinlich" },
  aDay: (amount) => `${amount} am Tag`,
  everyDays: (count, days, text) =>
    plural(days, "de", { one: `${count} am Tag`, other: `${count} alle ${text} Tage` }),
  workingDays: (completed, total) => `${completed} von ${total} Arbeitstagen vorbei`,
  openDeals: (count, text, day) =>
    plural(count, "de", {
      one: `${text} offener Deal fällig bis ${day}`,
      other: `${text} offene Deals fällig bis ${day}`,
    }),
  rank: (rank, tied) => (tied ? `=${rank}` : `#${rank}`),
  rankIn: (among) => (among === null ? "Rang" : `Rang in ${among}`),
  rankOf: (count, among) => (among === null ? `von ${count}` : `von ${count} in ${among}`),
  rankWas: (rank, day) => `am ${day} noch #${rank}`,
  rankSame: (day) => `wie am ${day}`,
  up: (places) => `${places} nach oben`,
  down: (places) => `${places} nach unten`,
  same: "gleicher Platz",
  new: "neu",
  notes: {
    noQuota: (period) =>
      `Ihr Admin hat für Sie keine Quote für ${period} gesetzt. Ihre Ergebnisse zählen trotzdem in der Rangliste.`,
    noQuotaOf: (period, name) =>
      `Für ${name} ist keine Quote für ${period} gesetzt. Die Ergebnisse zählen trotzdem in der Rangliste.`,
    ramping: (day) => `Einarbeitung: Die Quote zählt ab ${day}, anteilig nach Arbeitstagen.`,
    awayUntil: (day) => `${ended(`Abwesend bis ${day}`)} Soll und Status ruhen solange.`,
    away: "Abwesend. Soll und Status ruhen solange.",
    tooEarly: "Noch zu früh: Vom Zeitraum ist zu wenig vorbei, um ihn zu beurteilen.",
    pastDue: (count, text, amount) =>
      plural(count, "de", {
        one: ended(`Bei ${text} offenen Deal ist das Abschlussdatum vorbei, ${amount}`),
        other: ended(`Bei ${text} offenen Deals ist das Abschlussdatum vorbei, ${amount}`),
      }),
    soFar: "Bisher: Daten dieses Zeitraums treffen noch ein, daher gibt es noch keine Plätze.",
    reconnect: "Standings hat keinen Zugang zum CRM mehr. Ein Admin kann es wieder verbinden.",
  },
  footnote: {
    mine: (quarters) => `Vorhersage aus Ihren Wochenergebnissen der letzten ${quarters} Quartale.`,
    theirs: (quarters, name) =>
      `Vorhersage aus den Wochenergebnissen von ${name} in den letzten ${quarters} Quartalen.`,
  },
  sync: {
    at: (time) => `Stand ${time}`,
    stale: (time, age) => `Stand ${time}, vor ${age}`,
    never: "Noch nicht abgeglichen",
    minutes: (count) => `${count} Min.`,
    hours: (count) => `${count} Std.`,
    days: (count) => `${count} T.`,
  },
  chart: {
    title: (metric) => `${metric} gegen das Soll`,
    result: {
      revenue_closed: "Abgeschlossen",
      deals_won: "Abgeschlossen",
      meetings_booked: "Gebucht",
      touches: "Erledigt",
    },
    pace: "Soll",
    quota: "Quote",
    range: "Wahrscheinlicher Bereich",
    today: "Heute",
    day: "Tag",
    between: (low, high) => `${low}–${high}`,
    label: (metric, result, quota, days) => ended(`${metric}: ${result} von ${quota}, ${days}`),
  },
  deal: {
    title: "Wenn dieser Deal abgeschlossen wird",
    titleWon: "Dieser Deal ist gewonnen",
    titleLost: "Dieser Deal ging verloren",
    titleOther: "Dieser Deal",
    quota: "Quote",
    rank: "Platz",
    ofPerson: (label, name) => `${label}, ${name}`,
    toGoAfter: (amount) => ended(`Danach noch ${amount}`),
    reaches: "Damit ist die Quote erreicht.",
    countsIn: (period, day) => ended(`Zählt im Zeitraum ${period}, Abschlussdatum ist ${day}`),
    rankToday: "Der Platz gilt gegen die heutigen Summen.",
    countsElsewhere: (then, now, day) =>
      ended(
        `Schließt im Zeitraum ${then}, zählt also dort und nicht im Zeitraum ${now}. Abschlussdatum ist ${day}`,
      ),
    alreadyWon: (period, day) => ended(`Er ist gewonnen und zählt im Zeitraum ${period}, am ${day}`),
    alreadyWonUndated: "Er ist gewonnen, hat aber kein Abschlussdatum und zählt deshalb in keinem Zeitraum.",
    lost: "Er zählt als verloren. Nichts ändert sich, solange er nicht wieder geöffnet wird.",
    belongsTo: (name) => ended(`Dieser Deal gehört ${name}`),
    belongsToOther: "Dieser Deal gehört jemand anderem, Ihre Quote und Ihr Platz bleiben also gleich.",
    belongsToNobody: "Dieser Deal hat in Standings keinen Besitzer und zählt deshalb für niemanden.",
    pipeline:
      "Seine Pipeline ist nicht einbezogen, er zählt also nicht. Ein Admin kann die Pipeline einbeziehen.",
    excluded: "Ein Admin hat diesen Deal ausgenommen, er zählt also nicht.",
    noAmount: "Er hat keinen Betrag: Er zählt als Deal und bringt keinen Umsatz.",
    noChosenAmount:
      "Das Feld, aus dem der Umsatz kommt, ist leer: Er zählt als Deal und bringt keinen Umsatz.",
    closeDatePast: (day) =>
      `Sein Abschlussdatum, ${day}, ist vorbei. Setzen Sie ein neues, um zu sehen, was er ändert.`,
    noCloseDate: "Er hat kein Abschlussdatum, daher ist offen, in welchem Zeitraum er zählt.",
    noRate: "Für seine Währung gibt es am Abschlussdatum keinen Kurs, sein Betrag zählt also nicht.",
    noQuota: (period) => `Für ${period} ist keine Quote gesetzt, es ändert sich also nur der Platz.`,
    notFound: "Standings kennt diesen Deal noch nicht. Ein neuer Deal erscheint innerhalb einer Minute.",
    share: (percent, whole) => ended(`Ihr Anteil ist ${percent} von ${whole}`),
    shareOf: (name, percent, whole) => ended(`Der Anteil von ${name} ist ${percent} von ${whole}`),
  },
  words: {
    openStandings: "Rangliste öffnen",
    whyThisNumber: "Warum diese Zahl?",
    period: "Zeitraum",
    quota: "Quote",
    progress: "Fortschritt",
    result: "Ergebnis",
    toGo: "Offen",
    perDay: "Je Tag",
    projected: "Voraussichtlich",
    status: "Status",
    retry: "Erneut versuchen",
  },
  problems: {
    general: {
      title: "Standings konnte nicht geladen werden",
      detail: "Bei uns ist etwas schiefgegangen.",
      action: "Versuchen Sie es erneut. Wenn es so bleibt, sagen Sie es einem Admin.",
    },
    refused: {
      title: "Standings konnte nicht geladen werden",
      detail: "Die Anfrage wurde nicht angenommen.",
      action: "Laden Sie die Seite neu.",
    },
    accountUnknown: {
      title: "Dieses CRM-Konto ist nicht verbunden",
      detail: "Standings ist hier nicht installiert.",
      action: "Bitten Sie einen Admin des CRM, Standings zu installieren.",
    },
    disconnected: {
      title: "Standings wurde getrennt",
      detail: "Es wurde aus diesem CRM-Konto entfernt.",
      action: "Bitten Sie einen Admin des CRM, Standings wieder zu installieren.",
    },
    personUnknown: {
      title: "Standings kennt Sie noch nicht",
      detail: "Sie sind nicht unter den Personen, die aus dem CRM gelesen wurden.",
      action: "Bitten Sie einen Admin, einen Abgleich zu starten.",
    },
    notLoaded: {
      title: "Die ersten Daten sind noch unterwegs",
      detail: "Standings liest das Konto zum ersten Mal.",
      action: "Versuchen Sie es in einer Minute erneut.",
    },
    notPermitted: {
      title: "Diese Karte ist nicht für Sie bestimmt",
      detail: "Quoten sehen die Person selbst, ihre Führungskräfte und Admins.",
      action: "Öffnen Sie Ihre eigene Karte.",
    },
  },
};
