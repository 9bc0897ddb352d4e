import {
  addressOption,
  choicesOption,
  endOverFailure,
  portOption,
  takeCommandLine,
} from "../../tools/command-line.ts";
import { ORGANISATION_OPTIONS } from "../../tools/organisation-options.ts";
import { OBJECT_TYPES } from "./portal/object-types.ts";
import { tableOf } from "./portal/portal.ts";
import { FAULT_CHOICES, readFaultNames } from "./serving/faults.ts";
import { startHubSpotSimulator } from "./start.ts";

const { values } = takeCommandLine({
  usage: "npm run simulate:hubspot -- [options]",
  options: {
    port: portOption(8788, "where it listens; 0 takes any free port", { anyFree: true }),
    ...ORGANISATION_OPTIONS,
    faults: choicesOption(FAULT_CHOICES, "what goes wrong, with commas between"),
    "app-url": addressOption(process.env.PUBLIC_URL ?? "http://localhost:8787", "where the app is"),
    "webhook-target": addressOption(null, "where notices go, if not to the app"),
  },
});

const appUrl = values["app-url"].replace(/\/$/, "");
const { HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET } = process.env;

const simulator = await startHubSpotSimulator({
  port: values.port,
  seed: values.seed,
  scale: values.scale,
  faults: readFaultNames(values.faults.join(",")),
  appUrl,
  webhookTarget: values["webhook-target"] ?? `${appUrl}/webhooks/hubspot`,
  ...(values.data ? { data: values.data } : {}),
  ...(HUBSPOT_CLIENT_ID ? { appClientId: HUBSPOT_CLIENT_ID } : {}),
  ...(HUBSPOT_CLIENT_SECRET ? { appClientSecret: HUBSPOT_CLIENT_SECRET } : {}),
}).catch(endOverFailure);

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
