import { err, ok, type Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ConnectionStore } from "../../ports/connections.ts";
import type { CrmFailure, CrmPort, Grant } from "../../ports/crm.ts";

/** A token this near to its end is refreshed first, so that no request outlives it on the way. */
const REFRESH_EARLY_MILLISECONDS = 120_000;

/** The tenant's grant, kept fresh. */
export interface Access {
  /** A grant that can be used. `rejected` is an access token that the CRM just refused. */
  current(rejected: string | null): Promise<Result<Grant, CrmFailure>>;
  /** Consent was given again: what is in memory is old. */
  forget(): void;
}

/**
 * Refreshes in single flight: whoever asks while a refresh is under way gets its result. The rotated token
 * is saved before anybody uses the new one, so that a crash can lose only a token that nobody has used.
 */
export function createAccess(parts: {
  readonly crm: Pick<CrmPort, "refresh">;
  readonly connections: ConnectionStore;
  readonly clock: Clock;
}): Access {
  let held: Grant | null = null;
  let refreshing: Promise<Result<Grant, CrmFailure>> | null = null;
  /** The CRM said to ask for no token before that, in milliseconds. */
  let pausedUntil = 0;

  const isUsable = (grant: Grant, rejected: string | null) =>
    grant.accessToken !== rejected &&
    Date.parse(grant.expiresAt) - Date.parse(parts.clock.now()) > REFRESH_EARLY_MILLISECONDS;

  async function refresh(rejected: string | null): Promise<Result<Grant, CrmFailure>> {
    // Another consent, or an earlier life of this lane, may have saved a newer one.
    const stored = await parts.connections.loadGrant();
    if (!stored) return err({ reason: "token_revoked" });
    if (isUsable(stored, rejected)) {
      held = stored;
      return ok(stored);
    }
    const left = pausedUntil - Date.parse(parts.clock.now());
    if (left > 0) return err({ reason: "rate_limited", retryAfterSeconds: Math.ceil(left / 1000) });
    const refreshed = await parts.crm.refresh(stored, parts.clock.now());
    // Consent that was given again meanwhile is newer than whatever became of the old one.
    const present = await parts.connections.loadGrant();
    if (present && present.accessToken !== stored.accessToken) {
      held = present;
      return ok(present);
    }
    if (!refreshed.ok) {
      if (refreshed.error.reason === "rate_limited") {
        pausedUntil = Date.parse(parts.clock.now()) + refreshed.error.retryAfterSeconds * 1000;
      }
      return refreshed;
    }
    await parts.connections.saveGrant(refreshed.value);
    held = refreshed.value;
    return refreshed;
  }

  return {
    async current(rejected) {
      if (held && isUsable(held, rejected)) return ok(held);
      refreshing ??= refresh(rejected).finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
    forget() {
      held = null;
      pausedUntil = 0;
    },
  };
}
