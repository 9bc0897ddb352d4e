/** The whole product on one machine, with nothing but Node: `npm start`, or `npm start -- --data DIR`. */
import {
  FAULT_CHOICES as HUBSPOT_FAULTS,
  isFaultName as isHubSpotFault,
  readFaultNames,
} from "./simulators/hubspot/serving/faults.ts";
import {
  isFaultName as isSalesforceFault,
  readFaultNames as readSalesforceFaults,
  FAULT_CHOICES as SALESFORCE_FAULTS,
} from "./simulators/salesforce/serving/faults.ts";
import type { SalesforceSimulator } from "./simulators/salesforce/start.ts";
import { choicesOption, failureLine, isPortFree, portOption, takeCommandLine } from "./tools/command-line.ts";
import { dealToShow, importGoals, opportunityToShow } from "./tools/demonstration.ts";
import { ORGANISATION_OPTIONS } from "./tools/organisation-options.ts";
import { type Product, startProduct, type TenantState } from "./tools/product.ts";
import { countedPipelines, openApi } from "./tools/standings-api.ts";
import { buildPages } from "./tools/worker-process.ts";

const PORTS = ["port", "simulator-port", "salesforce-port"] as const;

const { values } = takeCommandLine({
  usage: "npm start -- [options]",
  options: {
    ...ORGANISATION_OPTIONS,
    faults: choicesOption(
      [...new Set([...HUBSPOT_FAULTS, ...SALESFORCE_FAULTS])],
      "what goes wrong in the CRMs, with commas between",
    ),
    port: portOption(8787, "where the Worker listens"),
    "simulator-port": portOption(8788, "where the simulated HubSpot listens"),
    "salesforce-port": portOption(8789, "where the simulated Salesforce listens"),
  },
  conflicts: (given) => {
    const ports = PORTS.map((name) => given[name]);
    return new Set(ports).size === ports.length ? [] : [`--${PORTS.join(", --")}: must differ`];
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

/** One line that counts on; without a terminal a new one for each CRM whenever it changed. */
function showProgress(tenants: readonly TenantState[]): void {
  if (process.stdout.isTTY) {
    const line = tenants.map((tenant) => `${crmOf(tenant)} ${doneOf(tenant)} ${tenant.state}`).join("  ·  ");
    process.stdout.write(`\r\x1b[K         ${line.slice(0, (process.stdout.columns || 120) - 10)}`);
    return;
  }
  for (const tenant of tenants) {
    const counts = tenant.progress.map(({ kind, done, expected }) =>
      expected === null ? `${kind} ${done}` : `${kind} ${done}/${Math.max(done, expected)}`,
    );
    const line = `${crmOf(tenant)} is ${tenant.state}: ${counts.join(" · ") || "reading people"}`;
    if (lastLines.get(tenant.id) !== line) console.log(`         ${line}`);
    lastLines.set(tenant.id, line);
  }
}
const lastLines = new Map<string, string>();

function crmOf({ crmId }: TenantState): string {
  return crmId === product?.salesforce?.org.id ? "Salesforce" : "HubSpot";
}

/** Records read so far, of those that are expected as far as the CRM tells. */
function doneOf({ progress }: TenantState): string {
  const done = progress.reduce((sum, kind) => sum + kind.done, 0);
  const expected = progress.reduce((sum, kind) => sum + Math.max(kind.done, kind.expected ?? 0), 0);
  return `${done}/${expected}`;
}

/** The metric and period in which the data has something to show. */
function boardAddress(): string {
  return values.data
    ? "page=leaderboard&metric=revenue_closed&from=2017-10-01&to=2017-12-31"
    : "page=leaderboard&metric=revenue_closed&period=this_month";
}

/** Where to begin: as a rep on a deal where there is one, and as an admin. */
function printAddresses({ simulator, salesforce, worker }: Product, counted: readonly string[]): void {
  const { portal, url } = simulator;
  const shown = dealToShow(portal, counted, Date.now());
  const admin = portal.people.find(({ superAdmin, leftAt }) => superAdmin && leftAt === null);
  const record = shown
    ? `A rep on a deal        ${url}/contacts/${portal.portalId}/record/0-3/${shown.deal.id}?as=${shown.rep.userId}\n  `
    : "";
  const rep = shown ? `as=${shown.rep.userId}&` : "";
  console.log(`
  In HubSpot
  ${record}The leaderboard        ${url}/app/${portal.portalId}/standings?${rep}${boardAddress()}
  An admin, connected    ${url}/app/${portal.portalId}/standings?as=${admin?.userId ?? ""}&page=install
  All deals              ${url}/`);
  if (salesforce) printSalesforce(salesforce);
  console.log(`
  The API, described     ${worker.url}/api/v1/docs

  Change a deal and watch card and leaderboard. Ctrl-C ends everything.
`);
}

function printSalesforce({ url, org }: SalesforceSimulator): void {
  const shown = opportunityToShow(org, Date.now());
  const place = (user: string) => `as=${user}&org=${org.id}`;
  const record = shown
    ? `A rep on a deal        ${url}/lightning/r/Opportunity/${shown.id}/view?${place(shown.ownerId)}\n  `
    : "";
  console.log(`
  In Salesforce
  ${record}A manager in the tab   ${url}/lightning/n/Standings?${place(shown?.managerId ?? org.adminUserId)}
  An admin in the tab    ${url}/lightning/n/Standings?${place(org.adminUserId)}
  All deals              ${url}/lightning/o/Opportunity/list?${place(org.adminUserId)}`);
}

/** The same organisation for both CRMs. */
function story(): { readonly seed: number; readonly scale: number; readonly data?: string } {
  const { seed, scale, data } = values;
  return { seed, scale, ...(data ? { data } : {}) };
}

/** Each CRM fails in its own ways: a name goes to whichever knows it. */
function faultsKnownTo(isKnown: (name: string) => boolean): string {
  return values.faults.filter((name) => name === "all" || isKnown(name)).join(",");
}

/** Before anything is built: whoever holds a port is found out at once. */
async function requirePorts(): Promise<void> {
  for (const name of PORTS) {
    if (await isPortFree(values[name])) continue;
    console.error(`Port ${values[name]} is in use: end what listens there, or choose another with --${name}`);
    process.exit(1);
  }
}

async function main(): Promise<void> {
  await requirePorts();
  say("Building the pages");
  await buildPages();
  say("Starting both simulated CRMs and the Worker on a new database");
  product = await startProduct({
    state: "start",
    workerPort: values.port,
    simulatorPort: values["simulator-port"],
    simulator: { ...story(), faults: readFaultNames(faultsKnownTo(isHubSpotFault)) },
    salesforce: {
      ...story(),
      port: values["salesforce-port"],
      faults: readSalesforceFaults(faultsKnownTo(isSalesforceFault)),
    },
  });
  say("Installing the app into the simulated portal and org");
  await product.install();
  await product.installSalesforce();
  const tenants = await product.untilLive(showProgress);
  if (process.stdout.isTTY) process.stdout.write("\n");
  for (const tenant of tenants) say(`${crmOf(tenant)} is ${tenant.state}`);
  const { worker } = product;
  const apiOf = async (crm: string) => {
    const tenant = tenants.find((each) => crmOf(each) === crm);
    const key = await product?.apiKey(tenant?.id ?? "");
    return openApi(() => worker.url, key ?? "");
  };
  const [inHubSpot, inSalesforce] = [await apiOf("HubSpot"), await apiOf("Salesforce")];
  await product.connectPings(inSalesforce);
  say(`${await importGoals(inHubSpot)} quotas taken over from HubSpot's goals`);
  say(`${await importGoals(inSalesforce)} quotas taken over from Salesforce's forecasts`);
  printAddresses(product, await countedPipelines(inHubSpot));
  setInterval(() => void worker.runCron("* * * * *"), CRON_MILLISECONDS);
}

main().catch((error: unknown) => {
  console.error(failureLine(error) ?? (error instanceof Error ? error.message : error));
  void end(1);
});
