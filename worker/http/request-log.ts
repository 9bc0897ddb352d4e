import type { MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { HttpDependencies, HttpEnv } from "./context.ts";

const REQUEST_ID_HEADER = "x-request-id";
/** Anything else could forge lines of a log, so it is replaced. */
const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** Gives each request an id, in and out, and writes one line of log when it is answered. */
export function logRequests(
  dependencies: Pick<HttpDependencies, "log" | "now" | "newRequestId">,
): MiddlewareHandler<HttpEnv> {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const given = c.req.header(REQUEST_ID_HEADER) ?? "";
    const requestId = REQUEST_ID.test(given) ? given : dependencies.newRequestId();
    c.set("requestId", requestId);
    const begun = Date.parse(dependencies.now());
    await next();
    // The answer of a WebSocket upgrade cannot be changed any more.
    if (c.res.status !== 101) c.res.headers.set(REQUEST_ID_HEADER, requestId);
    dependencies.log({
      event: "request",
      requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      tenantId: c.get("tenantId") ?? null,
      milliseconds: Date.parse(dependencies.now()) - begun,
    });
  });
}
