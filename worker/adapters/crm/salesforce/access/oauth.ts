import * as v from "valibot";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import { secondsAfter } from "../../../../domain/seconds-after.ts";
import type { ConsentCode, ConsentRequest, CrmFailure, Grant } from "../../../../ports/crm.ts";
import type { Insist } from "../../insist.ts";
import { type CrmReply, failureOfSilence, readJson, type Silence } from "../../reply.ts";
import { failureOf } from "../api/failures.ts";
import { toFullId } from "../api/record-ids.ts";
import { sendForToken, sendToOrg } from "../api/transport.ts";
import { type DoubtedTokens, whyNotToShow } from "./doubted-tokens.ts";
import { signAssertion } from "./json-web-token.ts";

/** Our app, as Salesforce knows it. */
export interface SalesforceApp {
  /** Where consent is given: `https://login.salesforce.com`, that of sandboxes, or a domain of the customer's. */
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A PKCS #8 key in PEM; with it the app signs in by itself as the user who consented. */
  readonly jwtKey: string | null;
  /** The share of an org's daily calls, of all its apps, from which on we make none. Half where it is not set. */
  readonly allowanceShare?: number;
}

/** What asking for tokens needs. */
export interface OAuthParts {
  readonly app: SalesforceApp;
  readonly answerMillisMax: number;
  readonly insist: Insist;
  /** Kept as long as the port: which refresh tokens were shown without an answer. */
  readonly doubted: DoubtedTokens;
  /** In milliseconds: how long an answer was waited for. */
  readonly clock: () => number;
}

const SCOPES = "api refresh_token id";
/** Sessions last two hours unless the org says otherwise, which no answer tells. */
const TOKEN_SECONDS = 110 * 60;
const TOKEN_LENGTH_MAX = 20_000;
const CLOCK_SKEW_MILLIS = 86_400_000;
const LIGHTNING_HOST = /\.lightning\.force\.com$/i;
const LOGIN_URL = "https://login.salesforce.com";
const SANDBOX_LOGIN_URL = "https://test.salesforce.com";
const SANDBOX_HOST = /\.(sandbox|scratch)\.my\.salesforce\.com$/i;
const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

const Token = v.pipe(v.string(), v.minLength(1), v.maxLength(TOKEN_LENGTH_MAX));
const OrgUrl = v.pipe(
  v.string(),
  v.url(),
  v.transform((text) => new URL(text)),
  v.check(({ protocol, hostname }) => /^https?:$/.test(protocol) && !LIGHTNING_HOST.test(hostname)),
  v.transform(({ origin }) => origin),
);

const TokenAnswer = v.object({
  access_token: Token,
  refresh_token: v.nullish(Token, null),
  instance_url: OrgUrl,
  /** Ends with the ids of the org and the user. */
  id: v.string(),
  issued_at: v.fallback(v.nullish(v.pipe(v.string(), v.regex(/^\d{13}$/)), null), null),
  scope: v.nullish(v.string(), ""),
});

const UserInfo = v.object({ preferred_username: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) });

