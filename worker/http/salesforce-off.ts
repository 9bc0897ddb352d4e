import type { HttpContext } from "./context.ts";
import { answerProblem } from "./problem.ts";

const NEEDED = ["SALESFORCE_CLIENT_ID", "SALESFORCE_CLIENT_SECRET", "SALESFORCE_CANVAS_SECRET"];

/** This Worker has no app at Salesforce, so what belongs to one is not there yet. */
export function answerSalesforceOff(c: HttpContext): Response {
  const errors = NEEDED.map((path) => ({ path, message: "is missing" }));
  return answerProblem(c, "crm-not-configured", { errors });
}
