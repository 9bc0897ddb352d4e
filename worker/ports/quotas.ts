import type { Quota, QuotaSheet } from "../../shared/contracts/api.ts";
import type { Instant } from "../../shared/contracts/time.ts";

/** A quota version: the newest one known counts; `effectiveFrom` weighs it within its period. */
export interface QuotaVersion extends Quota {
  readonly version: number;
  readonly setBy: string;
  readonly setAt: Instant;
}

/** The quotas of one tenant, every version kept. */
export interface QuotaStore {
  /** All versions known at an instant (now when undefined), oldest first. */
  loadVersions(at?: Instant): Promise<readonly QuotaVersion[]>;
  loadSheet(at?: Instant): Promise<QuotaSheet>;
  /** Saves when `expectedVersion` is still the sheet's, else answers null. */
  save(
    changes: readonly Quota[],
    by: { readonly setBy: string; readonly expectedVersion: number; readonly now: Instant },
  ): Promise<number | null>;
}
