import { onTestFinished, vi } from "vitest";
import { createInsist } from "../../../worker/adapters/crm/insist.ts";
import {
  createMemories,
  type SalesforceContext,
} from "../../../worker/adapters/crm/salesforce/api/context.ts";
import { createGateway, type GatewayOptions } from "../../../worker/adapters/crm/salesforce/api/gateway.ts";
import type { CrmPort, Grant } from "../../../worker/ports/crm.ts";

export const API_URL = "https://acme.my.salesforce.com";
export const ORG_ID = "00D5g0000012abCEAQ";
export const USER_ID = "0055g00000AbCdEAAV";

/** A call as it was sent. */
export interface SentCall {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

type Rows = readonly object[] | ((soql: string) => readonly object[] | Response);

/** An org of recorded replies, in place of the runtime's `fetch` while the test runs. */
export interface ReplyingOrg {
  readonly calls: SentCall[];
  /** By object. An object without rows is not known to the user. */
  readonly rows: Record<string, Rows>;
  /** Fields by object, for descriptions. */
  readonly fields: Record<string, readonly string[]>;
  /** Answers before anything else does, by the beginning of the path. */
  readonly answers: Record<string, (call: SentCall) => Response | Promise<Response>>;
  /** The queries that were asked, in order. */
  soqls(): readonly string[];
  context(changes?: Partial<SalesforceContext["options"]>): SalesforceContext;
}

/** What a client of the org is opened with. */
const CLIENT_OPTIONS: Parameters<CrmPort["client"]>[0] = {
  accessToken: "access",
  apiUrl: API_URL,
  scopes: [],
  tenantId: "tenant-replying",
  throttle: async () => undefined,
  homeCurrency: null,
  timeZone: null,
  extraProperties: { amounts: [], owners: [] },
};

/** A grant of the org. */
export const GRANT: Grant = {
  accessToken: "access",
  refreshToken: "refresh",
  expiresAt: "2026-11-21T12:30:00.000Z",
  apiUrl: API_URL,
  userName: "integration@acme.example",
  scopes: ["api"],
  crmId: ORG_ID,
  userId: USER_ID,
};

/** An error as Salesforce words it. */
export function refusal(status: number, errorCode: string, message = "said by the org"): Response {
  return Response.json([{ message, errorCode }], { status });
}

/** Answers each call by `fetch` of the running test. */
export function openReplyingOrg(): ReplyingOrg {
  const calls: SentCall[] = [];
  const org: ReplyingOrg = {
    calls,
    rows: {},
    fields: {},
    answers: {},
    soqls: () => calls.flatMap(({ url }) => new URL(url).searchParams.get("q") ?? []),
    context: (changes = {}) => contextOf({ ...CLIENT_OPTIONS, ...changes }),
  };
  const spy = vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const url = String(input);
    const call = {
      method: init?.method ?? "GET",
      url,
      path: url.replace(/^https?:\/\/[^/]+/, ""),
      headers: new Headers(init?.headers),
      body: String(init?.body ?? ""),
    };
    calls.push(call);
    return answer(org, call);
  });
  onTestFinished(() => spy.mockRestore());
  return org;
}

function answer(org: ReplyingOrg, call: SentCall): Response | Promise<Response> {
  const prepared = Object.entries(org.answers).find(([path]) => call.path.startsWith(path));
  if (prepared) return prepared[1](call);
  const described = /\/sobjects\/(\w+)\/describe$/.exec(call.path)?.[1];
  if (described !== undefined) return describe(org, described);
  if (call.path === "/services/oauth2/userinfo") return Response.json({ user_id: USER_ID });
  const soql = new URL(call.url).searchParams.get("q");
  if (soql === null) return refusal(404, "NOT_FOUND");
  const object = / FROM (\w+)/.exec(soql)?.[1] ?? "";
  const rows = org.rows[object];
  if (rows === undefined) {
    return refusal(400, "INVALID_TYPE", `sObject type '${object}' is not supported.`);
  }
  const found = typeof rows === "function" ? rows(soql) : rows;
  return found instanceof Response ? found : page(found);
}

function describe(org: ReplyingOrg, object: string): Response {
  const names = org.fields[object];
  if (names === undefined) return refusal(404, "NOT_FOUND");
  return Response.json({
    name: object,
    fields: ["Id", "SystemModstamp", ...names].map((name) => ({ name, type: "string", filterable: true })),
  });
}

/** A whole answer to a query. */
export function page(records: readonly object[]): Response {
  return Response.json(
    { totalSize: records.length, done: true, records },
    { headers: { "sforce-limit-info": "api-usage=18/15000" } },
  );
}

/** The gateway of the org, as it is opened for one tenant. */
export function openGateway(changes: Partial<GatewayOptions> = {}) {
  return createGateway({
    apiUrl: API_URL,
    accessToken: "access",
    answerMillisMax: 1000,
    throttle: async () => undefined,
    memory: createMemories()("t"),
    insist: createInsist(() => Promise.resolve()),
    allowanceShare: 0.5,
    now: () => 0,
    ...changes,
  });
}

function contextOf(options: SalesforceContext["options"]): SalesforceContext {
  const memory = createMemories()(options.tenantId);
  const insist: SalesforceContext["insist"] = (attempt) => attempt();
  return {
    options,
    insist,
    memory,
    personKey: (address) => `key of ${address}`,
    now: () => "2026-11-21T12:00:00.000Z",
    sleep: () => Promise.resolve(),
    gateway: openGateway({ accessToken: options.accessToken, throttle: options.throttle, memory, insist }),
  };
}

/** The path of a resource of the API. */
export function dataPath(rest: string): string {
  return `/services/data/v66.0${rest}`;
}
