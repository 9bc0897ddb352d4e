import type { CrmReply } from "../../../worker/adapters/crm/reply.ts";
import type { SalesforceContext } from "../../../worker/adapters/crm/salesforce/api/context.ts";
import type {
  PlainRequest,
  QueryPage,
  SalesforceGateway,
} from "../../../worker/adapters/crm/salesforce/api/gateway.ts";
import { personKey } from "../../../worker/adapters/person-key.ts";
import { err, ok, type Result } from "../../../worker/domain/result.ts";
import type { CrmFailure } from "../../../worker/ports/crm.ts";
import { type Row, readSmallSoql } from "./small-soql.ts";

export const TENANT = "tenant-salesforce";
export const NOW = "2026-11-21T12:00:00.000Z";
export const STAMP = "2026-10-05T12:00:00.000+0000";
export const OWNER = "005000000000001AAA";
export const OTHER_OWNER = "005000000000002AAA";

/** The rows of an org by object, and what of it is hidden, broken or limited. */
export interface RecordedOrg {
  readonly objects: Record<string, Row[]>;
  /** Fields that are described; those of the rows unless told. */
  readonly fields: Record<string, readonly string[]>;
  readonly bulk: RecordedBulk;
  /** The log of deletions by object; an object without one is refused. */
  readonly log: Record<string, readonly string[]>;
  rowsPerAnswer: number;
  locatorsExpire: boolean;
  /** What was asked, oldest first. */
  readonly asked: string[];
  /** Calls by what they were. */
  readonly calls: { query: number; together: number; more: number; request: number; describe: number };
  /** Instead of the answer of the next queries. */
  readonly failures: CrmFailure[];
}

export interface RecordedBulk {
  isOff: boolean;
  /** How many looks it takes. */
  looks: number;
  fails: boolean;
  /** The results are lost after so many pages. */
  pagesUntilLost: number;
  readonly jobs: Job[];
}

export function createRecordedOrg(objects: Record<string, Row[]>): RecordedOrg {
  return {
    objects,
    fields: {},
    bulk: { isOff: false, looks: 1, fails: false, pagesUntilLost: Number.POSITIVE_INFINITY, jobs: [] },
    log: {},
    rowsPerAnswer: 2000,
    locatorsExpire: false,
    asked: [],
    calls: { query: 0, together: 0, more: 0, request: 0, describe: 0 },
    failures: [],
  };
}

export function contextOf(
  org: RecordedOrg,
  over: Partial<SalesforceContext["options"]> = {},
): SalesforceContext {
  return {
    gateway: gatewayOf(org),
    options: {
      accessToken: "token",
      apiUrl: "https://org.example",
      scopes: [],
      tenantId: TENANT,
      throttle: async () => undefined,
      homeCurrency: "USD",
      timeZone: "America/New_York",
      extraProperties: { amounts: [], owners: [] },
      ...over,
    },
    memory: { descriptions: new Map(), usage: null, sight: null },
    insist: (attempt) => attempt(),
    personKey: (address) => personKey(TENANT, address),
    now: () => NOW,
    sleep: async () => undefined,
  };
}

function fieldNamesOf(org: RecordedOrg, object: string): readonly string[] {
  const system = ["Id", "IsDeleted", "CreatedDate", "CreatedById", "SystemModstamp"];
  const ofRows = (org.objects[object] ?? []).flatMap((row) => Object.keys(row));
  return org.fields[object] ?? [...new Set([...system, ...ofRows])];
}

