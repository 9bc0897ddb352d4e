import { assertNever } from "../domain/result.ts";
import type { CrmFailure } from "../ports/crm.ts";
import type { HttpContext } from "./context.ts";
import { answerProblem } from "./problem.ts";

const UNAVAILABLE_SECONDS = 30;

/** The one place that words why the CRM could not be asked. */
export function answerCrmFailure(c: HttpContext, failure: CrmFailure): Response {
  switch (failure.reason) {
    case "scope_missing":
      return answerProblem(c, "crm-scope-missing", { detail: failure.scopes.join(" ") });
    case "token_revoked":
      return answerProblem(c, "crm-disconnected");
    case "rate_limited":
      return unavailable(c, Math.max(1, Math.ceil(failure.retryAfterSeconds)));
    case "token_expired":
    case "token_refused":
    case "unavailable":
      return unavailable(c, UNAVAILABLE_SECONDS);
    case "field_missing":
    case "rejected":
    case "misconfigured":
      return answerProblem(c, "crm-refused");
    default:
      return assertNever(failure);
  }
}

function unavailable(c: HttpContext, seconds: number): Response {
  return answerProblem(c, "crm-unavailable", { headers: { "retry-after": String(seconds) } });
}
