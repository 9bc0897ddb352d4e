import * as v from "valibot";
import { addDays, localDayOf, startOfLocalDay } from "../../../domain/calendar/local-time.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import { type CrmReply, clampSeconds, isSuccess, readJson, retryAfterIn, troubleWaitIn } from "../reply.ts";

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
/** How often is asked again where nothing tells when a wait of hours is over. */
const DAILY_RETRY_SECONDS = 3600;
/** HubSpot's migration of an account to another data centre. */
const STATUS_MIGRATING = 477;
const STATUS_LOCKED = 423;
/** Some of a batch is answered, and the rest told in its errors. */
const STATUS_PARTIAL = 207;
const STATUS_DETAIL = /^status \d/;
const NOTHING_THERE = /NOT_FOUND|NO_ASSOCIATIONS_FOUND/;
const TOO_FAST = /RATE_LIMIT|TOO_MANY_REQUESTS/;
const REFUSED = /VALIDATION|INVALID|SCOPE|FORBIDDEN|PERMISSION|BANNED/;
const CODE_SHAPE = /^[A-Za-z_]{1,60}$/;
const SCOPE_SHAPE = /^[a-z][a-z0-9._-]{1,80}$/;

/**
 * The one place that decides what an answer of the CRM's API means when it is no success. `timeZone` is the
 * account's, where it is known.
 */
export function failureOf(reply: CrmReply, timeZone: string | null = null): CrmFailure {
  const body = readErrorBody(reply.text);
  switch (reply.status) {
    case 401:
      return { reason: "token_expired" };
    case 403:
      return isAboutScopes(body) || saysNothing(body)
        ? { reason: "scope_missing", scopes: scopesIn(body) }
        : rejected(reply, body);
    case 429:
      return { reason: "rate_limited", retryAfterSeconds: retryAfterSeconds(reply, body, timeZone) };
    case STATUS_LOCKED:
      return { reason: "rate_limited", retryAfterSeconds: retryAfterIn(reply) ?? LOCKED_SECONDS };
    case STATUS_MIGRATING:
      return { reason: "rate_limited", retryAfterSeconds: retryAfterIn(reply) ?? DAILY_RETRY_SECONDS };
    case 408:
      return { reason: "unavailable", detail: "status 408" };
    default:
      return failureOfStatus(reply, body);
  }
}

function failureOfStatus(reply: CrmReply, body: v.InferOutput<typeof ErrorBody>): CrmFailure {
  const { status } = reply;
  const wait = status >= 500 ? troubleWaitIn(reply) : null;
  if (wait !== null) return { reason: "rate_limited", retryAfterSeconds: wait };
  if (status >= 500 || status < 400) return { reason: "unavailable", detail: `status ${status}` };
  return rejected(reply, body);
}

/**
 * Whether a call failed for good. Where something else can do without the answer, it does: the feature that
 * asked is off, as it is in an account that did not grant it.
 */
export function isNotToBeHad(failure: CrmFailure): boolean {
  return failure.reason === "scope_missing" || failure.reason === "rejected";
}

/** Whether the CRM has nothing under the id that was asked for. */
export function isNotFound(failure: CrmFailure): boolean {
  return failure.reason === "rejected" && failure.status === 404;
}

/**
 * Whether a read of one record, which HubSpot had answered for others just now, failed because of that record:
 * HubSpot answered, and what it answered is about neither the token nor the pace.
 */
export function isOfOneRecord(failure: CrmFailure): boolean {
  if (failure.reason === "unavailable") return STATUS_DETAIL.test(failure.detail);
  return isNotToBeHad(failure);
}

/**
 * What an error within a batch means for its ids. Null where it says that they do not exist, or nothing, as it
 * does of ids that are not there.
 */
export function failureInBatch(error: {
  readonly category?: unknown;
  readonly subCategory?: unknown;
}): CrmFailure | null {
  const codes = [error.category, error.subCategory].filter((code) => typeof code === "string").join(" ");
  if (codes.trim() === "" || NOTHING_THERE.test(codes)) return null;
  if (TOO_FAST.test(codes)) return { reason: "rate_limited", retryAfterSeconds: ROLLING_SECONDS };
  return REFUSED.test(codes)
    ? { reason: "rejected", status: STATUS_PARTIAL, detail: readCode(error.category) ?? "no category" }
    : { reason: "unavailable", detail: `status ${STATUS_PARTIAL}` };
}

/** The JSON of a successful answer, else what went wrong. */
export function readReply(reply: CrmReply, timeZone: string | null = null): Result<unknown, CrmFailure> {
  if (!isSuccess(reply)) return err(failureOf(reply, timeZone));
  const json = readJson(reply.text);
  return json === undefined ? err({ reason: "unavailable", detail: "the answer is not JSON" }) : ok(json);
}

/** Codes such as MISSING_SCOPES are safe to show; free text is not. */
export function readCode(value: unknown): string | null {
  return typeof value === "string" && CODE_SHAPE.test(value) ? value : null;
}

function retryAfterSeconds(
  reply: CrmReply,
  body: v.InferOutput<typeof ErrorBody>,
  timeZone: string | null,
): number {
  const told = retryAfterIn(reply);
  if (told !== null) return told;
  const policy = readCode(body.policyName) ?? "";
  if (policy === "DAILY") return secondsToNextDay(reply, timeZone);
  if (policy.startsWith("TEN_SECONDLY")) return ROLLING_SECONDS;
  if (policy.startsWith("SECONDLY")) return 1;
  const interval = Number(reply.headers["x-hubspot-ratelimit-interval-milliseconds"]);
  return interval > 0 ? clampSeconds(interval / 1000) : ROLLING_SECONDS;
}

/** A daily allowance returns at the account's midnight, and nobody is to wait beyond it. */
function secondsToNextDay({ headers }: CrmReply, timeZone: string | null): number {
  const answeredAt = Date.parse(headers.date ?? "");
  if (timeZone === null || Number.isNaN(answeredAt)) return DAILY_RETRY_SECONDS;
  const today = localDayOf(new Date(answeredAt).toISOString(), timeZone);
  const midnight = Date.parse(startOfLocalDay(addDays(today, 1), timeZone));
  return Math.min(DAILY_RETRY_SECONDS, clampSeconds((midnight - answeredAt) / 1000));
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
