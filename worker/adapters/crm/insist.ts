import type { Result } from "../../domain/result.ts";
import type { CrmFailure } from "../../ports/crm.ts";

/** Tries a call again while its failure is one that passes. */
export type Insist = <T>(attempt: () => Promise<Result<T, CrmFailure>>) => Promise<Result<T, CrmFailure>>;

const TRIES_MAX = 3;
const WAIT_SECONDS_MAX = 10;
const PAUSE_MILLIS = 300;

/**
 * For the calls of one step that its caller can only repeat as a whole, such as all pages of the owners: at a
 * fault in every seventh call, a step of ten calls would otherwise never get through. Single calls are not
 * insisted on; whoever asked for them decides. A wait that the CRM asked for binds the tenant's other callers
 * already: whoever sent the call told of it.
 */
export function createInsist(sleep: (millis: number) => Promise<void>): Insist {
  return async (attempt) => {
    for (let tries = 1; ; tries += 1) {
      const result = await attempt();
      if (result.ok || tries === TRIES_MAX) return result;
      const pause = pauseAfter(result.error, tries);
      if (pause === null) return result;
      await sleep(pause);
    }
  };
}

function pauseAfter(failure: CrmFailure, tries: number): number | null {
  if (failure.reason === "unavailable") return PAUSE_MILLIS * tries;
  if (failure.reason !== "rate_limited" || failure.retryAfterSeconds > WAIT_SECONDS_MAX) return null;
  return failure.retryAfterSeconds * 1000;
}
