import type { CrmFailure, CrmPort } from "../../ports/crm.ts";

/** What a CRM answered, before anybody interpreted it. Header names are lower case. */
export interface CrmReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Whether the CRM did what it was asked for. */
export function isSuccess({ status }: Pick<CrmReply, "status">): boolean {
  return status >= 200 && status <= 299;
}

/** Undefined when the text is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const RETRY_SECONDS_MAX = 86_400;

/** Seconds to wait as `Retry-After` tells, in seconds or as a date beside the answer's own date; null without one. */
export function retryAfterIn({ headers }: Pick<CrmReply, "headers">): number | null {
  const header = headers["retry-after"]?.trim();
  if (header === undefined || header === "") return null;
  if (/^\d+(\.\d+)?$/.test(header)) return clampSeconds(Number(header));
  const seconds = (Date.parse(header) - Date.parse(headers.date ?? "")) / 1000;
  return Number.isNaN(seconds) ? null : clampSeconds(seconds);
}

/** A wait in whole seconds, of a day at most. */
export function clampSeconds(seconds: number): number {
  return Math.min(Math.max(Math.ceil(seconds), 1), RETRY_SECONDS_MAX);
}

/** Trouble of a server may end before it thinks: a wait that it asks for without a limit being the reason. */
const TROUBLE_SECONDS_MAX = 900;

/** Seconds to wait as the answer of a server in trouble tells; null where it does not. */
export function troubleWaitIn(reply: Pick<CrmReply, "headers">): number | null {
  const told = retryAfterIn(reply);
  return told === null ? null : Math.min(told, TROUBLE_SECONDS_MAX);
}

/** Who hears that the CRM told the tenant to wait. */
export type OnRateLimited = Parameters<CrmPort["client"]>[0]["onRateLimited"];

/** Passes a failure on to whoever wants to hear of waits. */
export function tellWait(failure: CrmFailure, onRateLimited: OnRateLimited): void {
  if (failure.reason === "rate_limited") onRateLimited?.(failure);
}

/** Why there is no answer. `unsent` is certain: the CRM never saw the request. */
export type Silence = "unsent" | "too_late" | "cut";

/** No answer at all. What was thrown may name the address or hold the request: it is not passed on. */
export function failureOfSilence(silence: Silence): CrmFailure {
  return {
    reason: "unavailable",
    detail: silence === "too_late" ? "no answer in time" : "the connection failed",
  };
}
