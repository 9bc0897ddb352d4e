import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { Cause } from "../../domain/credits.ts";
import type { CrmFailure } from "../../ports/crm.ts";
import type { LaneVerdict, SyncHint } from "../../ports/sync.ts";
import { applyMerges, chunksOf, type ReadingContext, readByIds } from "./reading.ts";
import { joinVerdicts } from "./verdicts.ts";

type RecordHint = Extract<SyncHint, { kind: CrmRecordKind }>;

const CAUSE: Cause = { kind: "webhook" };
const NOTHING_IN_HAND = new Map<string, never>();

/** What a failure of one kind becomes; recorded by whoever decides. */
export type OnFailure = (failure: CrmFailure, kind: CrmRecordKind) => Promise<LaneVerdict>;

/**
 * Reads every hinted record again and writes what the CRM says now, so that late, repeated and reordered
 * hints end in the same ledger. One turn of the lane per kind.
 */
export async function syncRecords(
  context: ReadingContext,
  hints: readonly SyncHint[],
  onFailure: OnFailure,
): Promise<LaneVerdict> {
  const records = hints.filter((hint) => hint.change !== "person_erased");
  const verdicts: LaneVerdict[] = [];
  for (const [kind, ofKind] of Map.groupBy(records, (hint) => hint.kind)) {
    verdicts.push(await syncKind(context, { kind, hints: ofKind }, onFailure));
  }
  return joinVerdicts(verdicts);
}

async function syncKind(
  context: ReadingContext,
  work: { readonly kind: CrmRecordKind; readonly hints: readonly RecordHint[] },
  onFailure: OnFailure,
): Promise<LaneVerdict> {
  const { kind, hints } = work;
  const actors = new Map(hints.map((hint) => [hint.recordId, hint.actor]));
  const ids = [...new Set(hints.flatMap((hint) => [hint.recordId, ...hint.mergedIds]))];
  for (const chunk of chunksOf(ids)) {
    const read = await context.turns.take(() =>
      readByIds(
        context,
        { kind, ids: chunk },
        { cause: CAUSE, inHand: NOTHING_IN_HAND, actorOf: (id) => actors.get(id) ?? null },
      ),
    );
    if (!read.ok) return onFailure(read.error, kind);
  }
  const merges = hints.flatMap((hint) =>
    hint.mergedIds
      .map((from) => ({ kind, from, into: hint.recordId }))
      .filter(({ from, into }) => from !== into),
  );
  if (merges.length > 0) await context.turns.take(() => applyMerges(context, merges, CAUSE));
  return { kind: "done" };
}
