import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import { fetchAccount } from "./account.ts";

/** The clock and the currency that rows are read by. */
export interface Home {
  readonly timeZone: string;
  readonly currency: string;
}

/** The tenant's own, and until its rules are known the org's. */
export async function homeOf(context: SalesforceContext): Promise<Result<Home, CrmFailure>> {
  const { timeZone, homeCurrency } = context.options;
  if (timeZone !== null && homeCurrency !== null) return ok({ timeZone, currency: homeCurrency });
  const account = await context.insist(() => fetchAccount(context));
  if (!account.ok) return account;
  return ok({
    timeZone: timeZone ?? account.value.timeZone,
    currency: homeCurrency ?? account.value.homeCurrency,
  });
}