/** Rows as a query finds them. Without `deleted` what is deleted or archived does not show. */
function rowsFor(org: RecordedOrg, soql: string, deleted: boolean): Result<readonly Row[], CrmFailure> {
  const { fields, from, matches, orderBy, limit } = readSmallSoql(soql);
  const rows = org.objects[from];
  if (rows === undefined) return err({ reason: "scope_missing", scopes: [from] });
  const names = fieldNamesOf(org, from);
  const unknown = fields.filter((field) => !names.includes(field));
  if (unknown.length > 0) return err({ reason: "field_missing", fields: unknown });
  const found = rows
    .map((row): Row => ({ IsDeleted: false, SystemModstamp: STAMP, CreatedDate: STAMP, ...row }))
    .filter((row) => deleted || (row.IsDeleted !== true && row.IsArchived !== true))
    .filter(matches)
    .toSorted((one, other) => {
      const field = orderBy.find((name) => one[name] !== other[name]);
      return field === undefined ? 0 : String(one[field]) < String(other[field]) ? -1 : 1;
    })
    .slice(0, limit ?? rows.length);
  return ok(found.map((row) => Object.fromEntries(fields.map((name) => [name, row[name] ?? null]))));
}

function gatewayOf(org: RecordedOrg): SalesforceGateway {
  const locators = new Map<string, readonly Row[]>();
  const toPage = (rows: readonly Row[], total: number): QueryPage => {
    const rest = rows.slice(org.rowsPerAnswer);
    const next = rest.length === 0 ? null : `/services/data/v66.0/query/locator-${locators.size}`;
    if (next !== null) locators.set(next, rest);
    return { records: rows.slice(0, org.rowsPerAnswer), next, total };
  };
  const answer = (soql: string, deleted: boolean): Result<QueryPage, CrmFailure> => {
    org.asked.push(soql);
    const failure = org.failures.shift();
    if (failure) return err(failure);
    const rows = rowsFor(org, soql, deleted);
    return rows.ok ? ok(toPage(rows.value, rows.value.length)) : rows;
  };
  const gateway: SalesforceGateway = {
    query: async (soql, { deleted = false } = {}) => {
      org.calls.query += 1;
      return answer(soql, deleted);
    },
    more: async (next) => {
      org.calls.more += 1;
      const rows = locators.get(next);
      if (rows === undefined || org.locatorsExpire)
        return err({ reason: "rejected", status: 400, detail: "INVALID_QUERY_LOCATOR" });
      return ok(toPage(rows, rows.length));
    },
    queryAllPages: async (soql, options) => {
      const all: unknown[] = [];
      let page = await gateway.query(soql, options);
      while (page.ok) {
        all.push(...page.value.records);
        if (page.value.next === null) return ok(all);
        page = await gateway.more(page.value.next);
      }
      return page;
    },
    queryTogether: async (soqls, { deleted = false } = {}) => {
      org.calls.together += Math.ceil(soqls.length / 5);
      const pages: QueryPage[] = [];
      for (const soql of soqls) {
        const page = answer(soql, deleted);
        if (!page.ok) return page;
        pages.push(page.value);
      }
      return ok(pages);
    },
    describe: async (object) => {
      org.calls.describe += 1;
      if (org.objects[object] === undefined) return ok(null);
      const names = fieldNamesOf(org, object);
      return ok(
        new Map(
          names.map((name) => [
            name,
            { name, type: "string", filterable: true, label: name, referenceTo: [] },
          ]),
        ),
      );
    },
    describeTogether: async () => undefined,
    forgetDescriptions: () => undefined,
    request: async (request) => {
      org.calls.request += 1;
      return answerLog(org, request) ?? answerBulk(org, request);
    },
    allowance: () => ({ limit: null, remaining: null, windowSeconds: null }),
  };
  return gateway;
}

interface Job {
  readonly rows: readonly Row[];
  looks: number;
  pages: number;
}

/** Null for what is no question about deletions. */
function answerLog(org: RecordedOrg, { path }: PlainRequest): Result<CrmReply, CrmFailure> | null {
  const [, object] = /\/sobjects\/(\w+)\/deleted\?start=.+&end=/.exec(path) ?? [];
  if (object === undefined) return null;
  const ids = org.log[object];
  if (!ids) return err({ reason: "rejected", status: 400, detail: "INVALID_REPLICATION_DATE" });
  const deletedRecords = ids.map((id) => ({ id, deletedDate: STAMP }));
  return ok({ status: 200, headers: {}, text: JSON.stringify({ deletedRecords }) });
}

