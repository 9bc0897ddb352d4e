import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { createLedgerReader } from "../../../worker/adapters/d1/ledger-reader.ts";
import { createRecordCheckReader } from "../../../worker/adapters/d1/record-check-reader.ts";
import type { CreditedMember } from "../../../worker/domain/facts.ts";
import { leftOutEventsOf } from "../../../worker/domain/metrics/left-out-events.ts";
import type { CrmRecord } from "../../../worker/domain/records.ts";
import { createTenant, EVERYTHING, how, type TestTenant } from "./ledger-tenant.ts";
import { ADA, buildDeal, SMALL_TEAM } from "./records.ts";

const DAY_MS = 86_400_000;
const MEMBERS = 60;
const UNDATED = { ...EVERYTHING, events: ["deal_won", "deal_lost"] as const, undated: true };
const PAGE = { limit: 50, leftOut: true } as const;
const RECORDS = { ...PAGE, oncePerRecord: true } as const;

/** Passes everything on to D1 and adds up the rows that its queries read, alone or in a batch. */
function countingDatabase() {
  const read = { rows: 0 };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => wrap(target.bind(...values));
        if (name === "all") {
          return async () => {
            const answer = await target.all();
            read.rows += answer.meta.rows_read;
            return answer;
          };
        }
        return Reflect.get(target, name);
      },
    });
  const db = new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => wrap(target.prepare(sql));
      if (name === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          const answers = await target.batch(statements);
          for (const { meta } of answers) read.rows += meta.rows_read;
          return answers;
        };
      }
      return Reflect.get(target, name);
    },
  });
  return { db, read };
}

function memberNumber(index: number): CreditedMember {
  return { ...ADA, id: `m${index}`, ownerIds: [`o${index}`], userIds: [], personKeys: [] };
}

/** Won deals of every member, one a day back from the end of 2025. */
function dealsOver(days: number): CrmRecord[] {
  const end = Date.parse("2025-12-31T18:00:00.000Z");
  return Array.from({ length: MEMBERS * days }, (_, index) => {
    const at = new Date(end - Math.floor(index / MEMBERS) * DAY_MS).toISOString();
    const ownerId = `o${index % MEMBERS}`;
    return buildDeal({ crmId: `deal-${days}-${index}`, ownerId, close: { kind: "instant", at }, wonAt: at });
  });
}

/** How many rows it takes to find the lines without a date, as the explanation and the checks do. */
async function rowsOfUndated({ tenantId }: TestTenant): Promise<readonly number[]> {
  const { db, read } = countingDatabase();
  const reader = createLedgerReader(db, tenantId);
  await reader.loadRevision();
  const before = read.rows;
  const sums = await reader.sumLeftOut(UNDATED);
  expect(sums.map(({ event, memberId, count }) => `${event} ${memberId} ${count}`).toSorted()).toEqual([
    "deal_lost m7 1",
    "deal_won m7 1",
  ]);
  const counted = read.rows;
  const page = await reader.listCredits({ ...UNDATED, memberIds: ["m7"] }, RECORDS);
  expect(page.credits.map(({ crmId }) => crmId).toSorted()).toEqual(["lost some day", "some day"]);
  const listed = read.rows;
  const { events, span } = UNDATED;
  const question = { events, span, undated: true, memberIds: ["m7"], leftOut: ["no_date"] as const };
  expect(await createRecordCheckReader(db, tenantId).countRecords(question)).toBe(2);
  return [counted - before, listed - counted, read.rows - listed];
}

