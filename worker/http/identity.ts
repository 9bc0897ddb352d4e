import type { MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { ROLES, type Role } from "../../shared/contracts/ids.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { secondsAfter } from "../domain/seconds-after.ts";
import type { Principal, TicketGrant } from "../ports/access.ts";
import type { HttpContext, HttpDependencies, HttpEnv, Identity } from "./context.ts";
import { API_KEY_PREFIX, bearerOf, hashOf, readSession, SESSION_SECONDS, sameSecret } from "./credentials.ts";
import { answerProblem, type ProblemDetails, type ProblemName } from "./problem.ts";

/** Who may use a route. What an answer shows to whom is decided where the answer is made. */
export interface RouteAccess {
  readonly roles: readonly Role[];
  readonly writes: boolean;
}

/** Everybody of the tenant; the answer shows what the role may see. */
export const READ: RouteAccess = { roles: ROLES, writes: false };
/** Quotas are set by admins and owners alone. */
export const SET_QUOTAS: RouteAccess = { roles: ["owner", "admin"], writes: true };
/** So are settings. */
export const CHANGE_SETTINGS: RouteAccess = { roles: ["owner", "admin"], writes: true };

/** What the CRM holds of quotas is for those who could set them. */
export const COMPARE_GOALS: RouteAccess = { roles: ["owner", "admin"], writes: false };
/** Its fields are for those who could count by them. */
export const LIST_FIELDS: RouteAccess = { roles: ["owner", "admin"], writes: false };

/** Faults of the data, and how our total agrees with the CRM's: all deals stand behind them. */
export const SEE_CONNECTION: RouteAccess = { roles: ["owner", "admin"], writes: false };
/** Syncing and reconciling use the CRM's allowance. */
export const MEND_CONNECTION: RouteAccess = { roles: ["owner", "admin"], writes: true };

/** Screens show the board to whoever passes by. */
export const SEE_DISPLAYS: RouteAccess = { roles: ["owner", "admin"], writes: false };
export const MANAGE_DISPLAYS: RouteAccess = { roles: ["owner", "admin"], writes: true };

/** Who is away is said by admins and owners alone. */
export const SET_LEAVE: RouteAccess = { roles: ["owner", "admin"], writes: true };

/** Whoever adjusts credit changes what others earned, and what is said of it names people. */
export const SEE_ADJUSTMENTS: RouteAccess = { roles: ["owner", "admin"], writes: false };
export const ADJUST_CREDIT: RouteAccess = { roles: ["owner", "admin"], writes: true };

/** Everybody for themselves; who may change whom is decided with the change. */
export const CHANGE_MEMBERS: RouteAccess = { roles: ROLES, writes: true };

const CHALLENGE: ProblemDetails = { headers: { "www-authenticate": 'Bearer realm="standings"' } };

/** Lets a proven credential with a fitting role pass, and tells the routes who it is. */
export function requireViewer(
  dependencies: HttpDependencies,
  access: RouteAccess,
): MiddlewareHandler<HttpEnv> {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const identified = await identify(dependencies, bearerOf(c.req.header("authorization")));
    if (!identified.ok) return refuse(c, identified.error);
    const { viewer } = identified.value;
    c.set("tenantId", viewer.tenantId);
    if (!access.roles.includes(viewer.role)) return answerProblem(c, "not-permitted");
    if (access.writes && !viewer.mayWrite) return answerProblem(c, "read-only-key");
    const tenant = await dependencies.tenants.find(viewer.tenantId);
    if (!tenant) return refuse(c, "session-ended");
    c.set("identity", identified.value);
    c.set("tenant", tenant);
    return next();
  });
}

/** Before the account's clock and currency are known there is no question that could be answered. */
export function requireReady({ hasRules }: HttpDependencies): MiddlewareHandler<HttpEnv> {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const tenant = c.get("tenant");
    // One that was cut off may have been so before anything was read.
    if (tenant.state !== "live" && !(await hasRules(tenant))) {
      return answerProblem(c, "not-loaded", { headers: { "retry-after": "10" } });
    }
    return next();
  });
}

/** Lets only the operator pass. */
export function requireOperator(dependencies: HttpDependencies): MiddlewareHandler<HttpEnv> {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const key = bearerOf(c.req.header("authorization"));
    if (!key || !(await sameSecret(key, dependencies.operatorKey))) {
      return answerProblem(c, "unauthenticated", {
        ...CHALLENGE,
        action: "Send `Authorization: Bearer` with the operator's key.",
      });
    }
    return next();
  });
}

async function identify(
  dependencies: HttpDependencies,
  credential: string | null,
): Promise<Result<Identity, ProblemName>> {
  if (!credential) return err("unauthenticated");
  return credential.startsWith(API_KEY_PREFIX)
    ? identifyKey(dependencies, credential)
    : identifySession(dependencies, credential);
}

async function identifyKey(
  { access }: HttpDependencies,
  key: string,
): Promise<Result<Identity, ProblemName>> {
  const principal = await access.findApiKey(await hashOf(key));
  if (!principal) return err("unauthenticated");
  return identityOf(principal, { kind: "api_key", keyId: principal.keyId });
}

async function identifySession(
  { access, now, sessionKey }: HttpDependencies,
  token: string,
): Promise<Result<Identity, ProblemName>> {
  const claims = await readSession(token, sessionKey, now());
  if (!claims.ok) return err(claims.error === "expired" ? "session-ended" : "unauthenticated");
  const { tenantId, sessionId, host, beganAt, expiresAt } = claims.value;
  const principal = await access.findSession(tenantId, sessionId, now());
  if (!principal) return err("session-ended");
  // No message comes through HubSpot's frame, so nobody but the page itself can ask for its renewal.
  const renewableFrom = host === "hubspot" ? beganAt : null;
  return identityOf(principal, { kind: "session", sessionId, endsAt: expiresAt, renewableFrom });
}

/** Whoever redeems a live ticket is who asked for it, as they are allowed now. */
export async function identifyTicket(
  { access, now }: HttpDependencies,
  grant: TicketGrant,
): Promise<Result<{ readonly identity: Identity; readonly endsAt: string }, ProblemName>> {
  if (grant.purpose === "embed") return err("ticket-invalid");
  const session = grant.purpose === "live";
  const principal = session
    ? await access.findSession(grant.tenantId, grant.sessionId, now())
    : await access.findApiKeyById(grant.tenantId, grant.keyId);
  if (!principal) return err("ticket-invalid");
  const endsAt = session ? grant.endsAt : secondsAfter(now(), SESSION_SECONDS);
  const identity = identityOf(
    principal,
    session
      ? { kind: "session", sessionId: grant.sessionId, endsAt, renewableFrom: null }
      : { kind: "api_key", keyId: grant.keyId },
  );
  return identity.ok ? ok({ identity: identity.value, endsAt }) : identity;
}

function identityOf(principal: Principal, credential: Identity["credential"]): Result<Identity, ProblemName> {
  if (principal.tenantState === "uninstalled") return err("account-disconnected");
  if (!principal.active) return err("session-ended");
  const { tenantId, memberId, role, mayWrite } = principal;
  return ok({ viewer: { tenantId, memberId, role, mayWrite }, credential });
}

/** Answers why nobody was recognised. */
export function refuse(c: HttpContext, name: ProblemName): Response {
  return answerProblem(c, name, name === "account-disconnected" ? {} : CHALLENGE);
}
