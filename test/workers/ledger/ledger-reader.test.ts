import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { createLedgerReader } from "../../../worker/adapters/d1/ledger-reader.ts";
import type { CreditedMember } from "../../../worker/domain/facts.ts";
import { medianOf } from "../../../worker/domain/median.ts";
import type { CrmRecord } from "../../../worker/domain/records.ts";
import type { Rules } from "../../../worker/domain/rules.ts";
import type { CreditFilter } from "../../../worker/ports/ledger.ts";
import { sums } from "./ledger-state.ts";
import { createTenant, EVERYTHING, how, PLAIN_RULES, type TestTenant } from "./ledger-tenant.ts";
import { ADA, buildCall, buildDeal, buildEmail, SMALL_TEAM } from "./records.ts";

const DAY_MS = 86_400_000;
const CLOSED_QUARTER = { from: "2025-10-01", to: "2025-12-31" };
const BOARD_MEMBERS = 60;

/** Passes everything on to D1 and adds up the rows that its queries read. */
function countingReader(tenantId: string) {
  const read = { rows: 0 };
  const noted = (answer: D1Result) => {
    read.rows += answer.meta.rows_read;
    return answer;
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => wrap(target.bind(...values));
        if (name === "all") return async () => noted(await target.all());
        return Reflect.get(target, name);
      },
    });
  const db = new Proxy(env.DB, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => wrap(target.prepare(sql));
      return Reflect.get(target, name);
    },
  });
  return { reader: createLedgerReader(db, tenantId), read };
}

function memberNumber(index: number): CreditedMember {
  return { ...ADA, id: `m${index}`, ownerIds: [`o${index}`], userIds: [], personKeys: [] };
}

/** Calls of every member, spread over the days before the last day of 2025. */
function callsOver(days: number, perMember: number): CrmRecord[] {
  const end = Date.parse("2025-12-31T18:00:00.000Z");
  return Array.from({ length: BOARD_MEMBERS * perMember }, (_, index) => {
    const back = Math.floor(((index / BOARD_MEMBERS) * days) / perMember);
    const at = new Date(end - back * DAY_MS).toISOString();
    return buildCall({
      crmId: `call-${days}-${index}`,
      ownerId: `o${index % BOARD_MEMBERS}`,
      at,
      createdAt: at,
    });
  });
}

async function rowsOfBoard({ tenantId }: TestTenant): Promise<number> {
  const { reader, read } = countingReader(tenantId);
  await reader.loadRevision();
  const filter = { ...EVERYTHING, events: ["call_made"] as const, span: CLOSED_QUARTER };
  expect(await reader.sumCredits(filter)).toHaveLength(BOARD_MEMBERS);
  return read.rows;
}

it("reads at most four rows per member for a closed quarter, however long the history is", async () => {
  const members = Array.from({ length: BOARD_MEMBERS }, (_, index) => memberNumber(index));
  const tenant = await createTenant({ ...SMALL_TEAM, members });
  await tenant.writer.apply(callsOver(90, 20), how());
  const atFirst = await rowsOfBoard(tenant);
  expect(atFirst).toBeLessThanOrEqual(BOARD_MEMBERS * 4);
  await tenant.writer.apply(callsOver(1800, 180), how());
  expect(await rowsOfBoard(tenant)).toBe(atFirst);
});

it("reads one member's figures by the key, and as many rows in a large company as in a small one", async () => {
  const members = Array.from({ length: BOARD_MEMBERS }, (_, index) => memberNumber(index));
  const tenant = await createTenant({ ...SMALL_TEAM, members });
  await tenant.writer.apply(callsOver(90, 20), how());
  const { reader, read } = countingReader(tenant.tenantId);
  const filter = { ...EVERYTHING, events: ["call_made"] as const, span: CLOSED_QUARTER, memberIds: ["m7"] };
  expect(await reader.sumCredits(filter)).toMatchObject([{ memberId: "m7", count: 20 }]);
  const months = 3;
  const ofTheQuestionItself = 16;
  expect(read.rows).toBeLessThanOrEqual(months + ofTheQuestionItself);
});

it("reads whole fiscal quarters of a 4-4-5 year as three months", async () => {
  const members = Array.from({ length: BOARD_MEMBERS }, (_, index) => memberNumber(index));
  const fiscal = { kind: "weeks", pattern: "4-4-5", startMonth: 1, anchor: "nearest" } as const;
  const calendar = { ...SMALL_TEAM.rules.calendar, fiscal };
  const tenant = await createTenant({ ...SMALL_TEAM, members, rules: { ...SMALL_TEAM.rules, calendar } });
  await tenant.writer.apply(callsOver(80, 16), how());
  const { reader, read } = countingReader(tenant.tenantId);
  const quarter = { from: "2025-09-29", to: "2025-12-28" };
  const board = await reader.sumCredits({ ...EVERYTHING, events: ["call_made"], span: quarter });
  expect(board).toHaveLength(BOARD_MEMBERS);
  expect(read.rows).toBeLessThanOrEqual(BOARD_MEMBERS * 4);
});

