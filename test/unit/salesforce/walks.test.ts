import { describe, expect, it } from "vitest";
import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import { textLiteral } from "../../../worker/adapters/crm/salesforce/api/soql.ts";
import { fetchChanged } from "../../../worker/adapters/crm/salesforce/walks/fetch-changed.ts";
import { fetchContacts } from "../../../worker/adapters/crm/salesforce/walks/fetch-contacts.ts";
import { fetchStretch } from "../../../worker/adapters/crm/salesforce/walks/fetch-stretch.ts";
import { findChangedKinds } from "../../../worker/adapters/crm/salesforce/walks/find-changed-kinds.ts";
import { personKey } from "../../../worker/adapters/person-key.ts";
import type { Result } from "../../../worker/domain/result.ts";
import type { BackfillStretch, CrmFailure } from "../../../worker/ports/crm.ts";
import {
  contextOf,
  createRecordedOrg,
  idOf,
  OWNER,
  opportunity,
  type RecordedOrg,
  STAGES,
  STAMP,
  TENANT,
  valueIn,
} from "./recorded-org.ts";
import type { Row } from "./small-soql.ts";

const SINCE = "2026-10-05T12:00:00.000Z";

interface AnyPage {
  readonly next: string | null;
}

/** All pages, each asked for by a client of its own, as after a restart. */
async function walk<Page extends AnyPage>(
  fetchPage: (cursor: string | null) => Promise<Result<Page, CrmFailure>>,
): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = valueIn(await fetchPage(cursor));
    pages.push(page);
    cursor = page.next;
    if (pages.length > 200) throw new Error("The walk does not end");
  } while (cursor !== null);
  return pages;
}

async function changedIds(org: RecordedOrg, kind: CrmRecordKind, since = SINCE): Promise<string[]> {
  const pages = await walk((cursor) => fetchChanged(contextOf(org), kind, since, cursor));
  return pages.flatMap(({ records }) => records.map(({ crmId }) => crmId));
}

async function stretchIds(org: RecordedOrg, stretch: BackfillStretch): Promise<string[]> {
  const pages = await walk((cursor) => fetchStretch(contextOf(org), stretch, cursor));
  return pages.flatMap(({ records }) => records.map(({ crmId }) => crmId)).toSorted();
}

function task(number: number, over: Row = {}): Row {
  return {
    Id: idOf("00T", number),
    TaskSubtype: "Task",
    Type: null,
    IsClosed: true,
    OwnerId: OWNER,
    ActivityDate: null,
    CompletedDateTime: null,
    SystemModstamp: STAMP,
    ...over,
  };
}

function dealsOrg(rows: Row[]): RecordedOrg {
  return createRecordedOrg({ Opportunity: rows, OpportunityStage: STAGES });
}

