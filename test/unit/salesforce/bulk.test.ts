import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv, readCsvRecords } from "../../../worker/adapters/crm/salesforce/api/csv.ts";
import { fetchStretch } from "../../../worker/adapters/crm/salesforce/walks/fetch-stretch.ts";
import type { BackfillStretch, CrmPage } from "../../../worker/ports/crm.ts";
import {
  contextOf,
  createRecordedOrg,
  history,
  idOf,
  OWNER,
  opportunity,
  type RecordedBulk,
  type RecordedOrg,
  STAGES,
  STAMP,
  valueIn,
} from "./recorded-org.ts";

const TASKS = 7000;
const ALL_TASKS: BackfillStretch = { kind: "all", of: "task" };

function manyTasks(): RecordedOrg {
  return createRecordedOrg({
    Task: Array.from({ length: TASKS }, (_, number) => ({
      Id: idOf("00T", number),
      TaskSubtype: "Task",
      Type: null,
      IsClosed: number % 2 === 0,
      OwnerId: OWNER,
      Subject: `Call "them", then\nwrite`,
      ActivityDate: "2026-10-05",
      CompletedDateTime: number % 2 === 0 ? STAMP : null,
      SystemModstamp: STAMP,
    })),
  });
}

async function walkAll(org: RecordedOrg, stretch: BackfillStretch): Promise<CrmPage[]> {
  const pages: CrmPage[] = [];
  let cursor: string | null = null;
  do {
    const page: CrmPage = valueIn(await fetchStretch(contextOf(org), stretch, cursor));
    pages.push(page);
    cursor = page.next;
    if (pages.length > 100) throw new Error("The walk does not end");
  } while (cursor !== null);
  return pages;
}

function idsIn(pages: readonly CrmPage[]): Set<string> {
  return new Set(pages.flatMap(({ records }) => records.map(({ crmId }) => crmId)));
}

