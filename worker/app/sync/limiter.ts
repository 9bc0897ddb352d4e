import type { Clock } from "../../ports/clock.ts";
import type { CallBucket, RateLimited, WindowLimit } from "../../ports/crm.ts";
import { WAIT_INSIDE_SECONDS_MAX } from "./retrying.ts";

/** Hands out the slots of a tenant's allowance. */
export interface Limiter {
  /**
   * Waits for a slot. First come, first served. A pause too long to sit out gives no slot, but what is left of it:
   * whoever asked tries again then, and nobody sleeps for minutes.
   */
  take(bucket: CallBucket): Promise<RateLimited | undefined>;
  /** The CRM said to wait: nobody gets a slot before that. */
  pause(milliseconds: number): void;
}

/** Keeps a tenant's requests below the CRM's limits. What it knows may be lost: the CRM then says 429 once. */
export function createLimiter(clock: Clock, limits: Readonly<Record<CallBucket, WindowLimit>>): Limiter {
  const milliseconds = () => Date.parse(clock.now());
  let pausedUntil = 0;
  const waitUntil = async (at: number): Promise<void> => {
    for (let left = at - milliseconds(); left > 0; left = at - milliseconds()) await clock.sleep(left);
  };
  const passPause = async (): Promise<RateLimited | undefined> => {
    // Another answer may make the pause longer while it is sat out.
    for (let left = pausedUntil - milliseconds(); left > 0; left = pausedUntil - milliseconds()) {
      const retryAfterSeconds = Math.ceil(left / 1000);
      if (retryAfterSeconds > WAIT_INSIDE_SECONDS_MAX) return { reason: "rate_limited", retryAfterSeconds };
      await clock.sleep(left);
    }
    return undefined;
  };
  const bucketOf = (limit: WindowLimit) => {
    const taken: number[] = [];
    const take = async (): Promise<RateLimited | undefined> => {
      const oldest = taken.length < limit.requests ? undefined : taken[0];
      if (oldest !== undefined) await waitUntil(oldest + limit.windowMilliseconds);
      const held = await passPause();
      if (held) return held;
      if (oldest !== undefined) taken.shift();
      taken.push(milliseconds());
      return undefined;
    };
    let line: ReturnType<typeof take> = Promise.resolve(undefined);
    return () => {
      line = line.then(take);
      return line;
    };
  };
  const buckets = { general: bucketOf(limits.general), search: bucketOf(limits.search) };
  return {
    take: (bucket) => buckets[bucket](),
    pause(duration) {
      pausedUntil = Math.max(pausedUntil, milliseconds() + duration);
    },
  };
}
