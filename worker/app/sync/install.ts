import type { CrmName } from "../../../shared/contracts/ids.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ConnectionStore } from "../../ports/connections.ts";
import type { CrmFailure, CrmPort } from "../../ports/crm.ts";
import type { ConsentStates, TenantLanes } from "../../ports/sync.ts";
import type { Tenant, TenantDirectory } from "../../ports/tenants.ts";
import { tryAgain } from "./retrying.ts";

/** How long a customer may take over the consent page. */
const CONSENT_SECONDS = 600;
const STATE_BYTES = 32;

/** What connecting a CRM needs. */
export interface InstallParts {
  readonly crm: CrmPort;
  readonly crmName: CrmName;
  /** What an account is called until it told its name. */
  readonly crmLabel: string;
  readonly crmAppUrl: string;
  readonly redirectUri: string;
  readonly states: ConsentStates;
  readonly directory: TenantDirectory;
  readonly connectionsOf: (tenantId: string) => ConnectionStore;
  readonly lanes: TenantLanes;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** Why an installation did not come about. */
export type InstallRefusal =
  | { readonly reason: "state_invalid" }
  | { readonly reason: "consent_refused" }
  | { readonly reason: "crm_failed"; readonly failure: CrmFailure };

/** The answer of the consent page, as it stands in the address. */
export interface ConsentAnswer {
  readonly state: string | null;
  readonly code: string | null;
  /** Whether the CRM says that consent was not given. */
  readonly refused: boolean;
}

/** Begins a consent: where to send the customer. */
export async function beginConsent(parts: InstallParts): Promise<string> {
  const state = toHex(parts.randomBytes(STATE_BYTES));
  const now = parts.clock.now();
  const expiresAt = secondsAfter(now, CONSENT_SECONDS);
  await parts.states.save(await hashOf(state), { now, expiresAt });
  return parts.crm.authorizeUrl({ state, redirectUri: parts.redirectUri });
}

/** Ends a consent: the tenant exists or is taken up again, and its backfill has begun. */
export async function endConsent(
  parts: InstallParts,
  answer: ConsentAnswer,
): Promise<Result<Tenant, InstallRefusal>> {
  const known =
    answer.state !== null && (await parts.states.take(await hashOf(answer.state), parts.clock.now()));
  if (!known) return err({ reason: "state_invalid" });
  const { code } = answer;
  if (answer.refused || code === null) return err({ reason: "consent_refused" });
  const exchanged = await tryAgain(() => parts.crm.exchangeCode(code, parts.redirectUri, parts.clock.now()), {
    clock: parts.clock,
    onWait: () => undefined,
  });
  if (!exchanged.ok) return err({ reason: "crm_failed", failure: exchanged.error });
  const grant = exchanged.value;
  const before = await parts.directory.findByCrmId(parts.crmName, grant.crmId);
  const tenant = await parts.directory.install(
    {
      crm: parts.crmName,
      crmId: grant.crmId,
      name: before?.name ?? `${parts.crmLabel} ${grant.crmId}`,
      crmAppUrl: parts.crmAppUrl,
    },
    parts.clock.now(),
  );
  await parts.connectionsOf(tenant.id).saveGrant(grant);
  await parts.lanes.of(tenant.id).startBackfill();
  return ok(tenant);
}

/** Only a hash is kept, so that whoever reads the database cannot end somebody's consent. */
async function hashOf(state: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(state))));
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
