import type { Instant } from "../../../shared/contracts/time.ts";
import type { ConnectionStore } from "../../ports/connections.ts";
import type { CrmPort } from "../../ports/crm.ts";
import type { AccessReadings, FramingStore } from "../../ports/framing.ts";
import type { TenantLane } from "../../ports/sync.ts";

/** What asking the CRM again needs. Made for a tenant. */
export interface RecheckParts {
  readonly crm: Pick<CrmPort, "refresh">;
  readonly lane: Pick<TenantLane, "refreshPeople">;
  readonly connections: Pick<ConnectionStore, "loadGrant">;
  readonly framing: Pick<FramingStore, "saveSignInCheck">;
  readonly readings: AccessReadings;
  /** Whether the app has a key to sign in by itself. */
  readonly signsInByKey: boolean;
  readonly now: () => Instant;
}

/** A reading that is this young is not made again: it costs the CRM's allowance. */
const YOUNG_MILLISECONDS = 10_000;

/** Asks the CRM what it lets us do now. What it finds is read from the stores; a failure is a fault there. */
export async function recheckAccess(parts: RecheckParts): Promise<void> {
  const last = await parts.readings.load();
  if (last && Date.parse(parts.now()) - Date.parse(last.at) < YOUNG_MILLISECONDS) return;
  await Promise.all([parts.lane.refreshPeople(), trySigningIn(parts)]);
}

/**
 * Whether the account lets the app sign in by its key shows only when nothing else is at hand: the refresh token is
 * held back, and so stays unspent. What is granted is not kept, because the lane alone keeps tokens.
 */
async function trySigningIn(parts: RecheckParts): Promise<void> {
  const grant = parts.signsInByKey ? await parts.connections.loadGrant() : null;
  if (!grant || grant.userName === null) return;
  const signedIn = await parts.crm.refresh({ ...grant, refreshToken: null }, parts.now());
  const isRefused = !signedIn.ok && signedIn.error.reason === "token_revoked";
  if (signedIn.ok || isRefused) await parts.framing.saveSignInCheck({ at: parts.now(), byKey: signedIn.ok });
}
