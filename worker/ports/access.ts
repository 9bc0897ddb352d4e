import type { CrmName, Plan, Role, TenantState } from "../../shared/contracts/ids.ts";
import type { Instant } from "../../shared/contracts/time.ts";

/** Where a card is shown, and so how a session is renewed. */
export type Host = "hubspot" | "salesforce";

/** Who stands behind a credential, with the role as it is now. */
export interface Principal {
  readonly tenantId: string;
  readonly tenantState: TenantState;
  /** Null for a machine. */
  readonly memberId: string | null;
  readonly role: Role;
  readonly mayWrite: boolean;
  /** A person who left keeps no access. Always true for a machine. */
  readonly active: boolean;
}

/** What a ticket stands for: the person who opens a card, or the session or key that opens a socket. */
export type TicketGrant =
  | { readonly purpose: "embed"; readonly tenantId: string; readonly memberId: string; readonly host: Host }
  | {
      readonly purpose: "live";
      readonly tenantId: string;
      readonly sessionId: string;
      readonly endsAt: Instant;
    }
  | { readonly purpose: "live_key"; readonly tenantId: string; readonly keyId: string };

/** What is told of an API key: never the key. */
export interface ApiKeyHead {
  readonly id: string;
  readonly role: Role;
  readonly write: boolean;
  readonly createdAt: Instant;
}

/** Credentials. Only hashes are kept, so nobody who reads the database can sign in with what it holds. */
export interface AccessStore {
  saveTicket(
    ticketHash: string,
    grant: TicketGrant,
    times: { readonly now: Instant; readonly expiresAt: Instant },
  ): Promise<void>;
  /** Takes the ticket out of the store: the second caller gets null, and so does a late one. */
  redeemTicket(
    ticketHash: string,
    purposes: readonly TicketGrant["purpose"][],
    now: Instant,
  ): Promise<TicketGrant | null>;

  openSession(
    session: {
      readonly tenantId: string;
      readonly sessionId: string;
      readonly memberId: string;
      readonly host: Host;
    },
    times: { readonly now: Instant; readonly expiresAt: Instant },
  ): Promise<void>;
  /** Null when the session was revoked, has expired, or its member is gone. */
  findSession(tenantId: string, sessionId: string, now: Instant): Promise<Principal | null>;
  /** Moves the end of a session that still stands. */
  extendSession(tenantId: string, sessionId: string, expiresAt: Instant): Promise<void>;
  endSession(tenantId: string, sessionId: string): Promise<void>;
  /** Ends every session of a tenant, or of one member. */
  endSessions(tenantId: string, memberId: string | null): Promise<void>;

  saveApiKey(tenantId: string, key: ApiKeyHead & { readonly keyHash: string }): Promise<void>;
  findApiKey(keyHash: string): Promise<(Principal & { readonly keyId: string }) | null>;
  findApiKeyById(tenantId: string, keyId: string): Promise<Principal | null>;
  listApiKeys(tenantId: string): Promise<readonly ApiKeyHead[]>;
  /** False when there is no such key. */
  revokeApiKey(tenantId: string, keyId: string): Promise<boolean>;

  /** The member behind a CRM user, by user id or else by e-mail address. */
  findPerson(
    tenantId: string,
    person: { readonly userId: string | null; readonly email: string | null },
  ): Promise<{ readonly memberId: string; readonly role: Role; readonly active: boolean } | null>;
}

/** What an operator does with a tenant as a whole, beyond the directory. */
export interface OperatorStore {
  setPlan(tenantId: string, plan: Plan): Promise<void>;
  /** Every row of the tenant, table by table, as lines of JSON; without tokens and credentials. */
  exportTenant(tenantId: string): AsyncIterable<string>;
}

/** A CRM call that proved to come from the CRM, and for whom. */
export interface SignedCaller {
  readonly crm: CrmName;
  readonly crmId: string;
  readonly userId: string | null;
  readonly email: string | null;
}
