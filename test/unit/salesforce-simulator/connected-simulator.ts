import { createHash } from "node:crypto";
import type { SalesforceSimulator, SimulatorOptions } from "../../simulators/salesforce/start.ts";
import { startSalesforceSimulator } from "../../simulators/salesforce/start.ts";

export const NOW = Date.parse("2026-11-20T19:32:00Z");
export const REDIRECT = "http://localhost:9/oauth/salesforce/callback";
export const CLIENT = { client_id: "3MVG9simulated.consumer_key", client_secret: "simulated-client-secret" };
export const VERIFIER = "a-verifier-that-is-long-enough-for-the-flow-0123456789";
export const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the protocol says is there
  readonly json: any;
}

export interface ConnectedSimulator extends SalesforceSimulator {
  /** The simulator's clock, which stands still until a test moves it. */
  readonly clock: { at: number };
  /** A call of the REST API; the path begins behind the version. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>;
  token(form: Readonly<Record<string, string>>): Promise<Reply>;
  /** Consents and exchanges the code: a grant of its own. */
  freshGrant(userId?: string): Promise<Reply["json"]>;
  useToken(accessToken: string): void;
}

export function authorizeUrl(url: string, more: Readonly<Record<string, string | null>> = {}): string {
  const wanted = {
    response_type: "code",
    client_id: CLIENT.client_id,
    redirect_uri: REDIRECT,
    scope: "api refresh_token id",
    state: "s-1",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...more,
  };
  const given = Object.entries(wanted).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return `${url}/services/oauth2/authorize?${new URLSearchParams(given)}`;
}

export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const answer = await fetch(url, { redirect: "manual", ...init });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  return { status: answer.status, headers: answer.headers, json: isJson ? JSON.parse(text) : text };
}

export function codeIn(redirectUrl: string): string {
  return new URL(redirectUrl).searchParams.get("code") ?? "";
}

/** A small simulator to which the app is connected. */
export async function startConnected(options: SimulatorOptions = {}): Promise<ConnectedSimulator> {
  const clock = { at: NOW };
  const simulator = await startSalesforceSimulator({
    seed: 7,
    scale: 0.05,
    now: () => clock.at,
    ...options,
  });
  let accessToken = "";
  const token: ConnectedSimulator["token"] = (form) =>
    send(`${simulator.url}/services/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({ ...CLIENT, redirect_uri: REDIRECT, ...form }),
    });
  const freshGrant = async (userId?: string) => {
    const consented = simulator.consent(authorizeUrl(simulator.url), userId ? { userId } : {});
    const reply = await token({
      grant_type: "authorization_code",
      code: codeIn(consented),
      code_verifier: VERIFIER,
    });
    return reply.json;
  };
  // The getter stays one: a spread would take its value of now.
  const connected: ConnectedSimulator = Object.assign(Object.create(simulator), {
    clock,
    token,
    freshGrant,
    call: (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
      send(`${simulator.url}/services/data/v66.0${path}`, {
        method,
        headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    useToken(given: string) {
      accessToken = given;
    },
  });
  connected.useToken((await freshGrant()).access_token);
  return connected;
}

/** The path of a query. */
export function queryPath(soql: string, resource = "query"): string {
  return `/${resource}?q=${encodeURIComponent(soql)}`;
}
