/** What the shared parts say themselves, whatever page they stand on. */
export const en = {
  close: "Close",
  tryAgain: "Try again",
  copyDetails: "Copy details",
  copied: "Copied",
  loading: "Loading standings",
  notLoaded: "Standings could not be loaded",
  serverSilent: "The server took too long to answer. Your data is safe in your CRM.",
  serverFailed: "The server could not answer because of a fault. Your data is safe in your CRM.",
  reference: (id: string) => `Reference ${id}`,
  offline: "You are offline",
  offlineDetail: "Standings could not be reached. They load as soon as you are back.",
  filterOptions: "Type to filter",
  noOption: "Nothing matches",
  clear: "Clear",
  privateMember: "Private member",
  up: "up",
  down: "down",
  same: "no change",
  showAsTable: "Show as table",
  showAsChart: "Show as chart",
  problems: {
    session: {
      title: "Your session has ended",
      detail: "Open Standings again from your CRM.",
    },
    permission: {
      title: "This is not open to you",
      detail: "An admin of Standings can give you access.",
    },
    unknownPerson: {
      title: "Standings does not know you yet",
      detail: "An admin can run a sync, so that you are found among the people of the CRM.",
    },
    account: {
      title: "This CRM account is not connected",
      detail: "An admin of the CRM can connect Standings again.",
    },
    missing: {
      title: "There is nothing here",
      detail: "It may have been removed, or the link is not complete.",
    },
    changed: {
      title: "Somebody else changed this in the meantime",
      detail: "Load it again, then make your change.",
    },
    busy: {
      title: "Too many requests",
      detail: "Wait a moment, then try again.",
    },
    arriving: {
      title: "The first data is still on its way",
      detail: "Standings appear here as soon as it is in.",
    },
  },
};

/** What every language has to say. */
export type DesignWords = typeof en;
