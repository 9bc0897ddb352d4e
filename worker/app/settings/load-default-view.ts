/** What a board of the tenant opens with now. */
import { FISCAL_GRAINS, type PeriodName } from "../../../shared/contracts/ids.ts";
import type { TenantSettings } from "../../../shared/contracts/settings.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { addDays, localDayOf } from "../../domain/calendar/local-time.ts";
import { periodOf } from "../../domain/calendar/periods.ts";
import { DEFAULTS_DAYS, defaultMetric, defaultPeriod } from "../../domain/default-view.ts";
import type { CalendarRules } from "../../domain/rules.ts";
import type { Settings } from "../../domain/settings.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import type { QuotaVersion } from "../../ports/quotas.ts";
import type { QueryContext } from "../queries.ts";
import { loadAttainment } from "../quotas/load-attainment.ts";
import { standingQuotas } from "../quotas/standing-quotas.ts";
import type { Viewer } from "../viewer.ts";

type DefaultView = TenantSettings["defaults"];

const SECONDS_PER_DAY = 86_400;
/** A board of attainment is about this quota where no other is asked for. */
const QUOTA_METRIC = "revenue_closed";

/** The tenant's own choice, else what the rule says of its quotas and wins. Nothing is read that is not needed. */
export async function loadDefaultView(context: QueryContext, settings: Settings): Promise<DefaultView> {
  const { period, metric } = settings;
  if (period !== null && metric !== null) return { period, metric };
  const { calendar } = (await context.store.loadLiveGeneration()).rules;
  const today = localDayOf(context.now, calendar.timeZone);
  const quotas = standingQuotas(await context.quotas.loadVersions()).filter(({ amount }) => amount !== null);
  const lately = { from: addDays(today, 1 - DEFAULTS_DAYS), to: today };
  const shownPeriod = period ?? (await periodByRule(context, { quotas, lately, today, calendar }));
  return {
    period: shownPeriod,
    metric: metric ?? (await metricByRule(context, { quotas, lately, period: shownPeriod })),
  };
}

interface Known {
  readonly quotas: readonly QuotaVersion[];
  readonly lately: DaySpan;
}

/** The quotas of the present fiscal year tell; older ones say how things were measured once. */
async function periodByRule(
  { ledger }: QueryContext,
  known: Known & { readonly today: string; readonly calendar: CalendarRules },
): Promise<PeriodName> {
  const { quotas, lately, today, calendar } = known;
  const year = periodOf(today, "year", calendar);
  const present = quotas.filter(({ period }) => period.from >= year.from && period.from <= year.to);
  const quotaGrains = new Set(present.map(({ period }) => period.grain));
  const median = quotaGrains.size > 0 ? null : await ledger.medianSeconds(filterOf("deal_cycle", lately));
  return defaultPeriod({ quotaGrains, medianCycleDays: median === null ? null : median / SECONDS_PER_DAY });
}

async function metricByRule(
  context: QueryContext,
  { quotas, lately, period }: Known & { readonly period: PeriodName },
) {
  const shareWithQuota = quotas.length === 0 ? null : await shareOfPeopleWithQuota(context, period);
  const [won, leftOut] = await Promise.all([
    context.ledger.sumCredits(filterOf("deal_won", lately)),
    context.ledger.sumLeftOut(filterOf("revenue_closed", lately)),
  ]);
  const wins = won.reduce((sum, { count }) => sum + count, 0);
  const withoutAmount = leftOut
    .filter(({ reason, memberId }) => reason === "no_amount" && memberId !== "")
    .reduce((sum, { count }) => sum + count, 0);
  return defaultMetric({ shareWithQuota, shareWithoutAmount: wins === 0 ? null : withoutAmount / wins });
}

/** Of everybody who is ranked against a quota in the period. Weeks have none, so the month tells for them. */
async function shareOfPeopleWithQuota(context: QueryContext, period: PeriodName): Promise<number | null> {
  const everybody: Viewer = { tenantId: context.tenant.id, memberId: null, role: "owner", mayWrite: false };
  const grain = FISCAL_GRAINS.find((each) => period.endsWith(each)) ?? "month";
  const attainment = await loadAttainment(
    context,
    { metric: QUOTA_METRIC, period: period.startsWith("last") ? `last_${grain}` : `this_${grain}` },
    everybody,
  );
  if (!attainment.ok) return null;
  const people = attainment.value.rows.filter(({ subject }) => subject.kind === "member");
  return people.length === 0 ? null : people.filter(({ quota }) => quota !== null).length / people.length;
}

function filterOf(event: CreditFilter["events"][number], span: DaySpan): CreditFilter {
  return { events: [event], span, memberIds: null, teamIds: null };
}
