import type { Reconciliation } from "../../../shared/contracts/reconciliation.ts";
import type { DaySpan, Instant } from "../../../shared/contracts/time.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Rules } from "../../domain/rules.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { CrmFailure } from "../../ports/crm.ts";
import type { LaneVerdict } from "../../ports/sync.ts";
import { type LaneCore, pauseAfter, verdictOf } from "../sync/lane-core.ts";
import { reconcilePeriod } from "./reconcile-period.ts";
import { reconciledSpans } from "./reconciled-spans.ts";

/** Periods are held against the CRM every night, when it is two o'clock on the account's clock. */
const NIGHT_SECONDS = 2 * 3600;
/** After the CRM did not answer. */
const AGAIN_SECONDS = 900;

/** When a tenant is held against its CRM. */
export interface Reconciler {
  /** The receipt: as soon as the won deals of the present period are complete, once in a backfill. */
  whileBackfilling(): Promise<void>;
  /** Every night, and once when the backfill is over. */
  whenDue(): Promise<LaneVerdict>;
  /** Because somebody asked. */
  now(): Promise<LaneVerdict>;
}

/** Keeps in memory only when the CRM may be asked again after it failed. */
export function createReconciler(core: LaneCore): Reconciler {
  const { parts } = core;
  let notBefore: Instant = "";
  const run = async (spans: readonly DaySpan[], rules: Rules, final: boolean): Promise<LaneVerdict> => {
    const done = await reconcileAll(core, { spans, rules, final });
    if (done.ok) return { kind: "done" };
    const verdict = verdictOf(await core.fail(done.error, "deal"));
    notBefore = core.after(pauseAfter(verdict, AGAIN_SECONDS));
    return verdict;
  };
  const now = async (): Promise<LaneVerdict> => {
    const rules = await core.loadRules();
    if (!rules) return { kind: "done" };
    const { present, previous } = reconciledSpans(parts.clock.now(), rules);
    const tenant = await parts.directory.find(parts.tenantId);
    return run([present, previous], rules, tenant?.state === "live");
  };
  return {
    now,
    async whileBackfilling() {
      const rules = await core.loadRules();
      if (!rules || parts.clock.now() < notBefore) return;
      const { present } = reconciledSpans(parts.clock.now(), rules);
      const [last, { backfillStartedAt }] = await Promise.all([
        parts.reconciliations.load(present),
        parts.state.loadStatus(),
      ]);
      const isToldAlready = last !== null && (backfillStartedAt === null || last.at >= backfillStartedAt);
      if (!isToldAlready) await run([present], rules, false);
    },
    async whenDue() {
      const rules = await core.loadRules();
      if (!rules || parts.clock.now() < notBefore) return { kind: "done" };
      const { present } = reconciledSpans(parts.clock.now(), rules);
      const last = await parts.reconciliations.load(present);
      const { backfillStartedAt } = await parts.state.loadStatus();
      const times = { now: parts.clock.now(), backfillStartedAt, timeZone: rules.calendar.timeZone };
      return isDue(last, times) ? now() : { kind: "done" };
    },
  };
}

/** Whether the last result is old: of another night, or of before everything was read. */
function isDue(
  last: Pick<Reconciliation, "at" | "final"> | null,
  times: { readonly now: Instant; readonly backfillStartedAt: Instant | null; readonly timeZone: string },
): boolean {
  if (last === null || !last.final) return true;
  if (times.backfillStartedAt !== null && last.at < times.backfillStartedAt) return true;
  const nightOf = (at: Instant) => localDayOf(secondsAfter(at, -NIGHT_SECONDS), times.timeZone);
  return nightOf(last.at) < nightOf(times.now);
}

/** Periods whose deals are not complete have nothing to be held against yet. */
async function reconcileAll(
  core: LaneCore,
  {
    spans,
    rules,
    final,
  }: { readonly spans: readonly DaySpan[]; readonly rules: Rules; readonly final: boolean },
): Promise<Result<null, CrmFailure>> {
  const deals = (await core.parts.state.loadKinds()).find(({ kind }) => kind === "deal");
  for (const span of spans) {
    const isComplete = deals?.granted && deals.completeFrom !== null && deals.completeFrom <= span.from;
    if (!isComplete) continue;
    const done = await reconcilePeriod(core, { span, rules, final });
    if (!done.ok) return done;
  }
  return ok(null);
}
