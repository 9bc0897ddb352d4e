import type { MiddlewareHandler } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { Problem } from "../../shared/contracts/api.ts";

type AnySchema = v.GenericSchema<unknown, unknown>;

interface RouteWords {
  readonly tag:
    | "Boards"
    | "Quotas"
    | "Adjustments"
    | "Settings"
    | "Connection"
    | "Displays"
    | "Live"
    | "Sessions"
    | "Operator"
    | "CRM"
    | "Service";
  readonly summary: string;
  readonly description?: string;
  /** The status of success, with the name and schema of its body; null for an empty one. */
  readonly answers: {
    readonly status: 101 | 200 | 201 | 202 | 204 | 302 | 303;
    readonly body: readonly [string, AnySchema] | null;
    /** Of what is made once: the status where it was there before, with the same body. */
    readonly againStatus?: 200;
  };
  readonly problems: readonly number[];
  readonly credential: "bearer" | "operator" | "display" | "none" | "signature" | "ping";
}

const PROBLEM_WORDS: Readonly<Record<number, string>> = {
  400: "The input is not valid; `errors` says where",
  401: "No valid credential",
  403: "The role, the key or the origin does not allow it",
  404: "There is no such thing",
  405: "This address does not take that method",
  409: "There is something else under this id",
  412: "Somebody else changed it in the meantime",
  413: "The body is too large",
  415: "The body is not JSON",
  422: "The question has no answer, or the change breaks a rule",
  426: "Not a WebSocket",
  428: "`If-Match` is missing",
  429: "Too soon after the last; `Retry-After` says when",
  503: "Not ready; try again",
};

/** What the OpenAPI page says of a route. */
export function documented(words: RouteWords): MiddlewareHandler {
  const { answers } = words;
  return describeRoute({
    tags: [words.tag],
    summary: words.summary,
    ...(words.description === undefined ? {} : { description: words.description }),
    security: securityOf(words.credential),
    responses: {
      [answers.status]: successOf(answers.body),
      [answers.againStatus ?? answers.status]: successOf(answers.body),
      ...Object.fromEntries(words.problems.map((status) => [status, problemOf(status)])),
    },
  });
}

/** A schema that the document keeps once, by name. */
export function named(name: string, schema: AnySchema): AnySchema {
  return v.pipe(schema, v.metadata({ ref: name }));
}

function securityOf(credential: RouteWords["credential"]): Record<string, string[]>[] {
  if (credential === "bearer") return [{ bearer: [] }];
  if (credential === "operator" || credential === "display") return [{ [credential]: [] }];
  if (credential === "ping") return [{ pingSignature: [] }];
  return credential === "signature" ? [{ hubspotSignature: [] }] : [];
}

function successOf(body: RouteWords["answers"]["body"]) {
  if (!body) return { description: "Done; no body" };
  const [name, schema] = body;
  return {
    description: name,
    content: { "application/json": { schema: resolver(named(name, schema)) } },
  };
}

function problemOf(status: number) {
  return {
    description: PROBLEM_WORDS[status] ?? "A problem",
    content: { "application/problem+json": { schema: resolver(named("Problem", Problem)) } },
  };
}
