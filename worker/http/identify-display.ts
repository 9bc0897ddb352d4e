import type { MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import type { HttpDependencies, HttpEnv } from "./context.ts";
import { bearerOf, DISPLAY_KEY_PREFIX, hashOf } from "./credentials.ts";
import { answerProblem } from "./problem.ts";

const CHALLENGE = { headers: { "www-authenticate": 'Bearer realm="standings display"' } };

/** Lets a display key pass that was not revoked, and tells the route which board it opens. It opens nothing else. */
export function requireDisplay({ displays, tenants }: HttpDependencies): MiddlewareHandler<HttpEnv> {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const key = bearerOf(c.req.header("authorization"));
    const found = key?.startsWith(DISPLAY_KEY_PREFIX) ? await displays.findKey(await hashOf(key)) : null;
    const tenant = found && (await tenants.find(found.tenantId));
    if (!found || !tenant) return answerProblem(c, "display-key-invalid", CHALLENGE);
    c.set("tenantId", tenant.id);
    if (tenant.state === "uninstalled") return answerProblem(c, "account-disconnected");
    c.set("tenant", tenant);
    c.set("display", found.key);
    return next();
  });
}
