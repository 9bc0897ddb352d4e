import type { Cause } from "../../domain/credits.ts";
import { contentOf } from "../../domain/ledger/record-content.ts";
import type { Adjustment } from "../../domain/records.ts";
import type { AdjustmentDraft, AdjustmentOutcome } from "../../ports/adjustments.ts";
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
  actor: string | null,
): Promise<AdjustmentOutcome> {
  const { adjustments, clock } = core.parts;
  return core.turns.take(async () => {
    const held = await adjustments.find(draft.crmId);
    if (held === "erased") return { kind: "differs" };
    if (held)
      return isSameAdjustment(held, draft) ? { kind: "known", adjustment: held } : { kind: "differs" };
    const adjustment: Adjustment = { ...draft, modifiedAt: clock.now(), archived: false };
    await apply(core, adjustment, actor);
    return { kind: "made", adjustment };
  });
}

/** Takes it back: it stays in the ledger, for what was counted by it. One turn of the lane. */
export function withdrawAdjustment(
  core: LaneCore,
  id: string,
  actor: string | null,
): Promise<Adjustment | null> {
  const { adjustments, clock } = core.parts;
  return core.turns.take(async () => {
    const held = await adjustments.find(id);
    if (held === null || held === "erased") return null;
    if (held.archived) return held;
    const withdrawn: Adjustment = { ...held, archived: true, withdrawnAt: clock.now() };
    await apply(core, withdrawn, actor);
    return withdrawn;
  });
}

async function apply(core: LaneCore, adjustment: Adjustment, actor: string | null): Promise<void> {
  const { ledger, clock } = core.parts;
  const cause: Cause = actor === null ? { kind: "adjustment" } : { kind: "adjustment", actor };
  // Standings itself says what it is, so there is no other version to weigh it against.
  await announced(core, await ledger.apply([adjustment], { cause, now: clock.now(), fresh: true }));
}
