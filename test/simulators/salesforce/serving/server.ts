import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { cut, listenOnLoopback, readBody, send } from "../../shared/answering.ts";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { Refused, readForm } from "../../shared/exchange.ts";
import type { Route } from "../../shared/router.ts";
import { bearerOf } from "../api/identity.ts";
import { oauthRoutes } from "../api/oauth-routes.ts";
import { answerRest } from "../api/rest.ts";
import { controlRoutes } from "../control.ts";
import { to18 } from "../org/ids.ts";
import { pageRoutes } from "../pages/routes.ts";
import type { Simulation } from "../simulation.ts";
import { findPlace } from "./find-place.ts";
import { notFound, refusal } from "./refusals.ts";

const JOURNAL_MAX = 50_000;
/** The address and headers of a request together may not be longer. */
const URI_BYTES_MAX = 16_384;
const HEADER_BYTES_MAX = 1024 * 1024;

/** The different ways in which an instance is too busy; only one of them says so in JSON. */
function busyAnswer(simulation: Simulation): Answer {
  const struck = simulation.faults.counts().busy ?? 0;
  const status = [503, 420, 502][struck % 3] ?? 503;
  if (status !== 503) return { status, text: "<html><body><h1>Server Too Busy</h1></body></html>" };
  const message = "The service is unavailable.";
  return { status, json: [{ message, errorCode: "SERVER_UNAVAILABLE" }], headers: { "retry-after": "1" } };
}

function brokenAnswer(): Answer {
  const text =
    "<html><head><title>Unable to Process Request</title></head><body>An unexpected error</body></html>";
  return { status: 500, text };
}

/** A fault that stands in for the answer; null when the request goes through. */
function faultBefore(simulation: Simulation, orgId: string | null): Answer | "hang" | null {
  const { faults } = simulation;
  if (faults.strikes("hang", orgId)) return "hang";
  if (faults.strikes("busy", orgId)) return busyAnswer(simulation);
  return faults.strikes("500", orgId) ? brokenAnswer() : null;
}

function checkLength(incoming: Incoming): void {
  const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}`);
  if (incoming.url.href.length + headers.join("\n").length <= URI_BYTES_MAX) return;
  throw new Refused({ status: 414, text: "<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>" });
}

async function answerFrom(routes: readonly Route[], incoming: Incoming): Promise<Answer> {
  try {
    const found = findPlace(routes, incoming.method, incoming.url.pathname);
    if (found === "method") {
      const message = `HTTP Method '${incoming.method}' not allowed.`;
      throw refusal(405, "METHOD_NOT_ALLOWED", message);
    }
    if (found === null) throw notFound();
    return await found.handle({ ...incoming, params: found.params });
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

/** The org whose access token it is, whether it still works or not: tokens begin with its id. */
function orgIdIn(accessToken: string | null): string | null {
  return to18(accessToken?.split("!")[0] ?? "");
}

async function answerApi(
  simulation: Simulation,
  incoming: Incoming,
  response: ServerResponse,
): Promise<void> {
  const { pathname, search } = incoming.url;
  const note = (status: number) => {
    if (simulation.journal.length >= JOURNAL_MAX) simulation.journal.shift();
    simulation.journal.push({ method: incoming.method, path: pathname, query: search, status });
  };
  simulation.calls += 1;
  checkLength(incoming);
  const orgId = orgIdIn(bearerOf(incoming));
  const fault = faultBefore(simulation, orgId);
  if (fault === "hang") {
    note(0);
    setTimeout(() => response.socket?.destroy(), simulation.settings.hangMilliseconds).unref();
    return;
  }
  const answer = fault ?? (await answerRest(simulation, incoming));
  const isCut = fault === null && simulation.faults.strikes("cut", orgId);
  note(isCut ? 0 : answer.status);
  if (isCut) cut(response, answer);
  else send(response, answer);
}

/** A refresh may meet a server that is down, or lose its answer after the old token was used up. */
async function answerOauth(
  simulation: Simulation,
  routes: readonly Route[],
  { incoming, response }: { readonly incoming: Incoming; readonly response: ServerResponse },
): Promise<void> {
  const { faults, journal } = simulation;
  const { pathname, search } = incoming.url;
  const isRefresh = incoming.body.includes("grant_type=refresh_token");
  const orgId = simulation.grants.refreshGrant(readForm(incoming).get("refresh_token") ?? "")?.orgId ?? null;
  const isBroken = isRefresh && faults.strikes("500", orgId);
  const answer = isBroken ? brokenAnswer() : await answerFrom(routes, incoming);
  const isLost = isRefresh && !isBroken && faults.strikes("lost_refresh", orgId);
  journal.push({
    method: incoming.method,
    path: pathname,
    query: search,
    status: isLost ? 0 : answer.status,
  });
  if (isLost) cut(response, answer);
  else send(response, answer);
}

interface Roads {
  readonly oauth: readonly Route[];
  readonly pages: readonly Route[];
  readonly controls: readonly Route[];
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
  if (body === null) throw refusal(413, "REQUEST_TOO_LARGE", "The request body is too large");
  const incoming: Incoming = { method, url, headers, body, params: {} };
  if (url.pathname.startsWith("/services/data")) {
    await answerApi(simulation, incoming, response);
    return;
  }
  if (url.pathname.startsWith("/services/") || url.pathname.startsWith("/id/")) {
    await answerOauth(simulation, roads.oauth, { incoming, response });
    return;
  }
  const others = url.pathname.startsWith("/simulator/") ? roads.controls : roads.pages;
  send(response, await answerFrom(others, incoming));
}

function sendFailure(response: ServerResponse, error: unknown): void {
  const answer =
    error instanceof Refused
      ? error.answer
      : {
          status: 500,
          json: [{ message: `Fault of the simulator: ${String(error)}`, errorCode: "UNKNOWN_EXCEPTION" }],
        };
  if (response.headersSent) response.destroy();
  else send(response, answer);
}

/** Listens on loopback; port 0 takes any free one. */
export async function listen(simulation: Simulation, port: number): Promise<Server> {
  const roads: Roads = {
    oauth: oauthRoutes(simulation),
    pages: pageRoutes(simulation),
    controls: controlRoutes(simulation),
  };
  // Longer ones are refused in Salesforce's way, not in that of the server beneath.
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, (request, response) => {
    handle(simulation, roads, request, response).catch((error: unknown) => sendFailure(response, error));
  });
  simulation.url = await listenOnLoopback(server, port);
  return server;
}
