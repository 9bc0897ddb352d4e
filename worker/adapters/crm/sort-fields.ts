import { compareTexts } from "../../domain/compare-texts.ts";
import type { CrmDealField } from "../../ports/crm.ts";

/** By label, and by name where labels are the same. */
export function sortFields(fields: readonly CrmDealField[]): readonly CrmDealField[] {
  return fields.toSorted(
    (one, other) => compareTexts(one.label, other.label) || compareTexts(one.name, other.name),
  );
}
