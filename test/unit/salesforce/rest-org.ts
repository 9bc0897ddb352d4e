/** The REST API of an org over some rows, answered as orgs were recorded to answer. Whoever serves it adds the rest. */
import { type Row, readSmallSoql } from "./small-soql.ts";

/** A request, whatever it came through. */
export interface RestCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** An answer; a body that is no text is sent as JSON. */
export interface RestAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RestOrg {
  readonly userId: string;
  /** Rows by object. An object that is not named here is not there for whoever asks. */
  readonly objects: Record<string, Row[]>;
  /** Objects and fields that are hidden, such as `Task` or `Opportunity.Amount`. */
  hidden: readonly string[];
  /** What the description of the org names; null where it cannot be asked for. */
  readonly currency: string | null;
  /** Never more rows than this come at once, whatever is asked for. */
  readonly rowsPerAnswer: number;
  readonly hasBulk: boolean;
}

const BASE = "/services/data/v66.0";
/** What every object has, whether a row says so or not. */
const SYSTEM_FIELDS = ["Id", "IsDeleted", "CreatedDate", "CreatedById", "SystemModstamp"] as const;
const ADDRESS_LENGTH_MAX = 16_384;
const REQUESTS_TOGETHER_MAX = 25;
const QUERIES_TOGETHER_MAX = 5;
const DESCRIBED_AT = "Thu, 01 Oct 2026 08:00:00 GMT";

/** Rows that a query found, as far as they were not answered yet. */
interface Found {
  readonly object: string;
  readonly rows: readonly Row[];
  readonly pageSize: number;
}

interface Job {
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
  looks: number;
}

interface Serving {
  readonly org: RestOrg;
  readonly locators: Map<string, Found & { readonly from: number }>;
  readonly jobs: Map<string, Job>;
}

/** Answers calls of one org. Sessions and faults are the server's own. */
export function serveRest(org: RestOrg): (call: RestCall) => RestAnswer {
  const serving: Serving = { org, locators: new Map(), jobs: new Map() };
  return (call) => answerCall(serving, call);
}

/** An error as Salesforce words it. */
export function refuse(status: number, errorCode: string, message = "said by the org"): RestAnswer {
  return { status, body: [{ message, errorCode }] };
}

function answerCall(serving: Serving, call: RestCall): RestAnswer {
  const { pathname, href } = call.url;
  if (href.length > ADDRESS_LENGTH_MAX) return { status: 414, body: "<h1>Bad Message 414</h1>" };
  if (pathname === "/services/oauth2/userinfo") {
    const { userId } = serving.org;
    return {
      status: 200,
      body: { sub: userId, user_id: userId, preferred_username: "sync@seller.example" },
    };
  }
  if (!pathname.startsWith(`${BASE}/`)) return refuse(404, "NOT_FOUND");
  const path = pathname.slice(BASE.length);
  if (path.startsWith("/jobs/query")) return answerBulk(serving, call, path);
  if (path === "/composite" && call.method === "POST") return answerTogether(serving, call);
  return answerResource(serving, call);
}

function answerResource(serving: Serving, call: RestCall): RestAnswer {
  const path = call.url.pathname.slice(BASE.length);
  if (call.method !== "GET") return refuse(405, "METHOD_NOT_ALLOWED");
  if (path === "/connect/organization") return answerOrganization(serving.org);
  const described = /^\/sobjects\/(\w+)\/describe$/.exec(path)?.[1];
  if (described !== undefined) return describe(serving.org, described, call);
  const locator = /^\/query(?:All)?\/(\w+-\d+)$/.exec(path)?.[1];
  if (locator !== undefined) return answerMore(serving, locator);
  if (path === "/query" || path === "/queryAll") return answerQuery(serving, call);
  return refuse(404, "NOT_FOUND", "The requested resource does not exist");
}

function answerOrganization({ currency }: RestOrg): RestAnswer {
  if (currency === null) return refuse(403, "FUNCTIONALITY_NOT_ENABLED");
  return { status: 200, body: { features: { defaultCurrencyIsoCode: currency, multiCurrency: false } } };
}

function answerQuery(serving: Serving, { url, headers }: RestCall): RestAnswer {
  const asked = Number(/batchSize=(\d+)/.exec(headers.get("sforce-query-options") ?? "")?.[1] ?? 2000);
  const found = find(serving.org, url.searchParams.get("q") ?? "", url.pathname.endsWith("/queryAll"));
  if (!("rows" in found)) return found;
  const pageSize = Math.min(serving.org.rowsPerAnswer, asked);
  return answerPage(serving, { object: found.object, rows: found.rows, pageSize }, 0);
}

