import { randomUUID } from "node:crypto";
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

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless `html` or `script` is given; nothing when none is. */
  readonly json?: unknown;
  readonly html?: string;
  readonly script?: string;
}

/** Says no. Thrown on purpose, and caught in one place, so that checks can stand at the head of a handler. */
export class Refused extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`Refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** HubSpot's error body. */
export function refusal(
  status: number,
  category: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): Refused {
  return new Refused({
    status,
    json: { status: "error", message, correlationId: randomUUID(), category, ...more },
  });
}

export function invalid(message: string, more: Readonly<Record<string, unknown>> = {}): Refused {
  return refusal(400, "VALIDATION_ERROR", message, more);
}

export function notFound(message = "resource not found"): Refused {
  return refusal(404, "OBJECT_NOT_FOUND", message);
}

export function ok(json: unknown): Answer {
  return { status: 200, json };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The body as a JSON object with none but the allowed members. */
export function readJsonObject(
  incoming: Incoming,
  allowed: readonly string[],
): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(incoming.body.toString("utf8"));
  } catch {
    throw invalid("Invalid input JSON on line 1, column 1: the body cannot be read.");
  }
  if (!isObject(parsed)) throw invalid("Invalid input JSON on line 1, column 1: an object was expected.");
  const unknown = Object.keys(parsed).filter((name) => !allowed.includes(name));
  if (unknown.length > 0) throw invalid(`Invalid input JSON: unrecognized field "${unknown[0]}".`);
  return parsed;
}

/** Refuses parameters the endpoint does not know. */
export function checkQuery(url: URL, allowed: readonly string[]): void {
  const unknown = [...url.searchParams.keys()].filter((name) => !allowed.includes(name));
  if (unknown.length > 0) throw invalid(`Query parameter "${unknown[0]}" is not known here.`);
}

export function readBoolean(url: URL, name: string): boolean {
  const value = url.searchParams.get(name);
  if (value === null || value === "false") return false;
  if (value === "true") return true;
  throw invalid(`Invalid value for query parameter "${name}": ${value}`);
}

export function readLimit(url: URL, bounds: { readonly usual: number; readonly highest: number }): number {
  const text = url.searchParams.get("limit");
  if (text === null) return bounds.usual;
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1) throw invalid(`Invalid limit: ${text}`);
  if (limit > bounds.highest) {
    throw invalid(`Invalid input: limit ${limit} is above the highest allowed, which is ${bounds.highest}.`);
  }
  return limit;
}

/** Lists come repeated or with commas between. */
export function readList(url: URL, name: string): readonly string[] {
  const parts = url.searchParams.getAll(name).flatMap((text) => text.split(","));
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ""))];
}

export function readForm(incoming: Incoming): URLSearchParams {
  return new URLSearchParams(incoming.body.toString("utf8"));
}
