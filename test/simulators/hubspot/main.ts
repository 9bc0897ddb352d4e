import { parseArgs } from "node:util";
import { OBJECT_TYPES } from "./portal/object-types.ts";
import { tableOf } from "./portal/portal.ts";
import { readFaultNames } from "./serving/faults.ts";
import { startHubSpotSimulator } from "./start.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8788" },
    data: { type: "string" },
    seed: { type: "string", default: "1" },
    scale: { type: "string", default: "1" },
    faults: { type: "string", default: "" },
    "app-url": { type: "string", default: process.env.PUBLIC_URL ?? "http://localhost:8787" },
    "webhook-target": { type: "string" },
  },
});

const appUrl = values["app-url"].replace(/\/$/, "");
const { HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET } = process.env;

const simulator = await startHubSpotSimulator({
  port: Number(values.port),
  seed: Number(values.seed),
  scale: Number(values.scale),
  faults: readFaultNames(values.faults),
  appUrl,
  webhookTarget: values["webhook-target"] ?? `${appUrl}/webhooks/hubspot`,
  ...(values.data ? { data: values.data } : {}),
  ...(HUBSPOT_CLIENT_ID ? { appClientId: HUBSPOT_CLIENT_ID } : {}),
  ...(HUBSPOT_CLIENT_SECRET ? { appClientSecret: HUBSPOT_CLIENT_SECRET } : {}),
});

const { portal, simulation, url } = simulator;
const counts = OBJECT_TYPES.map((type) => `${tableOf(portal, type).all().length} ${type}`);
console.log(`HubSpot simulator  ${url}`);
console.log(`Account            ${portal.portalId} ${portal.name}: ${counts.join(", ")}`);
console.log(`App                client id ${simulation.app.clientId}, page at ${appUrl}`);
console.log(`Webhooks           to ${simulation.webhooks.settings.target}`);
console.log(`Faults             ${simulation.faults.on().join(", ") || "none"}`);
console.log(`Controls           ${url}/simulator/state`);

function end(): void {
  void simulator.close();
}
process.once("SIGINT", end);
process.once("SIGTERM", end);
