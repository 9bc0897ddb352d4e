import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personKey } from "../../worker/adapters/person-key.ts";
import { createZoneClock } from "../organisation/zone-clock.ts";
import { applyStaleSearch } from "../simulators/hubspot/control.ts";
import {
  archiveRecord,
  catchUpIndex,
  createRecord,
  eraseContact,
  restoreRecord,
  updateRecord,
} from "../simulators/hubspot/portal/changes.ts";
import { tableOf } from "../simulators/hubspot/portal/portal.ts";
import { wonTotals } from "../simulators/hubspot/portal/totals.ts";
import { readFaultNames } from "../simulators/hubspot/serving/faults.ts";
import { type Product, startProduct } from "../tools/product.ts";
import { until } from "../tools/standings.ts";
import {
  type BoardAnswer,
  countedPipelines,
  openApi,
  type StandingsApi,
  valuesOf,
} from "../tools/standings-api.ts";
import { allFigures, haveFigures, lastMonths, type Month, wholeHistory } from "./all-figures.ts";
import { planEdits } from "./edits.ts";
import { type Account, connectAnother, dealsIn, wonThisYear, worthOf } from "./mendable-faults.ts";

const MONTHS = 3;
const FAULTS = readFaultNames("all");
/** The seldom ones more often than usual, so that a small run meets each. */
const EVERY = { timeout: 47, expired_token: 41, lost_webhooks: 2 } as const;
const REVENUE = "leaderboard?metric=revenue_closed&period=this_year";
const CALLS = "leaderboard?metric=calls_made&period=this_year";
const EMAILS = "leaderboard?metric=emails_sent&period=this_year";
/** Faults make everything wait, on a busy machine above all. */
const PATIENCE_MILLISECONDS = 5 * 60_000;
/** Longer than any sync takes to search: the index catches up when it is told to. */
const STALE_MILLISECONDS = 10 * 60_000;
const STALE_AFTERWARDS_MILLISECONDS = 1500;
/** A search that lags shows a change to the next look at the latest. */
const SYNCS_MAX = 4;
const STARTED_AT = Date.now();

let calm: Product;
let stormy: Product;
let calmApi: StandingsApi;
let stormyApi: StandingsApi;
let months: readonly Month[];
/** The whole history, and the month in which most things are changed. */
let spans: readonly Month[];
/** The pipelines whose deals count, in both. */
let counted: readonly string[];

/** Two portals with the same people, deals and activities need the same moment to begin with. */
async function start(state: string): Promise<Product> {
  let clock = () => STARTED_AT;
  const product = await startProduct({
    state,
    simulator: {
      seed: 11,
      scale: 0.05,
      now: () => clock(),
      rateLimits: { enabled: false },
      settings: { timeoutHoldMilliseconds: 300, staleSearchMilliseconds: STALE_MILLISECONDS },
      webhooks: { retryMilliseconds: 100, retryLongestMilliseconds: 1000 },
    },
  });
  clock = Date.now;
  return product;
}

async function apiOf(product: Product): Promise<StandingsApi> {
  const [tenant] = await product.tenants();
  const key = await product.apiKey(tenant?.id ?? "");
  return openApi(() => product.worker.url, key);
}

beforeAll(async () => {
  [calm, stormy] = await Promise.all([start("faults-calm"), start("faults-stormy")]);
  const { simulation } = stormy.simulator;
  const { faults } = simulation;
  faults.turnOn(FAULTS);
  applyStaleSearch(simulation);
  for (const [name, every] of Object.entries(EVERY)) {
    for (const known of readFaultNames(name)) faults.setEvery(known, every);
  }
  const { portal } = calm.simulator;
  months = lastMonths(portal, STARTED_AT, MONTHS);
  spans = [wholeHistory(portal, STARTED_AT), ...months.slice(-1)];
  await Promise.all([calm.install(), stormy.install()]);
  await until("the middle of the backfill", async () => {
    const [tenant] = await stormy.tenants();
    return tenant?.progress.some(({ done }) => done > 0) ? true : null;
  });
  await stormy.crash();
  await Promise.all([calm.untilLive(), stormy.untilLive()]);
  [calmApi, stormyApi] = await Promise.all([apiOf(calm), apiOf(stormy)]);
  counted = await countedPipelines(calmApi);
}, PATIENCE_MILLISECONDS);

