import type { Server } from "node:http";
import { loadOrganisation } from "../../organisation/from-csv.ts";
import { generateOrganisation } from "../../organisation/generate.ts";
import type { Organisation } from "../../organisation/organisation.ts";
import { closeServer } from "../shared/answering.ts";
import { applyStaleSearch } from "./control.ts";
import { decideConsent } from "./pages/consent.ts";
import { buildPortal } from "./portal/build-portal.ts";
import type { Portal } from "./portal/portal.ts";
import type { FaultName } from "./serving/faults.ts";
import { createFaults } from "./serving/faults.ts";
import { createGrants } from "./serving/grants.ts";
import type { RateLimitSettings } from "./serving/rate-limits.ts";
import { createRateLimits } from "./serving/rate-limits.ts";
import { listen } from "./serving/server.ts";
import type { WebhookSettings } from "./serving/webhooks.ts";
import { createWebhooks, SUBSCRIBED } from "./serving/webhooks.ts";
import type { AppRegistration, ServingSettings, Simulation } from "./simulation.ts";

const MINUTE_SECONDS = 60;

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Instead of a generated one, or of one from files. */
  readonly organisation?: Organisation;
  /** A folder of CSV files instead of the generated organisation. */
  readonly data?: string;
  readonly seed?: number;
  /** 1 is about 3,000 deals and 35,000 activities. */
  readonly scale?: number;
  readonly portalId?: number;
  readonly faults?: readonly FaultName[];
  /** The clock, in milliseconds. */
  readonly now?: () => number;
  readonly appClientId?: string;
  readonly appClientSecret?: string;
  readonly appId?: number;
  /** What `scope` must equal on the consent page; anything goes when it is not given. */
  readonly requiredScopes?: readonly string[];
  readonly redirectUrls?: readonly string[];
  /** The app's public address, whose page is embedded. */
  readonly appUrl?: string;
  readonly webhookTarget?: string;
  readonly webhooks?: Partial<WebhookSettings>;
  readonly rateLimits?: Partial<RateLimitSettings>;
  readonly settings?: Partial<ServingSettings>;
  readonly searchLagMilliseconds?: number;
}

export interface HubSpotSimulator {
  /** Both the API's and the app's base address. */
  readonly url: string;
  /** The first account; `simulation.portals` has all. */
  readonly portal: Portal;
  readonly simulation: Simulation;
  /** Agrees to what an address of the consent page asks for; answers with the address to go back to. */
  consent(
    authorizeUrl: string,
    options?: { readonly optionalScopes?: readonly string[] | "all"; readonly portalId?: number },
  ): string;
  flushWebhooks(): Promise<void>;
  close(): Promise<void>;
}

function buildFirstPortal(options: SimulatorOptions, today: number): Portal {
  const { data, seed = 1, scale = 1, portalId = 21_470_318 } = options;
  const generate = () =>
    data ? loadOrganisation(data, today) : generateOrganisation({ seed, today, scale });
  return buildPortal(options.organisation ?? generate(), portalId);
}

function registration(options: SimulatorOptions): AppRegistration {
  return {
    appId: options.appId ?? 1_790_042,
    name: "Standings",
    clientId: options.appClientId ?? "simulated-client",
    clientSecret: options.appClientSecret ?? "simulated-client-secret",
    requiredScopes: options.requiredScopes ?? null,
    redirectUrls: options.redirectUrls ?? null,
    appUrl: options.appUrl ?? null,
  };
}

function servingSettings(options: SimulatorOptions): ServingSettings {
  return {
    tokenLifetimeSeconds: 30 * MINUTE_SECONDS,
    codeLifetimeSeconds: 5 * MINUTE_SECONDS,
    rotateRefreshTokens: true,
    emailWithoutScope: "redacted",
    timeoutHoldMilliseconds: 5000,
    missingScope: "crm.objects.contacts.read",
    staleSearchMilliseconds: 3000,
    ...options.settings,
  };
}

function webhookSettings(options: SimulatorOptions): WebhookSettings {
  return {
    target: options.webhookTarget ?? null,
    delayMilliseconds: 60,
    retryMilliseconds: 200,
    retryLongestMilliseconds: 5000,
    timeoutMilliseconds: 5000,
    concurrency: 10,
    subscribed: SUBSCRIBED,
    ...options.webhooks,
  };
}

function assemble(options: SimulatorOptions): Simulation {
  const now = options.now ?? Date.now;
  const app = registration(options);
  const settings = servingSettings(options);
  const faults = createFaults(options.seed ?? 1, options.faults);
  const grants = createGrants(settings);
  const webhooks = createWebhooks({
    appId: app.appId,
    secret: app.clientSecret,
    settings: webhookSettings(options),
    faults,
    now,
    isInstalled: (portalId) => grants.active(portalId).length > 0,
  });
  const portals = new Map<number, Portal>();
  const limits = createRateLimits(options.rateLimits);
  const simulation: Simulation = {
    app,
    settings,
    faults,
    grants,
    webhooks,
    portals,
    limits,
    now,
    journal: [],
    url: "http://localhost",
    addPortal(portal) {
      portals.set(portal.portalId, portal);
      portal.listeners.add((event) => webhooks.tell(portal.portalId, event));
      applyStaleSearch(simulation);
    },
  };
  return simulation;
}

async function stop(server: Server, simulation: Simulation): Promise<void> {
  simulation.webhooks.close();
  await closeServer(server);
}

/** A HubSpot of its own, on a port of this machine. */
export async function startHubSpotSimulator(options: SimulatorOptions = {}): Promise<HubSpotSimulator> {
  const simulation = assemble(options);
  const portal = buildFirstPortal(options, simulation.now());
  portal.indexLagMilliseconds = options.searchLagMilliseconds ?? 0;
  simulation.addPortal(portal);
  const server = await listen(simulation, options.port ?? 0);
  return {
    url: simulation.url,
    portal,
    simulation,
    consent(authorizeUrl, { optionalScopes = "all", portalId = portal.portalId } = {}) {
      const query = new URL(authorizeUrl, simulation.url).searchParams;
      const asked = (query.get("optional_scope") ?? "").split(/\s+/);
      const chosen = optionalScopes === "all" ? asked : optionalScopes;
      const wish = { approved: true, optionalScopes: chosen, portalId, userId: null };
      const decided = decideConsent(simulation, query, wish);
      if ("problem" in decided) throw new Error(decided.problem);
      return decided.redirectUrl;
    },
    flushWebhooks: () => simulation.webhooks.flush(),
    close: () => stop(server, simulation),
  };
}
