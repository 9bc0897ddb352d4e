import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Session } from "../../../shared/contracts/access.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { secondsAfter } from "../../../worker/domain/seconds-after.ts";
import { TestApp } from "./app.ts";
import { type SeededTenant, seedTenant } from "./seed.ts";
import { bearer, signIn } from "./sign-in.ts";

let tenant: SeededTenant;

beforeAll(async () => {
  tenant = await seedTenant(env.DB, { mark: "renewing", crmId: "7001" });
});

function renew(app: TestApp, token: string): Promise<Response> {
  return app.fetch("/api/v1/session/renewal", { method: "POST", headers: bearer(token) });
}

async function renewedToken(app: TestApp, token: string): Promise<Session> {
  return v.parse(Session, await (await renew(app, token)).json());
}

describe("a session of a page in HubSpot", () => {
  it("goes on beyond its quarter of an hour when the page renews it in time", async () => {
    const app = new TestApp(env);
    const first = await signIn(app, tenant, "member");
    app.now = secondsAfter(app.now, 14 * 60);
    const renewed = await renewedToken(app, first);
    expect(renewed).toMatchObject({ expiresAt: secondsAfter(app.now, 15 * 60), secondsLeft: 15 * 60 });
    app.now = secondsAfter(app.now, 14 * 60);
    const asked = await app.fetch("/api/v1/members", { headers: bearer(renewed.token) });
    expect(asked.status).toBe(200);
    expect((await renew(app, first)).status).toBe(401);
  });

  it("ends twelve hours after HubSpot let the person in, however often it was renewed", async () => {
    const app = new TestApp(env);
    const began = app.now;
    let { token, expiresAt } = { token: await signIn(app, tenant, "manager"), expiresAt: began };
    for (let renewals = 0; renewals < 60; renewals += 1) {
      app.now = secondsAfter(app.now, 14 * 60);
      if (app.now >= secondsAfter(began, 12 * 3600)) break;
      ({ token, expiresAt } = await renewedToken(app, token));
    }
    expect(expiresAt).toBe(secondsAfter(began, 12 * 3600));
    app.now = expiresAt;
    expect((await renew(app, token)).status).toBe(401);
  });

  it("is not renewed for somebody who left, and carries the role of the moment", async () => {
    const app = new TestApp(env);
    const people = createPeopleStore(env.DB, tenant.tenant.id);
    const token = await signIn(app, tenant, "admin");
    await people.saveRoleByHand("renewing-admin", "member");
    expect((await renewedToken(app, token)).role).toBe("member");
    await env.DB.prepare("UPDATE members SET active = 0 WHERE tenant_id = ?1 AND id = 'renewing-admin'")
      .bind(tenant.tenant.id)
      .run();
    expect([401, 403]).toContain((await renew(app, token)).status);
  });

  it("is over when its token is of an older version of ours, and no fault", async () => {
    const app = new TestApp(env);
    const older = {
      sessionId: "made-up",
      tenantId: tenant.tenant.id,
      memberId: "renewing-owner",
      role: "owner",
      host: "hubspot",
      expiresAt: secondsAfter(app.now, 5 * 60),
    } as const;
    const url64 = (text: string) => btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const body = url64(JSON.stringify(older));
    const key = await crypto.subtle.importKey(
      "raw",
      new TextEncoder().encode(env.SESSION_KEY),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const message = new TextEncoder().encode(`standings session v1.${body}`);
    const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
    const token = `${body}.${url64(String.fromCharCode(...signature))}`;
    const asked = await app.fetch("/api/v1/members", { headers: bearer(token) });
    expect(asked.status).toBe(401);
  });
});