describe("a walk through changes", () => {
  it("passes over nothing where 31 opportunities share one stamp across the edges of pages", async () => {
    const rows = Array.from({ length: 31 }, (_, number) => opportunity(number));
    const org = dealsOrg(rows);
    org.rowsPerAnswer = 10;
    const ids = await changedIds(org, "deal");
    expect(ids.toSorted()).toEqual(rows.map(({ Id }) => Id));
    // Never by a number of rows, and never by a locator, which may expire.
    expect(org.asked.some((soql) => soql.includes("OFFSET"))).toBe(false);
    expect(org.calls.more).toBe(0);
  });

  it("goes through ids that differ in case alone, in the order that Salesforce keeps", async () => {
    const ids = ["abcAAA", "ABCAA4", "aBcAAC", "AbcAAB"].map((ending) => `006000000000${ending}`);
    const org = dealsOrg(ids.map((Id, number) => opportunity(number, { Id })));
    org.rowsPerAnswer = 1;
    expect((await changedIds(org, "deal")).toSorted()).toEqual(ids.toSorted());
  });

  it("takes in what changes on the way, and begins at the instant it was asked for", async () => {
    const org = dealsOrg([
      opportunity(1, { SystemModstamp: "2026-10-05T11:59:59.000+0000" }),
      opportunity(2),
      opportunity(3, { SystemModstamp: "2026-10-05T12:00:01.000+0000" }),
      opportunity(4, { SystemModstamp: "2026-10-05T12:00:02.000+0000" }),
    ]);
    org.rowsPerAnswer = 1;
    const context = contextOf(org);
    const first = valueIn(await fetchChanged(context, "deal", SINCE, null));
    expect(first.records.map(({ crmId }) => crmId)).toEqual([idOf("006", 2)]);
    // The third moves behind the fourth, and a late commit comes in behind the page that was read.
    org.objects.Opportunity?.splice(2, 1, opportunity(3, { SystemModstamp: "2026-10-05T12:00:09.000+0000" }));
    org.objects.Opportunity?.push(opportunity(5));
    const rest = await walk((cursor) => fetchChanged(context, "deal", SINCE, cursor ?? first.next));
    expect(rest.flatMap(({ records }) => records.map(({ crmId }) => crmId))).toEqual(
      [5, 4, 3].map((number) => idOf("006", number)),
    );
  });

  it("goes along the first stamp that can be asked for", async () => {
    const org = dealsOrg([opportunity(1, { LastModifiedDate: STAMP })]);
    const context = contextOf(org);
    const { describe: describeObject } = context.gateway;
    const withoutStamp = {
      ...context,
      gateway: {
        ...context.gateway,
        describe: async (object: string) => {
          const fields = valueIn(await describeObject(object));
          const stamp = fields?.get("SystemModstamp");
          return {
            ok: true as const,
            value:
              fields && stamp ? new Map([...fields, [stamp.name, { ...stamp, filterable: false }]]) : fields,
          };
        },
      },
    };
    valueIn(await fetchChanged(withoutStamp, "deal", SINCE, null));
    expect(org.asked[0]).toContain("LastModifiedDate >= 2026-10-05T12:00:00Z ORDER BY LastModifiedDate, Id");
  });

  it("goes through all objects of a kind, one after the other", async () => {
    const org = createRecordedOrg({
      Task: Array.from({ length: 5 }, (_, number) => task(number, { TaskSubtype: "Call" })),
      VoiceCall: Array.from({ length: 5 }, (_, number) => ({
        Id: idOf("0LQ", number),
        UserId: OWNER,
        CallStartDateTime: STAMP,
      })),
    });
    org.rowsPerAnswer = 2;
    expect(new Set(await changedIds(org, "call")).size).toBe(10);
  });

  it("finds deals that were divided anew, though no opportunity was touched", async () => {
    const untouched = "2026-10-01T12:00:00.000+0000";
    const org = createRecordedOrg({
      Opportunity: [
        opportunity(1, { SystemModstamp: untouched }),
        opportunity(2),
        opportunity(3, { SystemModstamp: untouched }),
      ],
      OpportunityStage: STAGES,
      OpportunitySplit: [1, 1, 2].map((deal, number) => ({
        Id: idOf("1OS", number),
        OpportunityId: idOf("006", deal),
        SplitOwnerId: OWNER,
        SplitPercentage: 50,
        SplitTypeId: idOf("149", 1),
        SystemModstamp: STAMP,
        IsDeleted: number === 0,
      })),
    });
    expect(await changedIds(org, "deal")).toEqual([idOf("006", 2), idOf("006", 1)]);
    org.objects.Opportunity?.splice(1, 1);
    const wanted = [{ kind: "deal" as const, since: SINCE }];
    expect(valueIn(await findChangedKinds(contextOf(org), wanted))).toEqual(["deal"]);
    expect(
      valueIn(await findChangedKinds(contextOf(org), [{ kind: "deal", since: "2026-10-06T00:00:00.000Z" }])),
    ).toEqual([]);
  });

  it("says so when it cannot go on", async () => {
    const org = dealsOrg([opportunity(1, { SystemModstamp: null }), opportunity(2)]);
    org.rowsPerAnswer = 1;
    const context = contextOf(org);
    const stuck = {
      ...context,
      gateway: {
        ...context.gateway,
        query: async () => ({
          ok: true as const,
          value: { records: [{ Id: idOf("006", 1) }], next: "/services/data/v66.0/query/x", total: 2 },
        }),
      },
    };
    expect(await fetchChanged(stuck, "deal", SINCE, null)).toMatchObject({
      ok: false,
      error: { reason: "unavailable" },
    });
  });

  it("hands on what went wrong, and begins again from a cursor nobody understands", async () => {
    const org = dealsOrg([opportunity(1)]);
    org.failures.push({ reason: "token_expired" });
    expect(await fetchChanged(contextOf(org), "deal", SINCE, null)).toEqual({
      ok: false,
      error: { reason: "token_expired" },
    });
    const page = valueIn(await fetchChanged(contextOf(org), "deal", SINCE, "{"));
    expect(page.records).toHaveLength(1);
  });
});

