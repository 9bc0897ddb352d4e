import { Hono } from "hono";
import type { HttpDependencies, HttpEnv } from "./context.ts";
import { answerProblem } from "./problem.ts";
import { logRequests } from "./request-log.ts";

/** Answers every request with the names of the variables that are missing or wrong, and never their values. */
export function createMisconfiguredApp(
  problems: readonly { readonly variable: string; readonly message: string }[],
  dependencies: Pick<HttpDependencies, "log" | "now" | "newRequestId">,
): Hono<HttpEnv> {
  const variables = problems.map(({ variable, message }) => `${variable} ${message}`);
  let isTold = false;
  const errors = problems.map(({ variable, message }) => ({ path: variable, message }));
  const app = new Hono<HttpEnv>();
  app.use(logRequests(dependencies));
  app.all("*", (c) => {
    if (!isTold) dependencies.log({ event: "misconfigured", requestId: c.get("requestId"), variables });
    isTold = true;
    return answerProblem(c, "misconfigured", { errors });
  });
  return app;
}
