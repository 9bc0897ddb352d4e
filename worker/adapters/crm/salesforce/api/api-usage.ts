import type { ApiAllowance, CrmFailure } from "../../../../ports/crm.ts";
import type { ApiUsage } from "./context.ts";
import { DAILY_RETRY_SECONDS } from "./failures.ts";

const USAGE = /api-usage=(\d{1,9})\/(\d{1,9})/;
const DAY_SECONDS = 86_400;

/** The header of every answer, such as `api-usage=18/15000`; null where there is none. */
export function readUsage(header: string | undefined, toldAt: number): ApiUsage | null {
  const [, used, limit] = USAGE.exec(header ?? "") ?? [];
  return used === undefined || Number(limit) === 0
    ? null
    : { used: Number(used), limit: Number(limit), toldAt };
}

/**
 * A failure when the org's calls of the last 24 hours have reached our share: the rest is for its other apps.
 * Once an hour a call is let through, because only an answer tells how many there are now.
 */
export function leaveForOthers(
  usage: ApiUsage | null,
  { allowanceShare, now }: { readonly allowanceShare: number; readonly now: () => number },
): CrmFailure | null {
  if (usage === null || usage.used < usage.limit * allowanceShare) return null;
  const untilNext = DAILY_RETRY_SECONDS - (now() - usage.toldAt) / 1000;
  return untilNext <= 0 ? null : { reason: "rate_limited", retryAfterSeconds: Math.ceil(untilNext) };
}

/** What is left of the day's calls, for whoever shows it. */
export function toAllowance(usage: ApiUsage | null): ApiAllowance {
  if (usage === null) return { limit: null, remaining: null, windowSeconds: null };
  return {
    limit: usage.limit,
    remaining: Math.max(0, usage.limit - usage.used),
    windowSeconds: DAY_SECONDS,
  };
}
