import type { CrmPort } from "../../../ports/crm.ts";
import { personKey } from "../../person-key.ts";
import { createInsist } from "../insist.ts";
import { buildAuthorizeUrl, exchangeCode, refreshGrant, type SalesforceApp } from "./access/oauth.ts";
import { createMemories } from "./api/context.ts";
import { createGateway } from "./api/gateway.ts";
import { ANSWER_MILLIS_MAX } from "./api/transport.ts";
import {
  SALESFORCE_CONTACTS_EVERY_SECONDS,
  SALESFORCE_LIMITS,
  SALESFORCE_POLL_OVERLAP_SECONDS,
} from "./limits.ts";
import { readPing } from "./notices/read-notice.ts";
import { createSalesforceClient } from "./salesforce-client.ts";

/** What a test replaces. Calls go through the runtime's own `fetch`. */
export interface SalesforcePortParts {
  readonly sleep?: (millis: number) => Promise<void>;
  readonly answerMillisMax?: number;
  /** In milliseconds. */
  readonly now?: () => number;
}

/** Half of the day's calls are left to the org's other apps. */
const ALLOWANCE_SHARE = 0.5;

/** Salesforce behind the port that all CRMs share. */
export function createSalesforcePort(app: SalesforceApp, parts: SalesforcePortParts = {}): CrmPort {
  const answerMillisMax = parts.answerMillisMax ?? ANSWER_MILLIS_MAX;
  const now = parts.now ?? Date.now;
  const insist = createInsist(parts.sleep ?? sleep);
  const memoryOf = createMemories();
  const oauth = { app, answerMillisMax, insist, doubted: new Map(), clock: now };
  return {
    limits: SALESFORCE_LIMITS,
    pollOverlapSeconds: SALESFORCE_POLL_OVERLAP_SECONDS,
    contactsEverySeconds: SALESFORCE_CONTACTS_EVERY_SECONDS,
    authorizeUrl: (request) => buildAuthorizeUrl(app, request),
    exchangeCode: (consent, at) => exchangeCode(oauth, consent, at),
    refresh: (grant, at) => refreshGrant(oauth, grant, at),
    readNotice: (request) => readPing(request),
    client: (options) => {
      const memory = memoryOf(options.tenantId);
      return createSalesforceClient({
        options,
        insist,
        memory,
        personKey: (address) => personKey(options.tenantId, address),
        now: () => new Date(now()).toISOString(),
        sleep: parts.sleep ?? sleep,
        gateway: createGateway({
          // Every grant names the org's address; only one from elsewhere could lack it.
          apiUrl: options.apiUrl ?? app.loginUrl,
          accessToken: options.accessToken,
          throttle: options.throttle,
          onRateLimited: options.onRateLimited,
          answerMillisMax,
          memory,
          insist,
          allowanceShare: app.allowanceShare ?? ALLOWANCE_SHARE,
          now,
        }),
      });
    },
  };
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, millis);
  });
}
