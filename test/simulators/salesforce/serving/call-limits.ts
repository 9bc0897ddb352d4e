import type { Answer } from "../../shared/exchange.ts";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const FULL_DAILY_CALLS = 115_000;

export interface CallLimitSettings {
  /** How many calls all apps of an org together have within any 24 hours. */
  dailyCalls: number;
}

export interface CallLimits {
  readonly settings: CallLimitSettings;
  /** Counts calls; the refusal once none is left. */
  take(orgId: string, calls: number, now: number): Answer | null;
  used(orgId: string, now: number): number;
  /** The header that every answer of the API carries. */
  headers(orgId: string, now: number): Readonly<Record<string, string>>;
}

/** Counts the calls of each org over a rolling day. */
export function createCallLimits(settings: Partial<CallLimitSettings> = {}): CallLimits {
  const whole: CallLimitSettings = { dailyCalls: FULL_DAILY_CALLS, ...settings };
  const taken = new Map<string, { at: number; calls: number }[]>();
  const used = (orgId: string, now: number) => {
    const recent = (taken.get(orgId) ?? []).filter(({ at }) => at > now - DAY_MILLISECONDS);
    taken.set(orgId, recent);
    return recent.reduce((sum, { calls }) => sum + calls, 0);
  };
  return {
    settings: whole,
    used,
    take(orgId, calls, now) {
      if (used(orgId, now) + calls > whole.dailyCalls) {
        const message = "TotalRequests Limit exceeded.";
        return { status: 403, json: [{ message, errorCode: "REQUEST_LIMIT_EXCEEDED" }] };
      }
      const list = taken.get(orgId) ?? [];
      const last = list.at(-1);
      if (last && last.at === now) last.calls += calls;
      else list.push({ at: now, calls });
      taken.set(orgId, list);
      return null;
    },
    headers: (orgId, now) => ({ "sforce-limit-info": `api-usage=${used(orgId, now)}/${whole.dailyCalls}` }),
  };
}
