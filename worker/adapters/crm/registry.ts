import type { CrmName } from "../../../shared/contracts/ids.ts";
import type { CrmPort } from "../../ports/crm.ts";
import { createHubSpotPort } from "./hubspot/hubspot-port.ts";
import type { HubSpotApp } from "./hubspot/oauth.ts";
import type { SalesforceApp } from "./salesforce/access/oauth.ts";
import { createSalesforcePort } from "./salesforce/salesforce-port.ts";
import { createUnconfiguredPort } from "./unconfigured-port.ts";

/** Our apps at the CRMs. */
export interface CrmApps {
  readonly hubspot: HubSpotApp;
  /** Null where none is set up. */
  readonly salesforce: SalesforceApp | null;
}

/** The port of each CRM. */
export type CrmRegistry = Readonly<Record<CrmName, CrmPort>>;

/** The one place that knows which CRM has which adapter. */
export function createCrmRegistry(apps: CrmApps): CrmRegistry {
  return {
    hubspot: createHubSpotPort(apps.hubspot),
    salesforce: apps.salesforce
      ? createSalesforcePort(apps.salesforce)
      : createUnconfiguredPort("SALESFORCE_CLIENT_ID"),
  };
}
