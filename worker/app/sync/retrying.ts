import type { Result } from "../../domain/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CrmFailure } from "../../ports/crm.ts";

/** How often one call is tried before the failure goes up, where the queue or the workflow tries again later. */
const TRIES_PER_CALL_MAX = 4;
/** A longer wait is not sat out inside the lane: others would wait with it. */
export const WAIT_INSIDE_SECONDS_MAX = 12;
const FIRST_PAUSE_MILLISECONDS = 300;
const PAUSE_FACTOR = 3;

/** Tries a call again while its failure may pass by itself. */
export async function tryAgain<T>(
  run: () => Promise<Result<T, CrmFailure>>,
  parts: { readonly clock: Clock; readonly onWait: (milliseconds: number) => void },
): Promise<Result<T, CrmFailure>> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await run();
    if (result.ok || attempt === TRIES_PER_CALL_MAX) return result;
    const pause = pauseAfter(result.error, attempt);
    if (pause === null) return result;
    parts.onWait(pause);
    await parts.clock.sleep(pause);
  }
}

/** Milliseconds until the same call may work; null when waiting does not help, or takes too long. */
function pauseAfter(failure: CrmFailure, attempt: number): number | null {
  if (failure.reason === "unavailable") return FIRST_PAUSE_MILLISECONDS * PAUSE_FACTOR ** (attempt - 1);
  if (failure.reason !== "rate_limited" || failure.retryAfterSeconds > WAIT_INSIDE_SECONDS_MAX) return null;
  return failure.retryAfterSeconds * 1000;
}
