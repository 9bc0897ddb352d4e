import { createHmac } from "node:crypto";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok, Refused } from "../../shared/exchange.ts";
import type { Org } from "../org/org.ts";
import type { AccessToken, Grant } from "../serving/grants.ts";
import { refusal } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import { activeUser, fullName } from "./users.ts";

/** Who calls, and for which org. */
export interface Caller {
  readonly org: Org;
  readonly grant: Grant;
  readonly accessToken: string;
}

/** The address by which Salesforce names a user. */
export function identityUrl(simulation: Simulation, grant: Grant): string {
  return `${simulation.url}/id/${grant.orgId}/${grant.userId}`;
}

/** HMAC-SHA256 of the identity's address and the time of issue, by the client secret. */
export function identitySignature(simulation: Simulation, idUrl: string, issuedAt: string): string {
  return createHmac("sha256", simulation.app.clientSecret)
    .update(idUrl + issuedAt)
    .digest("base64");
}

export function bearerOf(incoming: Incoming): string | null {
  return /^(?:Bearer|OAuth) (\S+)$/i.exec(incoming.headers.authorization ?? "")?.[1] ?? null;
}

function expired(): Refused {
  return refusal(401, "INVALID_SESSION_ID", "Session expired or invalid");
}

/** Whether the request asks for a later page of a query. */
function isPaging(incoming: Incoming): boolean {
  return /\/query(?:All)?\/[^/]+$/i.test(incoming.url.pathname);
}

/** Whether a fault takes the session now: at any time, in the middle of paging, or always. */
function isSessionLost({ faults }: Simulation, incoming: Incoming, orgId: string): boolean {
  if (faults.strikes("endless_401", orgId)) return true;
  return faults.strikes(isPaging(incoming) ? "expired_while_paging" : "expired_token", orgId);
}

/** By the access token; a token that is unknown, expired or revoked is a 401. */
export function identify(simulation: Simulation, incoming: Incoming): Caller {
  const accessToken = bearerOf(incoming);
  const access: AccessToken | null = accessToken
    ? simulation.grants.access(accessToken, simulation.now())
    : null;
  if (!accessToken || !access) throw expired();
  if (simulation.faults.strikes("revoked_token", access.grant.orgId)) {
    simulation.grants.revoke(access.grant);
    throw expired();
  }
  if (isSessionLost(simulation, incoming, access.grant.orgId)) {
    simulation.grants.expireAccess((token) => token === accessToken);
    throw expired();
  }
  const org = simulation.orgs.get(access.grant.orgId);
  if (!org || !activeUser(org, access.grant.userId)) throw expired();
  return { org, grant: access.grant, accessToken };
}

/** `GET /services/oauth2/userinfo`: who the token stands for; 403 without one that works. */
export function userInfo(simulation: Simulation, incoming: Incoming): Answer {
  const token = bearerOf(incoming) ?? incoming.url.searchParams.get("access_token");
  const access = token ? simulation.grants.access(token, simulation.now()) : null;
  const org = access ? simulation.orgs.get(access.grant.orgId) : undefined;
  const user = access && org ? activeUser(org, access.grant.userId) : null;
  if (!access || !org || !user)
    throw new Refused({ status: 403, text: "Bad_OAuth_Token", type: "text/plain" });
  return ok({
    sub: identityUrl(simulation, access.grant),
    user_id: user.id,
    organization_id: org.id,
    preferred_username: user.username,
    nickname: user.username.split("@")[0],
    name: fullName(user),
    email: user.email,
    email_verified: true,
    given_name: user.firstName,
    family_name: user.lastName,
    zoneinfo: user.timeZone,
    active: true,
    user_type: "STANDARD",
    language: user.language,
    locale: user.locale,
    urls: {
      rest: `${simulation.url}/services/data/v{version}/`,
      query: `${simulation.url}/services/data/v{version}/query/`,
      sobjects: `${simulation.url}/services/data/v{version}/sobjects/`,
      custom_domain: simulation.url,
    },
  });
}
