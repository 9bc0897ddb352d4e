/** What the stand-alone card says itself; every text of the card comes with its view. */
export const en = {
  title: "Quota · Standings",
  loading: "Loading quota",
  /** An earlier answer stays on screen. */
  notUpdated: "These figures could not be updated.",
  offline: "No connection. These figures may be out of date.",
};

/** What every language has to say. */
export type QuotaCardWords = typeof en;
