import { parseArgs } from "node:util";
import { readFaultNames } from "./serving/faults.ts";
import { startSalesforceSimulator } from "./start.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8789" },
    data: { type: "string" },
    seed: { type: "string", default: "1" },
    scale: { type: "string", default: "1" },
    faults: { type: "string", default: "" },
    "app-url": { type: "string", default: process.env.PUBLIC_URL ?? "http://localhost:8787" },
    "webhook-target": { type: "string" },
    "outbound-target": { type: "string" },
    /** A file with the certificate or public key that JWT assertions are checked with. */
    "jwt-public-key": { type: "string" },
    /** What Standings showed to the admin, to be pasted at once. */
    "ping-key": { type: "string" },
  },
});

const appUrl = values["app-url"].replace(/\/$/, "");
const { SALESFORCE_CLIENT_ID, SALESFORCE_CLIENT_SECRET, SALESFORCE_CANVAS_SECRET } = process.env;
const keyFile = values["jwt-public-key"];

async function readKey(file: string): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  return readFile(file, "utf8");
}

const simulator = await startSalesforceSimulator({
  port: Number(values.port),
  seed: Number(values.seed),
  scale: Number(values.scale),
  faults: readFaultNames(values.faults),
  canvasUrl: `${appUrl}/embed/salesforce`,
  webhookTarget: values["webhook-target"] ?? `${appUrl}/webhooks/salesforce`,
  ...(values["outbound-target"] ? { outboundTarget: values["outbound-target"] } : {}),
  ...(values.data ? { data: values.data } : {}),
  ...(keyFile ? { jwtPublicKey: await readKey(keyFile) } : {}),
  ...(SALESFORCE_CLIENT_ID ? { clientId: SALESFORCE_CLIENT_ID } : {}),
  ...(SALESFORCE_CLIENT_SECRET ? { clientSecret: SALESFORCE_CLIENT_SECRET } : {}),
  ...(SALESFORCE_CANVAS_SECRET ? { canvasSecrets: SALESFORCE_CANVAS_SECRET.split(",") } : {}),
});
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
