import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Session } from "../../../shared/contracts/access.ts";
import { Problem } from "../../../shared/contracts/api.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { signSession } from "../../../worker/http/credentials.ts";
import { NOW, TestApp } from "./app.ts";
import { type SeededTenant, seedTenant, userIdOf } from "./seed.ts";
import {
  bearer,
  makeKey,
  OPERATOR,
  openSession,
  signedCall,
  signIn,
  takeTicket,
  ticketPath,
} from "./sign-in.ts";

let north: SeededTenant;

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
});

function minutesAfter(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

async function problemOf(answer: Response): Promise<Problem> {
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  return v.parse(Problem, await answer.json());
}

/** An address that every role may ask. */
function whoAmI(app: TestApp, token: string): Promise<Response> {
  return app.fetch("/api/v1/live/ticket", { method: "POST", headers: bearer(token) });
}

describe("a ticket of the host", () => {
  it("is given to the person whom HubSpot names, found by user id", async () => {
    const app = new TestApp(env);
    const path = ticketPath("1001", { userId: userIdOf("1001", "manager") });
    const answer = await app.fetch(path, await signedCall(path, { now: app.now }));
    expect(answer.status).toBe(200);
    const { ticket, url } = v.parse(v.object({ ticket: v.string(), url: v.string() }), await answer.json());
    expect(url).toBe(`https://standings.test/cards/standings/#ticket=${ticket}`);
    const session = v.parse(Session, await (await openSession(app, ticket)).json());
    expect(session).toMatchObject({
      role: "manager",
      expiresAt: "2026-03-11T10:15:00.000Z",
      member: { id: "north-manager", name: "north the manager", teamId: "north-team" },
      tenant: { name: "north Company", crm: "hubspot", timeZone: "Europe/Berlin", currency: "EUR" },
    });
  });

  it("is given by e-mail address when the user id is new, whatever its case", async () => {
    const app = new TestApp(env);
    const path = ticketPath("1001", { userId: "999", email: "Member@North.test" });
    const answer = await app.fetch(path, await signedCall(path, { now: app.now }));
    expect(answer.status).toBe(200);
  });

  it.each([
    ["somebody unknown", ticketPath("1001", { userId: "999" }), "/problems/person-unknown"],
    ["a portal that is not connected", ticketPath("4040", { userId: "1" }), "/problems/account-unknown"],
  ])("is refused to %s, with the remedy", async (_who, path, type) => {
    const app = new TestApp(env);
    const answer = await app.fetch(path, await signedCall(path, { now: app.now }));
    expect(answer.status).toBe(403);
    const problem = await problemOf(answer);
    expect(problem.type).toBe(type);
    expect(problem.action).toBeTruthy();
  });

  it.each([
    ["a wrong secret", { secret: "another-secret" }],
    ["a stamp that is too old", { at: minutesAfter(NOW, -6) }],
    ["a stamp from the future", { at: minutesAfter(NOW, 6) }],
  ])("is refused to a call with %s", async (_what, how) => {
    const app = new TestApp(env);
    const path = ticketPath("1001", { userId: userIdOf("1001", "owner") });
    const answer = await app.fetch(path, await signedCall(path, { ...how, now: app.now }));
    expect(answer.status).toBe(401);
  });

  it("is refused to a call whose person was changed after signing", async () => {
    const app = new TestApp(env);
    const call = await signedCall(ticketPath("1001", { userId: userIdOf("1001", "member") }), {
      now: app.now,
    });
    const answer = await app.fetch(ticketPath("1001", { userId: userIdOf("1001", "owner") }), call);
    expect(answer.status).toBe(401);
  });
});

describe("such a ticket", () => {
  it("opens one session and no second", async () => {
    const app = new TestApp(env);
    const ticket = await takeTicket(app, north, "member");
    const answers = await Promise.all([openSession(app, ticket), openSession(app, ticket)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    expect((await openSession(app, ticket)).status).toBe(401);
  });

  it("is worth nothing after a minute", async () => {
    const app = new TestApp(env);
    const ticket = await takeTicket(app, north, "member");
    app.now = minutesAfter(NOW, 1);
    const answer = await openSession(app, ticket);
    expect(answer.status).toBe(401);
    expect((await problemOf(answer)).type).toBe("/problems/ticket-invalid");
  });

  it("lies in the database as a hash alone", async () => {
    const app = new TestApp(env);
    const ticket = await takeTicket(app, north, "member");
    const rows = await env.DB.prepare("SELECT * FROM access_tickets").all();
    expect(rows.results.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.results)).not.toContain(ticket);
  });
});

describe("a session", () => {
  it("ends after fifteen minutes", async () => {
    const app = new TestApp(env);
    const token = await signIn(app, north, "member");
    app.now = minutesAfter(NOW, 14.9);
    expect((await whoAmI(app, token)).status).toBe(200);
    app.now = minutesAfter(NOW, 15);
    const answer = await whoAmI(app, token);
    expect(answer.status).toBe(401);
    expect((await problemOf(answer)).type).toBe("/problems/session-ended");
  });

  it("ends when the person signs out", async () => {
    const app = new TestApp(env);
    const token = await signIn(app, north, "member");
    const answer = await app.fetch("/api/v1/session", { method: "DELETE", headers: bearer(token) });
    expect(answer.status).toBe(204);
    expect((await whoAmI(app, token)).status).toBe(401);
  });

  it("cannot be forged", async () => {
    const app = new TestApp(env);
    const token = await signIn(app, north, "member");
    const [body = "", signature = ""] = token.split(".");
    const claims = JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/")));
    const promoted = btoa(JSON.stringify({ ...claims, role: "owner" })).replaceAll("=", "");
    const forgeries = [
      `${promoted}.${signature}`,
      `${body}.`,
      body,
      `.${signature}`,
      `${body}.${signature.slice(1)}A`,
      `${body}.${signature}.${signature}`,
      `${btoa('{"alg":"none"}')}.${body}.`,
      await signSession({ ...claims, role: "owner" }, "another-key-that-is-long-enough"),
      "x".repeat(5000),
    ];
    for (const forgery of forgeries) expect((await whoAmI(app, forgery)).status).toBe(401);
  });

  it("with our own signature but without a row in the store is none", async () => {
    const app = new TestApp(env);
    const token = await signSession(
      {
        sessionId: "made-up",
        tenantId: north.tenant.id,
        memberId: "north-owner",
        role: "owner",
        host: "hubspot",
        beganAt: NOW,
        expiresAt: minutesAfter(NOW, 5),
      },
      env.SESSION_KEY,
    );
    expect((await whoAmI(app, token)).status).toBe(401);
  });
});

describe("a session of somebody whose standing changes", () => {
  it("loses what it might do as soon as the person's role is lowered", async () => {
    const demoted = await seedTenant(env.DB, { mark: "demoted", crmId: "1002" });
    const app = new TestApp(env);
    const token = await signIn(app, demoted, "admin");
    const setQuotas = () =>
      app.fetch("/api/v1/quotas", {
        method: "PUT",
        headers: { ...bearer(token), "content-type": "application/json" },
        body: "{}",
      });
    expect((await setQuotas()).status).toBe(400);
    await createPeopleStore(env.DB, demoted.tenant.id).saveRoleByHand("demoted-admin", "member");
    expect((await setQuotas()).status).toBe(403);
  });

  it("ends when the person leaves or the app is uninstalled", async () => {
    const left = await seedTenant(env.DB, { mark: "left", crmId: "1003" });
    const app = new TestApp(env);
    const tokens = [await signIn(app, left, "member"), await signIn(app, left, "owner")] as const;
    await env.DB.prepare("UPDATE members SET active = 0 WHERE tenant_id = ?1 AND id = 'left-member'")
      .bind(left.tenant.id)
      .run();
    expect((await whoAmI(app, tokens[0])).status).toBe(401);
    expect((await whoAmI(app, tokens[1])).status).toBe(200);
    const path = ticketPath("1003", { userId: userIdOf("1003", "member") });
    expect((await app.fetch(path, await signedCall(path, { now: app.now }))).status).toBe(403);
    const { key } = await makeKey(app, left, { role: "admin" });
    await createTenantDirectory(env.DB).setState(left.tenant.id, "uninstalled");
    expect((await whoAmI(app, tokens[1])).status).toBe(403);
    expect((await whoAmI(app, key)).status).toBe(403);
  });
});

describe("an API key", () => {
  it("works until it is revoked, and is kept as a hash alone", async () => {
    const app = new TestApp(env);
    const { id, key } = await makeKey(app, north, { role: "admin" });
    expect(key).toMatch(/^st_/);
    expect((await whoAmI(app, key)).status).toBe(200);
    const rows = await env.DB.prepare("SELECT * FROM access_keys").all();
    expect(JSON.stringify(rows.results)).not.toContain(key);
    const path = `/operator/tenants/${north.tenant.id}/api-keys/${id}`;
    expect((await app.fetch(path, { method: "DELETE", headers: OPERATOR })).status).toBe(204);
    expect((await whoAmI(app, key)).status).toBe(401);
    expect((await app.fetch(path, { method: "DELETE", headers: OPERATOR })).status).toBe(404);
  });

  it("that may only read sets no quota", async () => {
    const app = new TestApp(env);
    const { key } = await makeKey(app, north, { role: "admin", write: false });
    const answer = await app.fetch("/api/v1/quotas", { method: "PUT", headers: bearer(key) });
    expect(answer.status).toBe(403);
    expect((await problemOf(answer)).type).toBe("/problems/read-only-key");
  });

  it.each(["", "st_", "st_wrong", "Bearer"])("is needed, and %j is none", async (key) => {
    const app = new TestApp(env);
    const answer = await app.fetch("/api/v1/metrics", { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
  });
});

describe("the socket", () => {
  const upgrade = (ticket: string, more: Record<string, string> = {}) => ({
    headers: { upgrade: "websocket", "sec-websocket-protocol": `standings, ticket.${ticket}`, ...more },
  });

  async function liveTicket(app: TestApp, token: string): Promise<string> {
    return v.parse(v.object({ ticket: v.string() }), await (await whoAmI(app, token)).json()).ticket;
  }

  it("opens for a ticket once, for the session that asked, and hands the ticket to nobody", async () => {
    const app = new TestApp(env);
    const ticket = await liveTicket(app, await signIn(app, north, "member"));
    expect((await app.fetch("/api/v1/live", upgrade(ticket))).status).toBe(200);
    expect((await app.fetch("/api/v1/live", upgrade(ticket))).status).toBe(401);
    expect(app.sockets).toHaveLength(1);
    expect(app.sockets[0]).toMatchObject({ tenantId: north.tenant.id, endsAt: "2026-03-11T10:15:00.000Z" });
    expect(app.sockets[0]?.request.headers.get("sec-websocket-protocol")).toBe("standings");
    expect(JSON.stringify(app.logged)).not.toContain(ticket);
  });

  it("opens for an API key's ticket too", async () => {
    const app = new TestApp(env);
    const { key } = await makeKey(app, north, { role: "viewer", write: false });
    expect((await app.fetch("/api/v1/live", upgrade(await liveTicket(app, key)))).status).toBe(200);
  });

  it("stays shut without a ticket, after a minute, after signing out, and for another site", async () => {
    const app = new TestApp(env);
    const token = await signIn(app, north, "member");
    expect((await app.fetch("/api/v1/live", upgrade("made-up"))).status).toBe(401);
    const foreign = upgrade(await liveTicket(app, token), { origin: "https://evil.test" });
    expect((await app.fetch("/api/v1/live", foreign)).status).toBe(403);
    const embedTicket = await takeTicket(app, north, "member");
    expect((await app.fetch("/api/v1/live", upgrade(embedTicket))).status).toBe(401);
    const [late, orphan] = [await liveTicket(app, token), await liveTicket(app, token)];
    await app.fetch("/api/v1/session", { method: "DELETE", headers: bearer(token) });
    expect((await app.fetch("/api/v1/live", upgrade(orphan))).status).toBe(401);
    app.now = minutesAfter(NOW, 1);
    expect((await app.fetch("/api/v1/live", upgrade(late))).status).toBe(401);
    expect(app.sockets).toHaveLength(0);
  });

  it("asks a plain request to upgrade", async () => {
    expect((await new TestApp(env).fetch("/api/v1/live")).status).toBe(426);
  });
});

describe("requests that change something", () => {
  it.each([
    [{ origin: "https://evil.test" }],
    [{ origin: "null" }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
  ])("are refused from elsewhere: %j", async (headers) => {
    const app = new TestApp(env);
    const { key } = await makeKey(app, north, { role: "admin" });
    const answer = await app.fetch("/api/v1/quotas", {
      method: "PUT",
      headers: { ...bearer(key), ...headers },
    });
    expect(answer.status).toBe(403);
    expect((await problemOf(answer)).type).toBe("/problems/foreign-origin");
  });

  it("are taken from our own pages and from servers", async () => {
    const app = new TestApp(env);
    const { key } = await makeKey(app, north, { role: "admin" });
    const own = { origin: "https://standings.test", "sec-fetch-site": "same-origin" };
    for (const headers of [own, {}]) {
      const answer = await app.fetch("/api/v1/live/ticket", {
        method: "POST",
        headers: { ...bearer(key), ...headers },
      });
      expect(answer.status).toBe(200);
    }
  });
});

describe("what a browser is told", () => {
  it("lets only the CRM frame a card, and a card load only what is ours", async () => {
    const answer = await new TestApp(env, {
      fetchAsset: () => Promise.resolve(new Response("<p>", { headers: { "x-frame-options": "DENY" } })),
    }).fetch("/cards/standings/");
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("frame-ancestors https://*.hubspot.com https://app.hubspot.test");
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("connect-src 'self' wss://standings.test");
    expect(answer.headers.has("x-frame-options")).toBe(false);
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  });

  it("keeps files that never change, and asks again for pages", async () => {
    const app = new TestApp(env, { fetchAsset: () => Promise.resolve(new Response("x")) });
    const kept = await app.fetch("/cards/assets/leaderboard-abc.js");
    expect(kept.headers.get("cache-control")).toContain("immutable");
    expect((await app.fetch("/cards/standings/")).headers.get("cache-control")).toBe("no-cache");
  });

  it("leads from where the leaderboard stood to the pages, with what the link asked for", async () => {
    const answer = await new TestApp(env).fetch("/cards/leaderboard/?metric=deals_won&by=team", {
      redirect: "manual",
    });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toBe("/cards/standings/?metric=deals_won&by=team");
  });

  it("keeps no answer of the API, lets nobody frame it and nobody guess its type", async () => {
    const answer = await new TestApp(env).fetch("/api/v1/nothing");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("shows the documentation without a script or anything from elsewhere", async () => {
    const answer = await new TestApp(env).fetch("/api/v1/docs");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'; style-src 'nonce-");
    const page = await answer.text();
    for (const words of [
      "GET /api/v1/leaderboard",
      "POST /operator/tenants/{id}/api-keys",
      "/problems/not-permitted",
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toMatch(/<script|src=|@import|url\(/);
  });
});

it("stops a caller that asks too often, where a limiter is bound, without telling it the credential", async () => {
  const keys: string[] = [];
  const app = new TestApp(env, {
    withinRate: (key) => {
      keys.push(key);
      return Promise.resolve(keys.length < 2);
    },
  });
  expect((await app.fetch("/api/v1/nothing", { headers: bearer("st_secret") })).status).toBe(404);
  const answer = await app.fetch("/api/v1/nothing", { headers: bearer("st_secret") });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "10"]);
  expect(keys.join()).not.toContain("st_secret");
});
