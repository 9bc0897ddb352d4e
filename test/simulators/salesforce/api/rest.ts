import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok, Refused } from "../../shared/exchange.ts";
import type { Placed } from "../../shared/router.ts";
import { findPlace } from "../serving/find-place.ts";
import { applyHiding } from "../serving/hiding.ts";
import { notFound, refusal } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import { BULK_ROUTES } from "./bulk.ts";
import { composite, compositeBatch } from "./composite.ts";
import type { Caller } from "./identity.ts";
import { identify } from "./identity.ts";
import { OBJECT_ROUTES } from "./objects.ts";
import { QUERY_ROUTES } from "./query.ts";

const FIRST_VERSION = 41;
const LAST_VERSION = 68;

/** A request to the REST API, with who makes it. */
export interface RestCall {
  readonly simulation: Simulation;
  readonly caller: Caller;
  /** Such as 66.0. */
  readonly version: string;
  readonly incoming: Incoming;
}

export type RestHandler = (call: RestCall) => Answer;
/** Its path begins behind the version. */
export type RestRoute = Placed<RestHandler>;

const HIGHEST_VERSION = `${LAST_VERSION}.0`;

function versionsAnswer(): Answer {
  const numbers = Array.from(
    { length: LAST_VERSION - FIRST_VERSION + 1 },
    (_, place) => FIRST_VERSION + place,
  );
  return ok(
    numbers.map((number) => ({
      label: `v${number}`,
      url: `/services/data/v${number}.0`,
      version: `${number}.0`,
    })),
  );
}

function resourcesAnswer({ simulation, caller, version }: RestCall): Answer {
  const root = `/services/data/v${version}`;
  const names = ["query", "queryAll", "sobjects", "limits", "composite", "jobs"];
  const places = Object.fromEntries(names.map((name) => [name, `${root}/${name}`]));
  return ok({ ...places, identity: `${simulation.url}/id/${caller.org.id}/${caller.grant.userId}` });
}

const DAILY_BULK_JOBS = 10_000;

function limitsAnswer({ simulation, caller }: RestCall): Answer {
  const max = simulation.limits.settings.dailyCalls;
  const used = simulation.limits.used(caller.org.id, simulation.now());
  const jobs = simulation.bulkJobs.of(caller.org.id).length;
  return ok({
    DailyApiRequests: { Max: max, Remaining: Math.max(0, max - used) },
    DailyBulkV2QueryJobs: { Max: DAILY_BULK_JOBS, Remaining: DAILY_BULK_JOBS - jobs },
    DailyBulkV2QueryFileStorageMB: { Max: 1_000_000, Remaining: 1_000_000 },
    DataStorageMB: { Max: 10_000, Remaining: 9000 },
  });
}

const ROUTES: readonly RestRoute[] = [
  { method: "GET", path: "", handle: resourcesAnswer },
  { method: "GET", path: "/limits", handle: limitsAnswer },
  { method: "POST", path: "/composite", handle: (call) => composite(call, dispatch) },
  { method: "POST", path: "/composite/batch", handle: (call) => compositeBatch(call, dispatch) },
  ...QUERY_ROUTES,
  ...OBJECT_ROUTES,
  ...BULK_ROUTES,
];

/** Splits `/services/data/v66.0/query` into version and the path behind it; null when there is no version. */
export function splitVersion(path: string): { readonly version: string; readonly rest: string } | null {
  const [, version, number, rest] = /^\/services\/data\/v((\d+)\.0)(\/.*)?$/.exec(path) ?? [];
  if (version === undefined || number === undefined) return null;
  if (Number(number) < FIRST_VERSION || Number(number) > LAST_VERSION) return null;
  return { version, rest: (rest ?? "").replace(/\/$/, "") };
}

/** Answers a request or a subrequest, refusals included. */
export function dispatch(call: RestCall, path: string): Answer {
  try {
    const found = findPlace(ROUTES, call.incoming.method, path);
    if (found === "method") {
      throw refusal(405, "METHOD_NOT_ALLOWED", `HTTP Method '${call.incoming.method}' not allowed.`);
    }
    if (found === null) throw notFound();
    return found.handle({ ...call, incoming: { ...call.incoming, params: found.params } });
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

function answerCaller(call: RestCall, rest: string): Answer {
  const { simulation, caller } = call;
  const now = simulation.now();
  const isSpent = simulation.faults.strikes("spent_calls", caller.org.id);
  const spent = { message: "TotalRequests Limit exceeded.", errorCode: "REQUEST_LIMIT_EXCEEDED" };
  const refused = isSpent ? { status: 403, json: [spent] } : simulation.limits.take(caller.org.id, 1, now);
  const answer = refused ?? dispatch(call, rest);
  return { ...answer, headers: { ...answer.headers, ...simulation.limits.headers(caller.org.id, now) } };
}

/** Everything under `/services/data`. */
export async function answerRest(simulation: Simulation, incoming: Incoming): Promise<Answer> {
  const path = incoming.url.pathname.replace(/\/$/, "");
  if (path === "/services/data") return versionsAnswer();
  const split = splitVersion(path);
  if (!split) {
    const message = `The requested resource does not exist. The newest version is ${HIGHEST_VERSION}`;
    return notFound(message).answer;
  }
  applyHiding(simulation);
  try {
    const caller = identify(simulation, incoming);
    return answerCaller({ simulation, caller, version: split.version, incoming }, split.rest);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}
