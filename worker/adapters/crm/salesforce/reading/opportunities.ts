import type { CrmRecord } from "../../../../domain/records.ts";
import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure, RecordRejection } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import type { WantedFields } from "../api/object-fields.ts";
import { rejectionOf, rowIdOf } from "../api/read-values.ts";
import { homeOf } from "../org/home.ts";
import { fetchRowsOf, IDS_PER_QUERY, planRows, type RowPlan } from "./opportunity-rows.ts";
import { OPPORTUNITY_FIELDS, readOpportunity } from "./read-opportunity.ts";

/** What a read of rows gave. A row that is no record of the kind is in neither list. */
export interface ReadRows {
  readonly records: readonly CrmRecord[];
  readonly rejections: readonly RecordRejection[];
}

/** The fields of an opportunity, with those that the tenant's rules read. */
export function opportunityFields({ options }: SalesforceContext): WantedFields {
  const { amounts, owners } = options.extraProperties;
  return { ...OPPORTUNITY_FIELDS, optional: [...OPPORTUNITY_FIELDS.optional, ...amounts, ...owners] };
}

/** Raw opportunities as deals, with their histories and splits. */
export async function readOpportunities(
  context: SalesforceContext,
  raws: readonly unknown[],
): Promise<Result<ReadRows, CrmFailure>> {
  const home = await homeOf(context);
  if (!home.ok) return home;
  const plan = await planRows(context);
  if (!plan.ok) return plan;
  const page = { plan: plan.value, homeCurrency: home.value.currency };
  const pieces = Array.from({ length: Math.ceil(raws.length / IDS_PER_QUERY) }, (_, piece) =>
    raws.slice(piece * IDS_PER_QUERY, (piece + 1) * IDS_PER_QUERY),
  );
  const reads = await Promise.all(pieces.map((piece) => readPiece(context, piece, page)));
  const records: CrmRecord[] = [];
  const rejections: RecordRejection[] = [];
  for (const read of reads) {
    if (!read.ok) return read;
    records.push(...read.value.records);
    rejections.push(...read.value.rejections);
  }
  return ok({ records, rejections });
}

async function readPiece(
  context: SalesforceContext,
  raws: readonly unknown[],
  { plan, homeCurrency }: { readonly plan: RowPlan; readonly homeCurrency: string },
): Promise<Result<ReadRows, CrmFailure>> {
  const ids = raws.flatMap((raw) => rowIdOf(raw) ?? []);
  if (ids.length === 0)
    return ok({
      records: [],
      rejections: raws.map((raw) =>
        rejectionOf({ kind: "deal", object: OPPORTUNITY_FIELDS.object }, raw, "Id"),
      ),
    });
  const rows = await fetchRowsOf(context, plan, ids);
  if (!rows.ok) return rows;
  const { amounts, owners } = context.options.extraProperties;
  const reads = raws.map((raw) =>
    readOpportunity(raw, {
      homeCurrency,
      amountFields: amounts,
      ownerFields: owners,
      stages: rows.value.stages,
      rows: rows.value.rowsOf(rowIdOf(raw) ?? ""),
    }),
  );
  return ok({
    records: reads.flatMap((read) => (read.ok ? [read.value] : [])),
    rejections: reads.flatMap((read) => (read.ok ? [] : [read.error])),
  });
}
