/**
 * Every token that the CRM gives, it refuses. At first that is an odd moment, and syncing tries again by itself. Where
 * it lasts, somebody has to connect again; and because nobody said that the consent is over, the lane goes on asking
 * now and then.
 */
import type { Instant } from "../../../shared/contracts/time.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { FaultRow } from "../../ports/sync.ts";
import type { LaneCore } from "./lane-core.ts";
import type { LaneParts } from "./lane-parts.ts";

/** The subject of faults that are of no kind of record, but of access to the account. */
export const ACCESS_SUBJECT = "access";
/** The detail of the fault that is shown where refusals last. */
export const REFUSED_DETAIL = "refused";

/** Refusals for so long, and without a success between them, are no odd moment. */
const LASTING_SECONDS = 900;
/** They are counted by calls, of which one sync makes a few. */
const LASTING_COUNT = 3;
/** How often is asked again while somebody has to connect. */
const ASK_AGAIN_SECONDS = 900;

/** Whether tokens have been refused for long. */
export async function isRefusedForLong({
  state,
  clock,
}: Pick<LaneParts, "state" | "clock">): Promise<boolean> {
  const refusals = (await state.loadFaults()).find(isRefusal);
  if (!refusals) return false;
  return refusals.count >= LASTING_COUNT && refusals.since <= secondsAfter(clock.now(), -LASTING_SECONDS);
}

/** Counted under a subject of their own, and like all that passes forgotten with the first success. */
function isRefusal({ type, subject }: FaultRow): boolean {
  return type === "unavailable" && subject === ACCESS_SUBJECT;
}

/** Why somebody has to connect again. Stays while nobody does, whatever else comes through: only revoked is over. */
function isLasting({ type, subject, detail }: FaultRow): boolean {
  return type === "token_revoked" && subject === ACCESS_SUBJECT && detail === REFUSED_DETAIL;
}

/**
 * Tries whether the account answers again, and takes up what was going on. Answers when to look again; null where the
 * consent itself is over, so that nothing is left to try.
 */
export async function tryRefusedAccess(core: LaneCore): Promise<Instant | null> {
  const { state, directory, tenantId, clock } = core.parts;
  if (!(await state.loadFaults()).some(isLasting)) return null;
  const { nextPollAt } = await state.loadStatus();
  if (nextPollAt !== null && nextPollAt > clock.now()) return nextPollAt;
  const account = await core.client.fetchAccount();
  // Connected again, or erased, while it was asked: what was found out is of the connection before.
  if ((await directory.find(tenantId))?.state !== "reconnect") return core.after(1);
  if (!account.ok) {
    const decision = await core.fail(account.error, ACCESS_SUBJECT);
    const isOver = account.error.reason === "token_revoked";
    if (isOver) await state.clearFaults("unavailable", [ACCESS_SUBJECT]);
    const delaySeconds = decision.kind === "retry" ? decision.delaySeconds : 0;
    const again = core.after(Math.max(ASK_AGAIN_SECONDS, delaySeconds));
    await state.changeStatus({ nextPollAt: again });
    return isOver ? null : again;
  }
  await core.recovered();
  await state.clearFaults("token_revoked", [ACCESS_SUBJECT]);
  // Only a backfill that ended makes kinds that are polled.
  const wasLive = (await state.loadKinds()).some(({ pollSince }) => pollSince !== null);
  await directory.setState(tenantId, wasLive ? "live" : "backfilling");
  return core.after(1);
}
