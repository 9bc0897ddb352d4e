import type { Cause } from "../../domain/credits.ts";
import { contentOf } from "../../domain/ledger/record-content.ts";
import type { Adjustment } from "../../domain/records.ts";
import type { AdjustmentDraft, AdjustmentOutcome, AskedBy } from "../../ports/adjustments.ts";
import { describeFault } from "../describe-fault.ts";
import type { LaneCore } from "./lane-core.ts";
import { announced } from "./reading.ts";

/** Whether two say the same, whenever they were made and whether they still stand. */
export function isSameAdjustment(one: AdjustmentDraft, other: AdjustmentDraft): boolean {
  return textOf(one) === textOf(other);
}

function textOf({ kind, crmId, action, event, target, memberId, ...rest }: AdjustmentDraft): string {
  const { day, amount, reason, approvedBy } = rest;
  const said = { kind, crmId, action, event, target, memberId, day, amount, reason, approvedBy };
  return contentOf({ ...said, modifiedAt: "", archived: false });
}

/** Makes it once: whatever was made under its id before stays as it is. One turn of the lane. */
export function makeAdjustment(
  core: LaneCore,
  draft: AdjustmentDraft,
  by: AskedBy,
): Promise<AdjustmentOutcome> {
  const { adjustments, clock } = core.parts;
  return core.turns.take(async () => {
    const held = await adjustments.find(draft.crmId);
    if (held === "erased") return { kind: "differs" };
    if (held && !isSameAdjustment(held, draft)) return { kind: "differs" };
    if (held) return { kind: "known", adjustment: held };
    // Whoever was erased since this was asked for is not written of anew.
    const { target, event } = draft;
    if (target && (await adjustments.creditStateOf(target, [event])) === "unknown") return { kind: "gone" };
    const adjustment: Adjustment = { ...draft, modifiedAt: clock.now(), archived: false };
    await apply(core, adjustment, by);
    return { kind: "made", adjustment };
  });
}

/** Takes it back: it stays in the ledger, for what was counted by it. One turn of the lane. */
export function withdrawAdjustment(core: LaneCore, id: string, by: AskedBy): Promise<Adjustment | null> {
  const { adjustments, clock } = core.parts;
  return core.turns.take(async () => {
    const held = await adjustments.find(id);
    if (held === null || held === "erased") return null;
    if (held.archived) return held;
    const withdrawn: Adjustment = { ...held, archived: true, withdrawnAt: clock.now() };
    await apply(core, withdrawn, by);
    return withdrawn;
  });
}

async function apply(core: LaneCore, adjustment: Adjustment, { actor, requestId }: AskedBy): Promise<void> {
  const { ledger, clock, log, tenantId } = core.parts;
  const cause: Cause = actor === null ? { kind: "adjustment" } : { kind: "adjustment", actor };
  // Standings itself says what it is, so there is no other version to weigh it against.
  const applied = await ledger.apply([adjustment], { cause, now: clock.now(), fresh: true });
  // Open pages look for themselves after a while. Whoever is told of a fault asks again, and would add credit twice.
  await announced(core, applied).catch((error: unknown) =>
    log({ event: "announcing_failed", requestId, tenantId, ...describeFault(error) }),
  );
}
