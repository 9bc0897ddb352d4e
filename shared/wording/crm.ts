/** What the CRMs call themselves: the same in every language. */
import type { CRM_NAMES } from "../contracts/ids.ts";

const LABELS: Readonly<Record<(typeof CRM_NAMES)[number], string>> = {
  hubspot: "HubSpot",
  salesforce: "Salesforce",
};

/** The name of a CRM as people write it. */
export function crmLabel(crm: (typeof CRM_NAMES)[number]): string {
  return LABELS[crm];
}
