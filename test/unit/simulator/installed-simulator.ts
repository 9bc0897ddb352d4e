import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HubSpotSimulator, SimulatorOptions } from "../../simulators/hubspot/start.ts";
import { startHubSpotSimulator } from "../../simulators/hubspot/start.ts";

export const NOW = Date.parse("2026-11-20T19:32:00Z");
export const REDIRECT = "http://localhost:9/oauth/hubspot/callback";
export const CLIENT = { client_id: "simulated-client", client_secret: "simulated-client-secret" };
const SCOPES =
  "oauth crm.objects.deals.read crm.objects.deals.write crm.objects.owners.read crm.objects.contacts.read crm.objects.contacts.write";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the protocol says is there
  readonly json: any;
}

export interface InstalledSimulator extends HubSpotSimulator {
  /** The simulator's clock, which stands still until a test moves it. */
  readonly clock: { at: number };
  call(method: string, path: string, body?: unknown): Promise<Reply>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  token(form: Readonly<Record<string, string>>): Promise<Reply>;
  useToken(accessToken: string): void;
}

export function authorizeUrl(url: string, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    client_id: CLIENT.client_id,
    redirect_uri: REDIRECT,
    scope: SCOPES,
    optional_scope:
      "sales-email-read settings.users.read settings.users.teams.read settings.currencies.read crm.objects.goals.read",
    state: "s-1",
    ...more,
  });
  return `${url}/oauth/authorize?${query}`;
}

export async function send(url: string, init: RequestInit): Promise<Reply> {
  const answer = await fetch(url, { redirect: "manual", ...init });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  return { status: answer.status, headers: answer.headers, json: isJson ? JSON.parse(text) : text };
}

export function codeIn(redirectUrl: string): string {
  return new URL(redirectUrl).searchParams.get("code") ?? "";
}

/** A small simulator with the app installed, whose limits are off unless a test asks for them. */
export async function startInstalled(options: SimulatorOptions = {}): Promise<InstalledSimulator> {
  const clock = { at: NOW };
  const simulator = await startHubSpotSimulator({
    seed: 7,
    scale: 0.05,
    now: () => clock.at,
    rateLimits: { enabled: false },
    ...options,
  });
  let accessToken = "";
  const json = (method: string, body: unknown, headers: Readonly<Record<string, string>>) => ({
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const installed: InstalledSimulator = {
    ...simulator,
    clock,
    call: (method, path, body) =>
      send(simulator.url + path, json(method, body, { authorization: `Bearer ${accessToken}` })),
    control: (method, path, body) => send(simulator.url + path, json(method, body, {})),
    token: (form) =>
      send(`${simulator.url}/oauth/2026-09/token`, {
        method: "POST",
        body: new URLSearchParams({ ...CLIENT, redirect_uri: REDIRECT, ...form }),
      }),
    useToken(token) {
      accessToken = token;
    },
  };
  const code = codeIn(simulator.consent(authorizeUrl(simulator.url)));
  const { json: grant } = await installed.token({ grant_type: "authorization_code", code });
  installed.useToken(grant.access_token);
  return installed;
}

export interface Received {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A server that keeps what it is sent, and answers as told. */
export async function startReceiver(answer: (received: Received) => { status: number; json?: unknown }) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const entry = {
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(entry);
      const { status, json } = answer(entry);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json ?? {}));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    received,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
