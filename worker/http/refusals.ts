import type { QueryRefusal } from "../app/queries.ts";
import { assertNever, type Result } from "../domain/result.ts";
import type { HttpContext } from "./context.ts";
import { answerProblem } from "./problem.ts";

/** A list of values in a problem ends here: whoever reads it looks for one they know. */
const VALUES_NAMED_MAX = 50;

/** The answer, or why there is none. */
export function answerResult<T extends object>(c: HttpContext, result: Result<T, QueryRefusal>): Response {
  return result.ok ? c.json(result.value) : answerRefusal(c, result.error);
}

/** The one place that words why a question has no answer. */
export function answerRefusal(c: HttpContext, refusal: QueryRefusal): Response {
  switch (refusal.reason) {
    case "period_invalid":
      return answerProblem(c, "period-invalid", { detail: refusal.detail });
    case "before_connection":
      return answerProblem(c, "before-connection", {
        detail: `The CRM was connected at ${refusal.connectedAt}.`,
      });
    case "in_the_future":
      return answerProblem(c, "in-the-future");
    case "unknown_member":
      return answerProblem(c, "member-unknown");
    case "unknown_team":
      return answerProblem(c, "team-unknown");
    case "unknown_filter":
      return answerProblem(c, "filter-unknown", {
        errors: [{ path: refusal.filter, message: whatThereIs(refusal.known) }],
      });
    case "no_segments":
      return answerProblem(c, "input-invalid", {
        errors: [{ path: "segment", message: "divides what is made of deals alone" }],
      });
    case "not_permitted":
      return answerProblem(c, "not-permitted");
    case "not_explainable":
      return answerProblem(c, "not-explainable", { detail: refusal.detail });
    case "not_loaded":
      return answerProblem(c, "not-loaded", { headers: { "retry-after": "30" } });
    default:
      return assertNever(refusal);
  }
}

/** Only what the asker may see is among the values. */
function whatThereIs(known: readonly string[]): string {
  if (known.length === 0) return "is not known here: there is none";
  const rest = known.length - VALUES_NAMED_MAX;
  const more = rest > 0 ? `, and ${rest} more` : "";
  return `is not known here; there is ${known.slice(0, VALUES_NAMED_MAX).join(", ")}${more}`;
}