/** A few deals and activities of two people in two pipelines. */
async function smallTenant(): Promise<TestTenant> {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply(
    [
      buildDeal(),
      buildDeal({ crmId: "deal-2", pipelineId: "renewal", ownerId: "o-ben", dealType: null }),
      buildDeal({ crmId: "deal-3", close: null }),
      buildDeal({ crmId: "deal-4", ownerId: "stranger", close: { kind: "day", day: "2026-03-14" } }),
      buildCall(),
      buildCall({ crmId: "call-2", at: "2026-03-13T21:30:00.000Z" }),
      buildEmail({ at: "2026-04-02T03:30:00.000Z" }),
    ],
    how({ now: "2026-04-05T10:00:00.000Z" }),
  );
  return tenant;
}

const WON = { ...EVERYTHING, events: ["deal_won"] as const };

it("filters by pipeline and deal type, from cells as from the credits", async () => {
  const tenant = await smallTenant();
  const revision = await tenant.reader().loadRevision();
  for (const atRevision of [{}, { atRevision: revision }]) {
    const board = (slice: { pipelineIds?: string[]; dealTypes?: string[] }) =>
      tenant.reader().sumCredits({ ...WON, slice, ...atRevision });
    expect(await board({ pipelineIds: ["renewal"] })).toMatchObject([{ memberId: "ben", count: 1 }]);
    expect(await board({ dealTypes: ["newbusiness"] })).toMatchObject([{ memberId: "ada", count: 1 }]);
    expect(await board({ dealTypes: [""] })).toMatchObject([{ memberId: "ben", count: 1 }]);
    expect(await board({ pipelineIds: ["new"], dealTypes: ["unknown"] })).toEqual([]);
    expect(await board({ pipelineIds: [] })).toEqual([]);
  }
});

it("filters by member and by team", async () => {
  const { reader } = await smallTenant();
  expect(await reader().sumCredits({ ...WON, memberIds: ["ben"] })).toMatchObject([{ memberId: "ben" }]);
  expect(await reader().sumCredits({ ...WON, teamIds: ["east"] })).toMatchObject([{ memberId: "ada" }]);
  expect(await reader().sumCredits({ ...WON, memberIds: [] })).toEqual([]);
  expect(await reader().sumCredits({ ...WON, teamIds: [] })).toEqual([]);
  expect(await reader().sumCredits({ ...WON, events: [] })).toEqual([]);
});

it("gives the same sums for any period from cells and from the credits", async () => {
  const tenant = await smallTenant();
  const atRevision = await tenant.reader().loadRevision();
  const days = [
    "2026-02-27",
    "2026-03-01",
    "2026-03-09",
    "2026-03-13",
    "2026-03-31",
    "2026-04-01",
    "2026-04-30",
  ];
  for (const from of days) {
    for (const to of days) {
      const filter = { ...EVERYTHING, span: { from, to } };
      const now = await sums(tenant.reader(), filter);
      expect(now).toEqual(await sums(tenant.reader(), { ...filter, atRevision }));
      expect(now).toEqual(await sums(tenant.reader(), { ...filter, memberIds: ["", "ada", "ben"] }));
    }
  }
});

it("adds up whole weeks of the span, by their first day", async () => {
  const { reader } = await smallTenant();
  const calls = { ...EVERYTHING, events: ["call_made"] as const };
  const weeksOf = async (from: string, to: string) =>
    (await reader().sumByWeek({ ...calls, span: { from, to } })).map(({ week, count }) => [week, count]);
  const found = await weeksOf("2026-03-01", "2026-03-31");
  expect(found.length).toBeGreaterThan(0);
  for (const [week] of found) {
    const first = String(week);
    const last = new Date(Date.parse(first) + 6 * DAY_MS).toISOString().slice(0, 10);
    expect(await weeksOf(first, last)).toEqual(found.filter(([each]) => each === first));
    expect(
      await weeksOf(first, last.replace(/..$/, String(Number(last.slice(8)) - 1).padStart(2, "0"))),
    ).toEqual([]);
  }
});

const SHARED_BY_TWO: Rules = { ...PLAIN_RULES, events: { deal_won: { creditSource: { kind: "splits" } } } };
const HALVES = ["o-ada", "o-ben"].map((ownerId) => ({ ownerId, share: 5_000_000_000 }));

