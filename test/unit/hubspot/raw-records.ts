import type { ActivityContext } from "../../../worker/adapters/crm/hubspot/read-activities.ts";
import type { DealContext } from "../../../worker/adapters/crm/hubspot/read-deal.ts";

export const STAMP = "2026-10-05T12:00:00.000Z";
export const TENANT = "tenant-readers";

export const dealContext: DealContext = {
  homeCurrency: "USD",
  amountProperties: ["margin"],
  ownerProperties: ["sdr"],
  stageOfDateProperty: new Map([
    ["hs_v2_date_entered_new_77", "new"],
    ["hs_v2_date_entered_closedwon", "closedwon"],
  ]),
  splits: new Map(),
};

export const activityContext: ActivityContext = {
  tenantId: TENANT,
  connectedByDisposition: new Map([["yes", true]]),
  contactsOfMeeting: new Map([["1", 2]]),
};

/** A record as HubSpot sends it. */
export function buildRaw(properties: Record<string, unknown>, over: Record<string, unknown> = {}) {
  return { id: "1", createdAt: STAMP, updatedAt: STAMP, archived: false, properties, ...over };
}

/** What was read; throws with the rejection when it was rejected. */
export function readValue<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error(`Rejected: ${JSON.stringify(result)}`);
  return result.value;
}
