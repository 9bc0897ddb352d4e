import type { CrmName, Role } from "../../../shared/contracts/ids.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ConnectionStore } from "../../ports/connections.ts";
import type { CrmFailure, CrmPort, Grant } from "../../ports/crm.ts";
import type { ConsentStates, TenantLanes } from "../../ports/sync.ts";
import type { Tenant, TenantDirectory } from "../../ports/tenants.ts";
import { tryAgain } from "./retrying.ts";

/** How long a customer may take over the consent page. */
const CONSENT_SECONDS = 600;
const STATE_BYTES = 32;

/** What connecting a CRM needs. */
export interface InstallParts {
  readonly crm: CrmPort;
  /** The same where an account signs in at an address of its own; absent for a CRM whose accounts have none. */
  readonly crmAt?: (loginUrl: string) => CrmPort;
  readonly crmName: CrmName;
  /** What an account is called until it told its name. */
  readonly crmLabel: string;
  /** Where the CRM's records open, unless the grant says where its account lies. */
  readonly crmAppUrl: string;
  readonly redirectUri: string;
  /**
   * The proof key of a consent (RFC 7636, 43 to 128 characters), from its state and a secret of ours: whoever sees
   * the state in an address cannot tell it.
   */
  readonly proofOf: (state: string) => Promise<string>;
  readonly states: ConsentStates;
  readonly directory: TenantDirectory;
  readonly connectionsOf: (tenantId: string) => ConnectionStore;
  /**
   * The role of a CRM user; null for one whom nobody knows. Absent for a CRM that lets nobody but its admins give
   * consent.
   */
  readonly roleOf?: (tenantId: string, userId: string) => Promise<Role | null>;
  readonly lanes: TenantLanes;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** Why an installation did not come about. */
export type InstallRefusal =
  | { readonly reason: "state_invalid" }
  | { readonly reason: "consent_refused" }
  /** The account is connected, and whoever consented now sells in it and is no admin here. */
  | { readonly reason: "not_admin" }
  | { readonly reason: "crm_failed"; readonly failure: CrmFailure };

/** The answer of the consent page, as it stands in the address. */
export interface ConsentAnswer {
  readonly state: string | null;
  readonly code: string | null;
  /** Whether the CRM says that consent was not given. */
  readonly refused: boolean;
}

/** Begins a consent: where to send the customer. `loginUrl` is where the account signs in, if not where all do. */
export async function beginConsent(parts: InstallParts, loginUrl: string | null = null): Promise<string> {
  const random = toHex(parts.randomBytes(STATE_BYTES));
  // The whole state is hashed and kept, so nobody can put another address in.
  const state = loginUrl === null ? random : `${random}.${toBase64Url(new TextEncoder().encode(loginUrl))}`;
  const now = parts.clock.now();
  const expiresAt = secondsAfter(now, CONSENT_SECONDS);
  await parts.states.save(await hashOf(state), { now, expiresAt });
  const codeChallenge = toBase64Url(await sha256(await parts.proofOf(state)));
  return portOf(parts, loginUrl).authorizeUrl({ state, redirectUri: parts.redirectUri, codeChallenge });
}

/** Ends a consent: the tenant exists or is taken up again, and its backfill has begun. */
export async function endConsent(
  parts: InstallParts,
  answer: ConsentAnswer,
): Promise<Result<Tenant, InstallRefusal>> {
  const { state, code } = answer;
  if (state === null || !(await parts.states.take(await hashOf(state), parts.clock.now()))) {
    return err({ reason: "state_invalid" });
  }
  if (answer.refused || code === null) return err({ reason: "consent_refused" });
  const consent = { code, redirectUri: parts.redirectUri, codeVerifier: await parts.proofOf(state) };
  const crm = portOf(parts, loginUrlIn(state));
  const exchanged = await tryAgain(() => crm.exchangeCode(consent, parts.clock.now()), {
    clock: parts.clock,
    onWait: () => undefined,
  });
  if (!exchanged.ok) return err({ reason: "crm_failed", failure: exchanged.error });
  const grant = exchanged.value;
  const before = await parts.directory.findByCrmId(parts.crmName, grant.crmId);
  if (before && !(await mayReplace(parts, before, grant))) return err({ reason: "not_admin" });
  const tenant = await parts.directory.install(
    {
      crm: parts.crmName,
      crmId: grant.crmId,
      name: before?.name ?? `${parts.crmLabel} ${grant.crmId}`,
      crmAppUrl: grant.apiUrl ?? parts.crmAppUrl,
    },
    parts.clock.now(),
  );
  await parts.connectionsOf(tenant.id).saveGrant(grant);
  await parts.lanes.of(tenant.id).startBackfill();
  return ok(tenant);
}

/**
 * What the user who consented may not see counts as deleted, so a connection is not replaced by that of somebody who
 * sells. An integration user does not: it is unknown at first, and a viewer then.
 */
async function mayReplace(
  { roleOf }: InstallParts,
  tenant: Tenant,
  { userId }: Pick<Grant, "userId">,
): Promise<boolean> {
  const role = userId === null ? null : ((await roleOf?.(tenant.id, userId)) ?? null);
  return role !== "member" && role !== "manager";
}

function portOf({ crm, crmAt }: InstallParts, loginUrl: string | null): CrmPort {
  return loginUrl === null || !crmAt ? crm : crmAt(loginUrl);
}

/** Of a state that is ours. */
function loginUrlIn(state: string): string | null {
  const [, encoded] = state.split(".");
  return encoded === undefined ? null : atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
}

/** Only a hash is kept, so that whoever reads the database cannot end somebody's consent. */
async function hashOf(state: string): Promise<string> {
  return toHex(await sha256(state));
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
