import type { CrmRecordKind } from "../../../../../shared/contracts/ids.ts";
import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmBinPage, CrmFailure } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import { withPresentFields } from "../api/object-fields.ts";
import { presentSources } from "../reading/record-sources.ts";
import { fetchGone } from "./fetch-gone.ts";
import { readRowPage, rowsMaxOf } from "./fetch-stretch.ts";

/**
 * What lies in the recycle bin, page by page, and with the last page what was deleted past it. Salesforce keeps the
 * bin for 15 days, and merges no opportunities.
 */
export function fetchArchived(
  context: SalesforceContext,
  kind: CrmRecordKind,
  cursor: string | null,
): Promise<Result<CrmBinPage, CrmFailure>> {
  return withPresentFields(context, async () => {
    const sources = await presentSources(context, kind);
    if (!sources.ok) return sources;
    const page = await readRowPage(context, sources.value, {
      cursor,
      mayAskBulk: false,
      queryOf: ({ source, fields }) => ({
        fields,
        where: ["IsDeleted = true", ...source.conditions(fields)],
        deleted: true,
        rowsMax: rowsMaxOf(source),
      }),
    });
    if (!page.ok) return page;
    const gone: string[] = [];
    // Once for the whole walk, at its end: what goes meanwhile is in the log by then.
    for (const { fields } of page.value.next === null ? sources.value : []) {
      const ids = await fetchGone(context, fields.object);
      if (!ids.ok) return ids;
      gone.push(...ids.value);
    }
    return ok({ ...page.value, gone });
  });
}
