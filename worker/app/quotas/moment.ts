import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Rules } from "../../domain/rules.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";

/** When a question is answered for: now, or what was known at an instant. */
export interface Moment {
  readonly at: Instant;
  /** Undefined is now: whatever is known. */
  readonly revision: number | undefined;
  readonly rules: Rules;
  readonly today: LocalDay;
}

/** The knowledge to answer from. Before the connection nothing was known, and the future is not known yet. */
export async function loadMoment(
  context: QueryContext,
  at: Instant | undefined,
): Promise<Result<Moment, QueryRefusal>> {
  if (at === undefined) return ok(await momentOf(context, context.now, undefined));
  if (at > context.now) return err({ reason: "in_the_future" });
  const { connectedAt } = context.tenant;
  if (at < connectedAt) return err({ reason: "before_connection", connectedAt });
  const revision = (await context.ledger.revisionAt(at)) ?? 0;
  return ok(await momentOf(context, at, revision));
}

async function momentOf(context: QueryContext, at: Instant, revision: number | undefined): Promise<Moment> {
  const { rules } = await context.store.loadLiveGeneration(revision);
  return { at, revision, rules, today: localDayOf(at, rules.calendar.timeZone) };
}
