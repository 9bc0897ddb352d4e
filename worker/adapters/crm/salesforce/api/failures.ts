import * as v from "valibot";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { type CrmReply, readJson, retryAfterIn, troubleWaitIn } from "../../reply.ts";

/** One entry of an error answer. */
const ErrorEntry = v.object({
  errorCode: v.optional(v.unknown()),
  message: v.optional(v.unknown()),
});

/** The day's calls come back hour by hour, as those of the day before fall out of the count. */
export const DAILY_RETRY_SECONDS = 3600;
/** Too many long requests at once. */
const CONCURRENT_RETRY_SECONDS = 60;
const CODE_SHAPE = /^[A-Za-z][A-Za-z_]{1,80}$/;
const COLUMN = /No such column '([\w.]{1,100})' on entity '(\w{1,100})'/;
const OBJECT = /sObject type '(\w{1,100})' is not supported/;
/** These pass by themselves, whatever status they come with. */
const PASSING_CODES = new Set([
  "QUERY_TIMEOUT",
  "UNABLE_TO_LOCK_ROW",
  "SERVER_UNAVAILABLE",
  "UNKNOWN_EXCEPTION",
  "REQUEST_RUNNING_TOO_LONG",
]);
/** Statuses of a request that was not looked at. 420 stands for an org that is being moved. */
const PASSING_STATUSES = new Set([408, 420]);

/** The one place that decides what an answer of Salesforce means when it is no success. */
export function failureOf(reply: CrmReply): CrmFailure {
  const { code, message } = readErrorEntry(reply.text);
  switch (code) {
    case "INVALID_SESSION_ID":
    case "INVALID_AUTH_HEADER":
      return { reason: "token_expired" };
    case "REQUEST_LIMIT_EXCEEDED":
      return {
        reason: "rate_limited",
        retryAfterSeconds:
          retryAfterIn(reply) ??
          (message.startsWith("Concurrent") ? CONCURRENT_RETRY_SECONDS : DAILY_RETRY_SECONDS),
      };
    // What is said alike of an edition without the API and of a user without the permission.
    case "API_DISABLED_FOR_ORG":
      return { reason: "scope_missing", scopes: ["API Enabled"] };
    case "INVALID_FIELD":
      return { reason: "field_missing", fields: columnIn(message) };
    case "INVALID_TYPE":
      return { reason: "scope_missing", scopes: [OBJECT.exec(message)?.[1] ?? "INVALID_TYPE"] };
    default:
      return failureOfStatus(reply, code);
  }
}

function failureOfStatus(reply: CrmReply, code: string | null): CrmFailure {
  const { status } = reply;
  const detail = code ?? `status ${status}`;
  if (status === 401) return { reason: "token_expired" };
  const wait = status === 429 ? retryAfterIn(reply) : status >= 500 ? troubleWaitIn(reply) : null;
  if (wait !== null || status === 429) {
    return { reason: "rate_limited", retryAfterSeconds: wait ?? CONCURRENT_RETRY_SECONDS };
  }
  if (code !== null && PASSING_CODES.has(code)) return { reason: "unavailable", detail };
  if (status >= 500 || status < 400 || PASSING_STATUSES.has(status)) {
    return { reason: "unavailable", detail };
  }
  return { reason: "rejected", status, detail: code ?? "no code" };
}

/** Whether a call failed for good, so that its feature is off as in an org that does not have it. */
export function isNotToBeHad(failure: CrmFailure): boolean {
  return (
    failure.reason === "scope_missing" || failure.reason === "field_missing" || failure.reason === "rejected"
  );
}

/** The first error of the list that Salesforce answers with. Messages are looked at, never passed on. */
function readErrorEntry(text: string): { readonly code: string | null; readonly message: string } {
  const json = readJson(text);
  const parsed = v.safeParse(ErrorEntry, Array.isArray(json) ? json[0] : json);
  if (!parsed.success) return { code: null, message: "" };
  const { errorCode, message } = parsed.output;
  return {
    code: typeof errorCode === "string" && CODE_SHAPE.test(errorCode) ? errorCode : null,
    message: typeof message === "string" ? message : "",
  };
}

function columnIn(message: string): string[] {
  const [, field, object] = COLUMN.exec(message) ?? [];
  return field === undefined ? [] : [`${object}.${field}`];
}
