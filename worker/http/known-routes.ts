import type { Hono } from "hono";
import type { HttpContext, HttpEnv } from "./context.ts";
import { answerProblem } from "./problem.ts";

interface KnownRoute {
  readonly method: string;
  readonly pattern: RegExp;
}

/** Answers what no route took: 405 with the methods there are, 204 to OPTIONS, else 404. */
export function answerUnmatched(app: Hono<HttpEnv>): (c: HttpContext) => Response {
  let known: readonly KnownRoute[] | null = null;
  return (c) => {
    known ??= knownRoutes(app);
    const methods = methodsAt(known, c.req.path);
    if (methods.length === 0) return answerProblem(c, "not-found");
    const allow = methods.join(", ");
    if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
    return answerProblem(c, "method-not-allowed", { headers: { allow } });
  };
}

function methodsAt(known: readonly KnownRoute[], path: string): readonly string[] {
  const methods = new Set(known.filter((route) => route.pattern.test(path)).map((route) => route.method));
  if (methods.size === 0) return [];
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods, "OPTIONS"];
}

/** Middleware is registered for all methods; only what names one is a route. */
function knownRoutes(app: Hono<HttpEnv>): readonly KnownRoute[] {
  return app.routes
    .filter((route) => route.method !== "ALL")
    .map((route) => ({ method: route.method, pattern: patternOf(route.path) }));
}

function patternOf(path: string): RegExp {
  const source = path
    .split("/")
    .map((part) => {
      if (part.startsWith(":")) return "[^/]+";
      return part === "*" ? ".*" : part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("/");
  return new RegExp(`^${source}$`);
}
