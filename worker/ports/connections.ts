import type { Grant } from "./crm.ts";

/** The CRM grant of one tenant, sealed at rest. Made for a tenant; its lane and the consent are the only users. */
export interface ConnectionStore {
  /** Null before the first consent, and once the grant was dropped. */
  loadGrant(): Promise<Grant | null>;
  /** Replaces what was saved. A rotated refresh token is saved before its access token is used. */
  saveGrant(grant: Grant): Promise<void>;
  /** Forgets the tokens: revoked, or the app was uninstalled. */
  dropGrant(): Promise<void>;
  /** The CRM user whose consent installed the app; null where the CRM did not tell. */
  loadInstaller(): Promise<string | null>;
}
