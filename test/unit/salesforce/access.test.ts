import { createVerify, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { SalesforceApp } from "../../../worker/adapters/crm/salesforce/access/oauth.ts";
import { createSalesforcePort } from "../../../worker/adapters/crm/salesforce/salesforce-port.ts";
import type { Grant } from "../../../worker/ports/crm.ts";
import { API_URL, GRANT, ORG_ID, openReplyingOrg, type SentCall, USER_ID } from "./replying-org.ts";

const NOW = "2026-11-21T12:00:00.000Z";
const ISSUED = Date.parse("2026-11-21T11:59:58.000Z");
const TOKEN = "/services/oauth2/token";
const USER_INFO = "/services/oauth2/userinfo";
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const CONSENT = {
  code: "aPrx code==",
  redirectUri: "https://standings.test/oauth/salesforce/callback",
  codeVerifier: "v".repeat(43),
};

function openPort(changes: Partial<SalesforceApp> = {}) {
  const app: SalesforceApp = {
    loginUrl: "https://login.salesforce.com",
    clientId: "client",
    clientSecret: "secret",
    jwtKey: null,
    ...changes,
  };
  return createSalesforcePort(app, { sleep: () => Promise.resolve(), answerMillisMax: 200 });
}

function tokens(changes: object = {}): Response {
  return Response.json({
    access_token: "new access",
    refresh_token: "new refresh",
    instance_url: API_URL,
    id: `https://login.salesforce.com/id/${ORG_ID}/${USER_ID}`,
    issued_at: String(ISSUED),
    scope: "api refresh_token id",
    token_type: "Bearer",
    ...changes,
  });
}

function refused(error: string, error_description = "", status = 400): Response {
  return Response.json({ error, error_description }, { status });
}

function formOf(call: SentCall | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(call?.body ?? ""));
}

describe("consent", () => {
  it("is asked for with a proof key and the method by which it is checked", () => {
    const url = new URL(
      openPort().authorizeUrl({ state: "s/1", redirectUri: CONSENT.redirectUri, codeChallenge: "challenge" }),
    );
    expect(`${url.origin}${url.pathname}`).toBe("https://login.salesforce.com/services/oauth2/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: "code",
      client_id: "client",
      redirect_uri: CONSENT.redirectUri,
      scope: "api refresh_token id",
      state: "s/1",
      code_challenge: "challenge",
      code_challenge_method: "S256",
    });
  });

  it("gives a grant of the org and the user it names", async () => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = () => tokens();
    org.answers[USER_INFO] = () => Response.json({ preferred_username: "integration@acme.example" });
    expect(await openPort().exchangeCode(CONSENT, NOW)).toEqual({
      ok: true,
      value: {
        accessToken: "new access",
        refreshToken: "new refresh",
        expiresAt: "2026-11-21T13:49:58.000Z",
        apiUrl: API_URL,
        userName: "integration@acme.example",
        scopes: ["api", "refresh_token", "id"],
        crmId: ORG_ID,
        userId: USER_ID,
      },
    });
    expect(org.calls[0]?.url).toBe(`https://login.salesforce.com${TOKEN}`);
    expect(formOf(org.calls[0])).toEqual({
      grant_type: "authorization_code",
      code: CONSENT.code,
      redirect_uri: CONSENT.redirectUri,
      code_verifier: CONSENT.codeVerifier,
      client_id: "client",
      client_secret: "secret",
    });
    expect(org.calls[1]?.headers.get("authorization")).toBe("Bearer new access");
    expect(org.calls[1]?.url).toBe(`${API_URL}${USER_INFO}`);
  });

  it("is asked for the name of the user again where that fails for a moment", async () => {
    const org = openReplyingOrg();
    let asked = 0;
    org.answers[TOKEN] = () => tokens();
    org.answers[USER_INFO] = () => {
      asked += 1;
      return asked < 3 ? new Response("", { status: 503 }) : Response.json({ preferred_username: "me" });
    };
    expect(await openPort().exchangeCode(CONSENT, NOW)).toMatchObject({
      ok: true,
      value: { userName: "me" },
    });
    expect(org.calls.map(({ path }) => path)).toEqual([TOKEN, USER_INFO, USER_INFO, USER_INFO]);
  });

  it("is not lost while the name cannot be asked for: a refresh asks again", async () => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = () => tokens();
    org.answers[USER_INFO] = () => new Response("", { status: 503 });
    const port = openPort({ jwtKey: PEM });
    const consented = await port.exchangeCode(CONSENT, NOW);
    if (!consented.ok) throw new Error(JSON.stringify(consented.error));
    expect(consented.value).toMatchObject({ refreshToken: "new refresh", userName: null });
    expect(await port.refresh(consented.value, NOW)).toMatchObject({ ok: true, value: { userName: null } });
    org.answers[USER_INFO] = () => Response.json({ preferred_username: "me" });
    expect(await port.refresh(consented.value, NOW)).toMatchObject({ ok: true, value: { userName: "me" } });
    // Without a refresh token the name is all there is.
    org.answers[TOKEN] = () => tokens({ refresh_token: undefined });
    org.answers[USER_INFO] = () => new Response("", { status: 503 });
    expect(await port.exchangeCode(CONSENT, NOW)).toMatchObject({
      ok: false,
      error: { reason: "unavailable" },
    });
  });

  it("needs no name where it gave a refresh token, and one of the two in any case", async () => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = () => tokens();
    org.answers[USER_INFO] = () => new Response("", { status: 403 });
    expect(await openPort().exchangeCode(CONSENT, NOW)).toMatchObject({
      ok: true,
      value: { userName: null },
    });
    org.answers[TOKEN] = () => tokens({ refresh_token: undefined });
    expect(await openPort({ jwtKey: PEM }).exchangeCode(CONSENT, NOW)).toMatchObject({ ok: false });
    org.answers[USER_INFO] = () => Response.json({ preferred_username: "me" });
    expect(await openPort().exchangeCode(CONSENT, NOW)).toMatchObject({ ok: false });
    expect(await openPort({ jwtKey: PEM }).exchangeCode(CONSENT, NOW)).toMatchObject({
      ok: true,
      value: { refreshToken: null, userName: "me" },
    });
  });

  it.each<[string, () => Response | Promise<Response>, object]>([
    ["a spent code", () => refused("invalid_grant", "expired authorization code"), { reason: "rejected" }],
    [
      "a wrong secret",
      () => refused("invalid_client", "invalid client credentials"),
      { reason: "misconfigured" },
    ],
    ["a wrong address", () => refused("redirect_uri_mismatch"), { reason: "misconfigured" }],
    ["an app unknown here", () => refused("OAUTH_EC_APP_NOT_FOUND"), { reason: "misconfigured" }],
    ["too many sign-ins", () => refused("invalid_grant", "login rate exceeded"), { reason: "rate_limited" }],
    ["a fault of theirs", () => refused("unknown_error", "retry your request"), { reason: "unavailable" }],
    ["a page", () => new Response("<html>", { status: 500 }), { reason: "unavailable" }],
    ["no connection", () => Promise.reject(new TypeError("failed")), { reason: "unavailable" }],
    ["something odd", () => refused("odd error!"), { reason: "rejected", detail: "no code" }],
    ["no tokens", () => Response.json({}), { reason: "unavailable" }],
    [
      "an address of a page",
      () => tokens({ instance_url: "https://a.lightning.force.com" }),
      { reason: "unavailable" },
    ],
    ["an address that is none", () => tokens({ instance_url: "javascript:1" }), { reason: "unavailable" }],
    ["no org", () => tokens({ id: "https://login.salesforce.com/id/" }), { reason: "unavailable" }],
  ])("answered by %s is a failure, asked for once", async (_, answer, error) => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = answer;
    expect(await openPort().exchangeCode(CONSENT, NOW)).toMatchObject({ ok: false, error });
    expect(org.calls).toHaveLength(1);
  });
});

