import type { Answer, Incoming } from "../../shared/exchange.ts";
import { isObject, ok } from "../../shared/exchange.ts";
import { readJsonObject, refusal } from "../serving/refusals.ts";
import type { RestCall } from "./rest.ts";

const SUBREQUESTS_MAX = 25;
const QUERIES_MAX = 5;

type Dispatch = (call: RestCall, path: string) => Answer;
type Members = Readonly<Record<string, unknown>>;

/** A subrequest's address, from the root or from the version: where it leads, and which version it names. */
function addressOf(call: RestCall, text: string): { readonly url: URL; readonly path: string } | null {
  const rooted = text.startsWith("/services/data/") ? text : `/services/data/${text.replace(/^\//, "")}`;
  const url = new URL(rooted, call.simulation.url);
  const [, path] = /^\/services\/data\/v\d+\.0(\/.*)$/.exec(url.pathname) ?? [];
  return path === undefined ? null : { url, path: path.replace(/\/$/, "") };
}

function runSubrequest(
  call: RestCall,
  dispatch: Dispatch,
  { method, url, body, headers }: { method: string; url: string; body: unknown; headers: unknown },
): Answer {
  const address = addressOf(call, url);
  if (!address) {
    const message = `Invalid url: ${url}`;
    return { status: 400, json: [{ message, errorCode: "INVALID_INPUT" }] };
  }
  const own = Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const incoming: Incoming = {
    method,
    url: address.url,
    headers: { ...call.incoming.headers, ...Object.fromEntries(own) },
    body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
    params: {},
  };
  return dispatch({ ...call, incoming }, address.path);
}

function isQuery(url: string): boolean {
  return /\/query(?:All)?(?:[/?]|$)/i.test(url);
}

function listOf(body: Members, name: string): readonly Members[] {
  const list: unknown = body[name];
  if (!Array.isArray(list) || !list.every(isObject)) {
    throw refusal(400, "JSON_PARSER_ERROR", `${name} is missing or no list of objects`);
  }
  if (list.length > SUBREQUESTS_MAX) {
    const message = `Limit exceeded. The maximum number of subrequests is ${SUBREQUESTS_MAX}`;
    throw refusal(400, "LIMIT_EXCEEDED", message);
  }
  return list;
}

/** Puts what earlier answers said into the places that name them, such as `@{ref.id}`. */
function withReferences(text: string, answered: ReadonlyMap<string, unknown>): string {
  return text.replaceAll(/@\{(\w+)\.([\w.[\]]+)\}/g, (whole, name: string, path: string) => {
    let value: unknown = answered.get(name);
    for (const step of path.split(/[.[\]]+/).filter((part) => part !== "")) {
      if (Array.isArray(value)) value = value[Number(step)];
      else value = isObject(value) ? value[step] : undefined;
    }
    return value === undefined || isObject(value) ? whole : String(value);
  });
}

/** `POST /composite`: up to 25 requests for the price of one, of which five may be queries. */
export function composite(call: RestCall, dispatch: Dispatch): Answer {
  const requests = listOf(readJsonObject(call.incoming), "compositeRequest");
  if (requests.filter(({ url }) => isQuery(String(url))).length > QUERIES_MAX) {
    const message = `Limit exceeded. The maximum number of query operations is ${QUERIES_MAX}`;
    throw refusal(400, "LIMIT_EXCEEDED", message);
  }
  const answered = new Map<string, unknown>();
  const compositeResponse = requests.map((request) => {
    const referenceId = String(request.referenceId ?? "");
    const written = withReferences(JSON.stringify(request.body ?? null), answered);
    const body: unknown = JSON.parse(written);
    const answer = runSubrequest(call, dispatch, {
      method: String(request.method ?? "GET"),
      url: withReferences(String(request.url ?? ""), answered),
      body: request.body === undefined ? undefined : body,
      headers: request.httpHeaders,
    });
    answered.set(referenceId, answer.json);
    return {
      body: answer.json ?? null,
      httpHeaders: answer.headers ?? {},
      httpStatusCode: answer.status,
      referenceId,
    };
  });
  return ok({ compositeResponse });
}

/** `POST /composite/batch`: up to 25 independent requests, each of which counts. */
export function compositeBatch(call: RestCall, dispatch: Dispatch): Answer {
  const { simulation, caller } = call;
  const requests = listOf(readJsonObject(call.incoming), "batchRequests");
  const results = requests.map((request) => {
    const spent = simulation.limits.take(caller.org.id, 1, simulation.now());
    const answer =
      spent ??
      runSubrequest(call, dispatch, {
        method: String(request.method ?? "GET"),
        url: String(request.url ?? ""),
        body: request.richInput,
        headers: {},
      });
    return { statusCode: answer.status, result: answer.json ?? null };
  });
  return ok({ hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
}