describe("the question what changed", () => {
  const wanted = (["deal", "call", "email", "meeting", "task", "communication"] as const).map((kind) => ({
    kind,
    since: SINCE,
  }));
  const quiet = { SystemModstamp: "2026-10-05T11:00:00.000+0000" };

  function fullOrg(over: Record<string, Row[]> = {}): RecordedOrg {
    return createRecordedOrg({
      Opportunity: [opportunity(1, quiet)],
      OpportunityStage: STAGES,
      Task: [task(1, quiet)],
      EmailMessage: [{ Id: idOf("02s", 1), Incoming: true, MessageDate: STAMP, ...quiet }],
      VoiceCall: [{ Id: idOf("0LQ", 1), CallStartDateTime: STAMP, ...quiet }],
      Event: [{ Id: idOf("00U", 1), StartDateTime: STAMP, EndDateTime: STAMP, OwnerId: OWNER, ...quiet }],
      ...over,
    });
  }

  it("is one call for all kinds", async () => {
    const org = fullOrg({ Event: [{ Id: idOf("00U", 1), StartDateTime: STAMP, OwnerId: OWNER, ...quiet }] });
    expect(valueIn(await findChangedKinds(contextOf(org), wanted))).toEqual([]);
    expect(org.calls).toMatchObject({ together: 1, query: 0, request: 0 });
    expect(org.asked).toHaveLength(5);
  });

  it.each<[string, Record<string, Row[]>, readonly CrmRecordKind[]]>([
    ["an opportunity that was deleted", { Opportunity: [opportunity(1, { IsDeleted: true })] }, ["deal"]],
    ["a call", { Task: [task(1, { TaskSubtype: "Call" })] }, ["call"]],
    ["a message and a task", { Task: [task(1, { Type: "SMS" }), task(2)] }, ["task", "communication"]],
    ["a mailing to a list", { Task: [task(1, { TaskSubtype: "ListEmail" })] }, []],
    [
      "more tasks than are looked at",
      { Task: Array.from({ length: 200 }, (_, n) => task(n)) },
      ["call", "email", "task", "communication"],
    ],
  ])("names the kinds of %s", async (_, over, kinds) => {
    const org = fullOrg({
      Event: [{ Id: idOf("00U", 1), StartDateTime: STAMP, OwnerId: OWNER, ...quiet }],
      ...over,
    });
    expect(valueIn(await findChangedKinds(contextOf(org), wanted))).toEqual(kinds);
  });

  it("names all kinds that a task may be where not all tasks are on the first page", async () => {
    const org = fullOrg({
      Event: [{ Id: idOf("00U", 1), StartDateTime: STAMP, OwnerId: OWNER, ...quiet }],
      Task: [task(1), task(2, { TaskSubtype: "Call" })],
    });
    org.rowsPerAnswer = 1;
    expect(valueIn(await findChangedKinds(contextOf(org), wanted))).toContain("call");
  });

  it("names meetings that ended, though nobody touched them", async () => {
    expect(valueIn(await findChangedKinds(contextOf(fullOrg()), wanted))).toEqual(["meeting"]);
  });

  it("asks for nothing where nothing is wanted", async () => {
    const org = fullOrg();
    expect(valueIn(await findChangedKinds(contextOf(org), []))).toEqual([]);
    expect(org.asked).toEqual([]);
  });
});

