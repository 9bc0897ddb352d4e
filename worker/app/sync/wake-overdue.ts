import type { Instant } from "../../../shared/contracts/time.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { SyncOverview, TenantLanes } from "../../ports/sync.ts";

/** Lanes wake themselves; one that is this late has lost its alarm. */
const GRACE_SECONDS = 120;
/** Lanes woken in one run: the longest overdue first, the rest a minute later. */
const LANES_PER_RUN_MAX = 500;
/** Calls under way at the same time. */
const CALLS_AT_ONCE = 20;

/** What waking lanes needs. */
export interface WakeParts {
  readonly overview: Pick<SyncOverview, "listOverdue">;
  readonly lanes: TenantLanes;
  readonly log: (entry: Readonly<Record<string, string | number>>) => void;
}

/** Wakes the lanes that should have done something by now. One that cannot be woken does not hold up others. */
export async function wakeOverdue(parts: WakeParts, now: Instant): Promise<void> {
  const lateSince = secondsAfter(now, -GRACE_SECONDS);
  const overdue = [...(await parts.overview.listOverdue(lateSince, LANES_PER_RUN_MAX))];
  const wakeNext = async (): Promise<void> => {
    for (let tenantId = overdue.shift(); tenantId !== undefined; tenantId = overdue.shift()) {
      await parts.lanes
        .of(tenantId)
        .wake()
        .catch((error: unknown) =>
          parts.log({ event: "wake_failed", message: error instanceof Error ? error.message : "unknown" }),
        );
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, wakeNext));
}
