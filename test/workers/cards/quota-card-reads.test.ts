import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { createDealReader } from "../../../worker/adapters/d1/ledger-deal.ts";
import { createQuotaStore } from "../../../worker/adapters/d1/quota-store.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import { wordQuotaCard } from "../../../worker/app/quota-card/quota-card-view.ts";
import { loadQuotaFigures } from "../../../worker/app/quota-card/quota-figures.ts";
import { queryContextOf } from "../../../worker/compose.ts";
import type { CrmRecord, Deal } from "../../../worker/domain/records.ts";
import { createTenant, how, type TestTenant } from "../ledger/ledger-tenant.ts";
import { ADA, buildCall, buildDeal, SMALL_TEAM } from "../ledger/records.ts";

const DAY_MS = 86_400_000;
const MEMBERS = 60;
const NOW = "2026-11-20T19:32:00.000Z";

/** Passes everything on to D1 and adds up its queries and the rows that they read. */
function countingDatabase(): { readonly db: D1Database; readonly read: { queries: number; rows: number } } {
  const read = { queries: 0, rows: 0 };
  const noted = (answer: D1Result) => {
    read.queries += 1;
    read.rows += answer.meta.rows_read;
    return answer;
  };
  const plain = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => wrap(target.bind(...values));
        if (name === "all") return async () => noted(await target.all());
        return Reflect.get(target, name);
      },
    });
    plain.set(wrapped, statement);
    return wrapped;
  };
  const db = new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => wrap(target.prepare(sql));
      if (name !== "batch") return Reflect.get(target, name);
      return async (statements: readonly D1PreparedStatement[]) =>
        (await target.batch(statements.map((each) => plain.get(each) ?? each))).map(noted);
    },
  });
  return { db, read };
}

/** A deal and a call of every member in each of the last weeks. */
function recordsOver(weeks: number): readonly CrmRecord[] {
  const end = Date.parse("2026-11-18T18:00:00.000Z");
  return Array.from({ length: MEMBERS * weeks }, (_, index) => {
    const at = new Date(end - Math.floor(index / MEMBERS) * 7 * DAY_MS).toISOString();
    const ownerId = `o${index % MEMBERS}`;
    const deal: Deal = buildDeal({
      crmId: `deal-${index}`,
      ownerId,
      ownerHistory: [],
      createdAt: at,
      close: { kind: "instant", at },
      wonAt: at,
    });
    return [deal, buildCall({ crmId: `call-${index}`, ownerId, at, createdAt: at })];
  }).flat();
}

async function companyOver(weeks: number): Promise<TestTenant> {
  const members = Array.from({ length: MEMBERS }, (_, index) => ({
    ...ADA,
    id: `m${index}`,
    ownerIds: [`o${index}`],
    userIds: [],
    personKeys: [],
  }));
  const tenant = await createTenant({ ...SMALL_TEAM, members });
  await tenant.writer.apply(recordsOver(weeks), how({ now: "2026-11-19T10:00:00.000Z" }));
  const state = createSyncStateStore(env.DB, tenant.tenantId);
  for (const kind of ["deal", "call", "email", "meeting"] as const) {
    await state.changeKind(kind, { completeFrom: "2024-01-01", lastSyncAt: NOW });
  }
  await createQuotaStore(env.DB, tenant.tenantId).save(
    (["revenue_closed", "deals_won", "meetings_booked", "touches"] as const).map((metric) => ({
      metric,
      subject: { kind: "default", id: null },
      period: { grain: "month", from: "2026-11-01" },
      amount: 1_000_000,
      effectiveFrom: null,
    })),
    { setBy: "admin", expectedVersion: 0, now: NOW },
  );
  return tenant;
}

async function readsOf({ tenantId }: TestTenant, dealId?: string) {
  const { db, read } = countingDatabase();
  const tenant = await createTenantDirectory(env.DB).find(tenantId);
  if (!tenant) throw new Error("The tenant was made");
  const context = {
    ...queryContextOf(db, tenant, NOW),
    deals: createDealReader(db, tenantId, { store: createTenantStore(db, tenantId) }),
    loadKinds: () => createSyncStateStore(db, tenantId).loadKinds(),
  };
  const viewer = { tenantId, memberId: "m7", role: "member", mayWrite: false } as const;
  const figures = await loadQuotaFigures(context, { dealId }, viewer);
  if (!figures.ok) throw new Error(figures.error.reason);
  const card = wordQuotaCard(figures.value, "en-GB");
  return { ...read, card };
}

it("reads a few rows of everybody's month and of one person's year, however long the history is", async () => {
  const short = await readsOf(await companyOver(56));
  const long = await readsOf(await companyOver(80));
  expect(long.card.quotas.length).toBe(4);
  expect(long.card.facts.map(({ label }) => label)).toContain("Projected finish");
  // People, and the month of everybody with and without its last week; then a year of one person's weeks.
  const ofEverybody = MEMBERS * 6;
  const ofOnePerson = 7 * (30 + 61) + 4 * 61;
  const ofTheQuestionItself = 200;
  expect(short.rows).toBeLessThanOrEqual(ofEverybody + ofOnePerson + ofTheQuestionItself);
  expect(long.rows - short.rows).toBeLessThanOrEqual(20);
});

it("reads no board again for a deal: its record, and what crediting needs of the people", async () => {
  const company = await companyOver(8);
  const plain = await readsOf(company);
  const onDeal = await readsOf(company, "deal-7");
  expect(onDeal.card.deal?.kind).toBe("already_won");
  expect(onDeal.rows - plain.rows).toBeLessThanOrEqual(MEMBERS * 6 + 50);
  expect(onDeal.queries - plain.queries).toBeLessThanOrEqual(16);
});
