import { createHash } from "node:crypto";
import { createSalesforcePort } from "../../../worker/adapters/crm/salesforce/salesforce-port.ts";
import { generateOrganisation } from "../../organisation/generate.ts";
import type { Org } from "../../simulators/salesforce/org/org.ts";
import { type SalesforceSimulator, startSalesforceSimulator } from "../../simulators/salesforce/start.ts";
import type { Product, TenantState } from "../../tools/product.ts";
import { type BenchWorker, startBenchWorker } from "../bench-worker-process.ts";
import { installTenant, withProduct } from "../measured-product.ts";
import { shortNumber, times, wholeNumber } from "../numbers.ts";
import { walkByJsforce } from "../peer-walk.ts";
import type { Figure, Section } from "../report.ts";
import { withRunning } from "../stopping.ts";

/** Of the simulated org: about 20,000 records, as in the backfill from HubSpot. */
const SCALE = 0.52;
/** Of a smaller org beside it: what each record more takes is seen from both. */
const SCALE_SMALL = 0.13;
const SEED = 1;
const RECORDS_OF_FIGURE = 10_000;
/** What Salesforce grants an org's apps together in 24 hours, of the smallest and of a usual edition. */
const DAILY_CALLS = { developer: 15_000, enterprise: 100_000 } as const;
/** More than anything here makes: the lane stops at half of what the org grants. */
const DAILY_CALLS_SIMULATED = 1_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** So far ahead that no meeting of the organisation ends on the day that is watched. */
const DAYS_AHEAD = 200;
const REDIRECT = "http://localhost/oauth/salesforce/callback";
const VERIFIER = "a-verifier-of-the-bench-that-is-long-enough-0123456789";

type Say = (step: string) => void;

/** How fast Salesforce's records come, and what that takes of the org's daily calls. */
export async function benchSalesforce(say: Say): Promise<Section> {
  const today = Date.now();
  const figures = [...(await benchWholePath(say, today)), ...(await benchCalls(say, today))];
  return {
    title: "Salesforce",
    figures,
    notes: [
      "The whole path: the same generated organisation in both simulated CRMs, one after the other on one Worker, from the consent to a tenant that is live. Neither simulator sets a limit of its own; the Worker keeps to HubSpot's allowance, and to 100 calls in 10 s of one org. Salesforce has more records of the same organisation, because it keeps some e-mails twice, of which one counts.",
      "Calls are counted at the simulated org, as Salesforce counts them for its daily limit: a composite call with all its queries is one. Described, read and asked for people, rates, contacts and the recycle bin are all in it.",
      "Most calls of a backfill are the same whatever its size: what the org is like, who is there, and the first page of every stretch. Results of Bulk come in pages as large as those of a query, so it saves the org work, not calls.",
      "An idle day is 24 hours of the tenant's own lane on a clock that is turned, each tick when the lane asks for it: polls, the hourly look into the recycle bin, people, contacts, and the nightly receipt. Nothing changes in the org, and no meeting ends. Between polls five minutes apart a lane sleeps and remembers nothing; polls a minute apart keep it awake.",
      `Shares are of the ${wholeNumber(DAILY_CALLS.developer)} calls that a Developer Edition has a day, and of ${wholeNumber(DAILY_CALLS.enterprise)}, where an Enterprise org begins; of either the Worker leaves half to the org's other apps.`,
      "Beside it: jsforce's own query with autoFetch over the same objects, in Node, which writes nothing.",
    ],
  };
}

function benchWholePath(say: Say, today: number): Promise<readonly Figure[]> {
  const build = () => generateOrganisation({ seed: SEED, today, scale: SCALE });
  say("Starting the product with both CRMs");
  return withProduct(
    "salesforce",
    SCALE,
    async (product) => {
      const hubspot = await timed(() => installTenant(product));
      say(`Read ${wholeNumber(recordsOf(hubspot.value))} records from HubSpot`);
      const salesforce = await timed(() => installOrg(product));
      say(`Read ${wholeNumber(recordsOf(salesforce.value))} records from Salesforce`);
      const rate = recordsOf(salesforce.value) / salesforce.seconds;
      const rateBeside = recordsOf(hubspot.value) / hubspot.seconds;
      return [
        {
          what: `Records a second, the whole path (${wholeNumber(recordsOf(salesforce.value))} records from the org to the board)`,
          measured: `${wholeNumber(rate)}, in ${shortNumber(salesforce.seconds)} s`,
          target: null,
          met: null,
          peer: `HubSpot ${wholeNumber(rateBeside)}, in ${shortNumber(hubspot.seconds)} s, so ${times(rate / rateBeside)} its rate`,
        },
      ];
    },
    { simulator: { organisation: build() }, salesforce: { organisation: build() } },
  );
}

