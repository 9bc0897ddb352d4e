import type { MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import type { HttpContext, HttpDependencies, HttpEnv } from "./context.ts";
import { hashOf } from "./credentials.ts";
import { answerProblem } from "./problem.ts";

const SAFE_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS"];
/** Called by the CRM's servers and proven by their signature, so the origin says nothing there. */
const SIGNED_PATHS: readonly string[] = ["/embed/", "/webhooks/"];
const CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What every answer says to a browser. Routes that serve pages say more. */
export function secureAnswers(publicUrl: string): MiddlewareHandler<HttpEnv> {
  const secure = publicUrl.startsWith("https:");
  return createMiddleware<HttpEnv>(async (c, next) => {
    await next();
    if (c.res.status === 101) return;
    const { headers } = c.res;
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", CLOSED_POLICY);
    if (secure) headers.set("strict-transport-security", "max-age=31536000");
  });
}

/** Nothing is changed on behalf of a page that is not ours. */
export function refuseForeignOrigins(publicUrl: string): MiddlewareHandler<HttpEnv> {
  const { origin } = new URL(publicUrl);
  return createMiddleware<HttpEnv>(async (c, next) => {
    const changes = !SAFE_METHODS.includes(c.req.method);
    const signed = SIGNED_PATHS.some((path) => c.req.path.startsWith(path));
    if (changes && !signed && !fromOurOwn(c, origin)) return answerProblem(c, "foreign-origin");
    return next();
  });
}

/** A socket knows no same-origin rule of its own: the server has to look. */
export function fromOurOwn(c: HttpContext, ownOrigin: string): boolean {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  if (origin !== undefined && origin !== ownOrigin) return false;
  return site === undefined || site === "same-origin" || site === "none";
}

/** The policy of a card: its own files, its own Worker, and only pages of these origins around it. */
export function cardPolicy(publicUrl: string, framers: readonly string[]): string {
  const socketOrigin = new URL(publicUrl).origin.replace(/^http/, "ws");
  return [
    "default-src 'self'",
    `connect-src 'self' ${socketOrigin}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framers.length === 0 ? "'none'" : framers.join(" ")}`,
  ].join("; ");
}

/** Stops a caller that asks too often, where a limiter is bound. */
export function limitRate({ withinRate }: HttpDependencies): MiddlewareHandler<HttpEnv> {
  return createMiddleware<HttpEnv>(async (c, next) => {
    if (!withinRate) return next();
    const key = c.req.header("authorization") ?? c.req.header("cf-connecting-ip") ?? "unknown";
    if (await withinRate(await hashOf(key))) return next();
    return answerProblem(c, "too-many-requests", { headers: { "retry-after": "10" } });
  });
}
