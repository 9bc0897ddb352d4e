import type { Instant } from "../../shared/contracts/time.ts";

/** Time as the outside gives it, so that tests can give their own. */
export interface Clock {
  now(): Instant;
  sleep(milliseconds: number): Promise<void>;
}
