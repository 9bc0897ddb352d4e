import { assertNever } from "../../domain/result.ts";
import type { CrmFailure } from "../../ports/crm.ts";
import type { FaultType, LaneVerdict } from "../../ports/sync.ts";

/** Waits when the CRM does not say how long. */
const UNAVAILABLE_SECONDS = 20;
const EXPIRED_SECONDS = 60;
/** Our own configuration does not mend itself soon. */
const MISCONFIGURED_SECONDS = 300;
/** How long a queue may hold a message back. */
const DELAY_SECONDS_MAX = 12 * 3600;

/** What is to be done about a failure. */
export type Decision =
  | { readonly kind: "retry"; readonly delaySeconds: number; readonly fault: FaultType }
  /** Leave this kind of record out and say so; everything else goes on. */
  | { readonly kind: "skip"; readonly fault: FaultType; readonly detail: string }
  /** Stop until the customer connects again. */
  | { readonly kind: "stop"; readonly fault: FaultType };

/** The one place that decides what a failed call to a CRM becomes. A new failure must be decided here. */
export function decideOn(failure: CrmFailure): Decision {
  switch (failure.reason) {
    case "rate_limited":
      return { kind: "retry", delaySeconds: capped(failure.retryAfterSeconds), fault: "rate_limited" };
    case "unavailable":
      return { kind: "retry", delaySeconds: UNAVAILABLE_SECONDS, fault: "unavailable" };
    case "misconfigured":
      return { kind: "retry", delaySeconds: MISCONFIGURED_SECONDS, fault: "misconfigured" };
    // Whether it is over is said by the refresh, or by refusals that last.
    case "token_expired":
    case "token_refused":
      return { kind: "retry", delaySeconds: EXPIRED_SECONDS, fault: "unavailable" };
    case "token_revoked":
      return { kind: "stop", fault: "token_revoked" };
    case "scope_missing":
      return { kind: "skip", fault: "scope_missing", detail: failure.scopes.join(" ") };
    case "field_missing":
      return { kind: "skip", fault: "field_missing", detail: failure.fields.join(" ") };
    case "rejected":
      return { kind: "skip", fault: "rejected", detail: `HTTP ${failure.status}` };
    default:
      return assertNever(failure);
  }
}

function capped(seconds: number): number {
  return Math.min(Math.max(1, Math.ceil(seconds)), DELAY_SECONDS_MAX);
}

/** Of several verdicts the one that loses nothing: whatever must be retried decides. */
export function joinVerdicts(verdicts: readonly LaneVerdict[]): LaneVerdict {
  const stopped = verdicts.find((verdict) => verdict.kind === "stopped");
  if (stopped) return stopped;
  const retries = verdicts.filter((verdict) => verdict.kind === "retry");
  const longest = retries.toSorted((a, b) => b.delaySeconds - a.delaySeconds)[0];
  return longest ?? { kind: "done" };
}
