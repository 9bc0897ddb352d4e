import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createZoneClock } from "../organisation/zone-clock.ts";
import { tableOf } from "../simulators/hubspot/portal/portal.ts";
import { wonTotals } from "../simulators/hubspot/portal/totals.ts";
import { readFaultNames } from "../simulators/hubspot/serving/faults.ts";
import { type Product, startProduct } from "../tools/product.ts";
import { until } from "../tools/standings.ts";
import { type BoardAnswer, openApi, type StandingsApi, valuesOf } from "../tools/standings-api.ts";
import { allFigures, lastMonths, type Month } from "./all-figures.ts";
import { planEdits } from "./edits.ts";

const MONTHS = 6;
const FAULTS = readFaultNames("all");
/** Often enough that a small run meets each. */
const EVERY = { "429": 9, "500": 7, timeout: 23, cut: 11, expired_token: 19, lost_webhooks: 2 } as const;
/** A search that lags shows a change to the next look at the latest. */
const SYNCS_MAX = 4;
const STARTED_AT = Date.now();

let calm: Product;
let stormy: Product;
let calmApi: StandingsApi;
let stormyApi: StandingsApi;
let months: readonly Month[];

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
      settings: { timeoutHoldMilliseconds: 300, staleSearchMilliseconds: 1500 },
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
  const { faults } = stormy.simulator.simulation;
  faults.turnOn(FAULTS);
  for (const [name, every] of Object.entries(EVERY)) {
    for (const known of readFaultNames(name)) faults.setEvery(known, every);
  }
  months = lastMonths(calm.simulator.portal, STARTED_AT, MONTHS);
  await Promise.all([calm.install(), stormy.install()]);
  await until("the middle of the backfill", async () => {
    const [tenant] = await stormy.tenants();
    return tenant?.progress.some(({ done }) => done > 0) ? true : null;
  });
  await stormy.crash();
  await Promise.all([calm.untilLive(), stormy.untilLive()]);
  [calmApi, stormyApi] = await Promise.all([apiOf(calm), apiOf(stormy)]);
});

afterAll(async () => {
  await Promise.all([calm?.stop(), stormy?.stop()]);
});

async function tenantIdOf(product: Product): Promise<string> {
  return (await product.tenants())[0]?.id ?? "";
}

/** What the portal itself holds to be won, by the present owner of the time, without a word of the Worker's. */
function wonByOwner({ from, to }: Month): Record<string, number> {
  const question = { by: "owner_at_win" as const, pipelines: null, from, to };
  const totals = wonTotals(calm.simulator.portal, question);
  return Object.fromEntries(
    totals.flatMap(({ ownerId, sumMinor }) => (ownerId && sumMinor !== 0 ? [[ownerId, sumMinor]] : [])),
  );
}

describe("a run with every fault that can be recovered from, and crashes", () => {
  it("has read the same as a run without any, although it was killed in the middle", async () => {
    expect(await allFigures(stormyApi, months)).toEqual(await allFigures(calmApi, months));
  });

  it("ends in the same totals after the same edits, killed between them once more", async () => {
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
    await Promise.all([calm.simulator.flushWebhooks(), stormy.simulator.flushWebhooks()]);
    const thisMonth = months.at(-1) ?? { from: "", to: "" };
    await until("the portal's own totals", async () => {
      const board = `leaderboard?metric=revenue_closed&from=${thisMonth.from}&to=${thisMonth.to}`;
      const now = valuesOf(await calmApi.get<BoardAnswer>(board));
      return isDeepStrictEqual(now, wonByOwner(thisMonth)) ? true : null;
    });
    // Roles follow from who was active, and are decided again with each sync.
    await calm.runJob(await tenantIdOf(calm), "sync");
    const expected = await allFigures(calmApi, months);
    const tenantId = await tenantIdOf(stormy);
    for (let tries = 0; tries < SYNCS_MAX; tries += 1) {
      await stormy.runJob(tenantId, "sync");
      if (isDeepStrictEqual(await allFigures(stormyApi, months), expected)) break;
    }
    expect(await allFigures(stormyApi, months)).toEqual(expected);
  });

  it("met every one of the faults", () => {
    const struck = stormy.simulator.simulation.faults.counts();
    const met = FAULTS.filter((name) => name === "stale_search" || (struck[name] ?? 0) > 0);
    expect(met).toEqual(FAULTS);
  });

  it.each([0, 1, 2, 3, 4, 5])("agrees with the portal's own account of month %s", async (index) => {
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
  });

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
