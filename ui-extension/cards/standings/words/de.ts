import type { StandingsWords } from "./en.ts";

export const de: StandingsWords = {
  product: "Standings",
  pages: {
    standing: "Mein Stand",
    leaderboard: "Rangliste",
    person: "Person",
    quotas: "Quoten",
    activity: "Aktivität",
    connection: "Verbindung",
    install: "Einrichten",
  },
  page: "Seite",
  live: (time) => `Live · Stand ${time}`,
  liveNow: "Live",
  synced: (time) => `Stand ${time}`,
  connecting: "Verbindet",
  offline: "Offline",
  reading: "Verlauf wird gelesen",
  reconnect: "CRM nicht verbunden",
  pageMissing: "Diese Seite gibt es nicht",
  pageMissingDetail: "Der Link ist vielleicht alt, oder die Seite ist für Sie nicht freigegeben.",
  goTo: (page) => `Zu ${page}`,
  pageNotLoaded: "Diese Seite konnte nicht geladen werden",
  pageNotLoadedDetail: "Vielleicht gibt es eine neuere Version. Laden Sie sie neu.",
  reload: "Neu laden",
  opening: "Standings wird geöffnet",
};