async function installOrg(product: Product): Promise<TenantState> {
  await product.installSalesforce();
  const tenants = await product.untilLive();
  const tenant = tenants.find(({ crmId }) => crmId === product.salesforce?.org.id);
  if (tenant?.state !== "live") throw new Error(`The org is ${tenant?.state ?? "missing"}, not live`);
  return tenant;
}

function recordsOf({ progress }: TenantState): number {
  return progress.reduce((sum, { done }) => sum + done, 0);
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - startedAt) / 1000 };
}

function benchCalls(say: Say, today: number): Promise<readonly Figure[]> {
  const simulator = startSalesforceSimulator({
    organisation: generateOrganisation({ seed: SEED, today, scale: SCALE }),
    limits: { dailyCalls: DAILY_CALLS_SIMULATED },
  }).then((started) => Object.assign(started, { stop: () => started.close() }));
  return withRunning(simulator, (org) =>
    withRunning(startBenchWorker(), async (worker) => {
      const counted = new CountedOrg(org, worker);
      const bulk = await counted.backfill(org.org);
      say(`Read ${wholeNumber(bulk.records)} records with ${wholeNumber(bulk.calls)} calls`);
      const build = (scale: number) => generateOrganisation({ seed: SEED, today, scale });
      const small = await counted.backfill(org.addOrg(build(SCALE_SMALL)));
      org.simulation.faults.turnOn(["no_bulk"]);
      const plain = await counted.backfill(org.addOrg(build(SCALE)));
      org.simulation.faults.turnOn([]);
      say(`Read them without Bulk with ${wholeNumber(plain.calls)} calls`);
      const peer = await counted.walkPeer();
      say(`jsforce made ${wholeNumber(peer.calls)} calls for ${wholeNumber(peer.rows)} rows`);
      const settledAt = await counted.settle(bulk.tenantId, today + DAYS_AHEAD * DAY);
      const idle = await counted.day(bulk.tenantId, settledAt, { keepsLane: false, isWatched: false });
      say(`An idle day: ${wholeNumber(idle.calls)} calls in ${wholeNumber(idle.ticks)} ticks`);
      const watched = await counted.day(bulk.tenantId, settledAt + DAY, { keepsLane: true, isWatched: true });
      say(`A watched day: ${wholeNumber(watched.calls)} calls in ${wholeNumber(watched.ticks)} ticks`);
      return callFigures({ bulk, small, plain, peer, idle, watched });
    }),
  );
}

interface Backfilled {
  readonly tenantId: string;
  readonly records: number;
  readonly rowsWritten: number;
  readonly calls: number;
  /** By what they ask for. */
  readonly kinds: string;
}

interface PeerWalk {
  readonly rows: number;
  readonly calls: number;
  readonly seconds: number;
}

interface CountedDay {
  readonly ticks: number;
  readonly calls: number;
  readonly kinds: string;
}

/** An org whose calls are counted around whatever is done with it. */
class CountedOrg {
  readonly #simulator: SalesforceSimulator;
  readonly #worker: BenchWorker;
  readonly #app: { readonly loginUrl: string; readonly clientId: string; readonly clientSecret: string };

  constructor(simulator: SalesforceSimulator, worker: BenchWorker) {
    this.#simulator = simulator;
    this.#worker = worker;
    const { clientId, clientSecret } = simulator.simulation.app;
    this.#app = { loginUrl: simulator.url, clientId, clientSecret };
  }

