import type { QuotaSheet } from "../../../shared/contracts/api.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
import { ok, type Result } from "../../domain/result.ts";
import { TeamTree } from "../boards/team-tree.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import type { Viewer } from "../viewer.ts";
import { loadMoment } from "./moment.ts";
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
  return ok({ ...sheet, quotas: sheet.quotas.filter(({ subject }) => sight.seesQuota(subject)) });
}
