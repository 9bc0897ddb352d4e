import { randomUUID, timingSafeEqual } from "node:crypto";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok, Refused, readForm } from "../../shared/exchange.ts";
import type { Grant, TokenPair } from "../serving/grants.ts";
import { refusal } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";

type OauthError =
  | "BAD_AUTH_CODE"
  | "BAD_CLIENT_ID"
  | "BAD_CLIENT_SECRET"
  | "BAD_GRANT_TYPE"
  | "BAD_HUB"
  | "BAD_REDIRECT_URI"
  | "BAD_REFRESH_TOKEN";

const STANDARD: Readonly<Record<OauthError, string>> = {
  BAD_AUTH_CODE: "invalid_grant",
  BAD_CLIENT_ID: "invalid_client",
  BAD_CLIENT_SECRET: "invalid_client",
  BAD_GRANT_TYPE: "unsupported_grant_type",
  BAD_HUB: "invalid_grant",
  BAD_REDIRECT_URI: "invalid_grant",
  BAD_REFRESH_TOKEN: "invalid_grant",
};

function oauthError(status: OauthError, message: string): Refused {
  const json = {
    status,
    message,
    correlationId: randomUUID(),
    error: STANDARD[status],
    error_description: message,
  };
  return new Refused({ status: 400, json });
}

function isSame(given: string, wanted: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(wanted);
  return one.length === other.length && timingSafeEqual(one, other);
}

function checkClient(simulation: Simulation, form: URLSearchParams): void {
  if (form.get("client_id") !== simulation.app.clientId)
    throw oauthError("BAD_CLIENT_ID", "missing or unknown client id");
  if (!isSame(form.get("client_secret") ?? "", simulation.app.clientSecret)) {
    throw oauthError("BAD_CLIENT_SECRET", "missing or invalid client secret");
  }
}

function readTokenForm(incoming: Incoming): URLSearchParams {
  const type = incoming.headers["content-type"] ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) {
    throw refusal(415, "UNSUPPORTED_MEDIA_TYPE", "HTTP 415 Unsupported Media Type");
  }
  return readForm(incoming);
}

function tokenAnswer({ accessToken, refreshToken, expiresInSeconds, grant }: TokenPair): Answer {
  return ok({
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in: expiresInSeconds,
    token_type: "bearer",
    token_use: "access_token",
    hub_id: grant.portalId,
    user_id: Number(grant.userId),
    scopes: grant.scopes,
  });
}

function exchangeCode(simulation: Simulation, form: URLSearchParams): Answer {
  const code = simulation.grants.takeCode(form.get("code") ?? "", simulation.now());
  if (!code) throw oauthError("BAD_AUTH_CODE", "missing or unknown auth code");
  if (form.get("redirect_uri") !== code.redirectUri) {
    throw oauthError("BAD_REDIRECT_URI", "redirect uri does not match the one the code was issued for");
  }
  return tokenAnswer(simulation.grants.issueTokens(code.grant, simulation.now()));
}

function refresh(simulation: Simulation, form: URLSearchParams): Answer {
  const token = form.get("refresh_token") ?? "";
  const grant = simulation.grants.refreshGrant(token);
  if (grant && !simulation.portals.has(grant.portalId))
    throw oauthError("BAD_HUB", "this account does not exist");
  const pair = simulation.grants.refresh(token, simulation.now());
  if (!pair) throw oauthError("BAD_REFRESH_TOKEN", "missing or invalid refresh token");
  return tokenAnswer(pair);
}

/** `POST /oauth/token` */
export function issueToken(simulation: Simulation, incoming: Incoming): Answer {
  const form = readTokenForm(incoming);
  const grantType = form.get("grant_type");
  if (grantType !== "authorization_code" && grantType !== "refresh_token") {
    throw oauthError("BAD_GRANT_TYPE", "missing or unknown grant type");
  }
  checkClient(simulation, form);
  return grantType === "authorization_code" ? exchangeCode(simulation, form) : refresh(simulation, form);
}

function described(simulation: Simulation, grant: Grant): Readonly<Record<string, unknown>> {
  const user = simulation.portals.get(grant.portalId)?.people.find(({ userId }) => userId === grant.userId);
  return {
    active: true,
    hub_id: grant.portalId,
    user_id: Number(grant.userId),
    user: user?.email,
    app_id: simulation.app.appId,
    client_id: simulation.app.clientId,
    scopes: grant.scopes,
    hub_domain: "fernhollow.example",
    token_type: "bearer",
  };
}

/** `POST /oauth/token/introspect`: whatever cannot be used is inactive, and nothing more is said. */
export function introspect(simulation: Simulation, incoming: Incoming): Answer {
  const form = readTokenForm(incoming);
  checkClient(simulation, form);
  const token = form.get("token") ?? "";
  const now = simulation.now();
  const access = simulation.grants.access(token);
  if (access && !access.grant.revoked && access.expiresAt > now) {
    const left = Math.floor((access.expiresAt - now) / 1000);
    const signed = { isUserLevel: false, hublet: "na1", hubId: access.grant.portalId };
    const more = { token, token_use: "access_token", expires_in: left, signed_access_token: signed };
    return ok({ ...described(simulation, access.grant), ...more });
  }
  const grant = simulation.grants.refreshGrant(token);
  if (grant && !grant.revoked)
    return ok({ ...described(simulation, grant), token, token_use: "refresh_token" });
  return ok({ active: false });
}

/** `POST /oauth/token/revoke` */
export function revoke(simulation: Simulation, incoming: Incoming): Answer {
  const form = readTokenForm(incoming);
  checkClient(simulation, form);
  simulation.grants.revokeRefresh(form.get("token") ?? "");
  return { status: 200, json: {} };
}