afterAll(async () => {
  await Promise.all([calm?.stop(), stormy?.stop()]);
});

async function tenantIdOf(product: Product): Promise<string> {
  return (await product.tenants())[0]?.id ?? "";
}

/** What the portal itself holds to be won, by the present owner of the time, without a word of the Worker's. */
function wonByOwner({ from, to }: Month): Record<string, number> {
  const question = { by: "owner_at_win" as const, pipelines: counted, from, to };
  const totals = wonTotals(calm.simulator.portal, question);
  return Object.fromEntries(
    totals.flatMap(({ ownerId, sumMinor }) => (ownerId && sumMinor !== 0 ? [[ownerId, sumMinor]] : [])),
  );
}

/** Syncs while the index that is searched does not hold the edits yet; from then on it lags a little. */
async function meetStaleIndex(): Promise<void> {
  const { portal, simulation } = stormy.simulator;
  const tenantId = await tenantIdOf(stormy);
  await until("a search of the index that is behind", async () => {
    await stormy.runJob(tenantId, "sync");
    return simulation.faults.counts().stale_search ? true : null;
  });
  simulation.settings.staleSearchMilliseconds = STALE_AFTERWARDS_MILLISECONDS;
  applyStaleSearch(simulation);
  catchUpIndex(portal);
}

describe("a run with every fault that can be recovered from, and crashes", () => {
  it("has read the same as a run without any, although it was killed in the middle", async () => {
    expect(await countedPipelines(stormyApi)).toEqual(counted);
    expect(await allFigures(stormyApi, spans)).toEqual(await allFigures(calmApi, spans));
  });

  it(
    "ends in the same totals after the same edits, killed between them once more",
    async () => {
      const edits = planEdits(calm.simulator.portal, STARTED_AT);
      const apply = (from: number, to: number) => {
        for (const [index, edit] of edits.slice(from, to).entries()) {
          // Each a little later than the one before, and at the same moment in both accounts.
          const act = { now: Date.now() + index, userId: null, source: "CRM_UI" };
          for (const { simulator } of [calm, stormy]) edit.apply(simulator.portal, act);
        }
      };
      const half = Math.floor(edits.length / 2);
      apply(0, half);
      await stormy.crash();
      apply(half, edits.length);
      await meetStaleIndex();
      await Promise.all([calm.simulator.flushWebhooks(), stormy.simulator.flushWebhooks()]);
      const thisMonth = spans.at(-1) ?? { from: "", to: "" };
      await until("the portal's own totals", async () => {
        const board = `leaderboard?metric=revenue_closed&from=${thisMonth.from}&to=${thisMonth.to}`;
        const now = valuesOf(await calmApi.get<BoardAnswer>(board));
        return isDeepStrictEqual(now, wonByOwner(thisMonth)) ? true : null;
      });
      // Roles follow from who was active, and are decided again with each sync.
      await calm.runJob(await tenantIdOf(calm), "sync");
      const expected = await allFigures(calmApi, spans);
      const tenantId = await tenantIdOf(stormy);
      for (let syncs = 1; syncs < SYNCS_MAX; syncs += 1) {
        await stormy.runJob(tenantId, "sync");
        if (await haveFigures(stormyApi, expected)) return;
      }
      await stormy.runJob(tenantId, "sync");
      expect(await allFigures(stormyApi, spans)).toEqual(expected);
    },
    PATIENCE_MILLISECONDS,
  );

  it("finds again what was restored, although nobody told of it and no stamp moved", async () => {
    const { portal, simulation } = stormy.simulator;
    const { faults } = simulation;
    const ask = async () => (await stormyApi.get<BoardAnswer>(REVENUE)).total;
    const before = await ask();
    const won = dealsIn(counted, wonThisYear(portal, Date.now()));
    const deal = won.find(({ properties }) => Number(properties.amount) > 0);
    if (!deal) throw new Error("The account has won nothing this year");
    const act = { now: Date.now(), userId: null, source: "CRM_UI" };
    faults.setEvery("lost_webhooks", Number.MAX_SAFE_INTEGER);
    archiveRecord(portal, deal, act);
    await until("one deal less", async () => ((await ask()) === before ? null : true));
    faults.setEvery("lost_webhooks", 1);
    restoreRecord(portal, deal, act);
    await until("as many as before", async () => {
      await stormy.runJob(await tenantIdOf(stormy), "sync");
      return (await ask()) === before ? true : null;
    });
  });

  it("met every one of the faults", () => {
    const struck = stormy.simulator.simulation.faults.counts();
    expect(FAULTS.filter((name) => !struck[name])).toEqual([]);
  });

  it.each(Array.from({ length: MONTHS }, (_, index) => index))(
    "agrees with the portal's own account of month %s",
    async (index) => {
      const month = months[index] ?? { from: "", to: "" };
      const span = `from=${month.from}&to=${month.to}`;
      const revenue = await stormyApi.get<BoardAnswer>(`leaderboard?metric=revenue_closed&${span}`);
      expect(valuesOf(revenue)).toEqual(wonByOwner(month));
      const { portal } = stormy.simulator;
      const clock = createZoneClock(portal.timeZone);
      const tasks = tableOf(portal, "tasks")
        .all()
        .filter(({ archivedAt, properties }) => {
          const { hs_task_status: status, hs_task_completion_date: at } = properties;
          const day = at ? clock.dayOf(Date.parse(at)) : "";
          return archivedAt === null && status === "COMPLETED" && day >= month.from && day <= month.to;
        });
      const done = await stormyApi.get<BoardAnswer>(`leaderboard?metric=tasks_completed&${span}`);
      expect(done.total ?? 0).toBe(tasks.filter(({ properties }) => properties.hubspot_owner_id).length);
    },
  );

  it("has cells that are the sums of the ledger, and a second reading writes nothing", async () => {
    const tenantId = await tenantIdOf(stormy);
    stormy.simulator.simulation.faults.turnOn([]);
    const rebuilt = await stormy.runJob(tenantId, "rebuild");
    expect(rebuilt.result).toMatchObject({ differenceCount: 0 });
    await stormy.runJob(tenantId, "sync");
    const ask = () => stormyApi.get<BoardAnswer>("leaderboard?metric=deals_won&period=this_year");
    const { revision } = await ask();
    expect((await stormy.runJob(tenantId, "sync")).state).toBe("done");
    expect((await ask()).revision).toBe(revision);
  });
});

