import type { Portal } from "./portal/portal.ts";
import type { Faults } from "./serving/faults.ts";
import type { GrantSettings, Grants } from "./serving/grants.ts";
import type { RateLimits } from "./serving/rate-limits.ts";
import type { Webhooks } from "./serving/webhooks.ts";

/** The app that portals install, as HubSpot knows it. */
export interface AppRegistration {
  readonly appId: number;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What `scope` must equal; null takes whatever is asked for. */
  readonly requiredScopes: readonly string[] | null;
  /** Where codes may go; null allows any address. */
  readonly redirectUrls: readonly string[] | null;
  /** The app's public address: its page is embedded from there. */
  appUrl: string | null;
}

export interface ServingSettings extends GrantSettings {
  /** What a read of e-mails without sales-email-read gives. */
  emailWithoutScope: "redacted" | "refused";
  /** How long a request that the timeout fault strikes is left without an answer. */
  timeoutHoldMilliseconds: number;
  /** What the fault missing_scope takes away. */
  missingScope: string;
  /** How far the search index lags under the fault stale_search. */
  staleSearchMilliseconds: number;
}

/** One request that was answered, for tests that ask what was called. */
export interface JournalEntry {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
}

/** Everything the endpoints share. */
export interface Simulation {
  readonly app: AppRegistration;
  readonly settings: ServingSettings;
  readonly portals: Map<number, Portal>;
  readonly grants: Grants;
  readonly limits: RateLimits;
  readonly faults: Faults;
  readonly webhooks: Webhooks;
  readonly journal: JournalEntry[];
  readonly now: () => number;
  addPortal(portal: Portal): void;
  /** The server's own address, known once it listens. */
  url: string;
}

export function firstPortal(simulation: Simulation): Portal {
  const [portal] = simulation.portals.values();
  if (!portal) throw new Error("The simulator has no portal");
  return portal;
}
