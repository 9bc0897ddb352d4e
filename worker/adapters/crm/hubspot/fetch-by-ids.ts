import { NOT_ANSWERED } from "../../../../shared/contracts/fault-details.ts";
import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { CrmRecord } from "../../../domain/records.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure, CrmRecordsById, RecordRejection } from "../../../ports/crm.ts";
import type { ClientContext } from "./client-context.ts";
import { joinReads, NOTHING_READ, type ReadRecords } from "./deals-by-id.ts";
import { isNotFound } from "./failures.ts";
import { rejectUnanswered } from "./read-batch.ts";
import { rawIdOf } from "./read-page.ts";
import { readById } from "./read-records.ts";

type Merge = CrmRecordsById["merged"][number];

const ID = /^\d{1,20}$/;

/** Records by id: those in use, then those in the recycle bin, then those that were merged into others. */
export async function fetchByIds(
  context: ClientContext,
  kind: CrmRecordKind,
  ids: readonly string[],
): Promise<Result<CrmRecordsById, CrmFailure>> {
  const wanted = [...new Set(ids)];
  // HubSpot refuses the whole batch for one id that is no number.
  const numbered = wanted.filter((id) => ID.test(id));
  const live = await readById(context, kind, { ids: numbered, archived: false });
  if (!live.ok) return live;
  const archived = await readRest(context, kind, restOf(numbered, live.value));
  if (!archived.ok) return archived;
  const found = joinReads(live.value, archived.value);
  const moved = await followMerges(context, kind, restOf(numbered, found));
  if (!moved.ok) return moved;
  const survivors = await readSurvivors(context, kind, { found, merges: moved.value });
  if (!survivors.ok) return survivors;
  const all = joinReads(found, survivors.value);
  const { held, merges } = partMerges(moved.value, all.rejections);
  const told = [...mergesTold(all.records, numbered), ...merges];
  const merged = [...new Map(told.map((merge) => [merge.from, merge])).values()];
  const known = new Set([...all.knownIds, ...held, ...merged.map(({ from }) => from)]);
  return ok({
    records: all.records,
    rejections: [...all.rejections, ...rejectUnanswered(kind, held)],
    missing: wanted.filter((id) => !known.has(id)),
    others: [],
    merged,
  });
}

/** A deal whose survivor was not answered is held as it is: else it would be gone, with nothing in its place. */
function partMerges(moved: readonly Merge[], rejections: readonly RecordRejection[]) {
  const unanswered = new Set(
    rejections.filter(({ path }) => path === NOT_ANSWERED).map(({ crmId }) => crmId),
  );
  return {
    held: moved.filter(({ into }) => unanswered.has(into)).map(({ from }) => from),
    merges: moved.filter(({ into }) => !unanswered.has(into)),
  };
}

function readRest(
  context: ClientContext,
  kind: CrmRecordKind,
  ids: readonly string[],
): Promise<Result<ReadRecords, CrmFailure>> {
  return ids.length === 0
    ? Promise.resolve(ok(NOTHING_READ))
    : readById(context, kind, { ids, archived: true });
}

/** What was asked for and neither came nor stands in a record that came as merged into it. */
function restOf(ids: readonly string[], { knownIds, records }: ReadRecords): string[] {
  const known = new Set([...knownIds, ...mergesTold(records, ids).map(({ from }) => from)]);
  return ids.filter((id) => !known.has(id));
}

/** A survivor lists the ids that were merged into it. */
function mergesTold(records: readonly CrmRecord[], ids: readonly string[]): Merge[] {
  const asked = new Set(ids);
  return records.flatMap((record) =>
    record.kind === "deal"
      ? record.mergedIds
          .filter((from) => asked.has(from) && from !== record.crmId)
          .map((from) => ({ from, into: record.crmId }))
      : [],
  );
}

/** The old id of a merged deal still answers, with the record it was merged into. Only deals are merged. */
async function followMerges(
  context: ClientContext,
  kind: CrmRecordKind,
  ids: readonly string[],
): Promise<Result<Merge[], CrmFailure>> {
  const merges: Merge[] = [];
  for (const id of kind === "deal" ? ids : []) {
    const answer = await context.insist(() => context.gateway.readOne("deals", id, ["hs_merged_object_ids"]));
    if (!answer.ok) {
      if (isNotFound(answer.error)) continue;
      return err(answer.error);
    }
    const into = rawIdOf(answer.value);
    if (into !== null && into !== id) merges.push({ from: id, into });
  }
  return ok(merges);
}

async function readSurvivors(
  context: ClientContext,
  kind: CrmRecordKind,
  { found, merges }: { readonly found: ReadRecords; readonly merges: readonly Merge[] },
): Promise<Result<ReadRecords, CrmFailure>> {
  const known = new Set(found.knownIds);
  const ids = [...new Set(merges.map(({ into }) => into))].filter((id) => !known.has(id));
  return ids.length === 0 ? ok(NOTHING_READ) : readById(context, kind, { ids, archived: false });
}
