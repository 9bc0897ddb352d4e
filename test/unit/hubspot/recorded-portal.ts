import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CrmPort, Grant } from "../../../worker/ports/crm.ts";
import {
  ARCHIVED_OWNERS,
  buildRecords,
  OWN_CONNECTED,
  OWN_VOICEMAIL,
  OWNERS,
  PIPELINES,
  RATES,
  type RawRecord,
  type RawType,
  SPLITS,
  TEAM_TREE,
  TEAMS,
  USERS,
} from "./recorded-data.ts";

export const PORTAL_ID = 4411;
export const ACCESS_TOKEN = "access-token-of-the-recorded-portal";
export const REFRESH_TOKEN = "refresh-token-of-the-recorded-portal";

/** A grant of the recorded portal. */
export const GRANT: Grant = {
  accessToken: ACCESS_TOKEN,
  refreshToken: REFRESH_TOKEN,
  expiresAt: "2026-11-21T12:30:00.000Z",
  scopes: [],
  crmId: String(PORTAL_ID),
  userId: null,
  apiUrl: null,
  userName: null,
};

/** What a client of the recorded portal is opened with. Without scopes, the portal itself decides. */
export const CLIENT_OPTIONS: Parameters<CrmPort["client"]>[0] = {
  accessToken: ACCESS_TOKEN,
  apiUrl: null,
  scopes: [],
  tenantId: "tenant-recorded",
  throttle: async () => undefined,
  homeCurrency: "USD",
  timeZone: "US/Eastern",
  extraProperties: { amounts: [], owners: [] },
};

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the portal does wrong. */
export interface PortalFaults {
  everySeventh?: boolean;
  revoked?: boolean;
  clientUnknown?: boolean;
  expired?: boolean;
  /** Scopes that are missing: their areas answer 403. */
  missing?: readonly string[];
  /** Answers everything so, when set. */
  always?: Answer & { readonly text?: string };
  hang?: boolean;
  cut?: boolean;
  /** What becomes of an answer on its way. */
  spoil?: (answer: Answer, asked: { readonly path: string; readonly body: string }) => Answer;
}

export interface RecordedPortal {
  readonly url: string;
  readonly records: Record<RawType, RawRecord[]>;
  readonly faults: PortalFaults;
  readonly requests: { readonly method: string; readonly path: string; readonly body: string }[];
  close(): Promise<void>;
}

const TYPES: readonly RawType[] = [
  "deals",
  "calls",
  "emails",
  "meetings",
  "tasks",
  "communications",
  "contacts",
  "goal_targets",
];
const RATE_HEADERS = {
  "x-hubspot-ratelimit-max": "110",
  "x-hubspot-ratelimit-remaining": "99",
  "x-hubspot-ratelimit-interval-milliseconds": "10000",
};
const LIMIT_SECONDLY = {
  status: "error",
  message: "Too fast",
  errorType: "RATE_LIMIT",
  policyName: "SECONDLY",
};

/** A server that answers as HubSpot was seen to, and is as strict about caps and limits. */
export async function openRecordedPortal(): Promise<RecordedPortal> {
  const portal = {
    records: buildRecords(),
    faults: {} as PortalFaults,
    requests: [] as RecordedPortal["requests"],
  };
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => reply(portal, { request, response, body }),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...portal,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

type Portal = Pick<RecordedPortal, "records" | "faults" | "requests">;

function reply(
  portal: Portal,
  { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: string },
): void {
  const url = new URL(request.url ?? "/", "http://portal.example");
  const method = request.method ?? "GET";
  portal.requests.push({ method, path: url.pathname, body });
  if (portal.faults.hang) return;
  if (portal.faults.cut) {
    response.destroy();
    return;
  }
  const right = faultOf(portal) ?? route(portal, { method, url, body, token: request.headers.authorization });
  const answer = portal.faults.spoil?.(right, { path: url.pathname, body }) ?? right;
  const text =
    "text" in answer && typeof answer.text === "string" ? answer.text : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    "content-type": "application/json",
    ...RATE_HEADERS,
    ...answer.headers,
  });
  response.end(text);
}

function faultOf({ faults, requests }: Portal): Answer | null {
  if (faults.always) return faults.always;
  if (!faults.everySeventh || requests.length % 7 !== 0) return null;
  return requests.length % 14 === 0
    ? { status: 429, body: LIMIT_SECONDLY }
    : { status: 500, body: "<html>", headers: { "content-type": "text/html" } };
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly token: string | undefined;
}

