/** Orgs of one organisation on one Worker, some of which everything goes wrong in. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateOrganisation } from "../organisation/generate.ts";
import { createZoneClock } from "../organisation/zone-clock.ts";
import { insertRecord, purgeRecord, updateRecord } from "../simulators/salesforce/org/changes.ts";
import { type Org, type OrgRecord, tableOf } from "../simulators/salesforce/org/org.ts";
import { wonTotals } from "../simulators/salesforce/org/totals.ts";
import { type FaultName, RECOVERABLE_FAULTS } from "../simulators/salesforce/serving/faults.ts";
import type { JournalEntry } from "../simulators/salesforce/simulation.ts";
import type { SalesforceSimulator } from "../simulators/salesforce/start.ts";
import { type Product, startProduct } from "../tools/product.ts";
import { until } from "../tools/standings.ts";
import {
  type BoardAnswer,
  type ConnectionAnswer,
  countedPipelines,
  openApi,
  type StandingsApi,
} from "../tools/standings-api.ts";
import { allFigures, haveFigures, lastMonths, type Month, wholeHistory } from "./all-figures.ts";
import { logEmail, planOrgEdits } from "./salesforce-edits.ts";

const STARTED_AT = Date.now();
const SCALE = 0.03;
const SMALL_SCALE = 0.01;
/** More than an ordinary query is asked for, so that they come by bulk. */
const MANY_CALLS = 2_100;
/** Further back than polls look, so that not each of them reads all calls again. */
const CALLS_AGO_MILLISECONDS = 3_600_000;
/**
 * The seldom faults more often than usual, so that a small run meets each. A server error less often: where it is the
 * answer to a refresh nobody knows whether the token was spent, and a minute is waited.
 */
const EVERY: Partial<Readonly<Record<FaultName, number>>> = {
  hang: 23,
  "500": 61,
  expired_while_paging: 4,
  expired_locator: 2,
  lost_pings: 2,
  late_commits: 2,
};
const REVENUE = "leaderboard?metric=revenue_closed&period=this_year";
const CALLS = "leaderboard?metric=calls_made&period=this_year";
/** The log is asked for by whole minutes. */
const LOG_MILLISECONDS = 2 * 60_000;
const PATIENCE_MILLISECONDS = 3 * 60_000;

/** An org that is connected. */
interface Account {
  readonly org: Org;
  readonly tenantId: string;
  readonly api: StandingsApi;
  connection(): Promise<ConnectionAnswer>;
  /** Does now what its lane does by the clock; whether all of it could be done. */
  sync(): Promise<string>;
}

let product: Product;
let salesforce: SalesforceSimulator;
let calm: Account;
let stormy: Account;
/** The whole history, and this month, in which things are changed. */
let spans: readonly Month[];
/** A small org, for faults that somebody has to mend. */
let troubled: Account;

function organisationOf(seed: number, scale: number) {
  return generateOrganisation({ seed, today: STARTED_AT, scale });
}

function addCalls(org: Org): void {
  const [rep] = [...tableOf(org, "User").having("IsActive", true)].filter(({ fields }) => fields.ManagerId);
  const day = createZoneClock(org.timeZone).dayOf(STARTED_AT);
  const call = { TaskSubtype: "Call", CallType: "Outbound", Status: "Completed", ActivityDate: day };
  for (let count = 0; count < MANY_CALLS; count += 1) {
    insertRecord(
      org,
      "Task",
      { ...call, OwnerId: rep?.id ?? null },
      { userId: null, at: STARTED_AT - CALLS_AGO_MILLISECONDS },
    );
  }
}

async function accountOf(org: Org): Promise<Account> {
  const tenant = (await product.tenants()).find(({ crmId }) => crmId === org.id);
  if (!tenant) throw new Error(`Nobody connected ${org.id}`);
  const api = openApi(() => product.worker.url, await product.apiKey(tenant.id));
  return {
    org,
    tenantId: tenant.id,
    api,
    connection: () => api.get<ConnectionAnswer>("connection"),
    sync: async () => (await product.runJob(tenant.id, "sync")).state,
  };
}

function turnOn(names: readonly FaultName[], { id }: Org): void {
  salesforce.simulation.faults.turnOn(names, id);
}

/** A small org with faults from the first request on. */
async function connectAnother(seed: number, names: readonly FaultName[]): Promise<Account> {
  const org = salesforce.addOrg(organisationOf(seed, SMALL_SCALE));
  turnOn(names, org);
  await product.installSalesforce(org.id);
  await product.untilLive();
  return accountOf(org);
}

