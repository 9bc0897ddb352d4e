import { err } from "../../domain/result.ts";
import type { CrmClient, CrmFailure, CrmPort } from "../../ports/crm.ts";

const EVERY_SECOND = { requests: 1, windowMilliseconds: 1000 };

/**
 * Stands where this Worker has no app at a CRM: an account that was connected before stays as it was, and says that
 * nothing can be read until whoever runs Standings sets the app up again.
 */
export function createUnconfiguredPort(variable: string): CrmPort {
  const failure: CrmFailure = { reason: "misconfigured", detail: `${variable} is not set` };
  const refuse = async () => err(failure);
  const client: CrmClient = {
    fetchAccount: refuse,
    fetchPeople: refuse,
    fetchPipelines: refuse,
    fetchRates: refuse,
    fetchByIds: refuse,
    fetchStretch: refuse,
    fetchChanged: refuse,
    findChangedKinds: refuse,
    fetchArchived: refuse,
    fetchContacts: refuse,
    fetchQuotas: refuse,
    fetchDealFields: refuse,
    fetchWonDeals: refuse,
    allowance: () => ({ limit: null, remaining: null, windowSeconds: null }),
  };
  return {
    limits: { general: EVERY_SECOND, search: EVERY_SECOND },
    pollOverlapSeconds: 0,
    contactsEverySeconds: 0,
    authorizeUrl: () => {
      throw new Error("A consent was begun without an app");
    },
    exchangeCode: refuse,
    refresh: refuse,
    readNotice: async () => err("signature_wrong"),
    client: () => client,
  };
}
