import type { QuotaSheet } from "../../../shared/contracts/api.ts";
import { FISCAL_GRAINS } from "../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { fiscalPeriodOf, fiscalPeriodsWithin } from "../../domain/calendar/fiscal.ts";
import { addDays, localDayOf } from "../../domain/calendar/local-time.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { CalendarRules } from "../../domain/rules.ts";
import { loadMoment } from "../moment.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { TeamTree } from "../scene/team-tree.ts";
import type { Viewer } from "../viewer.ts";
import { quotaSightOf } from "./quota-sight.ts";

/** The quotas as they stand, or stood, as far as the viewer may see them. */
export async function loadQuotaSheet(
  context: QueryContext,
  query: { readonly at?: Instant | undefined },
  viewer: Viewer,
): Promise<Result<QuotaSheet, QueryRefusal>> {
  const moment = await loadMoment(context, query.at);
  if (!moment.ok) return moment;
  const { rules } = moment.value;
  // Who sees what is today's, whichever day's quotas are asked for.
  const [sheet, members, teams] = await Promise.all([
    context.quotas.loadSheet(query.at),
    context.store.loadMembers(),
    context.store.loadTeams(),
  ]);
  const today = localDayOf(context.now, rules.calendar.timeZone);
  const sight = quotaSightOf({ viewer, members, tree: new TeamTree(teams), today });
  return ok({
    ...sheet,
    quotas: sheet.quotas.filter(({ subject }) => sight.seesQuota(subject)),
    periods: [...periodsAround(today, rules.calendar)],
  });
}

/** The last, this and the next fiscal year, each with its quarters and months. */
function periodsAround(today: LocalDay, calendar: CalendarRules): NonNullable<QuotaSheet["periods"]> {
  const { from, to } = fiscalPeriodOf(today, "year", calendar);
  const years = [addDays(from, -1), today, addDays(to, 1)].map((day) =>
    fiscalPeriodOf(day, "year", calendar),
  );
  return years.flatMap((year) =>
    FISCAL_GRAINS.flatMap((grain) =>
      fiscalPeriodsWithin(year, grain, calendar).map((span) => ({ grain, ...span })),
    ),
  );
}