async function faultsOf(account: Account, type: string) {
  return (await account.connection()).faults.filter((fault) => fault.type === type);
}

async function totalOf({ api }: Account, board: string): Promise<number> {
  return (await api.get<BoardAnswer>(board)).total ?? 0;
}

/** What the org itself holds to be won this year, in the record types that count. */
async function wonThisYear({ org, api }: Account): Promise<number> {
  const counted = await countedPipelines(api);
  const types = tableOf(org, "RecordType");
  const recordTypes = counted.flatMap((id) => String(types.get(id)?.fields.DeveloperName));
  const year = createZoneClock(org.timeZone).dayOf(Date.now()).slice(0, 4);
  const totals = wonTotals(org, { recordTypes, from: `${year}-01-01`, to: `${year}-12-31` });
  return totals.reduce((sum, { sumMinor }) => sum + sumMinor, 0);
}

/** Deals that are won with an amount, the latest first. */
function wonDeals(org: Org): readonly OrgRecord[] {
  return tableOf(org, "Opportunity")
    .byCursor()
    .filter(({ fields }) => fields.IsDeleted !== true && fields.IsWon === true && Number(fields.Amount) > 0)
    .toReversed();
}

function editDeal({ org }: Account, amount: number): void {
  const [deal] = wonDeals(org);
  if (!deal) throw new Error("The org has won nothing");
  const day = createZoneClock(org.timeZone).dayOf(Date.now());
  updateRecord(org, "Opportunity", deal.id, { Amount: amount, CloseDate: day }, { userId: null });
}

beforeAll(async () => {
  product = await startProduct({
    state: "salesforce-faults",
    simulator: { scale: SMALL_SCALE, rateLimits: { enabled: false } },
    salesforce: {
      organisation: organisationOf(11, SCALE),
      settings: { hangMilliseconds: 300, pageRowsMax: 300, lateCommitMilliseconds: 60_000 },
    },
  });
  if (!product.salesforce) throw new Error("No Salesforce was started");
  salesforce = product.salesforce;
  const orgs = [salesforce.org, salesforce.addOrg(organisationOf(11, SCALE))] as const;
  for (const org of orgs) addCalls(org);
  spans = [wholeHistory(salesforce.org, STARTED_AT), ...lastMonths(salesforce.org, STARTED_AT, 1)];
  const { faults } = salesforce.simulation;
  for (const name of RECOVERABLE_FAULTS) faults.setEvery(name, EVERY[name] ?? faults.every(name));
  turnOn(RECOVERABLE_FAULTS, orgs[1]);
  turnOn(["no_bulk"], orgs[0]);
  for (const { id } of orgs) await product.installSalesforce(id);
  await until("the middle of the backfill", async () => {
    const tenant = (await product.tenants()).find(({ crmId }) => crmId === orgs[1].id);
    return tenant?.progress.some(({ done }) => done > 0) ? true : null;
  });
  await product.crash();
  await product.untilLive((all) => all.length);
  [calm, stormy] = [await accountOf(orgs[0]), await accountOf(orgs[1])];
  troubled = await connectAnother(12, []);
}, PATIENCE_MILLISECONDS);

afterAll(async () => {
  await product?.stop();
});