function answerMore(serving: Serving, locator: string): RestAnswer {
  const found = serving.locators.get(locator);
  return found === undefined
    ? refuse(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
    : answerPage(serving, found, found.from);
}

function answerPage({ locators }: Serving, found: Found, from: number): RestAnswer {
  const { object, rows, pageSize } = found;
  const records = rows.slice(from, from + pageSize).map((row) => ({
    attributes: { type: object, url: `${BASE}/sobjects/${object}/${String(row.Id)}` },
    ...row,
  }));
  const done = from + pageSize >= rows.length;
  const totalSize = rows.length;
  if (done) return { status: 200, body: { totalSize, done, records } };
  const locator = `01gRO0000016PIAYA2${locators.size}-${from + pageSize}`;
  locators.set(locator, { ...found, from: from + pageSize });
  return { status: 200, body: { totalSize, done, nextRecordsUrl: `${BASE}/query/${locator}`, records } };
}

/** Within a composite call an address may be as long as it needs to be. */
function answerTogether(serving: Serving, call: RestCall): RestAnswer {
  const { compositeRequest } = JSON.parse(call.body) as {
    readonly compositeRequest: readonly { method: string; url: string; referenceId: string }[];
  };
  const queries = compositeRequest.filter(({ url }) => /\/query(All)?\b/.test(url));
  if (compositeRequest.length > REQUESTS_TOGETHER_MAX || queries.length > QUERIES_TOGETHER_MAX) {
    return refuse(400, "LIMIT_EXCEEDED");
  }
  const compositeResponse = compositeRequest.map(({ method, url, referenceId }) => {
    const part = { method, url: new URL(url, call.url), headers: new Headers(), body: "" };
    const { status, body, headers = {} } = answerResource(serving, part);
    return { body, httpHeaders: headers, httpStatusCode: status, referenceId };
  });
  return { status: 200, body: { compositeResponse } };
}

function isThere({ objects, hidden }: RestOrg, object: string): boolean {
  return objects[object] !== undefined && !hidden.includes(object);
}

function fieldsOf({ objects, hidden }: RestOrg, object: string): readonly string[] {
  const names = new Set([...SYSTEM_FIELDS, ...(objects[object] ?? []).flatMap((row) => Object.keys(row))]);
  return [...names].filter((name) => !hidden.includes(`${object}.${name}`));
}

function describe(org: RestOrg, object: string, { headers }: RestCall): RestAnswer {
  if (!isThere(org, object)) return refuse(404, "NOT_FOUND", "The requested resource does not exist");
  if (headers.get("if-modified-since") === DESCRIBED_AT) return { status: 304 };
  const fields = fieldsOf(org, object).map((name) => ({
    name,
    type: name.endsWith("Id") ? "reference" : "string",
    filterable: true,
  }));
  return { status: 200, body: { name: object, fields }, headers: { "last-modified": DESCRIBED_AT } };
}

interface Answered {
  readonly object: string;
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
}

/** Only what was asked for. Without `deleted` what is deleted or archived does not show. */
function find(org: RestOrg, soql: string, deleted: boolean): Answered | RestAnswer {
  const query = parse(soql);
  if (query === null) return refuse(400, "MALFORMED_QUERY", soql);
  const { from: object, fields, matches, orderBy, limit } = query;
  if (!isThere(org, object)) {
    return refuse(400, "INVALID_TYPE", `\n${soql}\nsObject type '${object}' is not supported. If you are`);
  }
  const known = fieldsOf(org, object);
  const unknown = fields.find((field) => !known.includes(field));
  if (unknown !== undefined) {
    const message = `No such column '${unknown}' on entity '${object}'. If you are attempting to use a custom`;
    return refuse(400, "INVALID_FIELD", `\n${soql}\n ^\nERROR at Row:1:Column:9\n${message}`);
  }
  const rows = (org.objects[object] ?? [])
    .map((row): Row => ({ IsDeleted: false, ...row }))
    .filter((row) => deleted || (row.IsDeleted !== true && row.IsArchived !== true))
    .filter(matches)
    .toSorted((one, other) => compareRows(one, other, orderBy))
    .slice(0, limit ?? Number.POSITIVE_INFINITY)
    .map((row) => Object.fromEntries(fields.map((name) => [name, row[name] ?? null])));
  return { object, fields, rows };
}

function parse(soql: string): ReturnType<typeof readSmallSoql> | null {
  try {
    return readSmallSoql(soql);
  } catch {
    return null;
  }
}

function compareRows(one: Row, other: Row, orderBy: readonly string[]): number {
  const field = orderBy.find((name) => one[name] !== other[name]);
  return field === undefined ? 0 : String(one[field]) < String(other[field]) ? -1 : 1;
}

function answerBulk({ org, jobs }: Serving, { method, url, body }: RestCall, path: string): RestAnswer {
  if (!org.hasBulk) return refuse(400, "FEATURENOTENABLED", "API is not enabled for this Organization");
  if (method === "POST") {
    const { query, operation } = JSON.parse(body) as { readonly query: string; readonly operation: string };
    const found = find(org, query, operation === "queryAll");
    if (!("rows" in found)) return found;
    const id = `750RO00000${String(jobs.size).padStart(5, "0")}YAC`;
    jobs.set(id, { fields: found.fields, rows: found.rows, looks: 0 });
    return { status: 200, body: { id, operation, object: found.object, state: "UploadComplete" } };
  }
  const [, id = "", results] = /^\/jobs\/query\/(\w+)(\/results)?$/.exec(path) ?? [];
  const job = jobs.get(id);
  if (job === undefined) return refuse(404, "NOT_FOUND");
  if (results !== undefined) return answerResults(job, url);
  job.looks += 1;
  return { status: 200, body: { id, state: job.looks > 1 ? "JobComplete" : "InProgress" } };
}

function answerResults({ fields, rows }: Job, url: URL): RestAnswer {
  const from = Number(url.searchParams.get("locator") ?? 0);
  const until = from + Number(url.searchParams.get("maxRecords") ?? rows.length);
  const lines = rows.slice(from, until).map((row) => fields.map((name) => cellOf(row[name])).join(","));
  return {
    status: 200,
    body: [fields.map((name) => `"${name}"`).join(","), ...lines, ""].join("\n"),
    headers: {
      "content-type": "text/csv",
      "sforce-locator": until < rows.length ? String(until) : "null",
      "sforce-numberofrecords": String(lines.length),
    },
  };
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return `"${String(value).replace("+0000", "Z").replaceAll('"', '""')}"`;
}
