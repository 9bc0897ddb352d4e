import { env } from "cloudflare:workers";
import * as v from "valibot";
import type { Role } from "../../../shared/contracts/ids.ts";
import type { TestApp } from "./app.ts";
import { type SeededTenant, userIdOf } from "./seed.ts";

export const OPERATOR = {
  authorization: `Bearer ${env.OPERATOR_KEY}`,
  "content-type": "application/json",
};

const Ticket = v.object({ ticket: v.string(), url: v.string() });
const Token = v.object({ token: v.string(), expiresAt: v.string() });
const Key = v.object({ id: v.string(), key: v.string() });

/** What HubSpot's servers send when somebody opens a card: a POST signed with the app's secret. */
export async function signedCall(
  path: string,
  options: {
    readonly secret?: string;
    readonly at?: string;
    readonly now: string;
    readonly body?: string;
  },
): Promise<RequestInit> {
  const timestamp = String(Date.parse(options.at ?? options.now));
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(options.secret ?? env.HUBSPOT_CLIENT_SECRET),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const uri = `${env.PUBLIC_URL}${path}`.replaceAll("%40", "@");
  const message = new TextEncoder().encode(`POST${uri}${options.body ?? ""}${timestamp}`);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
  return {
    method: "POST",
    ...(options.body === undefined ? {} : { body: options.body }),
    headers: {
      "content-type": "application/json",
      "x-hubspot-signature-v3": btoa(String.fromCharCode(...signature)),
      "x-hubspot-request-timestamp": timestamp,
    },
  };
}

/** The address that hubspot.fetch calls for a person. */
export function ticketPath(
  crmId: string,
  person: { readonly userId?: string; readonly email?: string },
): string {
  const email = encodeURIComponent(person.email ?? "nobody@nowhere.test");
  return `/embed/hubspot/ticket?userId=${person.userId ?? "0"}&portalId=${crmId}&userEmail=${email}&appId=7`;
}

/** A ticket for the tenant's person of a role. */
export async function takeTicket(app: TestApp, { tenant }: SeededTenant, role: Role): Promise<string> {
  const path = ticketPath(tenant.crmId, { userId: userIdOf(tenant.crmId, role) });
  const answer = await app.fetch(path, await signedCall(path, { now: app.now }));
  return v.parse(Ticket, await answer.json()).ticket;
}

/** A session of the tenant's person of a role. */
export async function signIn(app: TestApp, seeded: SeededTenant, role: Role): Promise<string> {
  const answer = await openSession(app, await takeTicket(app, seeded, role));
  return v.parse(Token, await answer.json()).token;
}

export function openSession(app: TestApp, ticket: string): Promise<Response> {
  return app.fetch("/api/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ticket }),
  });
}

/** An API key of the tenant. */
export async function makeKey(
  app: TestApp,
  { tenant }: SeededTenant,
  wanted: { readonly role: Role; readonly write?: boolean },
): Promise<{ readonly id: string; readonly key: string }> {
  const answer = await app.fetch(`/operator/tenants/${tenant.id}/api-keys`, {
    method: "POST",
    headers: OPERATOR,
    body: JSON.stringify(wanted),
  });
  return v.parse(Key, await answer.json());
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
