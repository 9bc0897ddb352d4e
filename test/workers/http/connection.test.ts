import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { JobStarted } from "../../../shared/contracts/access.ts";
import { CheckedRecords, type DataCheckName, DataChecks } from "../../../shared/contracts/data-checks.ts";
import {
  RECONCILIATION_STEPS,
  ReconciledDeals,
  ReconciliationAnswer,
  type ReconciliationStepName,
} from "../../../shared/contracts/reconciliation.ts";
import { createJobStore } from "../../../worker/adapters/d1/job-store.ts";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import {
  createReconciliationStore,
  createWinReader,
} from "../../../worker/adapters/d1/reconciliation-store.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import { buildBridge, stepsOf } from "../../../worker/domain/reconcile/bridge.ts";
import type { Deal } from "../../../worker/domain/records.ts";
import { buildCall } from "../ledger/records.ts";
import { NOTHING } from "../stores/people-stores.ts";
import { NOW, TestApp } from "./app.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, makeKey } from "./sign-in.ts";

const QUARTER = { from: "2026-01-01", to: "2026-03-31" };
const WON_AT = "2026-03-02T12:00:00.000Z";
const app = new TestApp(env);
let east: SeededTenant;
let key: string;

beforeAll(async () => {
  east = await seedTenant(env.DB, { mark: "east", crmId: "3003" });
  await seedDeals(env.DB, east);
  await seedOddDeals(east);
  key = (await makeKey(app, east, { role: "admin" })).key;
});

/** Deals that are not as they should be, one way each. */
async function seedOddDeals({ tenant }: SeededTenant): Promise<void> {
  const store = createTenantStore(env.DB, tenant.id);
  const lost = { id: "lost", label: "Lost", order: 2, outcome: "lost", probability: 0 } as const;
  const pipelines = await store.loadPipelines();
  await createPeopleStore(env.DB, tenant.id).savePipelines(
    pipelines.map((pipeline) => ({ ...pipeline, stages: [...pipeline.stages, lost] })),
  );
  const writer = createLedgerWriter(env.DB, tenant.id, { store });
  const yen = { minor: 900, currency: "JPY" };
  const minus = { minor: -900, currency: "EUR" };
  await writer.apply(
    [
      buildDeal("no-amount", { amount: null, amountHome: null }),
      buildDeal("no-rate", { amount: yen, amountHome: null }),
      buildDeal("overdue", { stageId: "open", close: { kind: "instant", at: WON_AT }, wonAt: null }),
      buildDeal("overdue-free", { stageId: "open", amount: null, amountHome: null, wonAt: null }),
      buildDeal("no-close", { stageId: "open", close: null, wonAt: null }),
      buildDeal("won-no-close", { close: null }),
      buildDeal("back-no-close", { close: null, amount: minus, amountHome: minus }),
      buildDeal("lost-no-close", { stageId: "lost", close: null, wonAt: null }),
      buildCall({ crmId: "no-close", title: "A call of some day", ownerId: "east-owner-member", at: null }),
      buildDeal("unowned", { stageId: "open", ownerId: null, ownerHistory: [], wonAt: null }),
      buildDeal("left-behind", { stageId: "open", ownerId: "east-owner-viewer", wonAt: null }),
    ],
    { cause: { kind: "backfill" }, now: "2026-03-10T11:00:00.000Z", fresh: false },
  );
}

function buildDeal(crmId: string, change: Partial<Deal> = {}): Deal {
  const money = { minor: 5_000, currency: "EUR" };
  return {
    kind: "deal",
    crmId,
    modifiedAt: WON_AT,
    createdAt: "2026-02-02T12:00:00.000Z",
    archived: false,
    title: `The ${crmId} deal`,
    creatorUserId: null,
    ownerId: "east-owner-member",
    pipelineId: "east-pipeline",
    stageId: "won",
    dealType: null,
    close: { kind: "instant", at: WON_AT },
    wonAt: WON_AT,
    amount: money,
    amountHome: money,
    otherAmounts: {},
    otherOwners: {},
    stageHistory: [],
    ownerHistory: [],
    amountHistory: [],
    closeHistory: [],
    splits: [],
    mergedIds: [],
    ...change,
  };
}