describe("an org with every fault that can be recovered from, and a Worker that is killed", () => {
  /** Null where a sync came upon a fault that lasts a while, or has not brought everything. */
  async function sameFigures(expected: Awaited<ReturnType<typeof allFigures>>): Promise<true | null> {
    if ((await stormy.sync()) !== "done") return null;
    return (await haveFigures(stormy.api, expected)) ? true : null;
  }

  it("was read like one without any, which has no Bulk API", async () => {
    const expected = await allFigures(calm.api, spans);
    expect(await allFigures(stormy.api, spans)).toEqual(expected);
    expect(await totalOf(calm, REVENUE)).toBe(await wonThisYear(calm));
    expect(await totalOf(calm, CALLS)).toBeGreaterThan(MANY_CALLS);
    expect((await calm.connection()).faults).toEqual([]);
  });

  it("ends in the same figures after the same edits, of which it is told late, twice or not at all", async () => {
    for (const { api, org } of [calm, stormy]) await product.connectPings(api, org.id);
    const day = createZoneClock(calm.org.timeZone).dayOf(Date.now());
    const edits = planOrgEdits(calm.org, Date.now(), day);
    for (const edit of edits) {
      for (const { org } of [calm, stormy]) edit.apply(salesforce.simulation, org);
    }
    for (const { org } of [calm, stormy]) logEmail(salesforce.simulation, org, Date.now());
    // What a long transaction wrote is not there yet, and the poll goes by.
    await stormy.sync();
    await salesforce.settle();
    await calm.sync();
    const expected = await allFigures(calm.api, spans);
    expect(await totalOf(calm, REVENUE)).toBe(await wonThisYear(calm));
    await until("the same figures", () => sameFigures(expected));
    expect(await totalOf(stormy, REVENUE)).toBe(await wonThisYear(stormy));
  });

  it("finds by the log of deletions what was purged at once, although nobody told of it", async () => {
    const deal = wonDeals(calm.org).find(({ id }) => tableOf(stormy.org, "Opportunity").get(id));
    salesforce.simulation.pings.forgetKey(stormy.org.id);
    for (const { org } of [calm, stormy]) {
      purgeRecord(org, "Opportunity", deal?.id ?? "", { userId: null, at: Date.now() - LOG_MILLISECONDS });
    }
    await calm.sync();
    const expected = await allFigures(calm.api, spans);
    await until("one deal less", () => sameFigures(expected));
    expect(await totalOf(stormy, REVENUE)).toBe(await wonThisYear(stormy));
  });

  it("met every one of the faults", () => {
    const struck = salesforce.simulation.faults.counts();
    expect(RECOVERABLE_FAULTS.filter((name) => !struck[name])).toEqual([]);
  });

  it("has cells that are the sums of the ledger, and a second reading writes nothing", async () => {
    turnOn([], stormy.org);
    const rebuilt = await product.runJob(stormy.tenantId, "rebuild");
    expect(rebuilt.result).toMatchObject({ differenceCount: 0 });
    await stormy.sync();
    const ask = () => stormy.api.get<BoardAnswer>("leaderboard?metric=deals_won&period=this_year");
    const { revision } = await ask();
    expect(await stormy.sync()).toBe("done");
    expect((await ask()).revision).toBe(revision);
  });
});

