import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { cut, listenOnLoopback, readBody, send } from "../../shared/answering.ts";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { Refused } from "../../shared/exchange.ts";
import type { Route } from "../../shared/router.ts";
import { findRoute } from "../../shared/router.ts";
import { apiRoutes } from "../api/routes.ts";
import { controlRoutes } from "../control.ts";
import { pageRoutes } from "../pages/routes.ts";
import type { Simulation } from "../simulation.ts";
import { canonicalPath } from "./api-paths.ts";
import { rateLimitAnswer } from "./rate-limits.ts";
import { notFound, refusal } from "./refusals.ts";

const JOURNAL_MAX = 50_000;

/** The different ways in which a service is down. */
function brokenAnswer(simulation: Simulation): Answer {
  const status = [500, 502, 503, 504][(simulation.faults.counts()["500"] ?? 0) % 4] ?? 500;
  if (status === 502) return { status, text: "<html><body><h1>502 Bad Gateway</h1></body></html>" };
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
    const found = findRoute(routes, { method: incoming.method, path });
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
  const body = await readBody(request);
  if (body === null) throw refusal(413, "PAYLOAD_TOO_LARGE", "The body is too large.");
  const incoming: Incoming = { method, url, headers, body, params: {} };
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
  simulation.url = await listenOnLoopback(server, port);
  return server;
}
