import type { EventId } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { Adjustment } from "../records.ts";
import { adjustmentsOfEvent } from "./candidate.ts";

/**
 * Which of a record's adjustments made a line what it was at an instant, or what it is now (null): an exclusion
 * before a move, and of several the last, as crediting has it. Null when none stood.
 */
export function decidingAdjustment(
  event: EventId,
  adjustments: readonly Adjustment[],
  asOf: Instant | null,
): Adjustment | null {
  const stood = adjustments.filter((adjustment) => stoodAt(adjustment, asOf));
  const concerned = adjustmentsOfEvent(event, stood);
  return concerned.findLast(({ action }) => action === "exclude") ?? concerned.at(-1) ?? null;
}

function stoodAt({ modifiedAt, archived, withdrawnAt }: Adjustment, asOf: Instant | null): boolean {
  if (asOf === null) return !archived;
  return modifiedAt <= asOf && (withdrawnAt === undefined || withdrawnAt > asOf);
}
