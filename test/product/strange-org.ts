/**
 * A server that speaks Salesforce's protocol and is not our simulator: a login host, and an org at another address,
 * that give as little as real orgs were seen to give. Refresh tokens are good for one use.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type RestAnswer,
  type RestCall,
  type RestOrg,
  refuse,
  serveRest,
} from "../unit/salesforce/rest-org.ts";

export interface StrangeOrg {
  readonly loginUrl: string;
  readonly orgUrl: string;
  /** Every seventh request fails, in turns. */
  faulty: boolean;
  readonly requests: { readonly what: string; readonly status: number }[];
  readonly tokens: { refreshes: number; replays: number };
  /** The user agrees on the consent page; where they are sent then. */
  consent(authorizeUrl: string): string;
  /** Sessions end now, as when an admin ends them. */
  endSessions(): void;
  /** Answers nothing more until it is let go, from the next request on that matches. */
  hold(pattern: RegExp): { readonly reached: Promise<void>; release(): void };
  close(): Promise<void>;
}

export interface StrangeOrgOptions {
  readonly orgId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly org: RestOrg;
}

const HTML_FAULT: RestAnswer = { status: 500, body: "<html><h1>An unexpected error occurred</h1></html>" };
const FAULTS: readonly RestAnswer[] = [HTML_FAULT, refuse(503, "SERVER_UNAVAILABLE"), { status: 503 }];
const DAILY_CALLS = 15_000;

interface State extends StrangeOrgOptions {
  readonly tokens: StrangeOrg["tokens"];
  /** Challenges of the proof keys by code. */
  readonly codes: Map<string, string>;
  access: string;
  refresh: string;
  given: number;
  loginUrl: string;
  orgUrl: string;
}

type Hold = { readonly pattern: RegExp; readonly reach: () => void; readonly released: Promise<void> };

export async function openStrangeOrg(options: StrangeOrgOptions): Promise<StrangeOrg> {
  const serve = serveRest(options.org);
  const state: State = {
    ...options,
    tokens: { refreshes: 0, replays: 0 },
    codes: new Map(),
    access: "",
    refresh: "",
    given: 0,
    loginUrl: "",
    orgUrl: "",
  };
  const requests: { what: string; status: number }[] = [];
  const control = { faulty: true, hold: null as Hold | null };
  const handle = (answerCall: (call: RestCall) => RestAnswer) => async (call: RestCall) => {
    const what = decodeURIComponent(`${call.url.pathname}${call.url.search} ${call.body}`);
    const held = control.hold?.pattern.test(what) ? control.hold : null;
    if (held) {
      control.hold = null;
      held.reach();
      await held.released;
    }
    const strikes = control.faulty && (requests.length + 1) % 7 === 0;
    const answer = strikes ? faultFor(call, requests.length) : answerCall(call);
    requests.push({ what, status: answer.status });
    return { ...answer, headers: { ...usage(requests.length), ...answer.headers } };
  };
  const login = await listen(handle((call) => answerLogin(state, call)));
  const host = await listen(handle((call) => answerOrg(state, call, serve)));
  state.loginUrl = login.url;
  state.orgUrl = host.url;
  return Object.assign(control, {
    loginUrl: login.url,
    orgUrl: host.url,
    requests,
    tokens: state.tokens,
    consent: (authorizeUrl: string) => consent(state, new URL(authorizeUrl)),
    endSessions: () => {
      state.access = "";
    },
    hold: (pattern: RegExp) => {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      control.hold = { pattern, reach: reached.resolve, released: released.promise };
      return { reached: reached.promise, release: released.resolve };
    },
    async close() {
      await Promise.all([login.close(), host.close()]);
    },
  });
}

/** A refresh whose answer is an HTML page may have been spent: real token endpoints say that they are busy. */
function faultFor({ url }: RestCall, count: number): RestAnswer {
  if (url.pathname.startsWith("/services/oauth2/token")) return { status: 503 };
  return FAULTS[Math.floor(count / 7) % FAULTS.length] ?? HTML_FAULT;
}

function usage(count: number): Readonly<Record<string, string>> {
  return { "sforce-limit-info": `api-usage=${count}/${DAILY_CALLS}` };
}

function consent(state: State, { origin, pathname, searchParams }: URL): string {
  const asked = (name: string) => searchParams.get(name) ?? "";
  if (origin !== state.loginUrl || pathname !== "/services/oauth2/authorize") {
    throw new Error(`No consent page at ${origin}${pathname}`);
  }
  if (asked("client_id") !== state.clientId || asked("code_challenge_method") !== "S256") {
    throw new Error("OAUTH_EC_APP_NOT_FOUND");
  }
  const code = `aPrx${state.codes.size}.${asked("code_challenge").slice(0, 8)}`;
  state.codes.set(code, asked("code_challenge"));
  return `${asked("redirect_uri")}?${new URLSearchParams({ code, state: asked("state") })}`;
}

function answerLogin(state: State, { method, url, body }: RestCall): RestAnswer {
  if (method !== "POST" || url.pathname !== "/services/oauth2/token") return { status: 404 };
  const form = new URLSearchParams(body);
  const refused = (error: string, description: string): RestAnswer => ({
    status: 400,
    body: { error, error_description: description },
  });
  if (form.get("client_id") !== state.clientId || form.get("client_secret") !== state.clientSecret) {
    return refused("invalid_client_id", "client identifier invalid");
  }
  if (form.get("grant_type") === "authorization_code") {
    const challenge = state.codes.get(form.get("code") ?? "");
    state.codes.delete(form.get("code") ?? "");
    const proof = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    return challenge === proof ? giveTokens(state) : refused("invalid_grant", "invalid code verifier");
  }
  if (form.get("refresh_token") === state.refresh) {
    state.tokens.refreshes += 1;
    return giveTokens(state);
  }
  // Whoever shows a spent token again loses the present one too.
  state.tokens.replays += 1;
  Object.assign(state, { access: "", refresh: "" });
  return refused("invalid_grant", "expired access/refresh token");
}

/** Nothing says how long the session lasts. */
function giveTokens(state: State): RestAnswer {
  state.given += 1;
  state.access = `${state.orgId}!AQ${state.given}`;
  state.refresh = `5Aep${state.given}`;
  return {
    status: 200,
    body: {
      access_token: state.access,
      refresh_token: state.refresh,
      signature: "SsB5hQ==",
      scope: "refresh_token id api",
      instance_url: state.orgUrl,
      id: `https://login.salesforce.com/id/${state.orgId}/${state.org.userId}`,
      token_type: "Bearer",
      issued_at: String(Date.now()),
    },
  };
}

function answerOrg(state: State, call: RestCall, serve: (call: RestCall) => RestAnswer): RestAnswer {
  const isKnown = state.access !== "" && call.headers.get("authorization") === `Bearer ${state.access}`;
  return isKnown ? serve(call) : refuse(401, "INVALID_SESSION_ID", "Session expired or invalid");
}

async function listen(answerCall: (call: RestCall) => Promise<RestAnswer>) {
  const server = createServer((request, response) => {
    readCall(request)
      .then(answerCall)
      .then((answer) => send(response, answer))
      .catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}

async function readCall(request: IncomingMessage): Promise<RestCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return {
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", `http://${request.headers.host}`),
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

function send(response: ServerResponse, { status, body, headers }: RestAnswer): void {
  response.writeHead(status, { "content-type": "application/json;charset=UTF-8", ...headers });
  response.end(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
}