describe("a refresh", () => {
  it("spends the refresh token and keeps the one that comes back", async () => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = () => tokens({ instance_url: "https://acme2.my.salesforce.com/" });
    const renewed = await openPort().refresh(GRANT, NOW);
    expect(renewed).toMatchObject({
      ok: true,
      value: {
        accessToken: "new access",
        refreshToken: "new refresh",
        apiUrl: "https://acme2.my.salesforce.com",
        userName: GRANT.userName,
        crmId: ORG_ID,
      },
    });
    expect(formOf(org.calls[0])).toEqual({
      grant_type: "refresh_token",
      refresh_token: "refresh",
      client_id: "client",
      client_secret: "secret",
    });
  });

  it("keeps the same refresh token where none comes back, and its scopes", async () => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = () => tokens({ refresh_token: undefined, scope: undefined, issued_at: undefined });
    expect(await openPort().refresh(GRANT, NOW)).toMatchObject({
      ok: true,
      value: { refreshToken: "refresh", scopes: ["api"], expiresAt: "2026-11-21T13:50:00.000Z" },
    });
  });

  it.each([
    [
      "https://login.salesforce.com",
      "https://acme--dev.sandbox.my.salesforce.com",
      "https://test.salesforce.com",
    ],
    [
      "https://login.salesforce.com/",
      "https://acme-1.scratch.my.salesforce.com",
      "https://test.salesforce.com",
    ],
    ["https://login.salesforce.com", API_URL, "https://login.salesforce.com"],
    ["https://acme.my.salesforce.com", API_URL, "https://acme.my.salesforce.com"],
    ["http://127.0.0.1:4600", "http://127.0.0.1:4600", "http://127.0.0.1:4600"],
  ])("by %s of an org at %s goes to %s", async (loginUrl, apiUrl, host) => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = () => tokens();
    await openPort({ loginUrl }).refresh({ ...GRANT, apiUrl }, NOW);
    expect(org.calls[0]?.url).toBe(`${host}${TOKEN}`);
  });

  const refusedConnection = new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });

  it.each<[string, () => Response | Promise<Response>, object]>([
    ["revoked", () => refused("invalid_grant", "expired access/refresh token"), { reason: "token_revoked" }],
    ["of a user who is off", () => refused("inactive_user"), { reason: "token_revoked" }],
    [
      "from an address that is not listed",
      () => refused("invalid_grant", "ip restricted"),
      { reason: "misconfigured" },
    ],
    ["with a wrong secret", () => refused("invalid_client"), { reason: "misconfigured" }],
    ["that surely did not arrive", () => Promise.reject(refusedConnection), { reason: "unavailable" }],
    ["that was not looked at", () => new Response("", { status: 503 }), { reason: "unavailable" }],
    // Whether the token was spent is not known: it must not be shown again at once.
    ["whose answer was lost", () => Promise.reject(new TypeError("cut")), { reason: "token_expired" }],
    [
      "whose answer did not come in time",
      () => Promise.reject(new DOMException("late", "TimeoutError")),
      { reason: "token_expired" },
    ],
    ["that broke on their side", () => new Response("<html>", { status: 500 }), { reason: "token_expired" }],
    ["that was answered by nonsense", () => new Response("fine"), { reason: "token_expired" }],
    [
      "answered for another org",
      () => tokens({ id: `https://login.salesforce.com/id/00D000000000001AAA/${USER_ID}` }),
      { reason: "token_revoked" },
    ],
  ])("%s is sent once and says so", async (_, answer, error) => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = answer;
    expect(await openPort().refresh(GRANT, NOW)).toMatchObject({ ok: false, error });
    expect(org.calls).toHaveLength(1);
  });

  it("without a refresh token and without a key is over", async () => {
    openReplyingOrg();
    expect(await openPort().refresh({ ...GRANT, refreshToken: null }, NOW)).toEqual({
      ok: false,
      error: { reason: "token_revoked" },
    });
  });
});

