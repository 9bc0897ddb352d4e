import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmClient, CrmFailure } from "../../../ports/crm.ts";
import { fetchAccount, fetchDetails, fetchRates } from "./account.ts";
import type { ClientContext } from "./client-context.ts";
import { fetchDealFields } from "./deal-fields.ts";
import { isNotToBeHad } from "./failures.ts";
import { fetchByIds } from "./fetch-by-ids.ts";
import { fetchChanged } from "./fetch-changed.ts";
import { fetchContacts } from "./fetch-contacts.ts";
import { fetchArchived, fetchStretch } from "./fetch-stretch.ts";
import { fetchPeople } from "./people.ts";
import { fetchPipelines } from "./pipelines.ts";
import { fetchQuotas } from "./quotas.ts";
import { allows, type HubSpotFeature, SCOPES_OF_FEATURE } from "./scopes.ts";
import { fetchWonDeals } from "./won-deals.ts";

type Parts = Omit<ClientContext, "homeCurrency">;

/** One tenant's HubSpot. What was not granted is not asked for: HubSpot counts refused calls against the app. */
export function createHubSpotClient(parts: Parts): CrmClient {
  const { gateway, insist, options } = parts;
  const context: ClientContext = {
    ...parts,
    homeCurrency: async () => {
      if (options.homeCurrency !== null) return ok(options.homeCurrency);
      const details = await fetchDetails(parts);
      return details.ok ? ok(details.value.companyCurrency) : details;
    },
  };

  function ifGranted<T>(
    feature: HubSpotFeature,
    fetch: () => Promise<Result<T, CrmFailure>>,
  ): Promise<Result<T, CrmFailure>> {
    if (allows(options.scopes, feature)) return fetch();
    return Promise.resolve(err({ reason: "scope_missing", scopes: SCOPES_OF_FEATURE[feature].slice(0, 1) }));
  }

  /** What there is no place for in this account is off, exactly as if it had not been granted. */
  async function ifThere<T>(
    feature: HubSpotFeature,
    fetch: () => Promise<Result<T, CrmFailure>>,
  ): Promise<Result<T, CrmFailure>> {
    const fetched = await ifGranted(feature, fetch);
    if (fetched.ok || !isNotToBeHad(fetched.error)) return fetched;
    return err({ reason: "scope_missing", scopes: SCOPES_OF_FEATURE[feature].slice(0, 1) });
  }

  return {
    fetchAccount: () => fetchAccount(context),
    fetchPeople: () => fetchPeople(context),
    fetchPipelines: () => insist(() => fetchPipelines(gateway)),
    fetchRates: (homeCurrency) => ifThere("currencies", () => fetchRates(context, homeCurrency)),
    fetchByIds: (kind, ids) => ifGranted(kind, () => fetchByIds(context, kind, ids)),
    fetchStretch: (stretch, cursor) =>
      ifGranted("of" in stretch ? stretch.of : "deal", () => fetchStretch(context, stretch, cursor)),
    fetchChanged: (kind, since, cursor) =>
      ifGranted(kind, () => fetchChanged(context, kind, { since, cursor })),
    findChangedKinds: async (wanted) => ok(wanted.map(({ kind }) => kind)),
    fetchArchived: (kind, cursor) => ifGranted(kind, () => fetchArchived(context, kind, cursor)),
    fetchContacts: (since, cursor) => ifGranted("contacts", () => fetchContacts(context, { since, cursor })),
    fetchQuotas: () => ifThere("goals", () => fetchQuotas(context, () => ownersByUser(context))),
    fetchDealFields: () => ifGranted("deal", () => fetchDealFields(context)),
    fetchWonDeals: (span) => ifGranted("deal", () => fetchWonDeals(context, span)),
    allowance: () => gateway.allowance(),
  };
}

/** Goals may name the user alone. Of several owners of one user the present one goes before archived ones. */
async function ownersByUser(
  context: ClientContext,
): Promise<Result<ReadonlyMap<string, string>, CrmFailure>> {
  const people = await fetchPeople(context);
  if (!people.ok) return people;
  const pairs = people.value.people
    .toSorted((left, right) => Number(right.archived) - Number(left.archived))
    .flatMap(({ userId, ownerId }) =>
      userId === null || ownerId === null ? [] : [[userId, ownerId] as const],
    );
  return ok(new Map(pairs));
}
