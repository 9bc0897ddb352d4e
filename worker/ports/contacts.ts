import type { Instant } from "../../shared/contracts/time.ts";
import type { PersonKey } from "../domain/records.ts";
import type { CrmContact } from "./crm.ts";

/** How far the CRM's contacts are read. */
export interface ContactWalk {
  /** True when the CRM does not let us read contacts. */
  readonly refused: boolean;
  /** Changes from here on are still to be read; null until the list of all was read. */
  readonly since: Instant | null;
  /** Inside a walk that is not finished. */
  readonly cursor: string | null;
  readonly startedAt: Instant | null;
}

/** What is known of a contact: nothing, the keys it has had, or that it was erased. */
export type KnownContact =
  | { readonly kind: "unknown" }
  | { readonly kind: "known"; readonly persons: readonly PersonKey[] }
  | { readonly kind: "erased" };

/** Which keys lead from a contact's id to what is derived from the person. Made for a tenant. */
export interface ContactKeys {
  loadWalk(): Promise<ContactWalk>;
  /** Only what is named changes. */
  changeWalk(change: Partial<ContactWalk>): Promise<void>;
  /** Adds what contacts have now to what they had before. An erased contact is passed over. */
  add(contacts: readonly CrmContact[]): Promise<void>;
  find(contactId: string): Promise<KnownContact>;
  /** Forgets keys under whatever contact they stand, and the contact itself; it never comes in again. */
  erase(erased: { readonly contactId: string | null; readonly persons: readonly PersonKey[] }): Promise<void>;
}