describe("a fault that only somebody can mend", () => {
  /** Requests of a sort that no healthy org makes, while something was done. */
  async function requestsOf(
    isMeant: (request: JournalEntry) => boolean,
    work: () => Promise<unknown>,
  ): Promise<number> {
    const { journal } = salesforce.simulation;
    const before = journal.length;
    await work();
    return journal.slice(before).filter(isMeant).length;
  }

  const isTokenRequest = ({ path }: JournalEntry) => path.endsWith("/oauth2/token");
  const isSignIn = (request: JournalEntry) => request.status === 401 || isTokenRequest(request);

  async function connectAgain({ org }: Account): Promise<void> {
    turnOn([], org);
    await product.installSalesforce(org.id);
    await product.untilLive();
  }

  it("is named reconnect when access is revoked, and connecting again reads what was missed", async () => {
    const before = await totalOf(troubled, REVENUE);
    expect(before).toBe(await wonThisYear(troubled));
    turnOn(["revoked_token"], troubled.org);
    salesforce.simulation.faults.setEvery("revoked_token", 1);
    editDeal(troubled, 4321.99);
    expect(await troubled.sync()).toBe("failed");
    expect((await troubled.connection()).state).toBe("reconnect");
    expect((await faultsOf(troubled, "token_revoked"))[0]?.remedy).toMatch(/^Connect Standings/);
    expect(await totalOf(troubled, REVENUE)).toBe(before);
    expect(await requestsOf(isSignIn, troubled.sync)).toBe(0);

    await connectAgain(troubled);
    expect(await totalOf(troubled, REVENUE)).toBe(await wonThisYear(troubled));
    expect(await faultsOf(troubled, "token_revoked")).toEqual([]);
  });

  it("is named reconnect when the answer with the new token was lost, and shows the old one once", async () => {
    turnOn(["lost_refresh"], troubled.org);
    salesforce.simulation.faults.setEvery("lost_refresh", 1);
    salesforce.simulation.grants.expireAccess((_token, { orgId }) => orgId === troubled.org.id);
    editDeal(troubled, 5432.1);
    const shown = await requestsOf(isTokenRequest, () =>
      until("the state reconnect", async () => {
        await troubled.sync();
        return (await troubled.connection()).state === "reconnect" ? true : null;
      }),
    );
    expect(shown).toBe(1);

    await connectAgain(troubled);
    expect(await totalOf(troubled, REVENUE)).toBe(await wonThisYear(troubled));
  });

  it("makes few requests where every new token is refused too, and goes on by itself afterwards", async () => {
    turnOn(["endless_401"], troubled.org);
    editDeal(troubled, 6543.21);
    // A few for each thing that a sync asks for; without an end there would be thousands.
    expect(await requestsOf(isSignIn, troubled.sync)).toBeLessThan(100);
    expect((await faultsOf(troubled, "unavailable")).length).toBeGreaterThan(0);

    turnOn([], troubled.org);
    await until("a sync that is done", async () => ((await troubled.sync()) === "done" ? true : null));
    expect(await totalOf(troubled, REVENUE)).toBe(await wonThisYear(troubled));
    expect(await faultsOf(troubled, "unavailable")).toEqual([]);
  });

  it("names hidden fields to the admin, and reads what they hold once they are shown", async () => {
    // Nothing of it will have changed since.
    const account = await connectAnother(14, ["hidden_fields"]);
    const missing = await faultsOf(account, "scope_missing");
    expect(missing.find(({ subject }) => subject === "deal")?.remedy).toContain("Opportunity.Amount");
    expect(missing.find(({ subject }) => subject === "call")?.remedy).toContain("Task.CallDisposition");
    expect(await totalOf(account, REVENUE)).toBe(0);

    turnOn([], account.org);
    await account.sync();
    expect(await faultsOf(account, "scope_missing")).toEqual([]);
    await until("the amounts that were hidden", async () =>
      (await totalOf(account, REVENUE)) === (await wonThisYear(account)) ? true : null,
    );
  });

  it("names hidden objects to the admin, and does without them", async () => {
    turnOn(["hidden_objects"], troubled.org);
    editDeal(troubled, 8765.43);
    await troubled.sync();
    const missing = await faultsOf(troubled, "scope_missing");
    expect(missing.map(({ subject }) => subject)).toEqual(expect.arrayContaining(["splits", "goals"]));
    expect((await troubled.connection()).state).toBe("live");
    expect(await totalOf(troubled, REVENUE)).toBe(await wonThisYear(troubled));
    turnOn([], troubled.org);
    await troubled.sync();
    expect(await faultsOf(troubled, "scope_missing")).toEqual([]);
  });

  it("has the boards of deals right where it may not see everybody's activities, and says so", async () => {
    const limited = await connectAnother(13, ["only_deals"]);
    expect(await totalOf(limited, REVENUE)).toBe(await wonThisYear(limited));
    expect(await totalOf(limited, CALLS)).toBe(0);
    const [missing] = await faultsOf(limited, "scope_missing");
    expect(missing).toMatchObject({ subject: "complete_activities" });
    expect(missing?.remedy).toContain("View All Data");

    turnOn([], limited.org);
    await limited.sync();
    await until("the calls of everybody", async () => ((await totalOf(limited, CALLS)) > 0 ? true : null));
    expect(await faultsOf(limited, "scope_missing")).toEqual([]);
  });

  it("leaves the org's other apps their share of the day's calls, and goes on after", async () => {
    const { limits } = salesforce.simulation;
    const { settings } = limits;
    const { dailyCalls } = settings;
    const used = () => limits.used(troubled.org.id, Date.now());
    settings.dailyCalls = used() * 2;
    editDeal(troubled, 9876.54);
    const before = used();
    expect(await troubled.sync()).toBe("failed");
    expect(await troubled.sync()).toBe("failed");
    expect(used() - before).toBeLessThan(10);
    expect((await faultsOf(troubled, "rate_limited")).length).toBeGreaterThan(0);
    expect((await troubled.connection()).state).toBe("live");

    settings.dailyCalls = dailyCalls;
    // A Worker that begins anew knows no more of what the last answer told, as after the hour.
    await product.crash();
    expect(await troubled.sync()).toBe("done");
    expect(await totalOf(troubled, REVENUE)).toBe(await wonThisYear(troubled));

    turnOn(["spent_calls"], troubled.org);
    editDeal(troubled, 1987.65);
    expect(await requestsOf(({ status }) => status === 403, troubled.sync)).toBeLessThan(30);
    turnOn([], troubled.org);
    // All callers wait as long as the refusal says, or until the Worker begins anew.
    expect(await requestsOf(() => true, troubled.sync)).toBe(0);
    await product.crash();
    expect(await troubled.sync()).toBe("done");
    expect(await totalOf(troubled, REVENUE)).toBe(await wonThisYear(troubled));
  });
});
