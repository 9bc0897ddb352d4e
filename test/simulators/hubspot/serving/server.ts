import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { apiRoutes } from "../api/routes.ts";
import { controlRoutes } from "../control.ts";
import { pageRoutes } from "../pages/routes.ts";
import type { Simulation } from "../simulation.ts";
import { canonicalPath } from "./api-paths.ts";
import type { Answer, Incoming } from "./exchange.ts";
import { notFound, Refused, refusal } from "./exchange.ts";
import { rateLimitAnswer } from "./rate-limits.ts";
import type { Route } from "./router.ts";
import { findRoute } from "./router.ts";

const BODY_BYTES_MAX = 10 * 1024 * 1024;
const JOURNAL_MAX = 50_000;

interface Payload {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_BYTES_MAX) throw refusal(413, "PAYLOAD_TOO_LARGE", "The body is too large.");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function payloadOf(answer: Answer): Payload {
  if (answer.html !== undefined) {
    return { body: Buffer.from(answer.html), headers: { "content-type": "text/html; charset=utf-8" } };
  }
  if (answer.script !== undefined) {
    return {
      body: Buffer.from(answer.script),
      headers: { "content-type": "text/javascript; charset=utf-8" },
    };
  }
  if (answer.json === undefined) return { body: Buffer.alloc(0), headers: {} };
  return {
    body: Buffer.from(JSON.stringify(answer.json)),
    headers: { "content-type": "application/json;charset=utf-8" },
  };
}

function send(response: ServerResponse, answer: Answer): void {
  const { body, headers } = payloadOf(answer);
  response.writeHead(answer.status, { ...headers, "content-length": String(body.length), ...answer.headers });
  response.end(body);
}

/** Begins to answer, and breaks off in the middle. */
function cut(response: ServerResponse, answer: Answer): void {
  const { body, headers } = payloadOf(answer);
  response.writeHead(answer.status, {
    ...headers,
    "content-length": String(body.length + 1),
    ...answer.headers,
  });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}

/** The different ways in which a service is down. */
function brokenAnswer(simulation: Simulation): Answer {
  const status = [500, 502, 503, 504][(simulation.faults.counts()["500"] ?? 0) % 4] ?? 500;
  if (status === 502) return { status, html: "<html><body><h1>502 Bad Gateway</h1></body></html>" };
  return { status, json: { status: "error", message: "internal error", correlationId: "simulated" } };
}

function limitedAnswer(): Answer {
  const headers = { "Retry-After": "1", "X-HubSpot-RateLimit-Interval-Milliseconds": "1000" };
  return { ...rateLimitAnswer("TEN_SECONDLY_ROLLING"), headers };
}

/** A fault that stands in for the answer; null when the request goes through. */
function faultBefore(simulation: Simulation, incoming: Incoming, path: string): Answer | "hold" | null {
  const { faults } = simulation;
  if (path.startsWith("/oauth")) {
    const isRefresh = incoming.body.includes("grant_type=refresh_token");
    return isRefresh && faults.strikes("500") ? brokenAnswer(simulation) : null;
  }
  if (faults.strikes("timeout")) return "hold";
  if (faults.strikes("500")) return brokenAnswer(simulation);
  return faults.strikes("429") ? limitedAnswer() : null;
}

async function answerFrom(routes: readonly Route[], incoming: Incoming, path: string): Promise<Answer> {
  try {
    const found = findRoute(routes, incoming.method, path);
    if (found === "method") throw refusal(405, "METHOD_NOT_ALLOWED", "HTTP 405 Method Not Allowed");
    if (found === null) throw notFound();
    return await found.handle({ ...incoming, params: found.params });
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

interface Roads {
  readonly api: readonly Route[];
  readonly pages: readonly Route[];
  readonly controls: readonly Route[];
}

async function answerApi(
  simulation: Simulation,
  roads: Roads,
  exchange: { readonly incoming: Incoming; readonly path: string; readonly response: ServerResponse },
): Promise<void> {
  const { incoming, path, response } = exchange;
  const note = (status: number) => {
    if (simulation.journal.length >= JOURNAL_MAX) simulation.journal.shift();
    const { pathname, search } = incoming.url;
    simulation.journal.push({ method: incoming.method, path: pathname, query: search, status });
  };
  const fault = faultBefore(simulation, incoming, path);
  if (fault === "hold") {
    note(0);
    setTimeout(() => response.socket?.destroy(), simulation.settings.timeoutHoldMilliseconds).unref();
    return;
  }
  const answer = fault ?? (await answerFrom(roads.api, incoming, path));
  const isCut = !path.startsWith("/oauth") && fault === null && simulation.faults.strikes("cut");
  note(isCut ? 0 : answer.status);
  if (isCut) cut(response, answer);
  else send(response, answer);
}

async function handle(
  simulation: Simulation,
  roads: Roads,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", simulation.url);
  const { method = "GET", headers } = request;
  const incoming: Incoming = { method, url, headers, body: await readBody(request), params: {} };
  const path = canonicalPath(url.pathname);
  if (path !== null && url.pathname !== "/oauth/authorize") {
    await answerApi(simulation, roads, { incoming, path, response });
    return;
  }
  const isControl = url.pathname.startsWith("/simulator/");
  send(response, await answerFrom(isControl ? roads.controls : roads.pages, incoming, url.pathname));
}

function sendFailure(response: ServerResponse, error: unknown): void {
  const answer =
    error instanceof Refused
      ? error.answer
      : { status: 500, json: { status: "error", message: `Fault of the simulator: ${String(error)}` } };
  if (response.headersSent) response.destroy();
  else send(response, answer);
}

/** Listens on loopback; port 0 takes any free one. */
export async function listen(simulation: Simulation, port: number): Promise<Server> {
  const roads: Roads = {
    api: apiRoutes(simulation),
    pages: pageRoutes(simulation),
    controls: controlRoutes(simulation),
  };
  const server = createServer((request, response) => {
    handle(simulation, roads, request, response).catch((error: unknown) => sendFailure(response, error));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  simulation.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return server;
}
