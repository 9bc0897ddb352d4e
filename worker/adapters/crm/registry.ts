import type { CrmName } from "../../../shared/contracts/ids.ts";
import type { CrmPort } from "../../ports/crm.ts";
import { createHubSpotPort } from "./hubspot/hubspot-port.ts";
import type { HubSpotApp } from "./hubspot/oauth.ts";

/** Our apps at the CRMs. */
export interface CrmApps {
  readonly hubspot: HubSpotApp;
}

/** The port of each CRM we speak to; null for one that is not connected yet. */
export type CrmRegistry = Readonly<Record<CrmName, CrmPort | null>>;

/** The one place that knows which CRM has which adapter. */
export function createCrmRegistry(apps: CrmApps): CrmRegistry {
  return { hubspot: createHubSpotPort(apps.hubspot), salesforce: null };
}
