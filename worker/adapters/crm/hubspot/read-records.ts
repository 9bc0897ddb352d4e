import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import { readRawActivities, TYPE_OF_KIND } from "./activities.ts";
import type { ClientContext } from "./client-context.ts";
import {
  asUnanswered,
  idsOf,
  joinReads,
  NOTHING_READ,
  type ReadRecords,
  readDealsById,
} from "./deals-by-id.ts";
import { ACTIVITY_PROPERTIES } from "./read-activities.ts";
import { readRecordBatch } from "./read-batch.ts";

/** HubSpot's limit for reads without histories. */
const RECORDS_PER_READ = 100;

/** What a search or a list asks for: the whole of an activity, but only the id and stamp of a deal. */
export function propertiesToFind(kind: CrmRecordKind): readonly string[] {
  return kind === "deal" ? ["hs_lastmodifieddate"] : ACTIVITY_PROPERTIES[kind];
}

/** Reads what a search or a list found. Deals are read again with their histories. */
export function readFound(
  context: ClientContext,
  kind: CrmRecordKind,
  raws: readonly unknown[],
): Promise<Result<ReadRecords, CrmFailure>> {
  return kind === "deal"
    ? readDealsById(context, idsOf(raws), false)
    : readRawActivities(context, kind, raws);
}

/** Reads records by their ids, from those in use or from the recycle bin. */
export async function readById(
  context: ClientContext,
  kind: CrmRecordKind,
  { ids, archived }: { readonly ids: readonly string[]; readonly archived: boolean },
): Promise<Result<ReadRecords, CrmFailure>> {
  if (kind === "deal") return readDealsById(context, ids, archived);
  let read = NOTHING_READ;
  for (let from = 0; from < ids.length; from += RECORDS_PER_READ) {
    const batch = await readRecordBatch(context, TYPE_OF_KIND[kind], {
      ids: ids.slice(from, from + RECORDS_PER_READ),
      properties: ACTIVITY_PROPERTIES[kind],
      propertiesWithHistory: [],
      archived,
    });
    if (!batch.ok) return batch;
    const piece = await readRawActivities(context, kind, batch.value.results);
    if (!piece.ok) return piece;
    read = joinReads(read, piece.value, asUnanswered(kind, batch.value.unanswered.keys()));
  }
  return ok(read);
}