it("tells who shares what with whom, now and as it was known", async () => {
  const tenant = await createTenant({ ...SMALL_TEAM, rules: SHARED_BY_TWO });
  const deals = ["deal-1", "deal-2"].map((crmId) => buildDeal({ crmId, splits: HALVES }));
  const ownAndNobodys = [{ ownerId: "stranger", share: 1 }, HALVES[0] ?? []].flat();
  const others = [buildDeal({ crmId: "deal-3" }), buildDeal({ crmId: "deal-4", splits: ownAndNobodys })];
  await tenant.writer.apply([...deals, ...others], how());
  const atRevision = await tenant.reader().loadRevision();
  const filter = { ...EVERYTHING, events: ["deal_won", "revenue_closed", "deal_cycle"] as const };
  const ada = { memberId: "ada", teamId: "east" };
  const both = { event: "deal_won", holders: [ada, { memberId: "ben", teamId: "west" }] };
  expect(await tenant.reader().countShared(filter)).toEqual([{ ...both, count: 2 }]);
  const changed = { modifiedAt: "2026-03-12T00:00:00.000Z", splits: [] };
  await tenant.writer.apply([buildDeal({ crmId: "deal-2", ...changed })], how());
  expect(await tenant.reader().countShared(filter)).toEqual([{ ...both, count: 1 }]);
  expect(await tenant.reader().countShared({ ...filter, atRevision })).toEqual([{ ...both, count: 2 }]);
  expect(await tenant.reader().countShared({ ...filter, memberIds: ["ada", ""] })).toEqual([]);
});

it("says on which line a group counts what is shared: the first of those asked about, on every page", async () => {
  const tenant = await createTenant({ ...SMALL_TEAM, rules: SHARED_BY_TWO });
  const shared = buildDeal({ crmId: "deal-1", splits: HALVES });
  await tenant.writer.apply([shared, buildDeal({ crmId: "deal-2" })], how());
  const atRevision = await tenant.reader().loadRevision();
  await tenant.writer.apply([{ ...shared, modifiedAt: "2026-03-12T00:00:00.000Z", splits: [] }], how());
  const firsts = async (filter: Partial<CreditFilter>) => {
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = { limit: 1, leftOut: false, ...(after === undefined ? {} : { after }) };
      const { credits, next } = await tenant
        .reader()
        .listCredits({ ...EVERYTHING, events: ["deal_won"], ...filter }, page);
      found.push(...credits.map((line) => `${line.crmId} ${line.memberId} ${line.firstOfThing}`));
      after = next ?? undefined;
    } while (after !== undefined);
    return found.sort();
  };
  const both = ["deal-1 ada true", "deal-1 ben false", "deal-2 ada true"];
  expect(await firsts({ atRevision })).toEqual(both);
  expect(await firsts({ atRevision, memberIds: ["ben", "ada"] })).toEqual(both);
  expect(await firsts({ atRevision, memberIds: ["ben"] })).toEqual(["deal-1 ben true"]);
  expect(await firsts({ atRevision, teamIds: ["west"] })).toEqual(["deal-1 ben true"]);
  expect(await firsts({})).toEqual(["deal-1 ada true", "deal-2 ada true"]);
});

it("reads no credits to find out what is shared where the rules split nothing", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([buildDeal({ splits: HALVES })], how());
  const { reader, read } = countingReader(tenant.tenantId);
  await reader.loadRevision();
  const before = read.rows;
  expect(await reader.countShared(WON)).toEqual([]);
  expect(read.rows).toBe(before);
});

it("lists lines without a date apart from every period", async () => {
  const { reader } = await smallTenant();
  const undated = await reader().sumLeftOut({ ...WON, undated: true });
  expect(undated).toEqual([{ event: "deal_won", memberId: "ada", reason: "no_date", count: 1 }]);
  const dated = await reader().sumLeftOut(WON);
  expect(dated).toEqual([{ event: "deal_won", memberId: "", reason: "owner_not_mapped", count: 1 }]);
});

it("tells weekday and hour by the tenant's own clock", async () => {
  const { reader } = await smallTenant();
  const hours = await reader().sumByHour({ ...EVERYTHING, events: ["call_made", "email_sent"] });
  const told = hours.map(({ event, weekday, hour, count }) => [event, weekday, hour, count]);
  expect(told.toSorted()).toEqual([
    ["call_made", 2, 11, 1],
    ["call_made", 5, 17, 1],
    ["email_sent", 3, 23, 1],
  ]);
});

