import { randomUUID } from "node:crypto";
import type { Answer } from "../../shared/exchange.ts";

export interface RateLimitSettings {
  enabled: boolean;
  /** For OAuth apps from the marketplace, per account that installed. */
  generalPerWindow: number;
  windowMilliseconds: number;
  searchesPerSecond: number;
}

export interface RateLimits {
  readonly settings: RateLimitSettings;
  /** Takes a place, or answers with a refusal. */
  take(portalId: number, bucket: "general" | "search", now: number): Answer | null;
  headers(portalId: number, now: number): Readonly<Record<string, string>>;
}

const SECOND = 1000;

export function rateLimitAnswer(policyName: "TEN_SECONDLY_ROLLING" | "SECONDLY"): Answer {
  return {
    status: 429,
    json: {
      status: "error",
      message: `You have reached your ${policyName.toLowerCase()} limit.`,
      errorType: "RATE_LIMIT",
      correlationId: randomUUID(),
      policyName,
      requestId: randomUUID(),
    },
  };
}

/** A rolling window: what lies further back than its length is forgotten. */
function createWindow() {
  let taken: number[] = [];
  return {
    used(now: number, length: number): number {
      taken = taken.filter((at) => at > now - length);
      return taken.length;
    },
    take(now: number): void {
      taken.push(now);
    },
  };
}

export function createRateLimits(settings: Partial<RateLimitSettings> = {}): RateLimits {
  const whole: RateLimitSettings = {
    enabled: true,
    generalPerWindow: 110,
    windowMilliseconds: 10 * SECOND,
    searchesPerSecond: 5,
    ...settings,
  };
  const windows = new Map<string, ReturnType<typeof createWindow>>();
  const windowOf = (key: string) => {
    const window = windows.get(key) ?? createWindow();
    windows.set(key, window);
    return window;
  };
  return {
    settings: whole,
    take(portalId, bucket, now) {
      if (!whole.enabled) return null;
      const window = windowOf(`${portalId}/${bucket}`);
      const [length, highest] =
        bucket === "search"
          ? [SECOND, whole.searchesPerSecond]
          : [whole.windowMilliseconds, whole.generalPerWindow];
      if (window.used(now, length) >= highest) {
        return rateLimitAnswer(bucket === "search" ? "SECONDLY" : "TEN_SECONDLY_ROLLING");
      }
      window.take(now);
      return null;
    },
    headers(portalId, now) {
      const used = windowOf(`${portalId}/general`).used(now, whole.windowMilliseconds);
      return {
        "X-HubSpot-RateLimit-Interval-Milliseconds": String(whole.windowMilliseconds),
        "X-HubSpot-RateLimit-Max": String(whole.generalPerWindow),
        "X-HubSpot-RateLimit-Remaining": String(Math.max(0, whole.generalPerWindow - used)),
      };
    },
  };
}
