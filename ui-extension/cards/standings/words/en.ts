/** Words of the frame around the pages. */
export const en = {
  product: "Standings",
  pages: {
    standing: "My standing",
    leaderboard: "Leaderboard",
    person: "Person",
    quotas: "Quotas",
    activity: "Activity",
    connection: "Connection",
    install: "Set up",
    settings: "Settings",
  },
  page: "Page",
  live: (time: string) => `Live · synced ${time}`,
  liveNow: "Live",
  synced: (time: string) => `Synced ${time}`,
  connecting: "Connecting",
  offline: "Offline",
  reading: "Reading history",
  syncedAgo: (time: string, age: string) => `Synced ${time}, ${age} ago`,
  ages: {
    minutes: (count: string) => `${count} min`,
    hours: (count: string) => `${count} h`,
    days: (count: string) => `${count} d`,
  },
  never: "Not synced yet",
  reconnect: (crm: string) => `${crm} needs to be reconnected`,
  pageMissing: "There is no such page",
  pageMissingDetail: "The link may be old, or the page is not open to you.",
  goTo: (page: string) => `Go to ${page}`,
  pageNotLoaded: "This page could not be loaded",
  pageNotLoadedDetail: "A newer version may have come out. Load it again.",
  reload: "Load again",
  opening: "Opening Standings",
};

/** What every language has to say. */
export type StandingsWords = typeof en;
