import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InstalledSimulator } from "./installed-simulator.ts";
import { authorizeUrl, CLIENT, codeIn, REDIRECT, send, startInstalled } from "./installed-simulator.ts";

let simulator: InstalledSimulator;

beforeAll(async () => {
  simulator = await startInstalled();
});
afterAll(() => simulator.close());

async function freshGrant(options: { optionalScopes?: readonly string[] } = {}) {
  const code = codeIn(simulator.consent(authorizeUrl(simulator.url), options));
  return (await simulator.token({ grant_type: "authorization_code", code })).json;
}

describe("consent", () => {
  it("shows the scopes, and brings code and state back after approval", async () => {
    const url = authorizeUrl(simulator.url);
    const page = await send(url, {});
    expect(page.json).toContain("crm.objects.deals.read");
    expect(page.json).toContain('value="sales-email-read"');
    const form = new URLSearchParams({ decision: "approve", optional: "settings.users.read" });
    const reply = await send(url, { method: "POST", body: form });
    expect(reply.status).toBe(302);
    const location = new URL(reply.headers.get("location") ?? "");
    expect(location.origin + location.pathname).toBe(REDIRECT);
    expect(location.searchParams.get("state")).toBe("s-1");
    const grant = await simulator.token({ grant_type: "authorization_code", code: codeIn(location.href) });
    expect(grant.json.scopes).toContain("settings.users.read");
    expect(grant.json.scopes).not.toContain("sales-email-read");
  });

  it("says that the user denied", async () => {
    const body = new URLSearchParams({ decision: "deny" });
    const reply = await send(authorizeUrl(simulator.url), { method: "POST", body });
    expect(reply.headers.get("location")).toContain("error=access_denied");
  });

  it.each([
    [{ client_id: "somebody else" }],
    [{ redirect_uri: "http://elsewhere.example/cb" }],
    [{ scope: "oauth crm.objects.unicorns.read" }],
  ])("stops an installation with %o", async (more) => {
    expect((await send(authorizeUrl(simulator.url, more), {})).status).toBe(400);
  });
});

describe("tokens", () => {
  it("are long, last thirty minutes and name the account and user", async () => {
    const grant = await freshGrant();
    expect(grant).toMatchObject({
      expires_in: 1800,
      token_type: "bearer",
      token_use: "access_token",
      hub_id: simulator.portal.portalId,
    });
    expect(grant.access_token.length).toBeGreaterThan(512);
    expect(typeof grant.user_id).toBe("number");
  });

  it("come once for a code, and only for the address it was issued to", async () => {
    const code = codeIn(simulator.consent(authorizeUrl(simulator.url)));
    const form = { grant_type: "authorization_code", code };
    expect((await simulator.token(form)).status).toBe(200);
    expect((await simulator.token(form)).json.status).toBe("BAD_AUTH_CODE");
    const other = codeIn(simulator.consent(authorizeUrl(simulator.url)));
    const elsewhere = { ...form, code: other, redirect_uri: "http://localhost:9/other" };
    expect((await simulator.token(elsewhere)).json.status).toBe("BAD_REDIRECT_URI");
  });

  it.each([
    [{ client_id: "x" }, "BAD_CLIENT_ID"],
    [{ client_secret: "x" }, "BAD_CLIENT_SECRET"],
    [{ refresh_token: "x" }, "BAD_REFRESH_TOKEN"],
    [{ grant_type: "client_credentials" }, "BAD_GRANT_TYPE"],
  ])("are refused to %o", async (more, status) => {
    const { refresh_token } = await freshGrant();
    const reply = await simulator.token({ grant_type: "refresh_token", refresh_token, ...more });
    expect([reply.status, reply.json.status]).toEqual([400, status]);
  });

  it("expire, and a refresh brings new ones; the old refresh token dies when its successor is used", async () => {
    const first = await freshGrant();
    simulator.clock.at += 1801_000;
    simulator.useToken(first.access_token);
    const late = await simulator.call("GET", "/account-info/v3/details");
    expect([late.status, late.json.category]).toEqual([401, "EXPIRED_AUTHENTICATION"]);
    const refresh = async (refresh_token: string) =>
      (await simulator.token({ grant_type: "refresh_token", refresh_token })).json;
    const second = await refresh(first.refresh_token);
    const again = await refresh(first.refresh_token);
    expect([second.status, again.status]).toEqual([undefined, undefined]);
    const third = await refresh(second.refresh_token);
    expect((await refresh(first.refresh_token)).status).toBe("BAD_REFRESH_TOKEN");
    simulator.useToken(third.access_token);
    expect((await simulator.call("GET", "/account-info/v3/details")).status).toBe(200);
  });

  it("are described, and revoked, on request", async () => {
    const grant = await freshGrant();
    const post = (path: string, token: string) =>
      send(`${simulator.url}/oauth/2026-09/token/${path}`, {
        method: "POST",
        body: new URLSearchParams({ ...CLIENT, token }),
      });
    expect((await post("introspect", grant.access_token)).json).toMatchObject({
      active: true,
      token_use: "access_token",
    });
    expect((await post("introspect", "nothing")).json).toEqual({ active: false });
    await post("revoke", grant.refresh_token);
    expect((await post("introspect", grant.access_token)).json).toEqual({ active: false });
  });

  it("stop working when the app uninstalls itself", async () => {
    const grant = await freshGrant();
    simulator.useToken(grant.access_token);
    expect((await simulator.call("DELETE", "/appinstalls/2026-09/external-install")).status).toBe(204);
    expect((await simulator.call("GET", "/account-info/v3/details")).status).toBe(401);
    const reply = await simulator.token({ grant_type: "refresh_token", refresh_token: grant.refresh_token });
    expect(reply.json.status).toBe("BAD_REFRESH_TOKEN");
  });
});

