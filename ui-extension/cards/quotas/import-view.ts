/** Goals of the CRM as the dialog shows them, and what importing some of them sends. */
import type { Quota } from "../../../shared/contracts/api.ts";
import type { QuotaImport, QuotaImportRow } from "../../../shared/contracts/quota-import.ts";

/** Goals that change something, that change nothing, and that cannot be imported. */
export interface ImportGroups {
  readonly changing: readonly QuotaImportRow[];
  readonly same: readonly QuotaImportRow[];
  readonly unmatched: readonly QuotaImportRow[];
}

export function groupImport({ rows }: QuotaImport): ImportGroups {
  return {
    changing: rows.filter(({ change }) => change === "new" || change === "changed"),
    same: rows.filter(({ change }) => change === "same"),
    unmatched: rows.filter(({ change }) => change === "unmatched"),
  };
}

/** What is chosen to begin with: everything that changes something. */
export function preselected(answer: QuotaImport): ReadonlySet<string> {
  return new Set(groupImport(answer).changing.map(({ goalId }) => goalId));
}

/** The chosen goals as quotas for their whole period. Only what can be imported is sent. */
export function chosenQuotas(answer: QuotaImport, chosen: ReadonlySet<string>): readonly Quota[] {
  return groupImport(answer).changing.flatMap(({ goalId, metric, subject, period, imported }) =>
    chosen.has(goalId) && subject !== null && period !== null
      ? [{ metric, subject, period, amount: imported, effectiveFrom: null }]
      : [],
  );
}
