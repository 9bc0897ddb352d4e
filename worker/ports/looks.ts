import type { Instant } from "../../shared/contracts/time.ts";

/** Who looks at whose page. */
export interface LookKey {
  readonly viewerId: string;
  readonly memberId: string;
}

/** When somebody last had the page of a person open. Made for a tenant. */
export interface LookStore {
  /** Null before the first look. */
  load(key: LookKey): Promise<Instant | null>;
  /** Moves the look on; an earlier instant than the one that is known changes nothing. */
  save(key: LookKey, at: Instant): Promise<void>;
}