describe("a fault that only somebody can mend", () => {
  const countedThisYear = (account: Account) =>
    dealsIn(account.counted, wonThisYear(account.portal, Date.now()));
  const totalOf = async ({ api }: Account, board: string) => (await api.get<BoardAnswer>(board)).total;
  const act = () => ({ now: Date.now(), userId: null, source: "CRM_UI" });
  const faultsOf = async (account: Account, type: string) =>
    (await account.connection()).faults.filter((fault) => fault.type === type);
  let toRevoke: Account;
  let toLimit: Account;

  beforeAll(async () => {
    [toRevoke, toLimit] = await Promise.all([
      connectAnother(calm, { portalId: 501, seed: 21, today: STARTED_AT }),
      connectAnother(calm, { portalId: 502, seed: 22, today: STARTED_AT }),
    ]);
  });

  it("is named reconnect when access is revoked, and connecting again reads what was missed", async () => {
    const account = toRevoke;
    const before = await totalOf(account, REVENUE);
    expect(before).toBe(worthOf(countedThisYear(account)));
    calm.simulator.simulation.grants.revokePortal(501);
    const [deal] = wonThisYear(account.portal, Date.now()).filter(({ properties }) => properties.amount);
    if (!deal) throw new Error("The account has won nothing this year");
    updateRecord(account.portal, deal, { amount: "4321.99" }, act());
    expect((await calm.runJob(account.tenantId, "sync")).state).toBe("failed");
    expect((await account.connection()).state).toBe("reconnect");
    expect((await faultsOf(account, "token_revoked"))[0]?.remedy).toMatch(/^Connect Standings/);
    expect(await totalOf(account, REVENUE)).toBe(before);

    await calm.install(501);
    await calm.untilLive();
    expect(await totalOf(account, REVENUE)).toBe(worthOf(countedThisYear(account)));
    expect(await faultsOf(account, "token_revoked")).toEqual([]);
  });

  it("costs what a missing scope covers and nothing else, until it is granted again", async () => {
    const account = toLimit;
    const calls = await totalOf(account, CALLS);
    for (const grant of calm.simulator.simulation.grants.active(502)) {
      grant.scopes = grant.scopes.filter((scope) => scope !== "crm.objects.contacts.read");
    }
    const [deal] = wonThisYear(account.portal, Date.now()).filter(({ properties }) => properties.amount);
    if (!deal) throw new Error("The account has won nothing this year");
    updateRecord(account.portal, deal, { amount: "1234.99" }, act());
    const [rep] = account.portal.people.filter(({ role, leftAt }) => role === "rep" && leftAt === null);
    const call = { hs_call_direction: "OUTBOUND", hs_timestamp: new Date().toISOString() };
    const owner = { hubspot_owner_id: rep?.ownerId ?? null };
    createRecord(account.portal, "calls", { ...call, ...owner }, act());
    await calm.runJob(account.tenantId, "sync");
    const { state, faults } = await account.connection();
    expect(state).toBe("live");
    const missing = faults.filter(({ type }) => type === "scope_missing").map(({ subject }) => subject);
    expect(missing).toEqual(expect.arrayContaining(["call", "email", "meeting", "task", "communication"]));
    expect(faults.find(({ subject }) => subject === "call")?.remedy).toContain("crm.objects.contacts.read");
    expect(await totalOf(account, REVENUE)).toBe(worthOf(countedThisYear(account)));
    expect(await totalOf(account, CALLS)).toBe(calls);

    await calm.install(502);
    await until("the call that was missed", async () =>
      (await totalOf(account, CALLS)) === (calls ?? 0) + 1 ? true : null,
    );
    expect(await faultsOf(account, "scope_missing")).toEqual([]);
  });

  it("parks records that cannot be read, by name, until they can", async () => {
    const { faults } = calm.simulator.simulation;
    faults.turnOn(["malformed_record"]);
    faults.setEvery("malformed_record", 7);
    const account = await connectAnother(calm, { portalId: 503, seed: 23, today: STARTED_AT });
    const parked = await faultsOf(account, "record_unreadable");
    const ids = new Set(parked.map(({ subject }) => subject));
    const won = wonThisYear(account.portal, Date.now());
    const unreadable = won.filter(({ id }) => ids.has(`deal:${id}`));
    expect(unreadable.length).toBeGreaterThan(0);
    expect(parked.every(({ remedy }) => remedy.startsWith("Open the record"))).toBe(true);
    const readable = won.filter(({ id }) => !ids.has(`deal:${id}`));
    expect(await totalOf(account, REVENUE)).toBe(worthOf(dealsIn(account.counted, readable)));

    faults.turnOn([]);
    for (const deal of unreadable) updateRecord(account.portal, deal, { dealname: "Mended" }, act());
    await until("the mended deals", async () =>
      (await totalOf(account, REVENUE)) === worthOf(dealsIn(account.counted, won)) ? true : null,
    );
    const mended = new Set(unreadable.map(({ id }) => `deal:${id}`));
    await until("no fault of theirs", async () => {
      const left = await faultsOf(account, "record_unreadable");
      return left.some(({ subject }) => mended.has(subject)) ? null : true;
    });
  });
});

describe("a contact that is erased in HubSpot", () => {
  it("leaves no trace of the person, by itself, and every figure as it was", async () => {
    const account = await connectAnother(calm, { portalId: 504, seed: 24, today: STARTED_AT });
    const { portal, tenantId, api } = account;
    const contact = tableOf(portal, "contacts")
      .all()
      .find((record) => portal.associations.of(record, "emails").length > 0);
    if (!contact?.properties.email) throw new Error("Nobody in the account was written to");
    const key = personKey(tenantId, contact.properties.email);
    const exported = async () => (await calm.operator(`tenants/${tenantId}/export`)).text();
    expect(await exported()).toContain(key);
    const { rows } = await api.get<BoardAnswer>(EMAILS);

    eraseContact(portal, contact, { now: Date.now(), userId: null, source: "CRM_UI" });
    await until("the erasure", async () => ((await exported()).includes(key) ? null : true));
    expect((await api.get<BoardAnswer>(EMAILS)).rows).toEqual(rows);
    const { faults } = await account.connection();
    expect(faults.filter(({ type }) => type === "person_erased")).toEqual([]);
  });
});