describe("a stretch of many rows", () => {
  it("comes by bulk behind its first page, and reads the same", async () => {
    const org = manyTasks();
    const pages = await walkAll(org, ALL_TASKS);
    expect(idsIn(pages).size).toBe(TASKS);
    expect(pages.every(({ total, rejections }) => total === TASKS && rejections.length === 0)).toBe(true);
    expect(org.calls.query).toBe(1);
    expect(org.asked.filter((soql) => soql.includes("ORDER BY"))).toHaveLength(1);
    const byBulk = pages.at(-1)?.records.at(-1);
    const byQuery = pages[0]?.records.at(-1);
    expect(byBulk).toEqual({ ...byQuery, crmId: idOf("00T", TASKS - 1) });
    expect(byBulk?.title).toBe('Call "them", then\nwrite');
  });

  it("waits for its job by pages without rows, and survives a restart in between", async () => {
    const org = manyTasks();
    org.bulk.looks = 8;
    const context = contextOf(org);
    const waits: number[] = [];
    const patient = { ...context, sleep: async (millis: number) => void waits.push(millis) };
    const first = valueIn(await fetchStretch(patient, ALL_TASKS, null));
    const second = valueIn(await fetchStretch(patient, ALL_TASKS, first.next));
    expect(second.records).toEqual([]);
    expect(second.next).not.toBeNull();
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(5000);
    let cursor = second.next;
    const rest: CrmPage[] = [];
    while (cursor !== null) {
      const page: CrmPage = valueIn(await fetchStretch(patient, ALL_TASKS, cursor));
      rest.push(page);
      cursor = page.next;
    }
    expect(idsIn([first, ...rest]).size).toBe(TASKS);
  });

  it("looks at a job that runs long ever less often, and every five seconds at last", async () => {
    const org = manyTasks();
    org.bulk.looks = 10;
    const waits: number[] = [];
    const sleep = async (millis: number) => void waits.push(millis);
    let cursor = valueIn(await fetchStretch(contextOf(org), ALL_TASKS, null)).next;
    while (org.bulk.jobs[0]?.pages === 0) {
      cursor = valueIn(await fetchStretch({ ...contextOf(org), sleep }, ALL_TASKS, cursor)).next;
    }
    expect(waits).toEqual([1000, 2000, 3000, 4000, 5000, 5000, 5000, 5000, 5000]);
  });

  it("takes up a job from a cursor that does not say how often it was looked at", async () => {
    const org = manyTasks();
    const { next } = valueIn(await fetchStretch(contextOf(org), ALL_TASKS, null));
    const older = (next ?? "").replace(/,"looks":0/, "");
    expect(older).not.toBe(next);
    expect(valueIn(await fetchStretch(contextOf(org), ALL_TASKS, older)).records).not.toEqual([]);
    expect(org.bulk.jobs).toHaveLength(1);
  });

  it.each<[string, Partial<RecordedBulk>]>([
    ["bulk is switched off", { isOff: true }],
    ["its job fails", { fails: true }],
    ["its results are lost in the middle", { pagesUntilLost: 1 }],
  ])("goes on by ids where %s", async (_, fault) => {
    const org = manyTasks();
    Object.assign(org.bulk, fault);
    const pages = await walkAll(org, ALL_TASKS);
    expect(idsIn(pages).size).toBe(TASKS);
    // Bulk is not tried again and again.
    expect(
      org.asked.filter((soql) => soql.includes("Id > ") && !soql.includes("ORDER BY")).length,
    ).toBeLessThanOrEqual(1);
  });

  it("hands on a failure that passes, and goes on from the same cursor", async () => {
    const org = manyTasks();
    const first = valueIn(await fetchStretch(contextOf(org), ALL_TASKS, null));
    const context = contextOf(org);
    const broken = {
      ...context,
      gateway: {
        ...context.gateway,
        request: async () => ({
          ok: false as const,
          error: { reason: "unavailable" as const, detail: "cut" },
        }),
      },
    };
    expect((await fetchStretch(broken, ALL_TASKS, first.next)).ok).toBe(false);
  });

  it("reads opportunities from text as from JSON", async () => {
    const rows = Array.from({ length: 2100 }, (_, number) =>
      opportunity(number, {
        IsWon: true,
        IsClosed: true,
        StageName: "Closed Won",
        IsPrivate: number === 2099,
      }),
    );
    const org = createRecordedOrg({
      Opportunity: rows,
      OpportunityStage: STAGES,
      OpportunityHistory: [
        history(1, idOf("006", 2098), { StageName: "Closed Won", CreatedDate: STAMP, Amount: 5 }),
      ],
    });
    const pages = await walkAll(org, { kind: "all", of: "deal" });
    const deals = pages.flatMap(({ records }) => records);
    expect(new Set(deals.map(({ crmId }) => crmId)).size).toBe(2100);
    expect(deals.at(-2)).toMatchObject({
      crmId: idOf("006", 2098),
      amount: { minor: 120_050, currency: "USD" },
      close: { kind: "day", day: "2026-11-30" },
      archived: false,
      wonAt: "2026-10-05T12:00:00.000Z",
      amountHistory: [{ at: "2026-10-05T12:00:00.000Z", value: 500 }],
    });
    expect(deals.at(-1)).toMatchObject({ title: null, wonAt: null });
    expect(pages.flatMap(({ rejections }) => rejections)).toEqual([]);
  });
});

describe("a table of bulk results", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é", "") });

  it("reads every text that can be written", () => {
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.boolean(), (rows, lineEnd, endsWithLine) => {
        const lines = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(","));
        const text = lines.join(lineEnd) + (endsWithLine && rows.length > 0 ? lineEnd : "");
        expect(readCsv(text)).toEqual(rows);
      }),
    );
  });

  it("reads plain cells, and empty ones as nothing", () => {
    expect(readCsvRecords('Id,Name\n1,\n2,"a ""b"""\n')).toEqual([
      { Id: "1", Name: null },
      { Id: "2", Name: 'a "b"' },
    ]);
    expect(readCsvRecords("")).toEqual([]);
    expect(readCsvRecords("Id,Name\n")).toEqual([]);
  });

  it.each(['Id\n"open', 'Id\n"a"b', "Id,Name\n1"])("is none where it breaks off: %j", (text) => {
    expect(readCsvRecords(text)).toBeNull();
  });
});