async function get<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T> {
  const answer = await app.fetch(`/api/v1${path}`, { headers: bearer(key) });
  return v.parse(schema, await answer.json());
}

const recordsOf = (check: DataCheckName, query = "") =>
  get(`/connection/checks/${check}/records${query}`, CheckedRecords);

describe("the data checks", () => {
  it("count what is not as it should be, and name the days that they look at", async () => {
    const people = createPeopleStore(env.DB, east.tenant.id);
    const profile = { id: "east-viewer", crmId: "east-owner-viewer", name: "Somebody who left", email: null };
    await people.savePeople(
      {
        ...NOTHING,
        profiles: [{ ...profile, active: false, joinedOn: null, leftOn: "2026-02-28" }],
      },
      { cause: { kind: "people" }, now: NOW },
    );
    const { checks, period } = await get("/connection/checks", DataChecks);
    expect(period).toEqual({ from: "2025-10-01", to: "2026-03-31", timeZone: "Europe/Berlin" });
    expect(Object.fromEntries(checks.map(({ check, count }) => [check, count]))).toEqual({
      won_without_amount: 1,
      won_without_owner: 1,
      open_past_close_date: 4,
      open_without_close_date: 1,
      closed_without_close_date: 3,
      activity_without_date: 1,
      open_without_owner: 1,
      owner_left: 1,
      currency_without_rate: 1,
      pipeline_not_included: 0,
      person_without_team: expect.any(Number),
    });
    expect(checks[0]).toMatchObject({ check: "won_without_amount", of: 6 });
  });

  it("open the deals that they found in the CRM, page by page", async () => {
    expect(await recordsOf("won_without_amount")).toMatchObject({
      total: 1,
      next: null,
      records: [
        {
          kind: "deal",
          title: "The no-amount deal",
          url: "https://app.hubspot.test/contacts/3003/record/0-3/no-amount",
          day: "2026-03-02",
          amount: null,
          person: "east the member",
        },
      ],
    });
    const first = await recordsOf("open_past_close_date", "?limit=3");
    const rest = await recordsOf("open_past_close_date", `?after=${encodeURIComponent(first.next ?? "")}`);
    expect([first.total, first.records.length, rest.records.length, rest.next]).toEqual([4, 3, 1, null]);
    expect(new Set([...first.records, ...rest.records].map(({ id }) => id))).toEqual(
      new Set(["overdue", "overdue-free", "unowned", "left-behind"]),
    );
    expect((await recordsOf("owner_left")).records).toMatchObject([
      { id: "left-behind", person: "Somebody who left", amount: { minor: 5_000, currency: "EUR" } },
    ]);
    expect((await recordsOf("currency_without_rate")).records).toMatchObject([
      { kind: "currency", id: "JPY", deals: 1 },
    ]);
  });
});

describe("the checks of what has no date", () => {
  it("open won and lost deals, each once, page by page", async () => {
    const first = await recordsOf("closed_without_close_date", "?limit=2");
    const rest = await recordsOf(
      "closed_without_close_date",
      `?after=${encodeURIComponent(first.next ?? "")}`,
    );
    expect([first.total, first.records.length, rest.records.length, rest.next]).toEqual([3, 2, 1, null]);
    const all = [...first.records, ...rest.records];
    expect(all.map(({ id, day }) => [id, day]).toSorted()).toEqual([
      ["back-no-close", null],
      ["lost-no-close", null],
      ["won-no-close", null],
    ]);
    expect(all.find(({ id }) => id === "won-no-close")).toMatchObject({
      kind: "deal",
      title: "The won-no-close deal",
      url: "https://app.hubspot.test/contacts/3003/record/0-3/won-no-close",
      person: "east the member",
    });
  });

  it("open activities as what they are", async () => {
    expect(await recordsOf("activity_without_date")).toMatchObject({
      total: 1,
      records: [
        {
          kind: "call",
          id: "no-close",
          title: "A call of some day",
          url: "https://app.hubspot.test/contacts/3003/record/0-48/no-close",
          person: "east the member",
        },
      ],
    });
  });
});

