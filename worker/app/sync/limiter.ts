import type { Clock } from "../../ports/clock.ts";
import type { CallBucket, WindowLimit } from "../../ports/crm.ts";

/** Hands out the slots of a tenant's allowance. */
export interface Limiter {
  /** Waits for a slot. First come, first served. */
  take(bucket: CallBucket): Promise<void>;
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
  const bucketOf = (limit: WindowLimit): (() => Promise<void>) => {
    const taken: number[] = [];
    let line: Promise<void> = Promise.resolve();
    const take = async (): Promise<void> => {
      const oldest = taken.length < limit.requests ? undefined : taken.shift();
      if (oldest !== undefined) await waitUntil(oldest + limit.windowMilliseconds);
      await waitUntil(pausedUntil);
      taken.push(milliseconds());
    };
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
