import type { CrmClient } from "../../../ports/crm.ts";
import type { SalesforceContext } from "./api/context.ts";
import { fetchAccount } from "./org/account.ts";
import { fetchPeople } from "./org/people.ts";
import { fetchQuotas } from "./org/quotas.ts";
import { fetchRates } from "./org/rates.ts";
import { fetchDealFields } from "./reading/deal-fields.ts";
import { fetchPipelines } from "./reading/fetch-pipelines.ts";
import { fetchArchived } from "./walks/fetch-archived.ts";
import { fetchByIds } from "./walks/fetch-by-ids.ts";
import { fetchChanged } from "./walks/fetch-changed.ts";
import { fetchContacts } from "./walks/fetch-contacts.ts";
import { fetchStretch } from "./walks/fetch-stretch.ts";
import { fetchWonDeals } from "./walks/fetch-won-deals.ts";
import { findChangedKinds } from "./walks/find-changed-kinds.ts";

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
    fetchDealFields: () => fetchDealFields(context),
    fetchWonDeals: (span) => fetchWonDeals(context, span),
    allowance: () => context.gateway.allowance(),
  };
}