  async backfill({ id: orgId }: Org): Promise<Backfilled> {
    const now = new Date().toISOString();
    const app = this.#app;
    const consent = { code: this.#codeOf(orgId), redirectUri: REDIRECT, codeVerifier: VERIFIER };
    const { tenantId } = await this.#worker.call("connectOrg", { app, ...consent, now });
    const counted = await this.#counted(() => this.#worker.call("backfillOrg", { app, tenantId, now }));
    return { tenantId, ...counted };
  }

  async walkPeer(): Promise<PeerWalk> {
    const port = createSalesforcePort({ ...this.#app, jwtKey: null });
    const consent = {
      code: this.#codeOf(this.#simulator.org.id),
      redirectUri: REDIRECT,
      codeVerifier: VERIFIER,
    };
    const grant = await port.exchangeCode(consent, new Date().toISOString());
    if (!grant.ok) throw new Error(`The org gave no token: ${JSON.stringify(grant.error)}`);
    const { accessToken } = grant.value;
    const { url } = this.#simulator;
    return this.#counted(async () => {
      const { value: rows, seconds } = await timed(() => walkByJsforce({ url, accessToken }));
      return { rows, seconds };
    });
  }

  /** What was left to do after the backfill, which is not of an idle day; answers when it was done. */
  async settle(tenantId: string, at: number): Promise<number> {
    await this.#pass(tenantId, { from: at, to: at + HOUR }, { keepsLane: true, isWatched: false });
    return at + HOUR;
  }

  day(tenantId: string, from: number, how: Passing): Promise<CountedDay> {
    return this.#counted(() => this.#pass(tenantId, { from, to: from + DAY }, how));
  }

  async #pass(tenantId: string, { from, to }: { from: number; to: number }, how: Passing) {
    const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const { ticks, faults } = await this.#worker.call("passTime", {
      app: this.#app,
      tenantId,
      ...span,
      ...how,
    });
    const troubles = faults.filter((fault) => !fault.startsWith("scope_missing"));
    if (troubles.length > 0) throw new Error(`The day was not idle: ${troubles.join(", ")}`);
    return { ticks };
  }

  #codeOf(orgId: string): string {
    const codeChallenge = createHash("sha256").update(VERIFIER).digest("base64url");
    const port = createSalesforcePort({ ...this.#app, jwtKey: null });
    const url = port.authorizeUrl({ state: "bench", redirectUri: REDIRECT, codeChallenge });
    const code = new URL(this.#simulator.consent(url, { orgId })).searchParams.get("code");
    if (code === null) throw new Error("The consent gave no code");
    return code;
  }

  async #counted<T>(work: () => Promise<T>): Promise<T & { calls: number; kinds: string }> {
    const { journal } = this.#simulator.simulation;
    const callsBefore = this.#simulator.calls;
    journal.splice(0);
    const done = await work();
    const calls = this.#simulator.calls - callsBefore;
    return { ...done, calls, kinds: kindsIn(journal.map(({ method, path }) => kindOfCall(method, path))) };
  }
}

interface Passing {
  readonly keepsLane: boolean;
  readonly isWatched: boolean;
}

function kindOfCall(method: string, path: string): string | null {
  if (!path.startsWith("/services/data")) return null;
  if (path.endsWith("/describe")) return "describes";
  if (path.endsWith("/composite")) return "composite";
  if (/\/deleted\/?$/.test(path)) return "lists of what was deleted";
  if (path.includes("/jobs/query")) return method === "POST" ? "bulk jobs" : "bulk pages and looks";
  return path.includes("/query") ? "queries" : "others";
}

function kindsIn(kinds: readonly (string | null)[]): string {
  const known = kinds.filter((kind) => kind !== null);
  return [...Map.groupBy(known, (kind) => kind)]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([kind, all]) => `${wholeNumber(all.length)} ${kind}`)
    .join(", ");
}

interface Counts {
  readonly bulk: Backfilled;
  readonly small: Backfilled;
  readonly plain: Backfilled;
  readonly peer: PeerWalk;
  readonly idle: CountedDay;
  readonly watched: CountedDay;
}

function callFigures({ bulk, small, plain, peer, idle, watched }: Counts): readonly Figure[] {
  const none = { target: null, met: null };
  const per = (calls: number, records: number) => wholeNumber((calls / records) * RECORDS_OF_FIGURE);
  const told = ({ calls, records, kinds }: Backfilled) =>
    `${per(calls, records)}; ${wholeNumber(calls)} for ${wholeNumber(records)}: ${kinds}`;
  const walked = `jsforce ${wholeNumber(peer.calls)} calls for ${wholeNumber(peer.rows)} rows, in ${shortNumber(peer.seconds)} s`;
  const day = (what: string, { calls, ticks, kinds }: CountedDay): Figure => ({
    what,
    measured: `${wholeNumber(calls)}; ${kinds}`,
    ...none,
    peer: `${share(calls, DAILY_CALLS.developer)} of a Developer Edition, ${share(calls, DAILY_CALLS.enterprise)} of Enterprise; ${wholeNumber(ticks)} ticks`,
  });
  return [
    { what: "API calls for 10,000 records read, with Bulk", measured: told(bulk), ...none, peer: walked },
    {
      what: "API calls for each 10,000 records more, with Bulk",
      measured: per(bulk.calls - small.calls, bulk.records - small.records),
      ...none,
      peer: `an org of ${wholeNumber(small.records)} records takes ${wholeNumber(small.calls)}`,
    },
    {
      what: "API calls for 10,000 records read, without Bulk",
      measured: told(plain),
      ...none,
      peer: `${times(plain.calls / bulk.calls)} those with Bulk`,
    },
    day("API calls of an idle day, polled every 5 minutes", idle),
    day("API calls of an idle day, watched and polled every minute", watched),
    {
      what: "Rows written per record, backfill of the org",
      measured: shortNumber(bulk.rowsWritten / bulk.records),
      ...none,
      peer: "of all kinds, with people, contacts and the state of the sync",
    },
  ];
}

function share(calls: number, granted: number): string {
  return `${shortNumber((calls / granted) * 100)} %`;
}
