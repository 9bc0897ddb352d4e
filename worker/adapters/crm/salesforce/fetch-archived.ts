import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { Result } from "../../../domain/result.ts";
import type { CrmFailure, CrmPage } from "../../../ports/crm.ts";
import type { SalesforceContext } from "./context.ts";
import { readRowPage, rowsMaxOf } from "./fetch-stretch.ts";
import { withPresentFields } from "./object-fields.ts";
import { presentSources } from "./record-sources.ts";

/** What lies in the recycle bin, page by page. Salesforce keeps it for 15 days, and merges no opportunities. */
export function fetchArchived(
  context: SalesforceContext,
  kind: CrmRecordKind,
  cursor: string | null,
): Promise<Result<CrmPage, CrmFailure>> {
  return withPresentFields(context, async () => {
    const sources = await presentSources(context, kind);
    if (!sources.ok) return sources;
    return readRowPage(context, sources.value, {
      cursor,
      mayAskBulk: false,
      queryOf: ({ source, fields }) => ({
        fields,
        where: ["IsDeleted = true", ...source.conditions(fields)],
        deleted: true,
        rowsMax: rowsMaxOf(source),
      }),
    });
  });
}
