import type { QueryRefusal } from "../app/queries.ts";
import { assertNever, type Result } from "../domain/result.ts";
import type { HttpContext } from "./context.ts";
import { answerProblem } from "./problem.ts";

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
