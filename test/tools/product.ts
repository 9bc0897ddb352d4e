import {
  type HubSpotSimulator,
  type SimulatorOptions,
  startHubSpotSimulator,
} from "../simulators/hubspot/start.ts";
import {
  type SimulatorOptions as SalesforceOptions,
  type SalesforceSimulator,
  startSalesforceSimulator,
} from "../simulators/salesforce/start.ts";
import { type Standings, startStandings } from "./standings.ts";
import type { StandingsApi } from "./standings-api.ts";
import { freePort } from "./worker-process.ts";

export type { TenantState } from "./standings.ts";

/** The whole product on this machine: simulated CRMs and the Worker, each a real server. */
export interface Product extends Standings {
  readonly simulator: HubSpotSimulator;
  /** Null where none was asked for. */
  readonly salesforce: SalesforceSimulator | null;
  /** Installs the app into a portal, the first one by default; answers with the page one lands on. */
  install(portalId?: number): Promise<Response>;
  /** Installs it into an org, the first one by default, as its integration user. */
  installSalesforce(orgId?: string): Promise<Response>;
  /** Takes a key for the pings to the org, as an admin does who pastes it. */
  connectPings(api: StandingsApi, orgId?: string): Promise<void>;
  stop(): Promise<void>;
}

const CLIENT_ID = "standings-local";
const SALESFORCE_CLIENT_ID = "standings-local-sync";

export async function startProduct(options: {
  /** Where the Worker's local state lies, below `.wrangler/`. */
  readonly state: string;
  readonly workerPort?: number;
  readonly simulatorPort?: number;
  readonly simulator?: SimulatorOptions;
  /** Starts a simulated Salesforce too. */
  readonly salesforce?: SalesforceOptions;
  /** Stands in for the simulator: any server that speaks HubSpot's protocol. */
  readonly vars?: Readonly<Record<string, string>>;
}): Promise<Product> {
  const port = options.workerPort ?? (await freePort());
  const appUrl = `http://localhost:${port}`;
  const clientSecret = `secret-${port}`;
  const simulator = await startHubSpotSimulator({
    port: options.simulatorPort ?? 0,
    appClientId: CLIENT_ID,
    appClientSecret: clientSecret,
    appUrl,
    webhookTarget: `${appUrl}/webhooks/hubspot`,
    ...options.simulator,
  });
  const salesforce = options.salesforce
    ? await startSalesforce(options.salesforce, appUrl, clientSecret)
    : null;
  const closeCrms = async () => {
    await simulator.close();
    await salesforce?.close();
  };
  const standings = await startStandings({
    state: options.state,
    port,
    hubspotUrl: simulator.url,
    clientId: CLIENT_ID,
    clientSecret,
    vars: { ...(salesforce ? salesforceVars(salesforce, clientSecret) : {}), ...options.vars },
  }).catch(async (error: unknown) => {
    await closeCrms();
    throw error;
  });
  return {
    ...standings,
    // The Worker that runs now: another one after a crash.
    get worker() {
      return standings.worker;
    },
    simulator,
    salesforce,
    installSalesforce: (orgId) => {
      if (!salesforce) throw new Error("No Salesforce was started");
      return installOrg(standings.worker.url, salesforce, orgId ?? salesforce.org.id);
    },
    connectPings: async (api, orgId) => {
      const answer = await api.ask("connection/ping-key", { method: "POST" });
      if (!answer.ok) throw new Error(`No key was given: ${answer.status} ${await answer.text()}`);
      const { key } = (await answer.json()) as { key: string };
      salesforce?.pastePingKey(key, orgId);
    },
    install: (portalId) => install(standings.worker.url, simulator, portalId ?? simulator.portal.portalId),
    async stop() {
      await standings.stop();
      await closeCrms();
    },
  };
}

function startSalesforce(
  options: SalesforceOptions,
  appUrl: string,
  secret: string,
): Promise<SalesforceSimulator> {
  return startSalesforceSimulator({
    clientId: SALESFORCE_CLIENT_ID,
    clientSecret: secret,
    canvasSecrets: [`canvas-${secret}`],
    canvasUrl: `${appUrl}/embed/salesforce`,
    redirectUrls: [`${appUrl}/oauth/salesforce/callback`],
    webhookTarget: `${appUrl}/webhooks/salesforce`,
    ...options,
  });
}

function salesforceVars({ url }: SalesforceSimulator, secret: string): Readonly<Record<string, string>> {
  return {
    SALESFORCE_LOGIN_URL: url,
    SALESFORCE_CLIENT_ID,
    SALESFORCE_CLIENT_SECRET: secret,
    SALESFORCE_CANVAS_SECRET: `canvas-${secret}`,
  };
}

function install(workerUrl: string, simulator: HubSpotSimulator, portalId: number): Promise<Response> {
  return consentTo(`${workerUrl}/install/hubspot`, (url) => simulator.consent(url, { portalId }));
}

function installOrg(workerUrl: string, salesforce: SalesforceSimulator, orgId: string): Promise<Response> {
  const userId = salesforce.orgs.get(orgId)?.integrationUserId ?? "";
  return consentTo(`${workerUrl}/install/salesforce`, (url) => salesforce.consent(url, { orgId, userId }));
}

/** Walks from our address over the CRM's consent page to where one lands. */
async function consentTo(installUrl: string, consent: (authorizeUrl: string) => string): Promise<Response> {
  const asked = await fetch(installUrl, { redirect: "manual" });
  const authorizeUrl = asked.headers.get("location");
  if (!authorizeUrl) throw new Error(`Installing was refused: ${asked.status} ${await asked.text()}`);
  const landed = await fetch(consent(authorizeUrl), { redirect: "manual" });
  if (landed.status >= 400) throw new Error(`The callback failed: ${landed.status} ${await landed.text()}`);
  return landed;
}
