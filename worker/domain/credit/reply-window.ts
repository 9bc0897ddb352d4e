import type { Instant } from "../../../shared/contracts/time.ts";
import type { Rules } from "../rules.ts";

const MILLISECONDS_PER_DAY = 86_400_000;

/** The last moment at which an answer to what was sent then counts, in milliseconds since 1970. */
export function replyWindowEnd(sentAt: Instant, { replyWindowDays }: Pick<Rules, "replyWindowDays">): number {
  return Date.parse(sentAt) + replyWindowDays * MILLISECONDS_PER_DAY;
}

/** Until when an answer would still count; null once that is over. */
export function openWindowEnd(
  sentAt: Instant,
  asOf: Instant,
  rules: Pick<Rules, "replyWindowDays">,
): Instant | null {
  const end = replyWindowEnd(sentAt, rules);
  return Date.parse(asOf) <= end ? new Date(end).toISOString() : null;
}
