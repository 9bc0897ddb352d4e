import type { IncomingHttpHeaders } from "node:http";

/** A request as the simulator's pages and endpoints see it. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** What stood in the places of the route. */
  readonly params: Readonly<Record<string, string>>;
}

/** What is sent back: JSON unless a text of another type is given, nothing when neither is. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** The media type of `text`; `text/html` where none is named. */
  readonly type?: string;
}

/** Says no. Thrown on purpose, and caught in one place, so that checks can stand at the head of a handler. */
export class Refused extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`Refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** The REST API's refusal: a list of errors. */
export function refusal(
  status: number,
  errorCode: string,
  message: string,
  fields?: readonly string[],
): Refused {
  return new Refused({ status, json: [{ message, errorCode, ...(fields ? { fields } : {}) }] });
}

export function notFound(message = "The requested resource does not exist"): Refused {
  return refusal(404, "NOT_FOUND", message);
}

/** The refusal of the addresses under `/services/oauth2`, which is no list. */
export function oauthRefusal(error: string, description: string, status = 400): Refused {
  return new Refused({ status, json: { error, error_description: description } });
}

export function ok(json: unknown): Answer {
  return { status: 200, json };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The body as a JSON object; a refusal where it is none. */
export function readJsonObject(incoming: Incoming): Readonly<Record<string, unknown>> {
  const unreadable = refusal(
    400,
    "JSON_PARSER_ERROR",
    "Unexpected end-of-input or no object at [line:1, column:1]",
  );
  let parsed: unknown;
  try {
    parsed = JSON.parse(incoming.body.toString("utf8"));
  } catch {
    throw unreadable;
  }
  if (!isObject(parsed)) throw unreadable;
  return parsed;
}

export function readForm(incoming: Incoming): URLSearchParams {
  return new URLSearchParams(incoming.body.toString("utf8"));
}
