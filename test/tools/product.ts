import {
  type HubSpotSimulator,
  type SimulatorOptions,
  startHubSpotSimulator,
} from "../simulators/hubspot/start.ts";
import { type Standings, startStandings } from "./standings.ts";
import { freePort } from "./worker-process.ts";

export type { TenantState } from "./standings.ts";

/** The whole product on this machine: a simulated HubSpot and the Worker, each a real server. */
export interface Product extends Standings {
  readonly simulator: HubSpotSimulator;
  /** Installs the app into a portal, the first one by default; answers with the page one lands on. */
  install(portalId?: number): Promise<Response>;
  stop(): Promise<void>;
}

const CLIENT_ID = "standings-local";

export async function startProduct(options: {
  /** Where the Worker's local state lies, below `.wrangler/`. */
  readonly state: string;
  readonly workerPort?: number;
  readonly simulatorPort?: number;
  readonly simulator?: SimulatorOptions;
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
  const standings = await startStandings({
    state: options.state,
    port,
    hubspotUrl: simulator.url,
    clientId: CLIENT_ID,
    clientSecret,
    ...(options.vars ? { vars: options.vars } : {}),
  }).catch(async (error: unknown) => {
    await simulator.close();
    throw error;
  });
  return {
    ...standings,
    // The Worker that runs now: another one after a crash.
    get worker() {
      return standings.worker;
    },
    simulator,
    install: (portalId) => install(standings.worker.url, simulator, portalId ?? simulator.portal.portalId),
    async stop() {
      await standings.stop();
      await simulator.close();
    },
  };
}

async function install(workerUrl: string, simulator: HubSpotSimulator, portalId: number): Promise<Response> {
  const asked = await fetch(`${workerUrl}/install/hubspot`, { redirect: "manual" });
  const authorizeUrl = asked.headers.get("location");
  if (!authorizeUrl) throw new Error(`Installing was refused: ${asked.status} ${await asked.text()}`);
  const landed = await fetch(simulator.consent(authorizeUrl, { portalId }), { redirect: "manual" });
  if (landed.status >= 400) throw new Error(`The callback failed: ${landed.status} ${await landed.text()}`);
  return landed;
}
