import type { DesignWords } from "./en.ts";

export const de: DesignWords = {
  close: "Schließen",
  tryAgain: "Erneut versuchen",
  copyDetails: "Details kopieren",
  copied: "Kopiert",
  loading: "Rangliste wird geladen",
  notLoaded: "Standings konnte nicht geladen werden",
  serverSilent: "Der Server hat zu lange nicht geantwortet. Ihre Daten sind im CRM sicher.",
  serverFailed: "Der Server konnte wegen eines Fehlers nicht antworten. Ihre Daten sind im CRM sicher.",
  reference: (id) => `Referenz ${id}`,
  offline: "Sie sind offline",
  offlineDetail: "Standings ist nicht erreichbar. Die Daten laden, sobald Sie wieder verbunden sind.",
  filterOptions: "Zum Filtern tippen",
  noOption: "Nichts gefunden",
  clear: "Leeren",
  privateMember: "Privates Mitglied",
  up: "gestiegen",
  down: "gefallen",
  same: "unverändert",
  showAsTable: "Als Tabelle zeigen",
  showAsChart: "Als Diagramm zeigen",
  problems: {
    session: {
      title: "Ihre Sitzung ist abgelaufen",
      detail: "Öffnen Sie Standings erneut aus Ihrem CRM.",
    },
    permission: {
      title: "Das ist für Sie nicht freigegeben",
      detail: "Ein Admin von Standings kann Ihnen Zugang geben.",
    },
    unknownPerson: {
      title: "Standings kennt Sie noch nicht",
      detail: "Ein Admin kann einen Abgleich starten, damit Sie unter den Personen des CRM gefunden werden.",
    },
    account: {
      title: "Dieses CRM-Konto ist nicht verbunden",
      detail: "Ein Admin des CRM kann Standings wieder verbinden.",
    },
    missing: {
      title: "Hier ist nichts",
      detail: "Es wurde entfernt, oder der Link ist unvollständig.",
    },
    changed: {
      title: "Jemand anderes hat dies inzwischen geändert",
      detail: "Laden Sie es neu und ändern Sie es dann.",
    },
    busy: {
      title: "Zu viele Anfragen",
      detail: "Warten Sie einen Moment und versuchen Sie es erneut.",
    },
    arriving: {
      title: "Die ersten Daten sind noch unterwegs",
      detail: "Die Rangliste erscheint hier, sobald sie da sind.",
    },
  },
};
