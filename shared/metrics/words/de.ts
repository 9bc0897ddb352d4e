import type { EventId, MetricId } from "../../contracts/ids.ts";
import { de as names } from "./names/de.ts";
import type { MetricRule, RuleWords } from "./rule-words.ts";

const CLOSE_DATE = "Abschlussdatum des Deals, als Tag in der Zeitzone des Kontos";
const OWNER_AT_CLOSE = "Wem der Deal beim Abschluss gehörte; spätere Besitzer ändern daran nichts";
const CREATED = "Der Tag, an dem der Deal angelegt wurde";
const FIRST_OWNER = "Der erste Besitzer des Deals";
const CALL_DAY = "Der Tag des Anrufs";
const CALL_OWNER = "Wem der Anruf gehört";
const SENDER = "Wem die E-Mail gehört, sonst ihr Absender";
const PIPELINES = "Deals in Pipelines, die nicht einbezogen sind";
const GONE = "Deals, die gelöscht oder mit einem anderen zusammengeführt wurden";
const NEGATIVE = "Gewonnene Deals mit negativem Betrag";
const NO_AMOUNT = "Gewonnene Deals ohne Betrag";
const NO_RATE = "Beträge in einer Währung ohne Kurs am Abschlussdatum";
const CALLS_GONE = "Anrufe, die gelöscht wurden oder einen anderen wiederholen";
const BOUNCED = "E-Mails, die nicht ankamen";
const AMONG_MEMBERS = "E-Mails nur unter Mitgliedern";
const AUTOMATIC = "Automatische Antworten";
const NOBODY_OUTSIDE = "Meetings ohne jemanden von außerhalb des Unternehmens";
const ANSWERED =
  "Ein ausgehender Anruf ist angenommen, wenn sein Ergebnis es sagt; ohne Ergebnis, wenn er lang genug war.";
const IN_PARTS = "Wie in jedem seiner Teile";
const IN_QUOTA_METRIC = "Wie in der Kennzahl, für die die Quote gesetzt ist";

