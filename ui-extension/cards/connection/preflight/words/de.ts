import { plural } from "../../../../../shared/wording/words.ts";
import type { PreflightWords } from "./en.ts";

/** Was in Salesforce eingerichtet ist, auf Deutsch. Menüs heißen wie in Salesforce. */
export const de: PreflightWords = {
  title: "Einrichtung in Salesforce",
  loading: "Einrichtung wird geprüft",
  allDone: "Alles, was sich von hier aus feststellen lässt, ist eingerichtet",
  left: (count, text) =>
    plural(count, "de", { one: "Ein Schritt ist offen", other: `${text} Schritte sind offen` }),
  recheck: "Erneut prüfen",
  rechecking: "Salesforce wird gefragt",
  checked: (day, time) => `Salesforce wurde am ${day}, ${time} gefragt`,
  neverChecked: "Salesforce wurde noch nicht gefragt",
  failed: "Das ging nicht. Versuchen Sie es in einer Minute erneut.",
  where: (path) => `In Salesforce: ${path}`,
  states: { done: "Erledigt", to_do: "Offen", cannot_tell: "Von hier aus nicht feststellbar" },
  steps: {
    api_access: {
      title: "Standings lesen lassen",
      path: "Setup, External Client App Manager, Standings Sync, Edit Policies",
      reason:
        "Alles auf jeder Rangliste wird über die API gelesen. Verbinden Sie erneut, sobald es erlaubt ist.",
    },
    integration_user: {
      title: "Als Integrationsbenutzer lesen",
      path: "Setup, Benutzer, Neuer Benutzer, Lizenz Salesforce Integration; dann Standings Sync für dessen Berechtigungssatz genehmigen",
      reason:
        "Ein eigener Benutzer bleibt, wenn jemand geht, und mit der Genehmigung meldet sich Standings per Schlüssel an.",
    },
    refresh_policy: {
      title: "Die Zustimmung nicht enden lassen",
      path: "Setup, External Client App Manager, Standings Sync, Edit Policies, Refresh Token Policy",
      reason: "Endet die Zustimmung, steht jede Rangliste still. Die Anmeldung per Schlüssel braucht keine.",
    },
    view_all: {
      title: "Alle Aufgaben, Ereignisse und E-Mails sehen lassen",
      path: "Setup, Berechtigungssätze, der Satz des Integrationsbenutzers, Systemberechtigungen, Alle Daten anzeigen",
      reason: "Aktivitäten haben keine eigene Berechtigung: Ohne diese würden sie nur zum Teil gezählt.",
    },
    field_access: {
      title: "Die nötigen Felder sehen lassen",
      path: "Setup, Berechtigungssätze, der Satz des Integrationsbenutzers, Objekteinstellungen",
      reason: "Was verborgen ist, fehlt, und die Zahlen, die es brauchen, sind aus.",
    },
    permission_sets: {
      title: "Berechtigungssätze zuweisen",
      path: "Setup, Berechtigungssätze, Standings User und Standings Admin, Zuweisungen verwalten",
      reason: "Sie öffnen die Anwendung Standings. Wer Standings Admin hat, ist hier Admin.",
    },
    ping: {
      title: "Den Schlüssel der Änderungsmeldungen einfügen",
      path: "App Launcher, Standings connection, Save key",
      reason:
        "Änderungen kommen dann in Sekunden statt Minuten an. Der Schlüssel zeigt, dass Ihre Organisation sie gesendet hat.",
    },
    tab_page: {
      title: "Die Registerkarte Standings öffnen",
      path: "App Launcher, Standings; oder Setup, App Manager, Ihre Anwendung, Bearbeiten, Navigationselemente",
      reason: "Dort sind alle Seiten. Sie gilt als genutzt, sobald jemand sie geöffnet hat.",
    },
    record_page: {
      title: "Die Karte auf Opportunities setzen",
      path: "Eine Opportunity, Zahnrad, Seite bearbeiten: Standings in die Seitenleiste ziehen, Shown as record, Speichern, Aktivierung",
      reason:
        "Ein Paket kann Ihre Seiten nicht ändern. Sie gilt als genutzt, sobald jemand sie geöffnet hat.",
    },
    home_page: {
      title: "Die Karte auf die Startseite setzen",
      path: "Startseite, Zahnrad, Seite bearbeiten: Standings hineinziehen, Shown as home, Speichern, Aktivierung",
      reason:
        "So sieht jeder zu Beginn des Tages, wo er steht. Sie gilt als genutzt, sobald jemand sie geöffnet hat.",
    },
  },
  evidence: {
    answered: (day, time) => `Letzte Antwort am ${day}, ${time}`,
    seen: (day, time) => `Zuletzt gesehen am ${day}, ${time}`,
    byKey: "Standings meldet sich per Schlüssel an",
    byConsent: "Standings liest mit der Zustimmung der Person, die es verbunden hat",
    keyRefused:
      "Salesforce hat den Schlüssel abgelehnt: Genehmigen Sie Standings Sync für den Integrationsbenutzer",
    admins: (count, text) =>
      plural(count, "de", {
        one: "1 Person hat Standings Admin",
        other: `${text} Personen haben Standings Admin`,
      }),
    nobody: "Niemand hat Standings Admin",
    hidden: (feature, names) => `${feature}: ${names}`,
    off: (feature) => `${feature}: nicht lesbar`,
  },
  features: {
    deal: "Opportunities",
    call: "Anrufe",
    email: "E-Mails",
    meeting: "Meetings",
    task: "Aufgaben",
    communication: "Nachrichten",
    users: "Benutzer",
    teams: "Teams",
    currencies: "Währungen",
    goals: "Quoten",
    email_content: "Inhalte von E-Mails",
    splits: "Aufteilungen",
    archived_owners: "Ausgeschiedene",
    contacts: "Kontakte",
    stage_history: "Verlauf der Phasen",
    owner_history: "Verlauf der Inhaber",
    complete_activities: "Alle Aktivitäten",
  },
  key: {
    make: "Neuer Schlüssel",
    makeAnother: "Schlüssel ersetzen",
    made: "Kopieren Sie den Schlüssel jetzt: Er wird nur einmal gezeigt. Fügen Sie ihn in Salesforce unter App Launcher, Standings connection ein.",
    replaces:
      "Ein neuer Schlüssel beendet den bisherigen: Bis er eingefügt ist, kommen Änderungen einige Minuten später an.",
    since: (day, time) => `Ein Schlüssel wurde am ${day}, ${time} erstellt`,
    label: "Schlüssel der Änderungsmeldungen",
    copy: "Kopieren",
    copied: "Kopiert",
    done: "Fertig",
  },
};