describe("scopes", () => {
  it("are asked for by name when one is missing", async () => {
    simulator.useToken((await freshGrant({ optionalScopes: [] })).access_token);
    const reply = await simulator.call("GET", "/crm/v3/objects/goal_targets");
    expect([reply.status, reply.json.category]).toEqual([403, "MISSING_SCOPES"]);
    expect(reply.json.errors[0].context.requiredGranularScopes).toEqual(["crm.objects.goals.read"]);
  });

  it("hide the content of e-mails, and nothing else of them", async () => {
    const path =
      "/crm/v3/objects/emails?limit=1&properties=hs_email_subject,hs_email_text,hs_email_from_email";
    simulator.useToken((await freshGrant({ optionalScopes: [] })).access_token);
    const hidden = (await simulator.call("GET", path)).json.results[0].properties;
    expect(hidden).toMatchObject({ hs_email_subject: null, hs_email_text: null });
    expect(hidden.hs_email_from_email).toContain("@");
    simulator.useToken((await freshGrant()).access_token);
    const shown = (await simulator.call("GET", path)).json.results[0].properties;
    expect(shown.hs_email_text).toContain("These words belong to the CRM alone.");
  });
});

describe("limits", () => {
  it("let 110 calls through in ten seconds, and say how many are left", async () => {
    simulator.useToken((await freshGrant()).access_token);
    simulator.simulation.limits.settings.enabled = true;
    const replies = [];
    for (let count = 0; count < 111; count += 1)
      replies.push(await simulator.call("GET", "/account-info/v3/details"));
    expect(replies.slice(0, 110).every(({ status }) => status === 200)).toBe(true);
    expect(replies[0]?.headers.get("x-hubspot-ratelimit-remaining")).toBe("109");
    expect(replies[110]?.status).toBe(429);
    expect(replies[110]?.json).toMatchObject({ errorType: "RATE_LIMIT", policyName: "TEN_SECONDLY_ROLLING" });
    simulator.clock.at += 10_000;
    expect((await simulator.call("GET", "/account-info/v3/details")).status).toBe(200);
  });

  it("let five searches through in a second, without headers", async () => {
    const replies = [];
    for (let count = 0; count < 6; count += 1)
      replies.push(await simulator.call("POST", "/crm/v3/objects/deals/search", {}));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(replies[0]?.headers.get("x-hubspot-ratelimit-max")).toBeNull();
    simulator.simulation.limits.settings.enabled = false;
  });
});