const RULES: Readonly<Record<MetricId, MetricRule>> = {
  revenue_closed: {
    description:
      "Die Beträge der im Zeitraum gewonnenen Deals, in der Währung des Kontos. Ein gewonnener Deal mit negativem Betrag senkt sie.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [NO_AMOUNT, NO_RATE, PIPELINES, GONE],
  },
  deals_won: {
    description:
      "Die Deals, deren Phase gewonnen ist, jeder einmal. Ein wieder geöffneter Deal fällt heraus; wird er erneut gewonnen, zählt er im Zeitraum des neuen Abschlussdatums.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [NEGATIVE, PIPELINES, GONE],
  },
  pipeline_generated: {
    description: "Die heutigen Beträge der im Zeitraum angelegten Deals, was immer aus ihnen wurde.",
    dateField: CREATED,
    creditRule: FIRST_OWNER,
    exclusions: ["Deals ohne Betrag", "Beträge in einer Währung ohne Kurs", PIPELINES, GONE],
  },
  meetings_booked: {
    description:
      "Die Meetings, die im Zeitraum in den Kalender kamen, jedes einmal, so oft es auch verschoben wird. Ein abgesagtes Meeting bleibt gebucht.",
    dateField: "Der Tag, an dem das Meeting angelegt wurde",
    creditRule: "Wer das Meeting angelegt hat, sonst sein Besitzer",
    exclusions: [NOBODY_OUTSIDE, "Meetings, die gelöscht wurden oder ein anderes wiederholen"],
  },
  meetings_held: {
    description: "Die Meetings, deren Ergebnis sagt, dass sie stattfanden.",
    dateField: "Der Tag, an dem das Meeting begann",
    creditRule: "Der Besitzer des Meetings, der es leitet",
    exclusions: [
      "Abgesagte und verschobene Meetings, und solche, zu denen niemand kam",
      "Meetings ohne Ergebnis",
      NOBODY_OUTSIDE,
    ],
  },
  emails_sent: {
    description: "Die E-Mails, die Mitglieder an jemanden außerhalb des Unternehmens sandten.",
    dateField: "Der Tag, an dem die E-Mail gesendet wurde",
    creditRule: SENDER,
    exclusions: [BOUNCED, AMONG_MEMBERS, AUTOMATIC],
  },
  emails_received: {
    description: "Die E-Mails, die Mitglieder von außerhalb des Unternehmens erhielten.",
    dateField: "Der Tag, an dem die E-Mail ankam",
    creditRule: "Wem die E-Mail gehört, sonst das erste Mitglied, an das sie ging",
    exclusions: [AUTOMATIC, "E-Mails von anderen Mitgliedern"],
  },
  calls_made: {
    description:
      "Die ausgehenden Anrufe, angenommen oder nicht. Ein Anruf ohne Richtung wurde von dem eingetragen, der ihn führte, und zählt als ausgehend.",
    dateField: CALL_DAY,
    creditRule: CALL_OWNER,
    exclusions: [CALLS_GONE],
  },
  calls_answered: {
    description: `Die ausgehenden Anrufe, die jemanden erreichten. ${ANSWERED}`,
    dateField: CALL_DAY,
    creditRule: CALL_OWNER,
    exclusions: [CALLS_GONE],
  },
  connect_rate: {
    description: `Der Anteil der ausgehenden Anrufe, die jemanden erreichten. ${ANSWERED}`,
    dateField: CALL_DAY,
    creditRule: CALL_OWNER,
    exclusions: [CALLS_GONE],
  },
  talk_time: {
    description: "Die Dauer der verbundenen Anrufe, in beide Richtungen.",
    dateField: CALL_DAY,
    creditRule: CALL_OWNER,
    exclusions: ["Anrufe, die nicht verbunden wurden", CALLS_GONE],
  },
  reply_rate: {
    description:
      "Der Anteil der Ansprachen, die beantwortet wurden. Eine Ansprache ist die erste E-Mail an eine Person nach einer stillen Zeit; sie ist beantwortet, wenn die Person innerhalb der Frist zurückschreibt. Beides zählt am Tag der Ansprache, daher können die letzten Tage noch steigen.",
    dateField: "Der Tag der ersten E-Mail",
    creditRule: SENDER,
    exclusions: [BOUNCED, AUTOMATIC, "E-Mails an eine Person, der kurz zuvor geschrieben wurde"],
  },
  deals_created: {
    description: "Die Deals, die im Zeitraum entstanden, was immer aus ihnen wurde.",
    dateField: CREATED,
    creditRule: FIRST_OWNER,
    exclusions: [PIPELINES, GONE],
  },
  deals_advanced: {
    description:
      "Wie oft ein Deal über die weiteste Phase hinauskam, die er erreicht hatte. Hin und zurück zählt einmal; die erste Phase, Gewinn und Verlust sind kein Fortschritt.",
    dateField: "Der Tag, an dem die Phase erreicht wurde",
    creditRule: "Wem der Deal an diesem Tag gehörte",
    exclusions: [PIPELINES, GONE],
  },
  deals_lost: {
    description: "Die Deals, deren Phase verloren ist, jeder einmal.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [PIPELINES, GONE],
  },
  tasks_completed: {
    description: "Die Aufgaben, die als erledigt markiert wurden.",
    dateField: "Der Tag, an dem die Aufgabe erledigt wurde",
    creditRule: "Wem die Aufgabe gehört",
    exclusions: ["Gelöschte Aufgaben"],
  },
  win_rate: {
    description:
      "Die gewonnenen unter den im Zeitraum entschiedenen Deals, nach Anzahl und nicht nach Betrag.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [NEGATIVE, "Offene Deals", PIPELINES, GONE],
  },
  average_deal_size: {
    description: "Der mittlere Betrag der im Zeitraum gewonnenen Deals.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: [NO_AMOUNT, NEGATIVE, NO_RATE, PIPELINES, GONE],
  },
  sales_cycle: {
    description:
      "Die mittlere Zahl der Tage vom Anlegen eines Deals bis zu seinem Abschlussdatum, über die im Zeitraum gewonnenen Deals.",
    dateField: CLOSE_DATE,
    creditRule: OWNER_AT_CLOSE,
    exclusions: ["Deals, deren Abschlussdatum vor ihrem Anlegen liegt", NEGATIVE, PIPELINES, GONE],
  },
  sales_velocity: {
    description:
      "Was die Verkäufe des Zeitraums am Tag wert sind: angelegte Deals, mal ihrer mittleren Größe, mal dem gewonnenen Anteil, durch die Tage, die ein Gewinn braucht.",
    dateField: IN_PARTS,
    creditRule: IN_PARTS,
    exclusions: [IN_PARTS],
  },
  touches: {
    description:
      "Alles, was ein Mitglied hinausgab: gesendete E-Mails, getätigte Anrufe und andere eingetragene Nachrichten (SMS, LinkedIn, WhatsApp).",
    dateField: "Der Tag der E-Mail, des Anrufs oder der Nachricht",
    creditRule: "Wem die E-Mail, der Anruf oder die Nachricht gehört",
    exclusions: [BOUNCED, AMONG_MEMBERS, "Einträge, die gelöscht wurden oder einen anderen wiederholen"],
  },
  quota_attainment: {
    description: "Das Ergebnis als Anteil der Quote, die galt.",
    dateField: IN_QUOTA_METRIC,
    creditRule: IN_QUOTA_METRIC,
    exclusions: ["Mitglieder ohne Quote"],
  },
};

const NOUNS: Readonly<Record<EventId, string>> = {
  deal_created: "angelegte Deals",
  pipeline_generated: "angelegte Deals mit Betrag",
  deal_advanced: "Fortschritte",
  deal_won: "gewonnene Deals",
  revenue_closed: "gewonnene Deals mit Betrag",
  deal_refunded: "gewonnene Deals mit negativem Betrag",
  deal_cycle: "gewonnene Deals mit beiden Daten",
  deal_lost: "verlorene Deals",
  deal_due: "fällige offene Deals",
  call_made: "ausgehende Anrufe",
  call_answered: "angenommene ausgehende Anrufe",
  call_received: "eingehende Anrufe",
  email_sent: "gesendete E-Mails",
  email_received: "empfangene E-Mails",
  outreach_delivered: "zugestellte Ansprachen",
  outreach_replied: "beantwortete Ansprachen",
  meeting_booked: "gebuchte Meetings",
  meeting_held: "abgehaltene Meetings",
  task_completed: "erledigte Aufgaben",
  message_sent: "andere gesendete Nachrichten",
};

/** The rules of all metrics in German. */
export const de: RuleWords = {
  rule: (id) => RULES[id],
  noun: (event) => NOUNS[event],
  formula: {
    measure: ({ event, of }) => {
      if (of === "amount") return `Betrag (${NOUNS[event]})`;
      if (of === "seconds") return `${event === "deal_cycle" ? "Tage" : "Dauer"} (${NOUNS[event]})`;
      return NOUNS[event];
    },
    label: names.label,
    attainment: "Ergebnis ÷ Quote × 100",
  },
};
