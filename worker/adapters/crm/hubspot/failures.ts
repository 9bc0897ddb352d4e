import * as v from "valibot";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import { type CrmReply, isSuccess, readJson } from "../reply.ts";

/** Every field of an error body is optional. Messages are not read: they may quote customer data. */
const ErrorBody = v.object({
  category: v.optional(v.unknown()),
  errorType: v.optional(v.unknown()),
  policyName: v.optional(v.unknown()),
  context: v.optional(v.unknown()),
  errors: v.optional(v.unknown()),
});

const ROLLING_SECONDS = 10;
const LOCKED_SECONDS = 2;
/** A daily allowance returns at the account's midnight; asking each hour finds it soon enough. */
const DAILY_RETRY_SECONDS = 3600;
const RETRY_SECONDS_MAX = 86_400;
/** HubSpot's migration of an account to another data centre. */
const STATUS_MIGRATING = 477;
const STATUS_LOCKED = 423;
const CODE_SHAPE = /^[A-Za-z_]{1,60}$/;
const SCOPE_SHAPE = /^[a-z][a-z0-9._-]{1,80}$/;

/** The one place that decides what an answer of the CRM's API means when it is no success. */
export function failureOf(reply: CrmReply): CrmFailure {
  const body = readErrorBody(reply.text);
  switch (reply.status) {
    case 401:
      return { reason: "token_expired" };
    case 403:
      return isAboutScopes(body) || saysNothing(body)
        ? { reason: "scope_missing", scopes: scopesIn(body) }
        : rejected(reply, body);
    case 429:
      return { reason: "rate_limited", retryAfterSeconds: retryAfterSeconds(reply, body) };
    case STATUS_LOCKED:
      return { reason: "rate_limited", retryAfterSeconds: retryAfterHeader(reply) ?? LOCKED_SECONDS };
    case STATUS_MIGRATING:
      return { reason: "rate_limited", retryAfterSeconds: retryAfterHeader(reply) ?? DAILY_RETRY_SECONDS };
    case 408:
      return { reason: "unavailable", detail: "status 408" };
    default:
      return reply.status >= 500 || reply.status < 400
        ? { reason: "unavailable", detail: `status ${reply.status}` }
        : rejected(reply, body);
  }
}

/**
 * Whether a call failed for good. Where something else can do without the answer, it does: the feature that
 * asked is off, as it is in an account that did not grant it.
 */
export function isNotToBeHad(failure: CrmFailure): boolean {
  return failure.reason === "scope_missing" || failure.reason === "rejected";
}

/** The JSON of a successful answer, else what went wrong. */
export function readReply(reply: CrmReply): Result<unknown, CrmFailure> {
  if (!isSuccess(reply)) return err(failureOf(reply));
  const json = readJson(reply.text);
  return json === undefined ? err({ reason: "unavailable", detail: "the answer is not JSON" }) : ok(json);
}

/** Codes such as MISSING_SCOPES are safe to show; free text is not. */
export function readCode(value: unknown): string | null {
  return typeof value === "string" && CODE_SHAPE.test(value) ? value : null;
}

/** Seconds to wait as a header tells, in seconds or as a date beside the answer's own date. */
function retryAfterHeader(reply: CrmReply): number | null {
  const header = reply.headers["retry-after"]?.trim();
  if (header === undefined || header === "") return null;
  if (/^\d+(\.\d+)?$/.test(header)) return clampSeconds(Number(header));
  const answeredAt = Date.parse(reply.headers.date ?? "");
  const until = Date.parse(header);
  return Number.isNaN(until - answeredAt) ? null : clampSeconds((until - answeredAt) / 1000);
}

function retryAfterSeconds(reply: CrmReply, body: v.InferOutput<typeof ErrorBody>): number {
  const told = retryAfterHeader(reply);
  if (told !== null) return told;
  const policy = readCode(body.policyName) ?? "";
  if (policy === "DAILY") return DAILY_RETRY_SECONDS;
  if (policy.startsWith("TEN_SECONDLY")) return ROLLING_SECONDS;
  if (policy.startsWith("SECONDLY")) return 1;
  const interval = Number(reply.headers["x-hubspot-ratelimit-interval-milliseconds"]);
  return interval > 0 ? clampSeconds(interval / 1000) : ROLLING_SECONDS;
}

function clampSeconds(seconds: number): number {
  return Math.min(Math.max(Math.ceil(seconds), 1), RETRY_SECONDS_MAX);
}

function rejected(reply: CrmReply, body: v.InferOutput<typeof ErrorBody>): CrmFailure {
  const code = readCode(body.category) ?? readCode(body.errorType) ?? "no category";
  return { reason: "rejected", status: reply.status, detail: code };
}

function readErrorBody(text: string): v.InferOutput<typeof ErrorBody> {
  const parsed = v.safeParse(ErrorBody, readJson(text));
  return parsed.success ? parsed.output : {};
}

function isAboutScopes(body: v.InferOutput<typeof ErrorBody>): boolean {
  return body.category === "MISSING_SCOPES" || scopesIn(body).length > 0;
}

/** A refusal without any reason: a scope is by far the likeliest, and only this one thing is lost by it. */
function saysNothing(body: v.InferOutput<typeof ErrorBody>): boolean {
  return readCode(body.category) === null && readCode(body.errorType) === null;
}

/** Scopes stand under `requiredGranularScopes` or `requiredScopes`, at the top or inside an error. */
function scopesIn(body: v.InferOutput<typeof ErrorBody>): string[] {
  const contexts = [body.context, ...(Array.isArray(body.errors) ? body.errors.map(contextOf) : [])];
  const named = contexts.flatMap((context) =>
    Object.entries(Object(context))
      .filter(([key]) => /required.*scopes/i.test(key))
      .flatMap(([, scopes]) => scopes),
  );
  return [...new Set(named.filter(isScope))];
}

function contextOf(error: unknown): unknown {
  return Object(error).context;
}

function isScope(value: unknown): value is string {
  return typeof value === "string" && SCOPE_SHAPE.test(value);
}
