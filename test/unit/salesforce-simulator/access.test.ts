import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateOrganisation } from "../../organisation/generate.ts";
import { activeUsers } from "../../simulators/salesforce/api/users.ts";
import type { ConnectedSimulator } from "./connected-simulator.ts";
import {
  authorizeUrl,
  CHALLENGE,
  CLIENT,
  codeIn,
  NOW,
  REDIRECT,
  send,
  startConnected,
  VERIFIER,
} from "./connected-simulator.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
let simulator: ConnectedSimulator;
let usernames: ReadonlySet<string>;

beforeAll(async () => {
  const jwtPublicKey = keys.publicKey.export({ type: "spki", format: "pem" }).toString();
  simulator = await startConnected({ jwtPublicKey });
  usernames = new Set(activeUsers(simulator.org).map(({ username }) => username));
});
afterAll(() => simulator.close());

function firstUser() {
  const [user] = activeUsers(simulator.org);
  if (!user) throw new Error("The org has no users");
  return user;
}

function assertion(claims: Readonly<Record<string, unknown>>, key = keys.privateKey): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256" })}.${part(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
}

function bearer(claims: Readonly<Record<string, unknown>> = {}, key = keys.privateKey) {
  const usual = {
    iss: CLIENT.client_id,
    sub: firstUser().username,
    aud: simulator.url,
    exp: NOW / 1000 + 120,
  };
  const text = assertion({ ...usual, ...claims }, key);
  return simulator.token({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: text });
}

describe("consent", () => {
  it("lets the visitor pick who consents, and brings code and state back", async () => {
    const url = authorizeUrl(simulator.url);
    const page = await send(url);
    const user = firstUser();
    expect(page.json).toContain(`value="${simulator.org.id}/${user.id}"`);
    const body = new URLSearchParams({ decision: "allow", user: `${simulator.org.id}/${user.id}` });
    const reply = await send(url, { method: "POST", body });
    expect(reply.status).toBe(302);
    const location = new URL(reply.headers.get("location") ?? "");
    expect(location.origin + location.pathname).toBe(REDIRECT);
    expect(location.searchParams.get("state")).toBe("s-1");
    const grant = await simulator.token({
      grant_type: "authorization_code",
      code: codeIn(location.href),
      code_verifier: VERIFIER,
    });
    expect(grant.json.id).toBe(`${simulator.url}/id/${simulator.org.id}/${user.id}`);
  });

  it("tells the app that the user denied", async () => {
    const body = new URLSearchParams({ decision: "deny" });
    const reply = await send(authorizeUrl(simulator.url), { method: "POST", body });
    expect(reply.headers.get("location")).toContain("error=access_denied");
  });

  it.each([
    [{ code_challenge: null }],
    [{ code_challenge_method: null }],
    [{ code_challenge_method: "plain" }],
    [{ code_challenge: "too-short" }],
    [{ response_type: "token" }],
    [{ scope: "api unicorns" }],
  ])("sends the browser back with an error for %o", async (more) => {
    const reply = await send(authorizeUrl(simulator.url, more));
    expect(reply.status).toBe(302);
    expect(reply.headers.get("location")).toMatch(
      /error=(?:invalid_request|unsupported_response_type|invalid_scope)/,
    );
  });

  it("keeps the browser when the client is unknown", async () => {
    expect((await send(authorizeUrl(simulator.url, { client_id: "somebody else" }))).status).toBe(400);
  });
});

describe("tokens of a code", () => {
  it("name org, user and time, are signed, and say nothing of a lifetime", async () => {
    const grant = await simulator.freshGrant();
    expect(Object.keys(grant).toSorted()).toEqual([
      "access_token",
      "id",
      "instance_url",
      "issued_at",
      "refresh_token",
      "scope",
      "signature",
      "token_type",
    ]);
    expect(grant).toMatchObject({
      issued_at: String(NOW),
      instance_url: simulator.url,
      token_type: "Bearer",
    });
    const signature = createHmac("sha256", CLIENT.client_secret).update(grant.id + grant.issued_at);
    expect(grant.signature).toBe(signature.digest("base64"));
  });

  it("need the verifier as well as the secret, and the code works once", async () => {
    const code = () => codeIn(simulator.consent(authorizeUrl(simulator.url)));
    const form = { grant_type: "authorization_code", code_verifier: VERIFIER };
    const refusals = [
      { ...form, code: code(), code_verifier: "" },
      { ...form, code: code(), code_verifier: "another-verifier-that-is-long-enough-0123456789" },
      { ...form, code: code(), code_verifier: CHALLENGE },
      { ...form, code: code(), client_secret: "wrong" },
      { ...form, code: code(), redirect_uri: "http://localhost:9/elsewhere" },
      { ...form, code: "made up" },
    ];
    const errors = [];
    for (const refused of refusals) {
      const { status, json } = await simulator.token(refused);
      expect(status).toBe(400);
      errors.push(json.error);
    }
    expect(errors).toEqual([
      "invalid_request",
      "invalid_grant",
      "invalid_grant",
      "invalid_client",
      "redirect_uri_mismatch",
      "invalid_grant",
    ]);
    const used = code();
    expect((await simulator.token({ ...form, code: used })).status).toBe(200);
    expect((await simulator.token({ ...form, code: used })).json.error_description).toBe(
      "expired authorization code",
    );
  });
});

