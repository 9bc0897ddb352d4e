import type { CrmPort } from "../../../ports/crm.ts";

/**
 * Salesforce counts calls by the day, which the gateway keeps to, and allows 25 long ones at once; a lane asks one
 * after another. The window only keeps one tenant from crowding out the others.
 */
export const SALESFORCE_LIMITS: CrmPort["limits"] = {
  general: { requests: 100, windowMilliseconds: 2_000 },
  search: { requests: 100, windowMilliseconds: 2_000 },
};

/**
 * A row is stamped when its transaction begins to write and appears when it ends, at most ten minutes later;
 * a minute is for clocks.
 */
export const SALESFORCE_POLL_OVERLAP_SECONDS = 660;

/** Nothing but an erasure is found by them, and each question is a call of the day's. */
export const SALESFORCE_CONTACTS_EVERY_SECONDS = 900;
