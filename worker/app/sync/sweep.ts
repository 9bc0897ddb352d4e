import { NOT_ANSWERED } from "../../../shared/contracts/fault-details.ts";
import { CRM_RECORD_KINDS, type CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { Cause } from "../../domain/credits.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { CrmFailure } from "../../ports/crm.ts";
import type { LaneVerdict } from "../../ports/sync.ts";
import { type LaneCore, pauseAfter, verdictOf } from "./lane-core.ts";
import { chunksOf, readByIds, writeReading } from "./reading.ts";
import { joinVerdicts } from "./verdicts.ts";

/** How often the recycle bin is looked through. */
export const SWEEP_EVERY_SECONDS = 3600;
/** After a failed sweep. */
const SWEEP_AGAIN_SECONDS = 300;
/** A recycle bin keeps 90 days; more pages than this is not a sweep but a mistake. */
const PAGES_PER_SWEEP_MAX = 2_000;
/** Records that left the bin and are read again in one sweep; the next one goes on. */
const LEFT_PER_SWEEP_MAX = 5_000;
const CAUSE: Cause = { kind: "sweep" };

/**
 * Looks through the recycle bin: archiving and restoring move no stamp, so no poll finds what a lost notice
 * told of.
 */
export async function sweepArchived(
  core: LaneCore,
  kinds: readonly CrmRecordKind[] = CRM_RECORD_KINDS,
): Promise<LaneVerdict> {
  const verdicts: LaneVerdict[] = [];
  for (const { kind, granted, pollSince } of await core.parts.state.loadKinds()) {
    if (!granted || pollSince === null || !kinds.includes(kind)) continue;
    const swept = await sweepKind(core, kind);
    verdicts.push(swept.ok ? { kind: "done" } : verdictOf(await core.fail(swept.error, kind)));
  }
  const joined = joinVerdicts(verdicts);
  const usual = joined.kind === "done" ? SWEEP_EVERY_SECONDS : SWEEP_AGAIN_SECONDS;
  await core.parts.state.changeStatus({ nextSweepAt: core.after(pauseAfter(joined, usual)) });
  return joined;
}

async function sweepKind(core: LaneCore, kind: CrmRecordKind): Promise<Result<null, CrmFailure>> {
  // Listed first: what is deleted while the bin is walked may come behind the walk.
  const held = await core.parts.ledger.listArchived(kind);
  const binned = new Set<string>();
  const gone = new Set<string>();
  let cursor: string | null = null;
  for (let count = 0; count < PAGES_PER_SWEEP_MAX; count += 1) {
    const mark = core.settled.mark();
    const page = await core.client.fetchArchived(kind, cursor);
    if (!page.ok) return page;
    const { records, rejections, next } = page.value;
    for (const { crmId } of [...records, ...rejections]) binned.add(crmId);
    for (const id of page.value.gone) gone.add(id);
    const written = await writeReading(core, { records, rejections, cause: CAUSE, mark });
    if (!written.ok) return written;
    cursor = next;
    if (cursor === null) break;
  }
  if (cursor !== null) return ok(null);
  const present = await core.parts.ledger.listPresent(kind, [...gone.difference(binned)]);
  const unanswered = await listUnanswered(core, kind);
  const open = new Set([...held, ...unanswered]).difference(binned);
  return readLeft(core, kind, [...open.union(new Set(present))]);
}

/** Parked records that the CRM failed to answer for: no change tells when it can, as one does of a mended record. */
async function listUnanswered({ parts }: LaneCore, kind: CrmRecordKind): Promise<readonly string[]> {
  const start = `${kind}:`;
  return (await parts.state.loadFaults())
    .filter(({ type, detail }) => type === "record_unreadable" && detail === NOT_ANSWERED)
    .flatMap(({ subject }) => (subject.startsWith(start) ? [subject.slice(start.length)] : []));
}

/**
 * What is held as deleted and has left the bin was restored, or is gone for good; and so is what is held as there
 * although the CRM deleted it and has it in no bin. What could not be answered for is somewhere among these.
 */
async function readLeft(
  core: LaneCore,
  kind: CrmRecordKind,
  left: readonly string[],
): Promise<Result<null, CrmFailure>> {
  if (left.length === 0) return ok(null);
  const { state } = core.parts;
  const purged = new Set(await state.loadPurged(kind));
  const open = left.filter((id) => !purged.has(id)).slice(0, LEFT_PER_SWEEP_MAX);
  for (const ids of chunksOf(open)) {
    const read = await core.turns.take(() =>
      readByIds(core, { kind, ids }, { cause: CAUSE, inHand: new Map() }),
    );
    if (!read.ok) return read;
    if (read.value.gone.length > 0) await state.addPurged(kind, read.value.gone);
  }
  return ok(null);
}
