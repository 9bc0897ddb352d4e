import * as v from "valibot";
import type { Instant } from "../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import { secondsAfter } from "../../../domain/seconds-after.ts";
import type { CrmFailure, Grant } from "../../../ports/crm.ts";
import type { Insist } from "../insist.ts";
import { type CrmReply, isSuccess, readJson } from "../reply.ts";
import { failureOf, readCode, readReply } from "./failures.ts";
import { PATHS } from "./paths.ts";
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from "./scopes.ts";
import { sendToPath } from "./transport.ts";

/** Our app, as HubSpot knows it. */
export interface HubSpotApp {
  readonly apiUrl: string;
  readonly appUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

type Form = Readonly<Record<string, string>>;

const TOKEN_LENGTH_MAX = 20_000;
/** How long HubSpot's tokens live, where an answer does not say it. */
const TOKEN_SECONDS = 1800;
const Token = v.pipe(v.string(), v.minLength(1), v.maxLength(TOKEN_LENGTH_MAX));
const AccountId = v.pipe(v.union([v.number(), v.string()]), v.transform(String), v.regex(/^\d{1,20}$/));
const UserId = v.nullish(v.pipe(v.union([v.number(), v.string()]), v.transform(String)), null);

const TokenAnswer = v.object({
  access_token: Token,
  refresh_token: v.nullish(Token, null),
  expires_in: v.nullish(
    v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.minValue(1), v.maxValue(86_400)),
    TOKEN_SECONDS,
  ),
  hub_id: v.nullish(AccountId, null),
  user_id: UserId,
  scopes: v.nullish(v.array(v.string()), null),
  scope: v.nullish(v.string(), null),
});

/** What HubSpot tells about a token. The domain is the customer's own web site, where there is one. */
const TokenDetails = v.object({
  hub_id: AccountId,
  user_id: UserId,
  scopes: v.nullish(v.array(v.string()), []),
  hub_domain: v.nullish(v.string(), null),
});

export type TokenDetails = v.InferOutput<typeof TokenDetails>;

/** The consent page, where an admin sees what is needed and what is wished for. */
export function buildAuthorizeUrl(
  app: HubSpotApp,
  { state, redirectUri }: { readonly state: string; readonly redirectUri: string },
): string {
  const query = Object.entries({
    client_id: app.clientId,
    redirect_uri: redirectUri,
    scope: REQUIRED_SCOPES.join(" "),
    optional_scope: OPTIONAL_SCOPES.join(" "),
    state,
  });
  const encoded = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${app.appUrl}${PATHS.authorize}?${encoded}`;
}

/** Trades a code or a refresh token for a grant. `refreshToken` is kept when HubSpot sends no other. */
export async function fetchGrant(
  app: HubSpotApp,
  form: Form,
  options: {
    readonly now: Instant;
    readonly refreshToken: string | null;
    readonly answerMillisMax: number;
    readonly insist: Insist;
  },
): Promise<Result<Grant, CrmFailure>> {
  const secrets = { client_id: app.clientId, client_secret: app.clientSecret };
  const sent = await sendToPath(
    { apiUrl: app.apiUrl, accessToken: null },
    { method: "POST", path: PATHS.token, form: { ...form, ...secrets } },
    options.answerMillisMax,
  );
  if (!sent.ok) return sent;
  if (!isSuccess(sent.value)) return err(oauthFailureOf(sent.value, form));
  const answer = v.safeParse(TokenAnswer, readJson(sent.value.text));
  if (!answer.success) return err({ reason: "unavailable", detail: "the token answer cannot be read" });
  const token = answer.output;
  const refreshToken = token.refresh_token ?? options.refreshToken;
  if (refreshToken === null) return err({ reason: "unavailable", detail: "no refresh token was given" });
  // A code is good for one exchange: what is asked after it must not fail for something that passes.
  const details = await options.insist(() => fetchMissingDetails(app, token, options.answerMillisMax));
  if (!details.ok) return details;
  return ok({
    accessToken: token.access_token,
    refreshToken,
    expiresAt: secondsAfter(options.now, token.expires_in),
    scopes: details.value.scopes,
    crmId: details.value.hub_id,
    userId: details.value.user_id,
    apiUrl: null,
    userName: null,
  });
}

/** Asks HubSpot what a token is for. */
export async function fetchTokenDetails(
  app: HubSpotApp,
  accessToken: string,
  answerMillisMax: number,
): Promise<Result<TokenDetails, CrmFailure>> {
  const sent = await sendToPath(
    { apiUrl: app.apiUrl, accessToken: null },
    {
      method: "POST",
      path: PATHS.introspectToken,
      form: {
        client_id: app.clientId,
        client_secret: app.clientSecret,
        token_type_hint: "access_token",
        token: accessToken,
      },
    },
    answerMillisMax,
  );
  if (!sent.ok) return sent;
  const reply = readReply(sent.value);
  if (!reply.ok) return reply;
  const details = v.safeParse(TokenDetails, reply.value);
  return details.success
    ? ok(details.output)
    : err({ reason: "unavailable", detail: "the token details cannot be read" });
}

/** Older token endpoints do not say which account a token is for. */
async function fetchMissingDetails(
  app: HubSpotApp,
  token: v.InferOutput<typeof TokenAnswer>,
  answerMillisMax: number,
): Promise<Result<Omit<TokenDetails, "hub_domain">, CrmFailure>> {
  const scopes = token.scopes ?? token.scope?.split(/\s+/).filter((scope) => scope !== "") ?? [];
  if (token.hub_id !== null) return ok({ hub_id: token.hub_id, user_id: token.user_id, scopes });
  return fetchTokenDetails(app, token.access_token, answerMillisMax);
}

const REVOKED = ["BAD_REFRESH_TOKEN", "BAD_HUB", "INVALID_GRANT", "REFRESH_TOKEN_NOT_FOUND"];
const MISCONFIGURED = [
  "BAD_CLIENT_ID",
  "BAD_CLIENT_SECRET",
  "BAD_REDIRECT_URI",
  "REDIRECT_URI_MISMATCH",
  "INVALID_CLIENT",
  "UNAUTHORIZED_CLIENT",
];

/** The one place that decides what a refused token means. A code may stand in any of these fields. */
function oauthFailureOf(reply: CrmReply, form: Form): CrmFailure {
  const body: Record<string, unknown> = Object(readJson(reply.text));
  const codes = [body.status, body.error, body.category, body.errorType, body.subCategory]
    .map(readCode)
    .filter((code) => code !== null);
  const has = (known: readonly string[]) => codes.find((code) => known.includes(code.toUpperCase()));
  const wrong = has(MISCONFIGURED);
  const isRefusal = reply.status >= 400 && reply.status < 500;
  if (isRefusal && wrong !== undefined) return { reason: "misconfigured", detail: wrong };
  // The same words for a code mean that the consent page was left open too long or came back twice.
  if (isRefusal && has(REVOKED) !== undefined && form.grant_type === "refresh_token") {
    return { reason: "token_revoked" };
  }
  if (reply.status === 401) return { reason: "misconfigured", detail: codes[0] ?? "status 401" };
  if (reply.status === 400 || reply.status === 403) {
    return { reason: "rejected", status: reply.status, detail: codes[0] ?? "no category" };
  }
  return failureOf(reply);
}
