/** HubSpot's search index lags behind its records: a poll looks back this much further than it needs to. */
export const POLL_OVERLAP_SECONDS = 300;
