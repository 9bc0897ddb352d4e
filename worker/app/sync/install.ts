import type { CrmName, Role } from "../../../shared/contracts/ids.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ConnectionStore } from "../../ports/connections.ts";
import type { CrmClient, CrmFailure, CrmPort, Grant } from "../../ports/crm.ts";
import type { AccessReadings } from "../../ports/framing.ts";
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
  /** What the present connection of a tenant may not see. Absent for a CRM that shows all its users the same. */
  readonly accessReadingsOf?: (tenantId: string) => Pick<AccessReadings, "load">;
  readonly lanes: TenantLanes;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** Why an installation did not come about. */
export type InstallRefusal =
  | { readonly reason: "state_invalid" }
  | { readonly reason: "consent_refused" }
  /** The account is connected, and whoever consented now is no admin here, and sells in it or sees less of it. */
  | { readonly reason: "not_admin" }
  | { readonly reason: "crm_failed"; readonly failure: CrmFailure };

/** The answer of the consent page, as it stands in the address. */
export interface ConsentAnswer {
  readonly state: string | null;
  readonly code: string | null;
  /** Whether the CRM says that consent was not given. */
  readonly refused: boolean;
  /** The request that it came with. */
  readonly requestId: string;
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
  const refusal = before && (await whyNotReplace(parts, crm, { tenant: before, grant }));
  if (refusal) return err(refusal);
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
  await parts.lanes.of(tenant.id).startBackfill(answer.requestId);
  return ok(tenant);
}

/**
 * What the user who consented may not see counts as deleted, so a connection is not replaced by that of somebody who
 * sells, nor by one that sees less. An integration user is unknown at first, and a viewer then; what an admin gives
 * up is theirs to decide. Null where it may be replaced.
 */
async function whyNotReplace(
  { roleOf, accessReadingsOf }: InstallParts,
  crm: CrmPort,
  { tenant, grant }: { readonly tenant: Tenant; readonly grant: Grant },
): Promise<InstallRefusal | null> {
  const { userId } = grant;
  const role = userId === null ? null : ((await roleOf?.(tenant.id, userId)) ?? null);
  if (role === "owner" || role === "admin") return null;
  if (role === "member" || role === "manager") return { reason: "not_admin" };
  const before = await accessReadingsOf?.(tenant.id).load();
  if (!before || isIncomplete(before)) return null;
  const now = await clientOf(crm, tenant, grant).fetchPeople();
  if (now.ok) return isIncomplete(now.value) ? { reason: "not_admin" } : null;
  const isPassing = now.error.reason === "unavailable" || now.error.reason === "rate_limited";
  return isPassing ? { reason: "crm_failed", failure: now.error } : { reason: "not_admin" };
}

function isIncomplete({ gaps }: { readonly gaps: readonly { readonly feature: string }[] }): boolean {
  return gaps.some(({ feature }) => feature === "complete_activities");
}

/** Once, for a grant that nobody uses yet: what it may see is not to be remembered as the tenant's. */
function clientOf(crm: CrmPort, { id }: Tenant, { accessToken, apiUrl, scopes }: Grant): CrmClient {
  return crm.client({
    accessToken,
    apiUrl,
    scopes,
    tenantId: `${id} consent`,
    throttle: () => Promise.resolve(undefined),
    homeCurrency: null,
    timeZone: null,
    extraProperties: { amounts: [], owners: [] },
  });
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
