/** The whole product on one machine, with nothing but Node: `npm start`, or `npm start -- --data DIR`. */
import { parseArgs } from "node:util";
import { readFaultNames } from "./simulators/hubspot/serving/faults.ts";
import { dealToShow, importGoals } from "./tools/demonstration.ts";
import { type Product, startProduct, type TenantState } from "./tools/product.ts";
import { countedPipelines, openApi } from "./tools/standings-api.ts";
import { runTool } from "./tools/worker-process.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    seed: { type: "string", default: "1" },
    scale: { type: "string", default: "1" },
    faults: { type: "string", default: "" },
    port: { type: "string", default: "8787" },
    "simulator-port": { type: "string", default: "8788" },
  },
});

const CRON_MILLISECONDS = 60_000;
const startedAt = Date.now();
let product: Product | null = null;
let ending = false;

async function end(code: number): Promise<never> {
  if (!ending) {
    ending = true;
    await product?.stop();
  }
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void end(0));

function say(step: string): void {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(5);
  console.log(`${seconds} s  ${step}`);
}

function showProgress([tenant]: readonly TenantState[]): void {
  if (!tenant) return;
  const counts = tenant.progress.map(({ kind, done, expected }) =>
    expected === null ? `${kind} ${done}` : `${kind} ${done}/${Math.max(done, expected)}`,
  );
  const line = `${tenant.name} is ${tenant.state}: ${counts.join(" · ") || "reading people"}`;
  if (process.stdout.isTTY)
    process.stdout.write(`\r\x1b[K        ${line.slice(0, (process.stdout.columns || 120) - 10)}`);
  else if (lastLine !== line) console.log(`         ${line}`);
  lastLine = line;
}
let lastLine = "";

/** The metric and period in which the data has something to show. */
function boardAddress(): string {
  return values.data
    ? "page=leaderboard&metric=revenue_closed&from=2017-10-01&to=2017-12-31"
    : "page=leaderboard&metric=revenue_closed&period=this_month";
}

/** Where to begin: as a rep on a deal where there is one, and as an admin. */
function printAddresses({ simulator, worker }: Product, counted: readonly string[]): void {
  const { portal, url } = simulator;
  const shown = dealToShow(portal, counted, Date.now());
  const admin = portal.people.find(({ superAdmin, leftAt }) => superAdmin && leftAt === null);
  const record = shown
    ? `A rep on a deal        ${url}/contacts/${portal.portalId}/record/0-3/${shown.deal.id}?as=${shown.rep.userId}\n  `
    : "";
  const rep = shown ? `as=${shown.rep.userId}&` : "";
  console.log(`
  ${record}The leaderboard        ${url}/app/${portal.portalId}/standings?${rep}${boardAddress()}
  An admin, connected    ${url}/app/${portal.portalId}/standings?as=${admin?.userId ?? ""}&page=install
  All deals              ${url}/
  The API, described     ${worker.url}/api/v1/docs

  Change the deal and watch card and leaderboard. Ctrl-C ends everything.
`);
}

async function main(): Promise<void> {
  say("Building the pages");
  await runTool(process.execPath, [
    "node_modules/vite/bin/vite.js",
    "build",
    "--config",
    "ui-extension/vite.config.ts",
  ]);
  say("Starting the HubSpot simulator and the Worker on a new database");
  product = await startProduct({
    state: "start",
    workerPort: Number(values.port),
    simulatorPort: Number(values["simulator-port"]),
    simulator: {
      seed: Number(values.seed),
      scale: Number(values.scale),
      faults: readFaultNames(values.faults),
      ...(values.data ? { data: values.data } : {}),
    },
  });
  say("Installing the app into the simulated portal");
  await product.install();
  const [tenant] = await product.untilLive(showProgress);
  if (process.stdout.isTTY) process.stdout.write("\n");
  say(`The portal is ${tenant?.state ?? "missing"}`);
  const { worker } = product;
  const api = openApi(() => worker.url, await product.apiKey(tenant?.id ?? ""));
  say(`${await importGoals(api)} quotas taken over from the CRM's goals`);
  printAddresses(product, await countedPipelines(api));
  setInterval(() => void worker.runCron("* * * * *"), CRON_MILLISECONDS);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  void end(1);
});
