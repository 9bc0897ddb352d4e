import { type ExtraFields, extraFieldsOf, joinFields } from "../../domain/counting.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Rules } from "../../domain/rules.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ApiAllowance, CrmClient, CrmFailure, CrmPort, Grant } from "../../ports/crm.ts";
import type { Access } from "./access.ts";
import type { Limiter } from "./limiter.ts";
import { tryAgain } from "./retrying.ts";

/** What reading needs to know of the tenant's rules. Null before there are any. */
export type LoadRules = () => Promise<Rules | null>;

interface LaneClientParts {
  readonly tenantId: string;
  readonly crm: CrmPort;
  readonly access: Access;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly loadRules: LoadRules;
  /** Fields of deals that are read for rules to come. */
  readonly loadAskedFields: () => Promise<ExtraFields>;
}

const REFUSALS: ReadonlySet<CrmFailure["reason"]> = new Set(["token_expired", "token_revoked"]);
const NOTHING_TOLD: ApiAllowance = { limit: null, remaining: null, windowSeconds: null };

/**
 * The tenant's CRM with everything around a call that its reader should not have to think of: a fresh token,
 * slots of the allowance, and another try where a fault passes by itself. A token that is refused is
 * refreshed once; only when that is refused too has the customer revoked it.
 */
export function createLaneClient(parts: LaneClientParts): CrmClient {
  let allowance = NOTHING_TOLD;

  const withClient = async <T>(
    grant: Grant,
    run: (client: CrmClient) => Promise<Result<T, CrmFailure>>,
  ): Promise<Result<T, CrmFailure>> => {
    const client = parts.crm.client({
      accessToken: grant.accessToken,
      apiUrl: grant.apiUrl,
      scopes: grant.scopes,
      tenantId: parts.tenantId,
      throttle: (bucket) => parts.limiter.take(bucket),
      onRateLimited: ({ retryAfterSeconds }) => parts.limiter.pause(retryAfterSeconds * 1000),
      ...readingRules(await parts.loadRules(), await parts.loadAskedFields()),
    });
    const result = await run(client);
    allowance = newestOf(allowance, client.allowance());
    return result;
  };

  const once = async <T>(
    run: (client: CrmClient) => Promise<Result<T, CrmFailure>>,
  ): Promise<Result<T, CrmFailure>> => {
    const grant = await parts.access.current(null);
    if (!grant.ok) return grant;
    const result = await withClient(grant.value, run);
    if (result.ok || !REFUSALS.has(result.error.reason)) return result;
    const renewed = await parts.access.current(grant.value.accessToken);
    if (!renewed.ok) return renewed;
    const again = await withClient(renewed.value, run);
    return !again.ok && again.error.reason === "token_expired" ? err({ reason: "token_refused" }) : again;
  };

  const call = <T>(run: (client: CrmClient) => Promise<Result<T, CrmFailure>>) =>
    tryAgain(() => once(run), { clock: parts.clock, onWait: (wait) => parts.limiter.pause(wait) });

  return {
    fetchAccount: () => call((client) => client.fetchAccount()),
    fetchPeople: () => call((client) => client.fetchPeople()),
    fetchPipelines: () => call((client) => client.fetchPipelines()),
    fetchRates: (homeCurrency) => call((client) => client.fetchRates(homeCurrency)),
    fetchByIds: (kind, ids) =>
      ids.length === 0
        ? Promise.resolve(ok({ records: [], rejections: [], missing: [], others: [], merged: [] }))
        : call((client) => client.fetchByIds(kind, ids)),
    fetchStretch: (stretch, cursor) => call((client) => client.fetchStretch(stretch, cursor)),
    fetchChanged: (kind, since, cursor) => call((client) => client.fetchChanged(kind, since, cursor)),
    findChangedKinds: (wanted) => call((client) => client.findChangedKinds(wanted)),
    fetchArchived: (kind, cursor) => call((client) => client.fetchArchived(kind, cursor)),
    fetchContacts: (since, cursor) => call((client) => client.fetchContacts(since, cursor)),
    fetchQuotas: () => call((client) => client.fetchQuotas()),
    fetchDealFields: () => call((client) => client.fetchDealFields()),
    fetchWonDeals: (span) => call((client) => client.fetchWonDeals(span)),
    allowance: () => allowance,
  };
}

function newestOf(before: ApiAllowance, told: ApiAllowance): ApiAllowance {
  return told.limit === null && told.remaining === null ? before : told;
}

/** The currency and the clock, and the fields beyond the usual ones that some rule reads, or will. */
function readingRules(rules: Rules | null, asked: ExtraFields) {
  return {
    homeCurrency: rules?.homeCurrency ?? null,
    timeZone: rules?.calendar.timeZone ?? null,
    extraProperties: joinFields(extraFieldsOf(Object.values(rules?.events ?? {})), asked),
  };
}
