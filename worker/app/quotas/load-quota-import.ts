import type { QuotaImport } from "../../../shared/contracts/quota-import.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { CrmFailure, CrmQuota } from "../../ports/crm.ts";
import { loadMoment } from "../moment.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { seesEverybody } from "../scene/visibility.ts";
import type { Viewer } from "../viewer.ts";
import { compareGoals } from "./compare-goals.ts";
import { type QuotaPeriodChoice, resolveQuotaPeriod } from "./quota-period.ts";

/** What reads the goals of the tenant's CRM. */
export type ReadGoals = () => Promise<Result<readonly CrmQuota[], CrmFailure>>;

/** Why there is nothing to compare. */
export type ImportRefusal = QueryRefusal | { readonly reason: "crm"; readonly failure: CrmFailure };

/**
 * What importing the goals of the CRM would change, for admins and owners. Without a choice of period all goals
 * are compared, else those that lie within it. Nothing is written: the rows are sent back as quotas.
 */
export async function loadQuotaImport(
  context: QueryContext,
  { readGoals, ...choice }: QuotaPeriodChoice & { readonly readGoals: ReadGoals },
  viewer: Viewer,
): Promise<Result<QuotaImport, ImportRefusal>> {
  if (!seesEverybody(viewer)) return err({ reason: "not_permitted" });
  const moment = await loadMoment(context, undefined);
  if (!moment.ok) return moment;
  const { calendar } = moment.value.rules;
  const isChosen = Object.values(choice).some((each) => each !== undefined);
  const span = isChosen ? resolveQuotaPeriod(choice, moment.value.today, calendar) : null;
  if (span && !span.ok) return span;
  const goals = await readGoals();
  if (!goals.ok) return err({ reason: "crm", failure: goals.error });
  const [sheet, members, teams] = await Promise.all([
    context.quotas.loadSheet(),
    context.store.loadIdentifiedMembers(),
    context.store.loadTeams(),
  ]);
  const { version, currency } = sheet;
  const within = span?.value;
  const asked = goals.value.filter(
    (goal) => !within || (within.from <= goal.span.from && goal.span.to <= within.to),
  );
  const rows = compareGoals(asked, { members, teams, standing: sheet.quotas, calendar, currency });
  return ok({ version, currency, rows: [...rows] });
}
