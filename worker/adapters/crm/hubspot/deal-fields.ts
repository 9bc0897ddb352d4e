import * as v from "valibot";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmDealField, CrmFailure } from "../../../ports/crm.ts";
import { sortFields } from "../sort-fields.ts";
import type { ClientContext } from "./client-context.ts";
import { DEAL_PROPERTIES } from "./read-deal.ts";
import { readPage } from "./read-page.ts";

const Flag = v.fallback(v.nullish(v.boolean(), false), false);
const Word = v.fallback(v.nullish(v.string(), ""), "");

const HubSpotProperty = v.object({
  name: v.string(),
  label: Word,
  type: Word,
  fieldType: Word,
  showCurrencySymbol: Flag,
  referencedObjectType: Word,
  hidden: Flag,
  archived: Flag,
});

type HubSpotProperty = v.InferOutput<typeof HubSpotProperty>;

const USUAL: ReadonlySet<string> = new Set(DEAL_PROPERTIES);
/** These are in the home currency already, and an amount that is read is in the deal's. */
const CONVERTED = /_in_home_currency$/;

/** Properties of deals with money in the deal's currency, and those that hold one owner. */
export async function fetchDealFields({
  gateway,
  insist,
}: ClientContext): Promise<Result<readonly CrmDealField[], CrmFailure>> {
  const page = await insist(async () => readPage(await gateway.listProperties("deals")));
  if (!page.ok) return page;
  const fields = page.value.results.flatMap((raw): CrmDealField[] => {
    const parsed = v.safeParse(HubSpotProperty, raw);
    if (!parsed.success) return [];
    const { name, label, hidden, archived } = parsed.output;
    const holds = heldBy(parsed.output);
    if (holds === null || hidden || archived || USUAL.has(name)) return [];
    return [{ name, label: label || name, holds }];
  });
  return ok(sortFields(fields));
}

function heldBy(property: HubSpotProperty): CrmDealField["holds"] | null {
  const { name, type, fieldType, showCurrencySymbol, referencedObjectType } = property;
  if (type === "number" && showCurrencySymbol && !CONVERTED.test(name)) return "amount";
  // Several owners in one property say nothing of who of them it was.
  const isOne = type === "enumeration" && fieldType !== "checkbox";
  return isOne && referencedObjectType === "OWNER" ? "person" : null;
}
