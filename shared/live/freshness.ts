/** How fresh the figures are: one judgement for the card, the bar over the pages, and every page. Pure. */
import type { SYNC_STATES } from "../contracts/quota-card.ts";
import type { Instant } from "../contracts/time.ts";

/** Whether the figures are up to date, and if not, why. */
export type SyncState = (typeof SYNC_STATES)[number];

/** A judgement with what it is from. */
export interface Freshness {
  readonly state: SyncState;
  /** The oldest of the last syncs of all kinds; null before the first. */
  readonly at: Instant | null;
}

/** A CRM is polled at least every five minutes: three polls that were missed. */
const STALE_AFTER_MILLISECONDS = 15 * 60_000;

/** What was live when it was told grows stale while a page stays open and hears nothing newer. */
export function agedState({ state, at }: Freshness, now: Instant): SyncState {
  if (state !== "live") return state;
  const isStale = at === null || Date.parse(now) - Date.parse(at) > STALE_AFTER_MILLISECONDS;
  return isStale ? "stale" : "live";
}