function answerBulk(org: RecordedOrg, { method, path, body }: PlainRequest): Result<CrmReply, CrmFailure> {
  const refuse = (detail: string) => err<CrmFailure>({ reason: "rejected", status: 400, detail });
  const reply = (text: string, headers: Record<string, string> = {}) => ok({ status: 200, headers, text });
  if (org.bulk.isOff) return refuse("FEATURENOTENABLED");
  if (method === "POST") {
    const { query, operation } = Object(body);
    org.asked.push(String(query));
    const rows = rowsFor(org, String(query), operation === "queryAll");
    if (!rows.ok) return rows;
    org.bulk.jobs.push({ rows: rows.value, looks: 0, pages: 0 });
    return reply(JSON.stringify({ id: `job-${org.bulk.jobs.length - 1}`, state: "UploadComplete" }));
  }
  const job = org.bulk.jobs[Number(/job-(\d+)/.exec(path)?.[1])];
  if (job === undefined) return refuse("NOT_FOUND");
  const url = new URL(path, "https://org.example");
  if (!url.pathname.endsWith("/results")) {
    job.looks += 1;
    const state = job.looks < org.bulk.looks ? "InProgress" : org.bulk.fails ? "Failed" : "JobComplete";
    return reply(JSON.stringify({ id: "job", state }));
  }
  job.pages += 1;
  if (job.pages > org.bulk.pagesUntilLost) return refuse("INVALID_QUERY_LOCATOR");
  const from = Number(url.searchParams.get("locator") ?? 0);
  const until = from + Number(url.searchParams.get("maxRecords"));
  const locator = until < job.rows.length ? String(until) : "null";
  return reply(csvOf(job.rows.slice(from, until)), { "sforce-locator": locator });
}

function csvOf(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => cellOf(row[name])).join(","));
  return [names.map((name) => `"${name}"`).join(","), ...lines, ""].join("\n");
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return `"${String(value).replace("+0000", "Z").replaceAll('"', '""')}"`;
}

/** What was given; throws with the failure when there is none. */
export function valueIn<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`Failed: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** The id of a row by its prefix and number, in 18 characters. */
export function idOf(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(12, "0")}AAA`;
}

export const STAGES: Row[] = [
  stage("Prospecting", 1, { DefaultProbability: 10 }),
  stage("Negotiation", 2, { DefaultProbability: 60 }),
  stage("Closed Won", 3, { IsClosed: true, IsWon: true, DefaultProbability: 100 }),
  stage("Signed", 4, { IsClosed: true, IsWon: true, MasterLabel: "Signed & paid", IsActive: false }),
  stage("Closed Lost", 5, { IsClosed: true, DefaultProbability: 0 }),
];

function stage(ApiName: string, SortOrder: number, over: Row): Row {
  return {
    Id: idOf("01J", SortOrder),
    ApiName,
    MasterLabel: ApiName,
    SortOrder,
    IsWon: false,
    IsClosed: false,
    IsActive: true,
    DefaultProbability: null,
    ...over,
  };
}

export function opportunity(number: number, over: Row = {}): Row {
  return {
    Id: idOf("006", number),
    Name: `Deal ${number}`,
    StageName: "Prospecting",
    CloseDate: "2026-11-30",
    Amount: 1200.5,
    OwnerId: OWNER,
    CreatedById: OWNER,
    CreatedDate: "2026-09-01T08:00:00.000+0000",
    SystemModstamp: STAMP,
    IsWon: false,
    IsClosed: false,
    IsDeleted: false,
    Type: "New Business",
    IsPrivate: false,
    ...over,
  };
}

export function history(number: number, of: string, over: Row): Row {
  return { Id: idOf("008", number), OpportunityId: of, Amount: null, CloseDate: null, ...over };
}