/** The consent page. jsforce would leave out by which method the proof key is checked. */
export function buildAuthorizeUrl(
  app: SalesforceApp,
  { state, redirectUri, codeChallenge }: ConsentRequest,
): string {
  const query = Object.entries({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: redirectUri,
    scope: SCOPES,
    state,
    code_challenge: codeChallenge,
    code_challenge_method: "S256",
  });
  const encoded = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${trimSlash(app.loginUrl)}/services/oauth2/authorize?${encoded}`;
}

/** Trades the code of a consent for a grant. */
export async function exchangeCode(
  parts: OAuthParts,
  { code, redirectUri, codeVerifier }: ConsentCode,
  now: Instant,
): Promise<Result<Grant, CrmFailure>> {
  const { app } = parts;
  const sent = await sendForToken(
    { ...app, loginUrl: trimSlash(app.loginUrl) },
    { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: codeVerifier },
    parts,
  );
  if (!sent.ok) return err(failureOfSilence(sent.error));
  if (sent.value.status !== 200) {
    const failure = oauthFailureOf(sent.value);
    // The same words for a code mean that the consent page was left open too long or came back twice.
    return err(
      failure.reason === "token_revoked"
        ? { reason: "rejected", status: sent.value.status, detail: "invalid_grant" }
        : failure,
    );
  }
  const granted = readGrant(sent.value, now);
  if (!granted.ok) return granted;
  const userName = await fetchUserName(parts, granted.value);
  // The code is spent by now: with a refresh token the grant is good, and a refresh asks for the name again.
  if (!userName.ok && granted.value.refreshToken === null) return userName;
  const grant = { ...granted.value, userName: userName.ok ? userName.value : null };
  if (grant.refreshToken === null && (app.jwtKey === null || grant.userName === null)) {
    return err({ reason: "unavailable", detail: "no refresh token was given" });
  }
  return ok(grant);
}

/**
 * A fresh grant. With a key of its own the app signs in anew, which may be done as often as one likes; where
 * the org has not approved that, and without a key, the refresh token is spent.
 */
export async function refreshGrant(
  parts: OAuthParts,
  grant: Grant,
  now: Instant,
): Promise<Result<Grant, CrmFailure>> {
  const { jwtKey } = parts.app;
  if (jwtKey !== null && grant.userName !== null) {
    const signedIn = await signIn(parts, grant, { jwtKey, userName: grant.userName, now });
    const isRefused = !signedIn.ok && signedIn.error.reason === "token_revoked";
    if (!isRefused || grant.refreshToken === null) return signedIn;
  }
  if (grant.refreshToken === null) return err({ reason: "token_revoked" });
  return spendRefreshToken(parts, grant, { refreshToken: grant.refreshToken, now });
}

async function signIn(
  parts: OAuthParts,
  grant: Grant,
  { jwtKey, userName, now }: { readonly jwtKey: string; readonly userName: string; readonly now: Instant },
): Promise<Result<Grant, CrmFailure>> {
  const loginUrl = loginUrlFor(parts.app, grant);
  const { clientId } = parts.app;
  const assertion = await signAssertion(jwtKey, { clientId, userName, audience: loginUrl, now });
  if (assertion === null) return err({ reason: "misconfigured", detail: "the signing key cannot be read" });
  const sent = await sendForToken({ ...parts.app, loginUrl }, { grant_type: JWT_GRANT, assertion }, parts);
  if (!sent.ok) return err(failureOfSilence(sent.error));
  if (sent.value.status !== 200) return err(oauthFailureOf(sent.value));
  return keepWhatStays(grant, readGrant(sent.value, now));
}

/**
 * A refresh token is good for one answer, and to show a spent one again takes the whole grant away. So a
 * request whose answer never came is not simply sent again: `token_expired` makes the caller come back later, and
 * then Salesforce is asked first what became of the token.
 */
async function spendRefreshToken(
  parts: OAuthParts,
  grant: Grant,
  { refreshToken, now }: { readonly refreshToken: string; readonly now: Instant },
): Promise<Result<Grant, CrmFailure>> {
  const kept = await showRefreshToken(parts, grant, { refreshToken, now });
  if (!kept.ok || parts.app.jwtKey === null || grant.userName !== null) return kept;
  // Whatever comes of this, the new token must be kept.
  const userName = await fetchUserName(parts, kept.value);
  return ok({ ...kept.value, userName: userName.ok ? userName.value : null });
}

async function showRefreshToken(
  parts: OAuthParts,
  grant: Grant,
  { refreshToken, now }: { readonly refreshToken: string; readonly now: Instant },
): Promise<Result<Grant, CrmFailure>> {
  const app = { ...parts.app, loginUrl: loginUrlFor(parts.app, grant) };
  const refusal = await whyNotToShow(parts, app, { refreshToken, now });
  if (refusal !== null) return err(refusal);
  const begun = parts.clock();
  const sent = await sendForToken(app, { grant_type: "refresh_token", refresh_token: refreshToken }, parts);
  const granted = readRefreshed(sent, now);
  const isDoubtful = !granted.ok && granted.error.reason === "token_expired";
  if (isDoubtful) parts.doubted.set(refreshToken, secondsAfter(now, (parts.clock() - begun) / 1000));
  else parts.doubted.delete(refreshToken);
  return keepWhatStays(grant, granted);
}

/** `token_expired` where it is not known whether the token was spent. */
function readRefreshed(sent: Result<CrmReply, Silence>, now: Instant): Result<Grant, CrmFailure> {
  if (!sent.ok) {
    return err(sent.error === "unsent" ? failureOfSilence(sent.error) : { reason: "token_expired" });
  }
  if (sent.value.status !== 200) return err(refreshFailureOf(sent.value));
  const granted = readGrant(sent.value, now);
  return granted.ok ? granted : err({ reason: "token_expired" });
}

const UNTOUCHED_STATUSES = new Set([408, 420, 429, 503]);

/** A server error leaves open whether the token was spent. */
function refreshFailureOf(reply: CrmReply): CrmFailure {
  const failure = oauthFailureOf(reply);
  const isOpen = failure.reason === "unavailable" && !UNTOUCHED_STATUSES.has(reply.status);
  return isOpen ? { reason: "token_expired" } : failure;
}

/** An org that was moved answers with its new address, but a grant never changes its org. */
function keepWhatStays(grant: Grant, renewed: Result<Grant, CrmFailure>): Result<Grant, CrmFailure> {
  if (!renewed.ok) return renewed;
  if (renewed.value.crmId !== grant.crmId) return err({ reason: "token_revoked" });
  return ok({
    ...renewed.value,
    refreshToken: renewed.value.refreshToken ?? grant.refreshToken,
    userName: grant.userName,
    scopes: renewed.value.scopes.length > 0 ? renewed.value.scopes : grant.scopes,
  });
}

function readGrant({ text }: CrmReply, now: Instant): Result<Grant, CrmFailure> {
  const answer = v.safeParse(TokenAnswer, readJson(text));
  if (!answer.success) return err({ reason: "unavailable", detail: "the token answer cannot be read" });
  const { access_token, refresh_token, instance_url, id, issued_at, scope } = answer.output;
  const [orgId, userId] = id.split("/").slice(-2).map(toFullId);
  if (!orgId || !userId) return err({ reason: "unavailable", detail: "the token answer names no org" });
  return ok({
    accessToken: access_token,
    refreshToken: refresh_token,
    expiresAt: secondsAfter(issuedAt(issued_at, now), TOKEN_SECONDS),
    apiUrl: instance_url,
    userName: null,
    scopes: scope?.split(/\s+/).filter((each) => each !== "") ?? [],
    crmId: orgId,
    userId,
  });
}

/** Salesforce's own clock, unless it is so far away that one of the two is wrong. */
function issuedAt(millis: string | null, now: Instant): Instant {
  const isNear = millis !== null && Math.abs(Number(millis) - Date.parse(now)) < CLOCK_SKEW_MILLIS;
  return isNear ? new Date(Number(millis)).toISOString() : now;
}

/** A code is good for one exchange: what is asked after it must not fail for something that passes. */
async function fetchUserName(parts: OAuthParts, grant: Grant): Promise<Result<string | null, CrmFailure>> {
  const answer = await parts.insist(async () => {
    const sent = await sendToOrg(
      { apiUrl: grant.apiUrl ?? parts.app.loginUrl, accessToken: grant.accessToken },
      { method: "GET", url: "/services/oauth2/userinfo" },
      parts,
    );
    if (!sent.ok) return err(failureOfSilence(sent.error));
    return sent.value.status === 200 ? sent : err(failureOf(sent.value));
  });
  // Whoever may not ask for the name still has the refresh token.
  if (!answer.ok) return answer.error.reason === "unavailable" ? answer : ok(null);
  const info = v.safeParse(UserInfo, readJson(answer.value.text));
  return ok(info.success ? info.output.preferred_username : null);
}

/** Sandboxes sign in elsewhere than the orgs they were copied from. */
function loginUrlFor({ loginUrl }: SalesforceApp, { apiUrl }: Grant): string {
  const isSandbox = apiUrl !== null && SANDBOX_HOST.test(new URL(apiUrl).hostname);
  const trimmed = trimSlash(loginUrl);
  return trimmed === LOGIN_URL && isSandbox ? SANDBOX_LOGIN_URL : trimmed;
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

const OAuthError = v.object({ error: v.string(), error_description: v.nullish(v.string(), "") });
const REVOKED = new Set(["invalid_grant", "inactive_user", "inactive_org", "invalid_app_access"]);
const MISCONFIGURED = new Set([
  "invalid_client",
  "invalid_client_id",
  "invalid_client_credentials",
  "invalid_assertion",
  "invalid_audience",
  "redirect_uri_mismatch",
  "unauthorized_client",
  "unsupported_grant_type",
  "OAUTH_EC_APP_NOT_FOUND",
]);
const LOGIN_RATE_SECONDS = 3600;
/** Refusals that connecting again would not mend: the address we call from, or how we sign. */
const NOT_THE_GRANT = /\bip restricted\b|\baudience\b|\bassertion\b/i;

/** The one place that decides what a refused token means. Descriptions are looked at, never passed on. */
function oauthFailureOf(reply: CrmReply): CrmFailure {
  const parsed = v.safeParse(OAuthError, readJson(reply.text));
  if (!parsed.success || reply.status >= 500) return failureOf(reply);
  const { error, error_description: description } = parsed.output;
  if (MISCONFIGURED.has(error)) return { reason: "misconfigured", detail: error };
  if (/rate[ _](limit[ _])?exceeded/i.test(`${error} ${description}`)) {
    return { reason: "rate_limited", retryAfterSeconds: LOGIN_RATE_SECONDS };
  }
  if (/^(server_error|unknown_error|temporarily_unavailable)$/.test(error)) {
    return { reason: "unavailable", detail: error };
  }
  if (!REVOKED.has(error)) return { reason: "rejected", status: reply.status, detail: codeOf(error) };
  if (NOT_THE_GRANT.test(description ?? "")) return { reason: "misconfigured", detail: error };
  return { reason: "token_revoked" };
}

function codeOf(error: string): string {
  return /^[A-Za-z_]{1,60}$/.test(error) ? error : "no code";
}
