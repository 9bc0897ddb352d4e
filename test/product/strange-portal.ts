/**
 * A server that speaks HubSpot's protocol and is not our simulator: several accounts, each strange in its own
 * way. It takes only what the documents name, on v3 and on dated paths, and answers as little as they allow.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { StrangeRecord, StrangeType } from "./strange-records.ts";

export interface StrangeAccount {
  readonly hubId: number;
  /** What the token endpoint adds to the tokens themselves. */
  readonly tokenExtras: Readonly<Record<string, unknown>>;
  /** What introspection tells; null when there is no such endpoint. */
  readonly introspection: Readonly<Record<string, unknown>> | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly owners: readonly unknown[];
  /** Null where nobody may ask for them. */
  readonly archivedOwners: readonly unknown[] | null;
  readonly pipelines: readonly unknown[];
  readonly records: Record<StrangeType, StrangeRecord[]>;
  /** How everything is answered that the documents call optional. */
  readonly refusal: Answer;
  /** Types that are refused in the same way. */
  readonly refusedTypes: readonly StrangeType[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StrangePortal {
  readonly url: string;
  /** Every seventh request fails, in turns. */
  faulty: boolean;
  readonly requests: { readonly path: string; readonly status: number }[];
  close(): Promise<void>;
}

const SEARCH_CAP = 10_000;
const FAULTS: readonly Answer[] = [
  { status: 500 },
  { status: 429, body: {}, headers: { "retry-after": "1" } },
  { status: 502, body: "<html>Bad gateway</html>" },
  { status: 503, body: [] },
];
const NOT_FOUND: Answer = { status: 404 };
const BAD_REQUEST: Answer = { status: 400, body: {} };

/** Codes are `code-<hub id>`, tokens `access-<hub id>-<n>`. */
export async function openStrangePortal(accounts: readonly StrangeAccount[]): Promise<StrangePortal> {
  const requests: { path: string; status: number }[] = [];
  const portal = { faulty: true, requests };
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        const call = readCall(request, body);
        const strikes = portal.faulty && (requests.length + 1) % 7 === 0;
        const fault = strikes ? FAULTS[Math.floor(requests.length / 7) % FAULTS.length] : undefined;
        const answer = fault ?? route(accounts, call);
        requests.push({ path: call.url.pathname, status: answer.status });
        send(response, answer);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return Object.assign(portal, {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly token: string;
}

function readCall(request: IncomingMessage, body: string): Call {
  const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
  return {
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", "http://strange.example"),
    body,
    token,
  };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text);
}

const OAUTH = /^\/oauth\/(?:v3|2026-03|2026-09)\/token(\/introspect)?$/;
const OBJECTS = /^\/crm\/(?:v3\/objects|objects\/2026-0[39])\/(\w+)(\/.+)?$/;
const OWNERS = /^\/crm\/(?:v3\/owners|owners\/2026-0[39])\/?$/;
const PIPELINES = /^\/crm\/(?:v3\/pipelines|pipelines\/2026-0[39])\/deals$/;
const DETAILS = /^\/account-info\/(?:v3|2026-0[39])\/details$/;

function route(accounts: readonly StrangeAccount[], call: Call): Answer {
  const path = call.url.pathname;
  const oauth = OAUTH.exec(path);
  if (oauth) return answerOauth(accounts, call, oauth[1] !== undefined);
  const account = accounts.find(({ hubId }) => call.token.startsWith(`access-${hubId}-`));
  if (!account) return { status: 401, body: {} };
  if (DETAILS.test(path)) return { status: 200, body: account.details };
  if (OWNERS.test(path)) return answerOwners(account, call.url);
  if (PIPELINES.test(path)) return { status: 200, body: { results: account.pipelines } };
  const [, name = "", rest = ""] = OBJECTS.exec(path) ?? [];
  const type = isType(account, name) ? name : null;
  if (!type || account.refusedTypes.includes(type)) return account.refusal;
  return answerObjects(account.records[type], call, rest);
}

function isType(account: StrangeAccount, name: string): name is StrangeType {
  return name in account.records;
}

let tokensGiven = 0;

function answerOauth(accounts: readonly StrangeAccount[], call: Call, introspects: boolean): Answer {
  const form = new URLSearchParams(call.body);
  const secret = introspects ? form.get("token") : (form.get("code") ?? form.get("refresh_token"));
  const account = accounts.find(({ hubId }) => (secret ?? "").split("-")[1] === String(hubId));
  if (call.method !== "POST" || !account) return BAD_REQUEST;
  if (introspects) {
    return account.introspection === null ? NOT_FOUND : { status: 200, body: account.introspection };
  }
  tokensGiven += 1;
  const isFirst = form.get("grant_type") === "authorization_code";
  const tokens = {
    access_token: `access-${account.hubId}-${tokensGiven}`,
    ...(isFirst ? { refresh_token: `refresh-${account.hubId}` } : {}),
  };
  return { status: 200, body: { ...tokens, ...account.tokenExtras } };
}

function answerOwners(account: StrangeAccount, url: URL): Answer {
  if (!knowsOnly(url, ["limit", "after", "archived", "email"])) return BAD_REQUEST;
  const archived = url.searchParams.get("archived") === "true";
  if (archived && account.archivedOwners === null) return account.refusal;
  return { status: 200, body: { results: archived ? account.archivedOwners : account.owners } };
}

function knowsOnly(url: URL, names: readonly string[]): boolean {
  return [...url.searchParams.keys()].every((name) => names.includes(name));
}

function answerObjects(records: readonly StrangeRecord[], call: Call, rest: string): Answer {
  if (call.method === "POST" && rest === "/search") return search(records, call);
  if (call.method === "POST" && rest === "/batch/read") return readBatch(records, call);
  if (call.method !== "GET") return BAD_REQUEST;
  if (rest === "") return list(records, call.url);
  const record = records.find(({ id }) => String(id) === rest.slice(1));
  return record ? { status: 200, body: shown(record, listed(call.url, "properties")) } : NOT_FOUND;
}

function listed(url: URL, name: string): string[] {
  return url.searchParams.getAll(name).flatMap((names) => names.split(","));
}

function list(records: readonly StrangeRecord[], url: URL): Answer {
  const known = ["limit", "after", "properties", "propertiesWithHistory", "associations", "archived"];
  const limit = Number(url.searchParams.get("limit") ?? "10");
  if (!knowsOnly(url, known) || limit > 100) return BAD_REQUEST;
  if (url.searchParams.get("archived") === "true") return { status: 200, body: { results: [] } };
  const from = Number(url.searchParams.get("after") ?? "0");
  const results = records.slice(from, from + limit).map((record) => shown(record, listed(url, "properties")));
  const next = from + limit < records.length ? { paging: { next: { after: from + limit } } } : {};
  return { status: 200, body: { results, ...next } };
}

function readBatch(records: readonly StrangeRecord[], { body, url }: Call): Answer {
  const { inputs, properties = [], propertiesWithHistory = [], ...unknown } = JSON.parse(body);
  const max = propertiesWithHistory.length > 0 ? 50 : 100;
  if (Object.keys(unknown).length > 0 || inputs.length > max) return BAD_REQUEST;
  const archived = url.searchParams.get("archived") === "true";
  const ids = new Set(inputs.map(({ id }: { id: string }) => id));
  const found = archived ? [] : records.filter(({ id }) => ids.has(String(id)));
  const results = found.map((record) => shown(record, properties));
  return { status: found.length === ids.size ? 200 : 207, body: { results } };
}

interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value: string;
}

function search(records: readonly StrangeRecord[], { body }: Call): Answer {
  const { filterGroups = [], sorts = [], properties = [], limit = 10, after = 0 } = JSON.parse(body);
  if (body.length > 3000 || limit > 200 || sorts.length > 1 || filterGroups.length > 5) return BAD_REQUEST;
  if (Number(after) + limit > SEARCH_CAP) return BAD_REQUEST;
  const filters: Filter[] = filterGroups[0]?.filters ?? [];
  const sortBy: string = sorts[0]?.propertyName ?? "createdate";
  const found = records
    .filter((record) => filters.every((filter) => holds(record, filter)))
    .map((record) => ({ record, key: comparable(fieldOf(record, sortBy)) }))
    .sort((left, right) => left.key - right.key);
  const page = found.slice(Number(after), Number(after) + limit);
  const isLast = Number(after) + limit >= Math.min(found.length, SEARCH_CAP);
  const paging = isLast ? {} : { paging: { next: { after: String(Number(after) + limit) } } };
  const results = page.map(({ record }) => shown(record, properties));
  return { status: 200, body: { total: found.length, results, ...paging } };
}

function fieldOf({ id, properties }: StrangeRecord, name: string): string | number | null {
  return name === "hs_object_id" ? id : (properties?.[name] ?? null);
}

function holds(record: StrangeRecord, { propertyName, operator, value }: Filter): boolean {
  const own = fieldOf(record, propertyName);
  if (own === null || own === "") return false;
  if (operator === "EQ") return String(own) === value;
  const difference = comparable(own) - comparable(value);
  if (operator === "GT") return difference > 0;
  if (operator === "GTE") return difference >= 0;
  return operator === "LT" ? difference < 0 : difference <= 0;
}

function comparable(value: string | number | null): number {
  if (value === null || typeof value === "number") return value ?? 0;
  return /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
}

/** Only what was asked for, and no history that the record does not bring itself. */
function shown({ properties, ...rest }: StrangeRecord, names: readonly string[]): unknown {
  if (!properties) return rest;
  const picked = Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
  return { ...rest, properties: picked };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
