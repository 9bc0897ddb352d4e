import type { Quota } from "../../../shared/contracts/api.ts";
import type { FiscalGrain, QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { QuotaHistory } from "../../../shared/contracts/quota-import.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { QuotaVersion } from "../../ports/quotas.ts";
import { loadMoment } from "../moment.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { TeamTree } from "../scene/team-tree.ts";
import { decideSights, seesEverybody, showsName } from "../scene/visibility.ts";
import type { Viewer } from "../viewer.ts";
import { resolveQuotaPeriod } from "./quota-period.ts";
import { quotaSightOf } from "./quota-sight.ts";

/** Which quota's versions are asked for. */
export interface HistoryQuery {
  readonly metric: QuotaMetricId;
  readonly kind: Quota["subject"]["kind"];
  /** Null for the default of everybody, and for nothing else. */
  readonly subjectId: string | null;
  readonly grain: FiscalGrain;
  /** Any day of the period; this period when undefined. */
  readonly day?: LocalDay | undefined;
}

/** Every version of one quota, newest first, for whoever may see the quota. */
export async function loadQuotaHistory(
  context: QueryContext,
  { metric, kind, subjectId, grain, day }: HistoryQuery,
  viewer: Viewer,
): Promise<Result<QuotaHistory, QueryRefusal>> {
  const moment = await loadMoment(context, undefined);
  if (!moment.ok) return moment;
  const { calendar, homeCurrency } = moment.value.rules;
  const span = resolveQuotaPeriod({ grain, day }, moment.value.today, calendar);
  if (!span.ok) return span;
  const [versions, members, teams] = await Promise.all([
    context.quotas.loadVersions(),
    context.store.loadMembers(),
    context.store.loadTeams(),
  ]);
  const subject = subjectOf({ kind, id: subjectId }, versions);
  const today = localDayOf(context.now, calendar.timeZone);
  const options = { viewer, members, tree: new TeamTree(teams), today };
  // Only whoever sees everything is told what there is not.
  if (subject === null || !quotaSightOf(options).seesQuota(subject)) {
    return err({ reason: seesEverybody(viewer) ? "unknown_member" : "not_permitted" });
  }
  const sights = decideSights(options);
  const nameOf = (id: string) =>
    showsName(sights.get(id) ?? "absent") ? (members.find((member) => member.id === id)?.name ?? null) : null;
  const own = versions.filter(
    (each) =>
      each.metric === metric &&
      each.subject.kind === kind &&
      each.subject.id === subjectId &&
      each.period.grain === grain &&
      each.period.from === span.value.from,
  );
  return ok({
    metric,
    subject,
    period: { grain, from: span.value.from, to: span.value.to },
    currency: homeCurrency,
    versions: own.toReversed().map(({ version, amount, effectiveFrom, setBy, setAt }) => ({
      version,
      amount,
      effectiveFrom,
      setBy: nameOf(setBy),
      setAt,
    })),
  });
}

/** The team of a vacant seat stands in its versions alone. */
function subjectOf(
  { kind, id }: { readonly kind: Quota["subject"]["kind"]; readonly id: string | null },
  versions: readonly QuotaVersion[],
): Quota["subject"] | null {
  if (kind === "default") return { kind, id };
  if (id === null) return null;
  if (kind !== "vacant") return { kind, id };
  return versions.findLast(({ subject }) => subject.kind === "vacant" && subject.id === id)?.subject ?? null;
}
