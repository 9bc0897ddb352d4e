import type { CrmPort } from "../../../ports/crm.ts";

/**
 * HubSpot's limits of a marketplace app per account: 110 requests in 10 seconds, and of its 5 searches a
 * second, which all apps share, one is left to others. The windows are a little longer than HubSpot's,
 * because requests that left evenly may arrive bunched.
 */
export const HUBSPOT_LIMITS: CrmPort["limits"] = {
  general: { requests: 110, windowMilliseconds: 10_200 },
  search: { requests: 4, windowMilliseconds: 1_050 },
};

/** HubSpot's search index lags behind its records. */
export const HUBSPOT_POLL_OVERLAP_SECONDS = 300;
