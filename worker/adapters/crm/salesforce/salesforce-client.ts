import type { CrmClient } from "../../../ports/crm.ts";
import { fetchAccount } from "./account.ts";
import type { SalesforceContext } from "./context.ts";
import { fetchArchived } from "./fetch-archived.ts";
import { fetchByIds } from "./fetch-by-ids.ts";
import { fetchChanged } from "./fetch-changed.ts";
import { fetchContacts } from "./fetch-contacts.ts";
import { fetchPipelines } from "./fetch-pipelines.ts";
import { fetchStretch } from "./fetch-stretch.ts";
import { fetchWonDeals } from "./fetch-won-deals.ts";
import { findChangedKinds } from "./find-changed-kinds.ts";
import { fetchPeople } from "./people.ts";
import { fetchQuotas } from "./quotas.ts";
import { fetchRates } from "./rates.ts";

/** One tenant's Salesforce. */
export function createSalesforceClient(context: SalesforceContext): CrmClient {
  return {
    fetchAccount: () => fetchAccount(context),
    fetchPeople: () => fetchPeople(context),
    fetchPipelines: () => fetchPipelines(context),
    fetchRates: (homeCurrency) => fetchRates(context, homeCurrency),
    fetchByIds: (kind, ids) => fetchByIds(context, kind, ids),
    fetchStretch: (stretch, cursor) => fetchStretch(context, stretch, cursor),
    fetchChanged: (kind, since, cursor) => fetchChanged(context, kind, since, cursor),
    findChangedKinds: (wanted) => findChangedKinds(context, wanted),
    fetchArchived: (kind, cursor) => fetchArchived(context, kind, cursor),
    fetchContacts: (since, cursor) => fetchContacts(context, since, cursor),
    fetchQuotas: () => fetchQuotas(context),
    fetchWonDeals: (span) => fetchWonDeals(context, span),
    allowance: () => context.gateway.allowance(),
  };
}
