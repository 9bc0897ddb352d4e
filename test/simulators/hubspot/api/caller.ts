import { randomUUID } from "node:crypto";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { Refused } from "../../shared/exchange.ts";
import type { ObjectType } from "../portal/object-types.ts";
import type { Portal } from "../portal/portal.ts";
import type { Grant } from "../serving/grants.ts";
import { refusal } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";

/** Who calls an endpoint, and for which account. */
export interface Caller {
  readonly portal: Portal;
  readonly grant: Grant;
  readonly scopes: readonly string[];
  readonly accessToken: string;
}

function bearerOf(incoming: Incoming): string | null {
  return /^Bearer (\S+)$/i.exec(incoming.headers.authorization ?? "")?.[1] ?? null;
}

function expired(at: number): Refused {
  return refusal(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired.", {
    context: { "expire time": [new Date(at).toISOString()] },
  });
}

/** By the access token; a token that is unknown, expired or revoked is a 401. */
export function identify(simulation: Simulation, incoming: Incoming): Caller {
  const accessToken = bearerOf(incoming);
  const access = accessToken ? simulation.grants.access(accessToken) : undefined;
  if (!accessToken || !access || access.grant.revoked) {
    throw refusal(
      401,
      "INVALID_AUTHENTICATION",
      "Authentication credentials not found. This API supports OAuth 2.0 authentication.",
    );
  }
  if (access.expiresAt <= simulation.now()) throw expired(access.expiresAt);
  if (simulation.faults.strikes("expired_token")) {
    simulation.grants.expireAccess(accessToken);
    throw expired(simulation.now());
  }
  const portal = simulation.portals.get(access.grant.portalId);
  if (!portal) throw refusal(401, "INVALID_AUTHENTICATION", "This account does not exist any more.");
  const { missingScope } = simulation.settings;
  const taken = simulation.faults.isOn("missing_scope") ? [missingScope] : [];
  const scopes = access.grant.scopes.filter((scope) => !taken.includes(scope));
  return { portal, grant: access.grant, scopes, accessToken };
}

export function takeAllowance(simulation: Simulation, caller: Caller, bucket: "general" | "search"): void {
  const refused = simulation.limits.take(caller.portal.portalId, bucket, simulation.now());
  if (refused) throw new Refused(withRateHeaders(simulation, caller, bucket, refused));
}

/** Searches carry no rate headers. */
export function withRateHeaders(
  simulation: Simulation,
  caller: Caller,
  bucket: "general" | "search",
  answer: Answer,
): Answer {
  if (bucket === "search") return answer;
  const headers = simulation.limits.headers(caller.portal.portalId, simulation.now());
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** One of the named scopes is enough. */
export function requireScope(caller: Caller, anyOf: readonly string[]): void {
  if (anyOf.some((scope) => caller.scopes.includes(scope))) return;
  throw new Refused({
    status: 403,
    json: {
      status: "error",
      message: "This app hasn't been granted all required scopes to make this call.",
      correlationId: randomUUID(),
      errors: [
        {
          message: "One or more of the following scopes are required.",
          context: { requiredGranularScopes: anyOf },
        },
      ],
      links: { scopes: "https://developers.hubspot.com/scopes" },
      category: "MISSING_SCOPES",
    },
  });
}

/** Scopes by which records of a kind may be read or written. */
export function objectScopes(type: ObjectType, use: "read" | "write"): readonly string[] {
  if (type === "deals") return [`crm.objects.deals.${use}`];
  if (type === "companies") return [`crm.objects.companies.${use}`];
  if (type === "goal_targets") return [`crm.objects.goals.${use}`];
  return [`crm.objects.contacts.${use}`];
}

/** Definitions can be read with the schema's scope as well. */
export function schemaScopes(type: ObjectType): readonly string[] {
  const name = type === "deals" || type === "companies" ? type : "contacts";
  return [...objectScopes(type, "read"), `crm.schemas.${name}.read`];
}
