import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmDealField, CrmFailure } from "../../../../ports/crm.ts";
import { sortFields } from "../../sort-fields.ts";
import type { SalesforceContext } from "../api/context.ts";
import type { FieldDescription } from "../api/gateway.ts";
import { OPPORTUNITY_FIELDS } from "./read-opportunity.ts";

/** What Salesforce writes by itself of every record. */
const USUAL: ReadonlySet<string> = new Set([
  ...OPPORTUNITY_FIELDS.required,
  ...OPPORTUNITY_FIELDS.optional,
  "LastModifiedById",
]);

/** Fields of opportunities with money, and those that lead to a user. Described anew: an admin may just have made one. */
export async function fetchDealFields({
  gateway,
}: SalesforceContext): Promise<Result<readonly CrmDealField[], CrmFailure>> {
  gateway.forgetDescriptions();
  const described = await gateway.describe(OPPORTUNITY_FIELDS.object);
  if (!described.ok) return described;
  const fields = [...(described.value?.values() ?? [])].flatMap((field): CrmDealField[] => {
    const holds = heldBy(field);
    if (holds === null || USUAL.has(field.name)) return [];
    return [{ name: field.name, label: field.label || field.name, holds }];
  });
  return ok(sortFields(fields));
}

function heldBy({ type, referenceTo }: FieldDescription): CrmDealField["holds"] | null {
  if (type === "currency") return "amount";
  return type === "reference" && referenceTo.includes("User") ? "person" : null;
}
