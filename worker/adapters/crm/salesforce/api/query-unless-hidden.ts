import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "./context.ts";
import { isNotToBeHad } from "./failures.ts";

/** Every row of a query; null where the user we sign in as may not ask it, or the org has no such thing. */
export async function queryUnlessHidden(
  { gateway }: Pick<SalesforceContext, "gateway">,
  soql: string,
): Promise<Result<readonly unknown[] | null, CrmFailure>> {
  const rows = await gateway.queryAllPages(soql);
  return !rows.ok && isNotToBeHad(rows.error) ? ok(null) : rows;
}
