import type { Instant } from "../../../shared/contracts/time.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { Log } from "../../ports/logging.ts";
import type { SyncOverview, TenantLanes } from "../../ports/sync.ts";
import { describeFault } from "../describe-fault.ts";

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
  readonly log: Log;
}

/**
 * Wakes the lanes that should have done something by now. One that cannot be woken does not hold up others.
 * `requestId` is the run's own.
 */
export async function wakeOverdue(parts: WakeParts, now: Instant, requestId: string): Promise<void> {
  const lateSince = secondsAfter(now, -GRACE_SECONDS);
  const overdue = [...(await parts.overview.listOverdue(lateSince, LANES_PER_RUN_MAX))];
  const lanes = overdue.length;
  const wakeNext = async (): Promise<void> => {
    for (let tenantId = overdue.shift(); tenantId !== undefined; tenantId = overdue.shift()) {
      await parts.lanes
        .of(tenantId)
        .wake()
        .catch((error: unknown) =>
          parts.log({ event: "wake_failed", requestId, tenantId, ...describeFault(error) }),
        );
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, wakeNext));
  if (lanes > 0) parts.log({ event: "lanes_woken", requestId, lanes });
}