function route(portal: Portal, call: Call): Answer {
  const path = call.url.pathname.replace(/\/$/, "");
  if (path === "/oauth/2026-09/token") return answerToken(portal, new URLSearchParams(call.body));
  if (path === "/oauth/2026-09/token/introspect") return failed(404, "NOT_FOUND");
  if (call.token !== `Bearer ${ACCESS_TOKEN}` || portal.faults.expired)
    return failed(401, "EXPIRED_AUTHENTICATION");
  const missing = (portal.faults.missing ?? []).find((scope) => scopeOf(path) === scope);
  if (missing) return refused(missing);
  const object = /^\/crm\/v3\/objects\/(\w+)(\/.*)?$/.exec(path);
  const type = TYPES.find((name) => name === object?.[1]);
  if (type) return answerObjects(portal.records[type], { ...call, rest: object?.[2] ?? "" });
  return answerSettings(path, call);
}

function scopeOf(path: string): string {
  if (path.startsWith("/settings/currencies")) return "settings.currencies.read";
  if (path === "/settings/users/2026-03") return "settings.users.read";
  if (path.startsWith("/settings/")) return "settings.users.teams.read";
  if (path.includes("goal_targets")) return "crm.objects.goals.read";
  if (/\/(calls|emails|meetings|tasks|communications|contacts)/.test(path))
    return "crm.objects.contacts.read";
  return "crm.objects.deals.read";
}

function answerToken({ faults }: Portal, form: URLSearchParams): Answer {
  if (faults.clientUnknown)
    return { status: 400, body: { status: "BAD_CLIENT_SECRET", message: "secret wrong" } };
  const refresh = form.get("grant_type") === "refresh_token";
  if (faults.revoked || (refresh && form.get("refresh_token") !== REFRESH_TOKEN)) {
    return { status: 400, body: { status: "BAD_REFRESH_TOKEN", error: "invalid_grant" } };
  }
  if (!refresh && form.get("code") !== "code-1") return { status: 400, body: { status: "BAD_AUTH_CODE" } };
  const token = {
    access_token: ACCESS_TOKEN,
    expires_in: 1800,
    token_type: "bearer",
    hub_id: PORTAL_ID,
    user_id: 9051,
  };
  const scopes = ["oauth", "crm.objects.deals.read", "crm.objects.owners.read"];
  return { status: 200, body: { ...token, scopes, ...(refresh ? {} : { refresh_token: REFRESH_TOKEN }) } };
}

function answerSettings(path: string, { url, body }: Call): Answer {
  const archived = url.searchParams.get("archived") === "true";
  switch (path) {
    case "/crm/v3/owners":
      return pageOf(archived ? ARCHIVED_OWNERS : OWNERS, url, 2);
    case "/crm/v3/pipelines/deals":
      return listOf(PIPELINES);
    case "/crm/v3/properties/deals":
      return listOf([
        { name: "amount" },
        { name: "hs_v2_date_entered_new_9" },
        { name: "hs_v2_date_entered_closedwon" },
      ]);
    case "/crm/v3/properties/calls/hs_call_disposition":
      return { status: 200, body: { name: "hs_call_disposition", options: DISPOSITIONS } };
    case "/account-info/2026-09/details":
      return { status: 200, body: ACCOUNT };
    case "/settings/currencies/2026-09/exchange-rates":
      return pageOf(RATES, url, 2);
    case "/settings/users/2026-03":
      return pageOf(USERS, url, 1);
    case "/settings/users/2026-03/teams":
      return listOf(TEAMS);
    case "/settings/teams/2026-09-beta":
      return listOf(TEAM_TREE);
    case "/deal-splits/2026-09/batch/read":
      return listOf(SPLITS);
    case "/crm/associations/2026-09/meetings/contacts/batch/read":
      return answerContacts(body);
    default:
      return failed(404, "NOT_FOUND");
  }
}

const ACCOUNT = {
  portalId: PORTAL_ID,
  accountType: "STANDARD",
  timeZone: "US/Eastern",
  companyCurrency: "USD",
  additionalCurrencies: ["EUR"],
  uiDomain: "app.hubspot.com",
};
const DISPOSITIONS = [
  { label: "Connected - wants a demo", value: OWN_CONNECTED },
  { label: "Not connected", value: OWN_VOICEMAIL },
];

function answerContacts(body: string): Answer {
  const ids: string[] = JSON.parse(body).inputs.map(({ id }: { id: string }) => id);
  const results = ids
    .filter((id) => id === "401")
    .map((id) => ({ from: { id }, to: [{ toObjectId: 1 }, { toObjectId: 2 }] }));
  return { status: 207, body: { status: "COMPLETE", results, numErrors: 1, errors: [{ status: "error" }] } };
}