it("finds what has no date without reading the history, however long that is", async () => {
  const members = Array.from({ length: MEMBERS }, (_, index) => memberNumber(index));
  const [pipeline] = SMALL_TEAM.pipelines;
  const lost = { id: "lost", label: "Lost", order: 2, outcome: "lost", probability: 0 } as const;
  const pipelines = pipeline ? [{ ...pipeline, stages: [...pipeline.stages, lost] }] : [];
  const tenant = await createTenant({ ...SMALL_TEAM, members, pipelines });
  await tenant.writer.apply(
    [
      buildDeal({ crmId: "some day", ownerId: "o7", close: null }),
      buildDeal({ crmId: "lost some day", ownerId: "o7", stageId: "lost", close: null }),
      ...dealsOver(3),
    ],
    how(),
  );
  const atFirst = await rowsOfUndated(tenant);
  for (const rows of atFirst) expect(rows).toBeLessThanOrEqual(50);
  await tenant.writer.apply(dealsOver(60), how());
  expect(await rowsOfUndated(tenant)).toEqual(atFirst);
});

it("lists a record once where that is asked, by its line with the amount, over all pages", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const some = Array.from({ length: 5 }, (_, index) => buildDeal({ crmId: `some ${index}`, close: null }));
  await tenant.writer.apply([...some, buildDeal({ crmId: "dated" })], how());
  const reader = tenant.reader();
  const atRevision = await reader.loadRevision();
  const events = ["deal_won", "revenue_closed", "deal_cycle"] as const;
  for (const known of [{}, { atRevision }]) {
    const filter = { ...EVERYTHING, events, undated: true, ...known };
    const listed: (readonly [string, string])[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const asked = {
        limit: 2,
        leftOut: true,
        oncePerRecord: true,
        ...(after === undefined ? {} : { after }),
      };
      const page = await reader.listCredits(filter, asked);
      expect(page.total).toBe(5);
      listed.push(...page.credits.map(({ crmId, event }) => [crmId, event] as const));
      after = page.next;
    }
    expect(listed.toReversed()).toEqual(some.map(({ crmId }) => [crmId, "revenue_closed"]));
    expect((await reader.listCredits(filter, PAGE)).total).toBe(15);
  }
});

it("lists everything of an event that a question leaves out, under its own reason where it has one", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const minus = { minor: -5_000, currency: "USD" };
  await tenant.writer.apply(
    [
      buildDeal({ crmId: "sold" }),
      buildDeal({ crmId: "back", amount: minus }),
      buildDeal({ crmId: "back from nobody", amount: minus, ownerId: "stranger" }),
      buildDeal({ crmId: "back some day", amount: minus, close: null }),
    ],
    how(),
  );
  const reader = tenant.reader();
  const atRevision = await reader.loadRevision();
  const plain = { ...EVERYTHING, events: ["revenue_closed"] as const };
  const asked = { ...plain, leftOutEvents: leftOutEventsOf(plain.events) };
  for (const filter of [asked, { ...asked, atRevision }]) {
    const sums = await reader.sumLeftOut(filter);
    expect(sums.map(({ memberId, reason, count }) => [memberId, reason, count]).toSorted()).toEqual([
      ["", "owner_not_mapped", 1],
      ["ada", "negative_amount", 1],
    ]);
    const first = await reader.listCredits(filter, { limit: 1, leftOut: true });
    const rest = await reader.listCredits(filter, { ...PAGE, after: first.next ?? "" });
    const lines = [...first.credits, ...rest.credits];
    expect([first.total, lines.length, rest.next]).toEqual([2, 2, null]);
    expect(lines.map(({ crmId, leftOut, count, unit }) => [crmId, leftOut, count, unit]).toSorted()).toEqual([
      ["back from nobody", "owner_not_mapped", 0, 0],
      ["back", "negative_amount", 0, 0],
    ]);
    const counted = await reader.listCredits(filter, { limit: 9, leftOut: false });
    expect(counted.credits.map(({ crmId }) => crmId)).toEqual(["sold"]);
    const undated = await reader.listCredits({ ...filter, undated: true }, PAGE);
    expect(undated.credits.map(({ crmId, leftOut }) => [crmId, leftOut])).toEqual([
      ["back some day", "no_date"],
    ]);
  }
  expect(await reader.sumLeftOut(plain)).toEqual([]);
});
