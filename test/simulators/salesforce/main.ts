import { readFileSync } from "node:fs";
import {
  addressOption,
  choicesOption,
  endOverFailure,
  fileOption,
  portOption,
  takeCommandLine,
  textOption,
} from "../../tools/command-line.ts";
import { ORGANISATION_OPTIONS } from "../../tools/organisation-options.ts";
import { FAULT_CHOICES, readFaultNames } from "./serving/faults.ts";
import { startSalesforceSimulator } from "./start.ts";

const { values } = takeCommandLine({
  usage: "npm run simulate:salesforce -- [options]",
  options: {
    port: portOption(8789, "where it listens; 0 takes any free port", { anyFree: true }),
    ...ORGANISATION_OPTIONS,
    faults: choicesOption(FAULT_CHOICES, "what goes wrong, with commas between"),
    "app-url": addressOption(process.env.PUBLIC_URL ?? "http://localhost:8787", "where the app is"),
    "webhook-target": addressOption(null, "where pings go, if not to the app"),
    "outbound-target": addressOption(null, "where outbound messages go, if anywhere"),
    "jwt-public-key": fileOption("the certificate or public key that JWT assertions are checked with"),
    "ping-key": textOption("what Standings showed to the admin, to be pasted at once"),
  },
});

const appUrl = values["app-url"].replace(/\/$/, "");
const { SALESFORCE_CLIENT_ID, SALESFORCE_CLIENT_SECRET, SALESFORCE_CANVAS_SECRET } = process.env;
const keyFile = values["jwt-public-key"];

const simulator = await startSalesforceSimulator({
  port: values.port,
  seed: values.seed,
  scale: values.scale,
  faults: readFaultNames(values.faults.join(",")),
  canvasUrl: `${appUrl}/embed/salesforce`,
  webhookTarget: values["webhook-target"] ?? `${appUrl}/webhooks/salesforce`,
  ...(values["outbound-target"] ? { outboundTarget: values["outbound-target"] } : {}),
  ...(values.data ? { data: values.data } : {}),
  ...(keyFile ? { jwtPublicKey: readFileSync(keyFile, "utf8") } : {}),
  ...(SALESFORCE_CLIENT_ID ? { clientId: SALESFORCE_CLIENT_ID } : {}),
  ...(SALESFORCE_CLIENT_SECRET ? { clientSecret: SALESFORCE_CLIENT_SECRET } : {}),
  ...(SALESFORCE_CANVAS_SECRET ? { canvasSecrets: SALESFORCE_CANVAS_SECRET.split(",") } : {}),
}).catch(endOverFailure);
if (values["ping-key"]) simulator.pastePingKey(values["ping-key"]);

const { org, simulation, url } = simulator;
const counts = ["User", "Opportunity", "Task", "Event", "EmailMessage"].map(
  (name) => `${org.objects.get(name)?.size ?? 0} ${name}`,
);
console.log(`Salesforce simulator  ${url}`);
console.log(`Org                   ${org.id} ${org.name}: ${counts.join(", ")}`);
console.log(
  `App                   client id ${simulation.app.clientId}, canvas at ${simulation.app.canvasUrl}`,
);
console.log(`Pings                 to ${simulation.pings.settings.target}`);
console.log(`Faults                ${simulation.faults.on().join(", ") || "none"}`);
console.log(`Standings tab         ${url}/lightning/n/Standings`);
console.log(`Controls              ${url}/simulator/state`);

function end(): void {
  void simulator.close();
}
process.once("SIGINT", end);
process.once("SIGTERM", end);
