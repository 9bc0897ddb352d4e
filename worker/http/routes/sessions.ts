import { Hono } from "hono";
import { validator } from "hono-openapi";
import { type Session, SessionRequest, Session as SessionSchema } from "../../../shared/contracts/access.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
import { teamOn } from "../../domain/memberships.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { Member, Tenant } from "../../ports/tenants.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import {
  hashOf,
  RENEWABLE_SECONDS,
  SESSION_SECONDS,
  type SessionClaims,
  signSession,
} from "../credentials.ts";
import { documented } from "../documented.ts";
import { READ, requireViewer } from "../identity.ts";
import { answerInvalid, requireJson } from "../input.ts";
import { answerProblem } from "../problem.ts";

/** A ticket becomes a session, and a session ends. */
export function sessionRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .post(
      "/session",
      documented({
        tag: "Sessions",
        summary: "Exchange a ticket of the host page for a session",
        description: "A ticket can be used once. The session is renewed with a new ticket.",
        answers: { status: 200, body: ["Session", SessionSchema] },
        problems: [400, 401, 403, 413, 415],
        credential: "none",
      }),
      requireJson,
      validator("json", SessionRequest, answerInvalid),
      (c) => openSession(c, dependencies, c.req.valid("json").ticket),
    )
    .post(
      "/session/renewal",
      documented({
        tag: "Sessions",
        summary: "A session that goes on, for a page whose host cannot renew it",
        description:
          "For pages in HubSpot, up to 12 hours after the host's ticket. The role is the one of this moment.",
        answers: { status: 200, body: ["Session", SessionSchema] },
        problems: [401, 403],
        credential: "bearer",
      }),
      requireViewer(dependencies, READ),
      (c) => renewSession(c, dependencies),
    )
    .delete(
      "/session",
      documented({
        tag: "Sessions",
        summary: "End the session",
        answers: { status: 204, body: null },
        problems: [401, 403],
        credential: "bearer",
      }),
      requireViewer(dependencies, READ),
      async (c) => {
        const { viewer, credential } = c.get("identity");
        if (credential.kind !== "session") return answerProblem(c, "not-permitted");
        await dependencies.access.endSession(viewer.tenantId, credential.sessionId);
        return c.body(null, 204);
      },
    );
}

async function openSession(
  c: HttpContext,
  dependencies: HttpDependencies,
  ticket: string,
): Promise<Response> {
  const { access, tenants, now, sessionKey } = dependencies;
  const grant = await access.redeemTicket(await hashOf(ticket), ["embed"], now());
  if (grant?.purpose !== "embed") return answerProblem(c, "ticket-invalid");
  c.set("tenantId", grant.tenantId);
  const tenant = await tenants.find(grant.tenantId);
  if (!tenant || tenant.state === "uninstalled") return answerProblem(c, "account-disconnected");
  const { store } = dependencies.queryContext(tenant);
  const member = (await store.loadMembers()).find(({ id }) => id === grant.memberId);
  if (!member?.active) return answerProblem(c, "person-unknown");
  const begun = { sessionId: dependencies.newId(), host: grant.host, beganAt: now() };
  const claims = claimsOf(member, tenant, { ...begun, expiresAt: secondsAfter(now(), SESSION_SECONDS) });
  await access.openSession(claims, { now: now(), expiresAt: claims.expiresAt });
  const token = await signSession(claims, sessionKey);
  return c.json(await describeSession(dependencies, tenant, member, { token, expiresAt: claims.expiresAt }));
}

async function renewSession(c: HttpContext, dependencies: HttpDependencies): Promise<Response> {
  const { access, now, sessionKey } = dependencies;
  const { viewer, credential } = c.get("identity");
  const tenant = c.get("tenant");
  if (credential.kind !== "session" || credential.renewableFrom === null) {
    return answerProblem(c, "not-permitted");
  }
  const { sessionId, renewableFrom } = credential;
  const lastEnd = secondsAfter(renewableFrom, RENEWABLE_SECONDS);
  if (now() >= lastEnd) return answerProblem(c, "session-ended");
  const nextEnd = secondsAfter(now(), SESSION_SECONDS);
  const expiresAt = nextEnd < lastEnd ? nextEnd : lastEnd;
  const { store } = dependencies.queryContext(tenant);
  const member = (await store.loadMembers()).find(({ id }) => id === viewer.memberId);
  if (!member?.active) return answerProblem(c, "person-unknown");
  const claims = claimsOf(member, tenant, { sessionId, host: "hubspot", beganAt: renewableFrom, expiresAt });
  await access.extendSession(tenant.id, sessionId, expiresAt);
  const token = await signSession(claims, sessionKey);
  return c.json(await describeSession(dependencies, tenant, member, { token, expiresAt }));
}

function claimsOf(
  member: Member,
  tenant: Tenant,
  session: Pick<SessionClaims, "sessionId" | "host" | "beganAt" | "expiresAt">,
): SessionClaims {
  return { ...session, tenantId: tenant.id, memberId: member.id, role: member.role };
}

async function describeSession(
  { queryContext, now }: HttpDependencies,
  tenant: Tenant,
  member: Member,
  session: Pick<Session, "token" | "expiresAt">,
): Promise<Session> {
  const { store } = queryContext(tenant);
  const { calendar, homeCurrency } = (await store.loadLiveGeneration()).rules;
  return {
    ...session,
    secondsLeft: (Date.parse(session.expiresAt) - Date.parse(now())) / 1000,
    role: member.role,
    member: {
      id: member.id,
      crmId: member.crmId,
      name: member.name,
      teamId: teamOn(member.memberships, localDayOf(now(), calendar.timeZone)) || null,
    },
    tenant: {
      name: tenant.name,
      crm: tenant.crm,
      timeZone: calendar.timeZone,
      currency: homeCurrency,
      weekStart: calendar.weekStart,
    },
  };
}
