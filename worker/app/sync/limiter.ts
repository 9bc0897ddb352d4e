import type { Clock } from "../../ports/clock.ts";

/** The CRM limits searches apart from everything else. */
export type Bucket = "general" | "search";

/** So many requests within any window of that length. */
export interface WindowLimit {
  readonly requests: number;
  readonly windowMilliseconds: number;
}

/**
 * HubSpot's limits of a marketplace app per account: 110 requests in 10 seconds, and of its 5 searches a
 * second, which all apps share, one is left to others. The windows are a little longer than HubSpot's,
 * because requests that left evenly may arrive bunched.
 */
export const HUBSPOT_LIMITS: Readonly<Record<Bucket, WindowLimit>> = {
  general: { requests: 110, windowMilliseconds: 10_200 },
  search: { requests: 4, windowMilliseconds: 1_050 },
};

/** Hands out the slots of a tenant's allowance. */
export interface Limiter {
  /** Waits for a slot. First come, first served. */
  take(bucket: Bucket): Promise<void>;
  /** The CRM said to wait: nobody gets a slot before that. */
  pause(milliseconds: number): void;
}

/** Keeps a tenant's requests below the CRM's limits. What it knows may be lost: the CRM then says 429 once. */
export function createLimiter(clock: Clock, limits: Readonly<Record<Bucket, WindowLimit>>): Limiter {
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
