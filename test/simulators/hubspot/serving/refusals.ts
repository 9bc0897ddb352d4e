import { randomUUID } from "node:crypto";
import { type Incoming, isObject, Refused } from "../../shared/exchange.ts";

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

/** What is asked for makes no sense. */
export function invalid(message: string, more: Readonly<Record<string, unknown>> = {}): Refused {
  return refusal(400, "VALIDATION_ERROR", message, more);
}

/** There is no such thing. */
export function notFound(message = "resource not found"): Refused {
  return refusal(404, "OBJECT_NOT_FOUND", message);
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

/** A switch in the address; off where it is not named. */
export function readBoolean(url: URL, name: string): boolean {
  const value = url.searchParams.get(name);
  if (value === null || value === "false") return false;
  if (value === "true") return true;
  throw invalid(`Invalid value for query parameter "${name}": ${value}`);
}

/** How many a page may hold. */
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
