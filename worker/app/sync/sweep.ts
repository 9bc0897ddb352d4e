import { CRM_RECORD_KINDS, type CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { Cause } from "../../domain/credits.ts";
import type { LaneVerdict } from "../../ports/sync.ts";
import { type LaneCore, verdictOf } from "./lane-core.ts";
import { writeReading } from "./reading.ts";
import { joinVerdicts } from "./verdicts.ts";

/** How often the recycle bin is looked through. */
export const SWEEP_EVERY_SECONDS = 3600;
/** After a failed sweep. */
const SWEEP_AGAIN_SECONDS = 300;
/** A recycle bin keeps 90 days; more pages than this is not a sweep but a mistake. */
const PAGES_PER_SWEEP_MAX = 2_000;
const CAUSE: Cause = { kind: "sweep" };

/** Looks through the recycle bin: archiving moves no stamp, so no poll finds what a lost notice told of. */
export async function sweepArchived(
  core: LaneCore,
  kinds: readonly CrmRecordKind[] = CRM_RECORD_KINDS,
): Promise<LaneVerdict> {
  const verdicts: LaneVerdict[] = [];
  for (const { kind, granted, pollSince } of await core.parts.state.loadKinds()) {
    if (granted && pollSince !== null && kinds.includes(kind)) verdicts.push(await sweepKind(core, kind));
  }
  const joined = joinVerdicts(verdicts);
  const pause = joined.kind === "done" ? SWEEP_EVERY_SECONDS : SWEEP_AGAIN_SECONDS;
  await core.parts.state.changeStatus({ nextSweepAt: core.after(pause) });
  return joined;
}

async function sweepKind(core: LaneCore, kind: CrmRecordKind): Promise<LaneVerdict> {
  let cursor: string | null = null;
  for (let count = 0; count < PAGES_PER_SWEEP_MAX; count += 1) {
    const mark = core.settled.mark();
    const page = await core.client.fetchArchived(kind, cursor);
    if (!page.ok) return verdictOf(await core.fail(page.error, kind));
    const { records, rejections, next } = page.value;
    const written = await writeReading(core, { records, rejections, cause: CAUSE, mark });
    if (!written.ok) return verdictOf(await core.fail(written.error, kind));
    if (next === null) return { kind: "done" };
    cursor = next;
  }
  return { kind: "done" };
}