it("lists what happened in an hour of the week, as it is counted by the hour", async () => {
  const { reader } = await smallTenant();
  const filter = { ...EVERYTHING, events: ["call_made", "email_sent", "deal_won"] as const };
  for (const { event, weekday, hour, count } of await reader().sumByHour(filter)) {
    const page = { limit: 9, leftOut: false, clock: { weekday, hour } };
    const { credits, total } = await reader().listCredits({ ...filter, events: [event] }, page);
    expect([credits.length, total]).toEqual([count, count]);
  }
  const clock = { weekday: 2, hour: 11 };
  const { credits } = await reader().listCredits(filter, { limit: 9, leftOut: false, clock });
  expect(credits.map(({ crmId }) => crmId)).toEqual(["call-1"]);
  const later = { ...clock, hour: 12 };
  expect(await reader().listCredits(filter, { limit: 9, leftOut: false, clock: later })).toMatchObject({
    total: 0,
  });
});

it("lists the lines behind a figure page by page, newest day first, with what is known of the record", async () => {
  const { reader } = await smallTenant();
  const filter = { ...EVERYTHING, events: ["call_made", "deal_won"] as const };
  const seen: string[] = [];
  let after: string | undefined;
  for (let page = 1; page <= 4; page += 1) {
    const options = { limit: 1, leftOut: false, ...(after === undefined ? {} : { after }) };
    const { credits, next, total } = await reader().listCredits(filter, options);
    expect(total).toBe(4);
    seen.push(...credits.map(({ day, crmId }) => `${day} ${crmId}`));
    expect(credits[0]).toMatchObject({ title: "Somebody", knownSince: "2026-04-05T10:00:00.000Z" });
    after = next ?? undefined;
  }
  expect(after).toBeUndefined();
  expect(seen).toEqual(["2026-03-13 call-2", "2026-03-10 deal-2", "2026-03-10 deal-1", "2026-03-10 call-1"]);
  const broken = reader().listCredits(filter, { limit: 9, leftOut: false, after: "not a cursor" });
  await expect(broken).rejects.toThrow(RangeError);
});

it("gives the seconds of each counted line", async () => {
  const { reader } = await smallTenant();
  const seconds = await reader().listSeconds({ ...EVERYTHING, events: ["call_answered"] });
  expect(seconds).toEqual([
    { memberId: "ada", teamId: "east", seconds: 120 },
    { memberId: "ada", teamId: "east", seconds: 120 },
  ]);
});

it("finds the middle of the seconds as the median of every line does", async () => {
  const { reader } = await smallTenant();
  const all: CreditFilter = { ...EVERYTHING, events: ["call_answered", "call_made", "deal_cycle"] };
  const filters: readonly CreditFilter[] = [
    all,
    { ...all, events: ["call_answered"] },
    { ...all, events: ["deal_cycle"] },
    { ...all, memberIds: ["ada"] },
    { ...all, memberIds: ["nobody"] },
  ];
  for (const filter of filters) {
    const lines = await reader().listSeconds(filter);
    expect(await reader().medianSeconds(filter)).toBe(medianOf(lines.map(({ seconds }) => seconds)));
  }
});

it("says what changed after a revision: before, after, when, why and by whom", async () => {
  const tenant = await smallTenant();
  const since = await tenant.reader().loadRevision();
  const richer = buildDeal({
    modifiedAt: "2026-04-07T00:00:00.000Z",
    amount: { minor: 250_000, currency: "USD" },
  });
  const cause = { kind: "webhook", actor: "u-ada" } as const;
  await tenant.writer.apply([richer], how({ cause, now: "2026-04-07T00:00:05.000Z" }));
  const revenue = { ...EVERYTHING, events: ["revenue_closed"] as const };
  const changes = await tenant.reader().listChanges(revenue, since, 10);
  expect(changes).toMatchObject([
    {
      revision: since + 1,
      at: "2026-04-07T00:00:05.000Z",
      cause,
      crmId: "deal-1",
      title: "Somebody",
      before: { amountMinor: 100_000 },
      after: { amountMinor: 250_000 },
    },
  ]);
  expect(await tenant.reader().listChanges(revenue, since + 1, 10)).toEqual([]);
});

it("finds the revision of an instant, and none from before the connection", async () => {
  const { reader } = await smallTenant();
  expect(await reader().revisionAt("2025-12-31T23:59:59.999Z")).toBeNull();
  expect(await reader().revisionAt("2026-02-01T00:00:00.000Z")).toBe(0);
  expect(await reader().revisionAt("2026-04-05T10:00:00.000Z")).toBe(1);
  expect(await reader().revisionAt("2026-04-06T00:00:00.000Z")).toBe(1);
});

it("answers with nothing for a tenant that has no rules yet", async () => {
  const reader = createLedgerReader(env.DB, "nobody");
  expect(await reader.loadRevision()).toBe(0);
  expect(await sums(reader, EVERYTHING)).toEqual([]);
  expect(await reader.listCredits(EVERYTHING, { limit: 5, leftOut: false })).toMatchObject({ total: 0 });
  expect(await reader.listChanges(EVERYTHING, 0, 5)).toEqual([]);
});