describe("a reconciliation", () => {
  const answer = () => get("/reconciliation", ReconciliationAnswer);
  const records = (step: ReconciliationStepName, query = "") =>
    get(`/reconciliation/records?step=${step}${query}`, ReconciledDeals);

  it("is there once the period was held against the CRM, with steps that lead from one total to the other", async () => {
    expect(await answer()).toEqual({ reconciliation: null, running: false });
    const lines = await createWinReader(env.DB, east.tenant.id).listWins(QUARTER);
    const owned = [0, 1, 2, 3, 4].map((index) => ({
      crmId: `east-deal-${index}`,
      ownerId: null,
      amountMinor: 100_000 + index,
    }));
    const crm = [
      ...owned,
      { crmId: "no-amount", ownerId: "east-owner-member", amountMinor: null },
      { crmId: "no-rate", ownerId: "east-owner-member", amountMinor: 600 },
      { crmId: "never-seen", ownerId: null, amountMinor: 70 },
    ];
    const bridge = buildBridge({ crm, lines, memberOfOwner: null, isOtherAmount: false });
    const store = createReconciliationStore(env.DB, east.tenant.id);
    const draft = {
      period: { ...QUARTER, timeZone: "Europe/Berlin", quarter: 1 },
      currency: "EUR",
      final: true,
      crm: { ...bridge.crm },
      standings: { ...bridge.standings },
      steps: [...stepsOf(bridge.entries, RECONCILIATION_STEPS)],
      mended: 0,
    };
    await store.save({ ...draft, at: "2026-03-10T12:00:00.000Z" }, []);
    await store.save({ ...draft, at: NOW }, bridge.entries);

    const { reconciliation } = await answer();
    expect(reconciliation).toMatchObject({
      at: NOW,
      firstAt: "2026-03-10T12:00:00.000Z",
      crm: { count: 8, amountMinor: 500_680 },
      standings: { count: 6, amountMinor: 400_006 },
      steps: [
        { step: "no_owner", deals: 1, count: -1, amountMinor: -100_004 },
        { step: "no_currency_rate", deals: 1, count: 0, amountMinor: -600 },
        { step: "unexplained", deals: 1, count: -1, amountMinor: -70 },
      ],
    });
    expect((await records("no_owner")).records).toMatchObject([
      { title: "east Deal 4", url: expect.stringContaining("east-deal-4"), amountMinor: -100_004 },
    ]);
    expect((await records("unexplained")).records).toMatchObject([{ crmId: "never-seen", title: null }]);
    expect(await records("unexplained", "&after=1")).toMatchObject({ records: [], total: 1, next: null });
  });

  it("is asked for as a job that is answered again until it is done", async () => {
    const ask = () => app.fetch("/api/v1/reconciliation", { method: "POST", headers: bearer(key) });
    const started = v.parse(JobStarted, await (await ask()).json());
    expect(v.parse(JobStarted, await (await ask()).json())).toEqual(started);
    expect((await answer()).running).toBe(true);
    expect(app.lanes).toContain("wake east-tenant");
    const change = { state: "done", result: {} } as const;
    await createJobStore(env.DB).save(started.jobId, east.tenant.id, change, NOW);
    const refused = await ask();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    expect((await answer()).running).toBe(false);
  });

  it("knows a deal as it is held, and whether an admin moved it", async () => {
    const held = await createWinReader(env.DB, east.tenant.id).loadHeld(["no-rate", "never-seen"]);
    expect(held).toEqual([{ crmId: "no-rate", modifiedAt: WON_AT, adjusted: false }]);
  });
});