describe("signing in with a key", () => {
  const grant: Grant = { ...GRANT, apiUrl: "https://acme--dev.sandbox.my.salesforce.com" };

  it("vouches for the user by an assertion that Salesforce can check", async () => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = () => tokens({ refresh_token: undefined });
    expect(await openPort({ jwtKey: PEM }).refresh(grant, NOW)).toMatchObject({
      ok: true,
      value: { accessToken: "new access", refreshToken: "refresh", userName: GRANT.userName },
    });
    const form = formOf(org.calls[0]);
    expect(form.grant_type).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    const [header = "", claims = "", signature = ""] = (form.assertion ?? "").split(".");
    const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
    expect(read(header)).toEqual({ alg: "RS256", typ: "JWT" });
    expect(read(claims)).toEqual({
      iss: "client",
      sub: GRANT.userName,
      aud: "https://test.salesforce.com",
      exp: Date.parse(NOW) / 1000 + 180,
    });
    const verify = createVerify("RSA-SHA256").update(`${header}.${claims}`);
    expect(verify.verify(keys.publicKey, signature, "base64url")).toBe(true);
  });

  it("reads a key whose line breaks are written out", async () => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = () => tokens();
    expect(await openPort({ jwtKey: PEM.replaceAll("\n", "\\n") }).refresh(grant, NOW)).toMatchObject({
      ok: true,
    });
  });

  it("falls back on the refresh token where the org has not approved it", async () => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = (call) =>
      formOf(call).assertion === undefined
        ? tokens()
        : refused("invalid_grant", "user hasn't approved this consumer");
    expect(await openPort({ jwtKey: PEM }).refresh(grant, NOW)).toMatchObject({
      ok: true,
      value: { refreshToken: "new refresh" },
    });
    expect(org.calls.map((call) => formOf(call).grant_type)).toEqual([
      "urn:ietf:params:oauth:grant-type:jwt-bearer",
      "refresh_token",
    ]);
    const alone = await openPort({ jwtKey: PEM }).refresh({ ...grant, refreshToken: null }, NOW);
    expect(alone).toEqual({ ok: false, error: { reason: "token_revoked" } });
  });

  it.each<[string, () => Response | Promise<Response>, object]>([
    ["a wrong audience", () => refused("invalid_grant", "audience is invalid"), { reason: "misconfigured" }],
    ["a lost answer", () => Promise.reject(new TypeError("cut")), { reason: "unavailable" }],
    ["a server error", () => new Response("", { status: 500 }), { reason: "unavailable" }],
  ])("leaves the refresh token alone after %s", async (_, answer, error) => {
    const org = openReplyingOrg();
    org.answers[TOKEN] = answer;
    expect(await openPort({ jwtKey: PEM }).refresh(grant, NOW)).toMatchObject({ ok: false, error });
    expect(org.calls).toHaveLength(1);
  });

  it.each(["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "no key"])(
    "is not tried with a key that cannot be read (%#)",
    async (jwtKey) => {
      const org = openReplyingOrg();
      expect(await openPort({ jwtKey }).refresh(grant, NOW)).toMatchObject({
        ok: false,
        error: { reason: "misconfigured" },
      });
      expect(org.calls).toHaveLength(0);
    },
  );
});