describe("a stretch", () => {
  const deals = [
    opportunity(1, { IsClosed: true, IsWon: true, CloseDate: "2026-10-01" }),
    opportunity(2, { IsClosed: true, IsWon: true, CloseDate: "2026-12-31" }),
    opportunity(3, { IsClosed: true, CloseDate: "2026-10-15" }),
    opportunity(4, { CloseDate: "2026-10-15" }),
    opportunity(5, { IsClosed: true, IsWon: true, CloseDate: "2026-09-30" }),
    opportunity(6, { IsClosed: true, IsWon: true, CloseDate: "2027-01-01" }),
    opportunity(7, { IsClosed: true, IsWon: true, CloseDate: "2026-10-15", IsDeleted: true }),
  ];
  const idsOf = (...numbers: number[]) => numbers.map((number) => idOf("006", number));
  /** A quarter in New York. */
  const span = { from: "2026-10-01T04:00:00.000Z", to: "2027-01-01T05:00:00.000Z" };

  it("of closed deals goes by their close days, which no zone moves", async () => {
    const org = dealsOrg(deals);
    expect(await stretchIds(org, { kind: "deals_closed", ...span, wonOnly: true })).toEqual(idsOf(1, 2));
    expect(await stretchIds(org, { kind: "deals_closed", ...span, wonOnly: false })).toEqual(idsOf(1, 2, 3));
  });

  it("of open deals, and of all", async () => {
    const org = dealsOrg(deals);
    expect(await stretchIds(org, { kind: "deals_open" })).toEqual(idsOf(4));
    expect(await stretchIds(org, { kind: "all", of: "deal" })).toEqual(idsOf(1, 2, 3, 4, 5, 6));
  });

  it("of activities takes those that something happened to, archived ones included", async () => {
    const within = "2026-10-02T10:00:00.000+0000";
    const before = "2026-09-02T10:00:00.000+0000";
    const org = createRecordedOrg({
      Task: [
        task(1, { CompletedDateTime: within, IsArchived: true }),
        task(2, { CompletedDateTime: before, ActivityDate: "2026-10-01" }),
        task(3, { CompletedDateTime: before, CreatedDate: within }),
        task(4, { CreatedDate: within }),
        task(5, { CompletedDateTime: within, IsDeleted: true }),
        task(6, { CompletedDateTime: within, TaskSubtype: "Call" }),
      ],
    });
    const ids = await stretchIds(org, { kind: "activities", of: "task", ...span });
    expect(ids).toEqual([1, 2, 4].map((number) => idOf("00T", number)));
  });

  it("counts its rows once, and goes on behind the last id", async () => {
    const org = createRecordedOrg({ Task: Array.from({ length: 25 }, (_, number) => task(number)) });
    org.rowsPerAnswer = 10;
    const pages = await walk((cursor) => fetchStretch(contextOf(org), { kind: "all", of: "task" }, cursor));
    expect(pages.map(({ records, total }) => [records.length, total])).toEqual([
      [10, 25],
      [10, 25],
      [5, 25],
    ]);
    expect(org.calls.more).toBe(0);
  });

  it("does without the number of rows where counting takes Salesforce too long", async () => {
    const org = createRecordedOrg({ Task: Array.from({ length: 5 }, (_, number) => task(number)) });
    org.failures.push({ reason: "unavailable", detail: "QUERY_TIMEOUT" });
    const page = valueIn(await fetchStretch(contextOf(org), { kind: "all", of: "task" }, null));
    expect([page.records.length, page.total, page.next]).toEqual([5, null, null]);
  });
});

describe("people outside", () => {
  const objects = {
    Contact: [
      { Id: idOf("003", 1), Email: "One@Customer.example", SystemModstamp: STAMP },
      { Id: idOf("003", 2), Email: null, SystemModstamp: "2026-01-01T00:00:00.000+0000" },
    ],
    Lead: [{ Id: idOf("00Q", 1), Email: "lead@customer.example", SystemModstamp: STAMP }],
  };
  const one = { contactId: idOf("003", 1), persons: [personKey(TENANT, "one@customer.example")] };
  const lead = { contactId: idOf("00Q", 1), persons: [personKey(TENANT, "lead@customer.example")] };

  it("are contacts and leads, all of them or those that changed", async () => {
    const org = createRecordedOrg(objects);
    const all = await walk((cursor) => fetchContacts(contextOf(org), null, cursor));
    expect(all.flatMap(({ contacts }) => contacts)).toEqual([
      one,
      { contactId: idOf("003", 2), persons: [] },
      lead,
    ]);
    const changed = await walk((cursor) => fetchContacts(contextOf(org), SINCE, cursor));
    expect(changed.flatMap(({ contacts }) => contacts)).toEqual([one, lead]);
  });

  it("are asked about with one call where none of them changed", async () => {
    const org = createRecordedOrg(objects);
    const later = "2030-01-01T00:00:00.000Z";
    expect(valueIn(await fetchContacts(contextOf(org), later, null))).toEqual({ contacts: [], next: null });
    expect(org.calls).toMatchObject({ together: 1, query: 0 });
  });

  it("are contacts alone in an org without leads, and nobody where both are hidden", async () => {
    const { Contact } = objects;
    const all = await walk((cursor) =>
      fetchContacts(contextOf(createRecordedOrg({ Contact })), null, cursor),
    );
    expect(all.flatMap(({ contacts }) => contacts)).toHaveLength(2);
    expect(await fetchContacts(contextOf(createRecordedOrg({})), null, null)).toEqual({
      ok: false,
      error: { reason: "scope_missing", scopes: ["Contact", "Lead"] },
    });
  });
});

describe("a text in a query", () => {
  it("cannot end it", () => {
    expect(textLiteral("O'Neil \\ ' OR Id != '")).toBe("'O\\'Neil \\\\ \\' OR Id != \\''");
    expect(textLiteral("two\nlines\r")).toBe("'two\\nlines\\r'");
  });
});
