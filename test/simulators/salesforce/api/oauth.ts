import { timingSafeEqual } from "node:crypto";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok, readForm } from "../../shared/exchange.ts";
import type { Org } from "../org/org.ts";
import type { Grant } from "../serving/grants.ts";
import { challengeOf } from "../serving/grants.ts";
import { readAssertion } from "../serving/json-web-token.ts";
import { oauthRefusal } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import { identitySignature, identityUrl } from "./identity.ts";
import type { OrgUser } from "./users.ts";
import { activeUser, activeUsers } from "./users.ts";

const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const VERIFIER_SHAPE = /^[A-Za-z0-9._~-]{43,128}$/;
const LOGIN_HOSTS = ["https://login.salesforce.com", "https://test.salesforce.com"];

function isSame(given: string, wanted: string): boolean {
  const one = Buffer.from(given);
  const other = Buffer.from(wanted);
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The client's id and secret, from the form or from basic authentication. */
function checkClient(simulation: Simulation, incoming: Incoming, form: URLSearchParams): void {
  const basic = /^Basic (\S+)$/i.exec(incoming.headers.authorization ?? "")?.[1];
  const [id, secret] = basic
    ? Buffer.from(basic, "base64").toString("utf8").split(":")
    : [form.get("client_id"), form.get("client_secret")];
  if (id !== simulation.app.clientId) {
    throw oauthRefusal("invalid_client_id", "client identifier invalid");
  }
  if (!isSame(secret ?? "", simulation.app.clientSecret)) {
    throw oauthRefusal("invalid_client", "invalid client credentials");
  }
}

/** What every grant is answered with: no lifetime, and the refresh token only where there is one. */
function tokenAnswer(
  simulation: Simulation,
  { grant, accessToken }: { readonly grant: Grant; readonly accessToken: string },
): Answer {
  const issuedAt = String(simulation.now());
  const id = identityUrl(simulation, grant);
  return ok({
    access_token: accessToken,
    ...(grant.refreshToken === null ? {} : { refresh_token: grant.refreshToken }),
    signature: identitySignature(simulation, id, issuedAt),
    scope: grant.scopes.join(" "),
    instance_url: simulation.url,
    id,
    token_type: "Bearer",
    issued_at: issuedAt,
  });
}

function exchangeCode(simulation: Simulation, form: URLSearchParams): Answer {
  const code = simulation.grants.takeCode(form.get("code") ?? "", simulation.now());
  if (!code) throw oauthRefusal("invalid_grant", "expired authorization code");
  if (form.get("redirect_uri") !== code.redirectUri) {
    throw oauthRefusal("redirect_uri_mismatch", "redirect_uri must match configuration");
  }
  const verifier = form.get("code_verifier") ?? "";
  if (verifier === "") throw oauthRefusal("invalid_request", "missing required code verifier");
  if (!VERIFIER_SHAPE.test(verifier) || challengeOf(verifier) !== code.challenge) {
    throw oauthRefusal("invalid_grant", "invalid code verifier");
  }
  const { grant } = code;
  if (grant.scopes.includes("refresh_token")) {
    const accessToken = simulation.grants.begin(grant, simulation.now());
    return tokenAnswer(simulation, { grant, accessToken });
  }
  return tokenAnswer(simulation, {
    grant,
    accessToken: simulation.grants.accessToken(grant, simulation.now()),
  });
}

function refresh(simulation: Simulation, form: URLSearchParams): Answer {
  const refreshed = simulation.grants.refresh(form.get("refresh_token") ?? "", simulation.now());
  if (refreshed.kind !== "tokens") throw oauthRefusal("invalid_grant", "expired access/refresh token");
  return tokenAnswer(simulation, refreshed);
}

function userNamed(
  simulation: Simulation,
  username: string,
): { readonly org: Org; readonly user: OrgUser } | null {
  for (const org of simulation.orgs.values()) {
    const user = activeUsers(org).find((one) => one.username === username);
    if (user) return { org, user };
  }
  return null;
}

function bearerAssertion(simulation: Simulation, form: URLSearchParams): Answer {
  const { jwtPublicKey, clientId } = simulation.app;
  if (jwtPublicKey === null) throw oauthRefusal("invalid_client", "no certificate is registered");
  const read = readAssertion(form.get("assertion") ?? "", {
    publicKey: jwtPublicKey,
    issuer: clientId,
    audiences: [simulation.url, ...LOGIN_HOSTS],
    now: simulation.now(),
  });
  if ("fault" in read) throw oauthRefusal("invalid_grant", read.fault);
  const { preauthorised } = simulation.settings;
  const found = userNamed(simulation, read.subject);
  const isThere = found && !simulation.uninstalled.has(found.org.id);
  if (!isThere || (preauthorised !== null && !preauthorised.includes(read.subject))) {
    throw oauthRefusal("invalid_grant", "user hasn't approved this consumer");
  }
  const grant: Grant = {
    orgId: found.org.id,
    userId: found.user.id,
    scopes: ["api", "id"],
    refreshToken: null,
    revoked: false,
  };
  const accessToken = simulation.grants.accessToken(grant, simulation.now());
  return tokenAnswer(simulation, { grant, accessToken });
}

/** `POST /services/oauth2/token` */
export function token(simulation: Simulation, incoming: Incoming): Answer {
  const form = readForm(incoming);
  const kind = form.get("grant_type");
  if (kind === JWT_GRANT) return bearerAssertion(simulation, form);
  if (kind !== "authorization_code" && kind !== "refresh_token") {
    throw oauthRefusal("unsupported_grant_type", "grant type not supported");
  }
  checkClient(simulation, incoming, form);
  return kind === "refresh_token" ? refresh(simulation, form) : exchangeCode(simulation, form);
}

/** `POST /services/oauth2/revoke`: a refresh token ends its grant, an access token ends alone. */
export function revoke(simulation: Simulation, incoming: Incoming): Answer {
  const given = readForm(incoming).get("token") ?? incoming.url.searchParams.get("token") ?? "";
  const grant = simulation.grants.refreshGrant(given);
  if (grant) {
    simulation.grants.revoke(grant);
    return { status: 200 };
  }
  if (!simulation.grants.access(given, simulation.now())) {
    throw oauthRefusal("invalid_token", "invalid token");
  }
  simulation.grants.expireAccess((one) => one === given);
  return { status: 200 };
}

const SECOND = 1000;

/** `POST /services/oauth2/introspect` */
export function introspect(simulation: Simulation, incoming: Incoming): Answer {
  const form = readForm(incoming);
  checkClient(simulation, incoming, form);
  const given = form.get("token") ?? "";
  const access = simulation.grants.access(given, simulation.now());
  const grant = access?.grant ?? simulation.grants.refreshGrant(given);
  const org = grant ? simulation.orgs.get(grant.orgId) : undefined;
  const user = grant && org ? activeUser(org, grant.userId) : null;
  if (!grant || !user) return ok({ active: false });
  const times = access
    ? {
        exp: Math.floor(access.expiresAt / SECOND),
        iat: Math.floor(access.issuedAt / SECOND),
        nbf: Math.floor(access.issuedAt / SECOND),
      }
    : {};
  return ok({
    active: true,
    scope: grant.scopes.join(" "),
    client_id: simulation.app.clientId,
    username: user.username,
    sub: identityUrl(simulation, grant),
    token_type: access ? "access_token" : "refresh_token",
    ...times,
  });
}
