import type { ExplainedQuota } from "../../../shared/contracts/explained-parts.ts";
import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { fiscalPeriodOf } from "../../domain/calendar/fiscal.ts";
import { ownWorkingDays } from "../../domain/calendar/leave.ts";
import type { ResolvedQuota } from "../../domain/quota/quota-book.ts";
import type { QuotaVersion } from "../../ports/quotas.ts";
import type { Member } from "../../ports/tenants.ts";
import { standingQuotas } from "../quotas/standing-quotas.ts";
import type { Scene } from "../scene/scene.ts";
import { latestTeam } from "../scene/team-tree.ts";
import { showsName } from "../scene/visibility.ts";

/** Whose quota is told, and what it came to. */
export interface QuotaQuestion {
  readonly member: Member;
  readonly metric: QuotaMetricId;
  /** Oldest first, as they were known at the scene's time. */
  readonly versions: readonly QuotaVersion[];
  readonly resolved: ResolvedQuota | null;
}

/** A person's quota for the scene's period, with the versions that it comes from. */
export function explainQuota(scene: Scene, question: QuotaQuestion): ExplainedQuota {
  const { metric, resolved, member } = question;
  const { period, today, rules } = scene;
  const days = ownWorkingDays(member.leaves, period, { today, calendar: rules.calendar });
  return {
    metric,
    unit: metricById(metric).unit,
    amount: resolved?.amount ?? null,
    source: resolved?.source ?? null,
    proRated: resolved?.proRated ?? false,
    versions: resolved === null ? [] : versionsBehind(scene, question, resolved),
    workingDaysDone: days.completed,
    workingDaysLeft: days.left,
  };
}

function versionsBehind(
  scene: Scene,
  { member, metric, versions }: QuotaQuestion,
  resolved: ResolvedQuota,
): ExplainedQuota["versions"] {
  const standing = standingQuotas(versions.filter((version) => version.metric === metric));
  const inPeriod = standing.filter((version) => belongsTo(version, scene, resolved));
  const own = inPeriod.filter(({ subject }) => subject.kind === "member" && subject.id === member.id);
  // Months without one of one's own stand in a sum by the default.
  const defaults = resolved.source === "own" ? [] : nearestDefaults(scene, member, inPeriod);
  const isCovered = (version: QuotaVersion) =>
    own.some(({ period }) => period.from === version.period.from && period.grain === version.period.grain);
  const told = (source: "own" | "default") => (version: QuotaVersion) => tellVersion(scene, version, source);
  return [...own.map(told("own")), ...defaults.filter((version) => !isCovered(version)).map(told("default"))];
}

/** A set quarter counts for itself, else its months do; only a range that is no fiscal period takes parts. */
function belongsTo({ period }: QuotaVersion, scene: Scene, { source, proRated }: ResolvedQuota): boolean {
  const span = fiscalPeriodOf(period.from, period.grain, scene.rules.calendar);
  const { from, to } = scene.period;
  if (proRated) return span.from <= to && span.to >= from;
  const isWhole = span.from === from && span.to === to;
  return source === "sum_of_months" ? !isWhole && isWithin(span, scene.period) : isWithin(span, scene.period);
}

function isWithin(span: DaySpan, period: DaySpan): boolean {
  return period.from <= span.from && span.to <= period.to;
}

/** The default of the nearest team that has one, else of everybody. */
function nearestDefaults(
  scene: Scene,
  member: Member,
  standing: readonly QuotaVersion[],
): readonly QuotaVersion[] {
  const teamIds = scene.tree.pathOf(latestTeam(member.memberships, dayOfTeam(scene)));
  for (const id of [...teamIds, null]) {
    const found = standing.filter(({ subject }) => subject.kind === "default" && subject.id === id);
    if (found.length > 0) return found;
  }
  return [];
}

function dayOfTeam({ today, period }: Scene): LocalDay {
  if (today < period.from) return period.from;
  return today > period.to ? period.to : today;
}

function tellVersion(
  scene: Scene,
  { version, period, amount, effectiveFrom, setBy, setAt }: QuotaVersion,
  source: "own" | "default",
): ExplainedQuota["versions"][number] {
  const setter = showsName(scene.sightOf(setBy)) ? scene.members.find(({ id }) => id === setBy) : undefined;
  return {
    version,
    source,
    grain: period.grain,
    from: period.from,
    amount,
    effectiveFrom,
    setAt,
    setBy: setter?.name ?? null,
  };
}
