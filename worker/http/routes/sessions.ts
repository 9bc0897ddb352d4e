import { type Context, Hono } from "hono";
import { validator } from "hono-openapi";
import type * as v from "valibot";
import {
  EmbedTicket,
  type Session,
  SessionRequest,
  Session as SessionSchema,
} from "../../../shared/contracts/access.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
import { teamOn } from "../../domain/memberships.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { Member, Tenant } from "../../ports/tenants.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { hashOf, newSecret, SESSION_SECONDS, signSession, TICKET_SECONDS } from "../credentials.ts";
import { documented } from "../documented.ts";
import { READ, requireViewer } from "../identity.ts";
import { answerInvalid, requireJson } from "../input.ts";
import { answerProblem } from "../problem.ts";

const CARD_PATH = "/cards/leaderboard/";

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

/** HubSpot's own servers ask on behalf of whoever looks at the card. */
export function embedRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post(
    "/embed/hubspot/ticket",
    documented({
      tag: "Sessions",
      summary: "A ticket for the person who looks at a card in HubSpot",
      description: "Called through hubspot.fetch, which signs the call (signature v3) and names the person.",
      answers: { status: 200, body: ["EmbedTicket", EmbedTicket] },
      problems: [401, 403, 413],
      credential: "signature",
    }),
    (c) => mintEmbedTicket(c, dependencies),
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
  const claims = {
    sessionId: dependencies.newId(),
    tenantId: tenant.id,
    memberId: member.id,
    role: member.role,
    host: grant.host,
    expiresAt: secondsAfter(now(), SESSION_SECONDS),
  };
  await access.openSession(claims, { now: now(), expiresAt: claims.expiresAt });
  const token = await signSession(claims, sessionKey);
  const session = await describeSession(dependencies, tenant, member);
  return c.json({ token, expiresAt: claims.expiresAt, ...session } satisfies Session);
}

async function describeSession(
  { queryContext, now }: HttpDependencies,
  tenant: Tenant,
  member: Member,
): Promise<Omit<Session, "token" | "expiresAt">> {
  const { store } = queryContext(tenant);
  const { calendar, homeCurrency } = (await store.loadLiveGeneration()).rules;
  return {
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

async function mintEmbedTicket(c: Context<HttpEnv>, dependencies: HttpDependencies): Promise<Response> {
  const { access, tenants, now, publicUrl, randomBytes } = dependencies;
  const { pathname, search } = new URL(c.req.url);
  const caller = await dependencies.verifyHubSpotCall({
    method: c.req.method,
    url: `${publicUrl}${pathname}${search}`,
    headers: c.req.raw.headers,
    body: new Uint8Array(await c.req.arrayBuffer()),
    now: now(),
  });
  if (!caller.ok) return answerProblem(c, "signature-refused");
  const tenant = await tenants.findByCrmId(caller.value.crm, caller.value.crmId);
  if (!tenant) return answerProblem(c, "account-unknown");
  c.set("tenantId", tenant.id);
  if (tenant.state === "uninstalled") return answerProblem(c, "account-disconnected");
  const person = await access.findPerson(tenant.id, caller.value);
  if (!person?.active) return answerProblem(c, "person-unknown");
  const ticket = newSecret(randomBytes);
  const expiresAt = secondsAfter(now(), TICKET_SECONDS);
  await access.saveTicket(
    await hashOf(ticket),
    { purpose: "embed", tenantId: tenant.id, memberId: person.memberId, host: "hubspot" },
    { now: now(), expiresAt },
  );
  const url = `${publicUrl}${CARD_PATH}#ticket=${ticket}`;
  return c.json({ ticket, url, expiresAt } satisfies v.InferOutput<typeof EmbedTicket>);
}