describe("refresh tokens", () => {
  const refresh = (token: string) => simulator.token({ grant_type: "refresh_token", refresh_token: token });
  const limitsBy = (token: string) =>
    send(`${simulator.url}/services/data/v66.0/limits`, { headers: { authorization: `Bearer ${token}` } });

  it("work once and are replaced", async () => {
    const first = await simulator.freshGrant();
    const second = (await refresh(first.refresh_token)).json;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await limitsBy(second.access_token)).status).toBe(200);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it("end the whole grant when an old one comes again", async () => {
    const first = await simulator.freshGrant();
    const second = (await refresh(first.refresh_token)).json;
    const replay = await refresh(first.refresh_token);
    expect([replay.status, replay.json.error]).toEqual([400, "invalid_grant"]);
    expect((await refresh(second.refresh_token)).json.error).toBe("invalid_grant");
    expect((await limitsBy(second.access_token)).status).toBe(401);
    expect((await limitsBy(first.access_token)).status).toBe(401);
  });

  it("are used up although their answer was lost", async () => {
    const { faults } = simulator.simulation;
    const { refresh_token: token } = await simulator.freshGrant();
    faults.turnOn(["lost_refresh"]);
    faults.setEvery("lost_refresh", 1);
    await expect(refresh(token)).rejects.toThrow();
    faults.turnOn([]);
    expect((await refresh(token)).json.error).toBe("invalid_grant");
  });

  it("are lost by disuse after thirty days", async () => {
    const { refresh_token: token } = await simulator.freshGrant();
    simulator.clock.at = NOW + 31 * 24 * 60 * 60 * 1000;
    expect((await refresh(token)).json.error_description).toBe("expired access/refresh token");
    simulator.clock.at = NOW;
  });

  it("are kept for five grants of one user, of which the oldest goes", async () => {
    const { id: userId } = firstUser();
    const grants = [];
    for (let count = 0; count < 6; count += 1) grants.push(await simulator.freshGrant(userId));
    const statuses = [];
    for (const { refresh_token: token } of grants) statuses.push((await refresh(token)).status);
    expect(statuses).toEqual([400, 200, 200, 200, 200, 200]);
  });
});

describe("JWT bearer", () => {
  it("gives an access token for a user by name, and no refresh token", async () => {
    const { status, json } = await bearer();
    expect(status).toBe(200);
    expect(json.refresh_token).toBeUndefined();
    expect(json.id).toContain(firstUser().id);
  });

  it("is refused where anything about the assertion is wrong", async () => {
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const replies = [
      await bearer({ iss: "somebody" }),
      await bearer({ aud: "https://elsewhere.example" }),
      await bearer({ exp: NOW / 1000 - 1 }),
      await bearer({ exp: NOW / 1000 + 600 }),
      await bearer({}, other),
      await bearer({ sub: "nobody@nowhere.example" }),
    ];
    expect(replies.map(({ json }) => json.error)).toEqual(Array(6).fill("invalid_grant"));
    expect(replies.at(-1)?.json.error_description).toBe("user hasn't approved this consumer");
  });

  it("is refused to a user without the permission set", async () => {
    simulator.simulation.settings.preauthorised = ["integration@somewhere.example"];
    expect((await bearer()).json.error_description).toBe("user hasn't approved this consumer");
    simulator.simulation.settings.preauthorised = null;
  });
});

describe("an app that was uninstalled", () => {
  it("has no tokens and gets none by JWT, until somebody consents again", async () => {
    const added = simulator.addOrg(generateOrganisation({ seed: 3, today: NOW, scale: 0.02 }));
    const user = activeUsers(added).find(({ username }) => !usernames.has(username));
    if (!user) throw new Error("The other org has nobody of its own");
    const byJwt = await bearer({ sub: user.username });
    expect(byJwt.json.id).toContain(added.id);
    simulator.uninstall(added.id);
    const headers = { authorization: `Bearer ${byJwt.json.access_token}` };
    expect((await send(`${simulator.url}/services/data/v66.0/limits`, { headers })).status).toBe(401);
    expect((await bearer({ sub: user.username })).status).toBe(400);
    simulator.consent(authorizeUrl(simulator.url), { orgId: added.id });
    expect((await bearer({ sub: user.username })).status).toBe(200);
  });
});

describe("what is asked about a token", () => {
  const post = (path: string, form: Readonly<Record<string, string>>) =>
    send(`${simulator.url}/services/oauth2/${path}`, { method: "POST", body: new URLSearchParams(form) });

  it("is answered by introspection with times and user", async () => {
    const { id: userId, username } = firstUser();
    const grant = await simulator.freshGrant(userId);
    const { json } = await post("introspect", { ...CLIENT, token: grant.access_token });
    const issued = NOW / 1000;
    expect(json).toMatchObject({ active: true, username, iat: issued, nbf: issued, exp: issued + 7200 });
    expect((await post("introspect", { ...CLIENT, token: "made up" })).json).toEqual({ active: false });
  });

  it("is answered by userinfo with org and user, and not after revocation", async () => {
    const { id: userId } = firstUser();
    const grant = await simulator.freshGrant(userId);
    const ask = () =>
      send(`${simulator.url}/services/oauth2/userinfo`, {
        headers: { authorization: `Bearer ${grant.access_token}` },
      });
    expect((await ask()).json).toMatchObject({ user_id: userId, organization_id: simulator.org.id });
    expect((await post("revoke", { token: grant.refresh_token })).status).toBe(200);
    const after = await ask();
    expect([after.status, after.json]).toEqual([403, "Bad_OAuth_Token"]);
    expect((await post("revoke", { token: "made up" })).json.error).toBe("invalid_token");
  });
});
