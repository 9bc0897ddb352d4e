import { err } from "../../../domain/result.ts";
import type { CrmPort } from "../../../ports/crm.ts";
import { createInsist } from "../insist.ts";
import { createMemories } from "./client-context.ts";
import { createGateway } from "./gateway.ts";
import { createHubSpotClient } from "./hubspot-client.ts";
import { HUBSPOT_LIMITS, HUBSPOT_POLL_OVERLAP_SECONDS } from "./limits.ts";
import { buildAuthorizeUrl, fetchGrant, type HubSpotApp } from "./oauth.ts";
import { readDelivery } from "./read-notice.ts";
import { refusalOf } from "./signature.ts";
import { ANSWER_MILLIS_MAX } from "./transport.ts";

/** What a test replaces. Calls go through the runtime's own `fetch`, which HubSpot's client takes itself. */
export interface HubSpotPortParts {
  readonly sleep?: (millis: number) => Promise<void>;
  readonly answerMillisMax?: number;
}

/** HubSpot behind the port that all CRMs share. */
export function createHubSpotPort(app: HubSpotApp, parts: HubSpotPortParts = {}): CrmPort {
  const answerMillisMax = parts.answerMillisMax ?? ANSWER_MILLIS_MAX;
  const insist = createInsist(parts.sleep ?? sleep);
  const memoryOf = createMemories();
  return {
    authorizeUrl: (options) => buildAuthorizeUrl(app, options),
    limits: HUBSPOT_LIMITS,
    pollOverlapSeconds: HUBSPOT_POLL_OVERLAP_SECONDS,
    contactsEverySeconds: 0,
    exchangeCode: ({ code, redirectUri }, now) =>
      fetchGrant(
        app,
        { grant_type: "authorization_code", code, redirect_uri: redirectUri },
        { now, refreshToken: null, answerMillisMax, insist },
      ),
    refresh: async ({ refreshToken }, now) =>
      refreshToken === null
        ? err({ reason: "token_revoked" })
        : fetchGrant(
            app,
            { grant_type: "refresh_token", refresh_token: refreshToken },
            { now, refreshToken, answerMillisMax, insist },
          ),
    readNotice: async (request) => {
      const refusal = await refusalOf(request, app.clientSecret);
      return refusal === null ? readDelivery(request.body) : err(refusal);
    },
    client: (options) =>
      createHubSpotClient({
        app,
        options,
        answerMillisMax,
        insist,
        memory: memoryOf(options.tenantId),
        gateway: createGateway({
          apiUrl: app.apiUrl,
          accessToken: options.accessToken,
          throttle: options.throttle,
          onRateLimited: options.onRateLimited,
          timeZone: options.timeZone,
          answerMillisMax,
        }),
      }),
  };
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, millis);
  });
}
