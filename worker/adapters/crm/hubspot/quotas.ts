import * as v from "valibot";
import type { QuotaMetricId } from "../../../../shared/contracts/ids.ts";
import type { DaySpan, Instant } from "../../../../shared/contracts/time.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure, CrmQuota } from "../../../ports/crm.ts";
import { readMinorUnits, scaleDecimal } from "../read-money.ts";
import { OtherId, Text, Title, When } from "../read-values.ts";
import type { ClientContext } from "./client-context.ts";
import { envelopeEntries } from "./read-fields.ts";
import { readAllPages, readPage } from "./read-page.ts";

const GOAL_PROPERTIES = [
  "hs_goal_name",
  "hs_target_amount",
  "hs_start_datetime",
  "hs_end_datetime",
  "hs_goal_type",
  "hs_kpi_metric_type",
  "hs_kpi_object_type_id",
  "hs_kpi_property_name",
  "hs_kpi_time_period_property",
  "hs_kpi_unit_type",
  "hs_goal_target_currency_code",
  "hubspot_owner_id",
  "hs_assignee_user_id",
  "hs_assignee_team_id",
  "hubspot_team_id",
];
const PER_PAGE = 100;
const DAY_MILLIS = 86_400_000;
const DEAL_TYPE_ID = "0-3";
const MEETING_TYPE_ID = "0-47";
const AMOUNT_PROPERTY = /^(hs_closed_)?amount(_in_home_currency)?$/;

const HubSpotGoal = v.object({
  ...envelopeEntries,
  properties: v.object({
    hs_goal_name: Title,
    hs_target_amount: Text,
    hs_start_datetime: When,
    hs_end_datetime: When,
    hs_goal_type: Text,
    hs_kpi_metric_type: Text,
    hs_kpi_object_type_id: Text,
    hs_kpi_property_name: Text,
    hs_kpi_time_period_property: Text,
    hs_kpi_unit_type: Text,
    hs_goal_target_currency_code: Text,
    hubspot_owner_id: OtherId,
    hs_assignee_user_id: OtherId,
    hs_assignee_team_id: OtherId,
    hubspot_team_id: OtherId,
  }),
});

type Goal = v.InferOutput<typeof HubSpotGoal>["properties"];

/**
 * The goals that mean one of our quotas, also those for which HubSpot names neither an owner nor a team. All goals
 * share one object, so most portals hold others beside.
 */
export async function fetchQuotas(
  context: ClientContext,
  ownerOfUser: () => Promise<Result<ReadonlyMap<string, string>, CrmFailure>>,
): Promise<Result<readonly CrmQuota[], CrmFailure>> {
  const raws = await readAllPages((after) =>
    context.insist(async () => readPage(await context.gateway.list("goal_targets", pageAt(after)))),
  );
  if (!raws.ok) return raws;
  const home = await context.homeCurrency();
  if (!home.ok) return home;
  const goals = raws.value.flatMap((raw) => {
    const parsed = v.safeParse(HubSpotGoal, raw);
    return parsed.success ? [parsed.output] : [];
  });
  const needsOwners = goals.some(
    ({ properties }) => !properties.hubspot_owner_id && properties.hs_assignee_user_id,
  );
  const owners = needsOwners ? await ownerOfUser() : ok(new Map<string, string>());
  if (!owners.ok) return owners;
  return ok(
    goals.flatMap(({ id, archived, properties }) => {
      const quota = archived ? null : quotaOf(properties, { homeCurrency: home.value, owners: owners.value });
      return quota === null ? [] : [{ crmId: id, ...quota }];
    }),
  );
}

function pageAt(after: string | null) {
  return { limit: PER_PAGE, after, properties: GOAL_PROPERTIES, archived: false };
}

/** Null when the goal is none of our quotas, or lacks what a quota is made of. */
function quotaOf(
  goal: Goal,
  { homeCurrency, owners }: { readonly homeCurrency: string; readonly owners: ReadonlyMap<string, string> },
): Omit<CrmQuota, "crmId"> | null {
  const metric = metricOf(goal);
  const span = spanOf(goal.hs_start_datetime, goal.hs_end_datetime);
  if (metric === null || span === null || goal.hs_target_amount === null) return null;
  const isMoney = metric === "revenue_closed";
  const currency = isMoney ? (goal.hs_goal_target_currency_code?.toUpperCase() ?? homeCurrency) : null;
  const amount =
    currency === null
      ? scaleDecimal(goal.hs_target_amount, 0)
      : readMinorUnits(goal.hs_target_amount, currency);
  if (amount === null) return null;
  const ownerId = goal.hubspot_owner_id ?? owners.get(goal.hs_assignee_user_id ?? "") ?? null;
  // The team stands beside the goal of a user too. Where the user is no owner, it still is no goal of the team.
  const isOfTeam = ownerId === null && goal.hs_assignee_user_id === null;
  const teamId = isOfTeam ? (goal.hs_assignee_team_id ?? goal.hubspot_team_id) : null;
  return { name: goal.hs_goal_name ?? "Goal", metric, ownerId, teamId, span, amount, currency };
}

/** What a goal measures stands in its KPI; goals from before those say only that they are sales quotas. */
function metricOf(goal: Goal): QuotaMetricId | null {
  const type = goal.hs_kpi_object_type_id;
  if (type === null) return goal.hs_goal_type?.toLowerCase() === "sales_quota" ? "revenue_closed" : null;
  const measure = goal.hs_kpi_metric_type?.toUpperCase();
  if (type === MEETING_TYPE_ID) return measure === "COUNT" ? "meetings_booked" : null;
  if (type !== DEAL_TYPE_ID || (goal.hs_kpi_time_period_property ?? "closedate") !== "closedate") return null;
  if (measure === "COUNT") return "deals_won";
  return measure === "SUM" && AMOUNT_PROPERTY.test(goal.hs_kpi_property_name ?? "") ? "revenue_closed" : null;
}

/** Bounds are in UTC. The end is the last instant of a day, or the first of the next period. */
function spanOf(start: Instant | null, end: Instant | null): DaySpan | null {
  if (start === null || end === null || end <= start) return null;
  const lastMillis = Date.parse(end) % DAY_MILLIS === 0 ? Date.parse(end) - DAY_MILLIS : Date.parse(end);
  return { from: start.slice(0, 10), to: new Date(lastMillis).toISOString().slice(0, 10) };
}
