import type { Instant, LocalDay } from "../../shared/contracts/time.ts";
import { localDayOf } from "../domain/calendar/local-time.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Rules } from "../domain/rules.ts";
import type { QueryContext, QueryRefusal } from "./queries.ts";

/** When a question is answered for: now, or what was known at an instant. */
export interface Moment {
  readonly at: Instant;
  /** Undefined is now: whatever is known. */
  readonly revision: number | undefined;
  /** The revision whose knowledge that is. */
  readonly shownRevision: number;
  readonly rules: Rules;
  readonly today: LocalDay;
}

/** The knowledge to answer from. Before the connection nothing was known, and the future is not known yet. */
export async function loadMoment(
  context: QueryContext,
  at: Instant | undefined,
): Promise<Result<Moment, QueryRefusal>> {
  if (at === undefined) return ok(await presentMoment(context));
  if (at > context.now) return err({ reason: "in_the_future" });
  const { connectedAt } = context.tenant;
  if (at < connectedAt) return err({ reason: "before_connection", connectedAt });
  const revision = (await context.ledger.revisionAt(at)) ?? 0;
  const { rules } = await context.store.loadLiveGeneration(revision);
  return ok({ at, revision, shownRevision: revision, rules, today: localDayOf(at, rules.calendar.timeZone) });
}

/** The rules are those of the revision that the ledger is read at: other rules may go live in between. */
async function presentMoment({ ledger, store, now }: QueryContext): Promise<Moment> {
  const shownRevision = await ledger.loadRevision();
  const { rules } = await store.loadLiveGeneration(shownRevision);
  const today = localDayOf(now, rules.calendar.timeZone);
  return { at: now, revision: undefined, shownRevision, rules, today };
}