function answerObjects(records: RawRecord[], call: Call & { readonly rest: string }): Answer {
  const { method, rest, body, url } = call;
  if (method === "POST" && rest === "/search") return search(records, body);
  if (method === "POST" && rest === "/batch/read") return readBatch(records, url, body);
  if (rest === "") return list(records, url);
  const id = rest.slice(1);
  const record =
    records.find((one) => one.id === id && !one.archived) ??
    records.find(({ properties }) => properties.hs_merged_object_ids?.split(";").includes(id));
  return record
    ? { status: 200, body: shown(record, ["hs_merged_object_ids"]) }
    : failed(404, "OBJECT_NOT_FOUND");
}

interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value: string;
}

function search(records: RawRecord[], body: string): Answer {
  const { filterGroups, sorts, properties, limit, after = "0" } = JSON.parse(body);
  const filters: Filter[] = filterGroups[0]?.filters ?? [];
  if (
    body.length > 3000 ||
    limit > 200 ||
    filterGroups.length > 5 ||
    filters.length > 6 ||
    sorts.length > 1
  ) {
    return failed(400, "VALIDATION_ERROR");
  }
  if (Number(after) + limit > 10_000) return failed(400, "VALIDATION_ERROR");
  const sortBy: string = sorts[0].propertyName;
  const found = records
    .filter((record) => !record.archived && filters.every((filter) => holds(record, filter)))
    .map((record) => ({ record, key: comparable(record.properties[sortBy] ?? null) }))
    .sort((left, right) => left.key - right.key);
  const results = found.slice(0, limit).map(({ record }) => shown(record, properties));
  const paging = found.length > limit ? { paging: { next: { after: String(limit) } } } : {};
  return { status: 200, body: { total: found.length, results, ...paging } };
}

function holds({ properties }: RawRecord, { propertyName, operator, value }: Filter): boolean {
  const own = properties[propertyName];
  if (own === undefined || own === null || own === "") return false;
  if (operator === "EQ") return own === value;
  const difference = comparable(own) - comparable(value);
  if (operator === "GT") return difference > 0;
  if (operator === "GTE") return difference >= 0;
  return operator === "LT" ? difference < 0 : difference <= 0;
}

const comparables = new Map<string, number>();

/** Tens of thousands of records hold the same few values, and each search reads them all. */
function comparable(value: string | null): number {
  if (value === null) return 0;
  const known = comparables.get(value);
  if (known !== undefined) return known;
  const read = /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
  comparables.set(value, read);
  return read;
}

function readBatch(records: RawRecord[], url: URL, body: string): Answer {
  const { inputs, properties, propertiesWithHistory } = JSON.parse(body);
  const max = propertiesWithHistory.length > 0 ? 50 : 100;
  if (inputs.length > max) return failed(400, "VALIDATION_ERROR");
  const ids = new Set(inputs.map(({ id }: { id: string }) => id));
  const archived = url.searchParams.get("archived") === "true";
  const found = records.filter((record) => ids.has(record.id) && (record.archived ?? false) === archived);
  const results = found.map((record) => shown(record, properties, propertiesWithHistory));
  return { status: results.length === inputs.length ? 200 : 207, body: { status: "COMPLETE", results } };
}

function list(records: RawRecord[], url: URL): Answer {
  const limit = Number(url.searchParams.get("limit") ?? "10");
  if (limit > 100) return failed(400, "VALIDATION_ERROR");
  const archived = url.searchParams.get("archived") === "true";
  const from = Number(url.searchParams.get("after") ?? "0");
  const all = records.filter((record) => (record.archived ?? false) === archived);
  const results = all
    .slice(from, from + limit)
    .map((record) => shown(record, url.searchParams.getAll("properties")));
  const next = from + limit < all.length ? { paging: { next: { after: String(from + limit) } } } : {};
  return { status: 200, body: { results, ...next } };
}

/** Only what was asked for is answered. */
function shown(record: RawRecord, properties: readonly string[], histories: readonly string[] = []): unknown {
  const { history, ...rest } = record;
  const pick = <T>(from: Readonly<Record<string, T>>, names: readonly string[]) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
  return {
    ...rest,
    properties: pick(record.properties, properties),
    ...(histories.length > 0 ? { propertiesWithHistory: pick(history ?? {}, histories) } : {}),
  };
}

function pageOf(entries: readonly unknown[], url: URL, size: number): Answer {
  const from = Number(url.searchParams.get("after") ?? "0");
  const next = from + size < entries.length ? { paging: { next: { after: String(from + size) } } } : {};
  return { status: 200, body: { results: entries.slice(from, from + size), ...next } };
}

function listOf(results: readonly unknown[]): Answer {
  return { status: 200, body: { results } };
}

function failed(status: number, category: string): Answer {
  return {
    status,
    body: { status: "error", message: "secret customer text", category, correlationId: "c-1" },
  };
}

function refused(scope: string): Answer {
  const errors = [{ message: "scopes", context: { requiredGranularScopes: [scope] } }];
  return { status: 403, body: { status: "error", category: "MISSING_SCOPES", errors } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
