import * as v from "valibot";
import type { LocalDay } from "../../../../../shared/contracts/time.ts";
import { addDays, isLocalDay } from "../../../../domain/calendar/local-time.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure, CrmQuota } from "../../../../ports/crm.ts";
import { readMinorUnits } from "../../read-money.ts";
import { CurrencyCode, OtherId, RecordId, Text } from "../../read-values.ts";
import type { SalesforceContext } from "../api/context.ts";
import { isNotToBeHad } from "../api/failures.ts";
import { fieldsOf, withPresentFields } from "../api/object-fields.ts";
import { Flag } from "../api/read-values.ts";
import { isOneOf, writeSoql } from "../api/soql.ts";
import { homeOf } from "./home.ts";

const Day = v.pipe(v.string(), v.check(isLocalDay));
const MaybeId = v.fallback(OtherId, null);

const Quota = v.object({
  Id: RecordId,
  QuotaOwnerId: RecordId,
  QuotaAmount: Text,
  StartDate: Day,
  IsAmount: v.optional(Flag, true),
  PeriodId: MaybeId,
  ForecastingTypeId: MaybeId,
  ProductFamily: v.fallback(Text, null),
  Territory2Id: MaybeId,
  CurrencyIsoCode: v.fallback(v.nullish(CurrencyCode, null), null),
});

type Quota = v.InferOutput<typeof Quota>;

const QUOTA_FIELDS = {
  object: "ForecastingQuota",
  required: ["Id", "QuotaOwnerId", "QuotaAmount", "StartDate"],
  optional: ["IsAmount", "PeriodId", "ForecastingTypeId", "ProductFamily", "Territory2Id", "CurrencyIsoCode"],
};
const REVENUE_TYPE = "OpportunityRevenue";
const NAME = "Forecast quota";
const NOT_GRANTED: CrmFailure = { reason: "scope_missing", scopes: ["View All Forecasts"] };

const Period = v.object({ Id: RecordId, EndDate: Day });
const ForecastingType = v.object({ Id: RecordId, DeveloperName: v.fallback(Text, null) });
const ForecastRole = v.object({ Id: RecordId, ForecastUserId: MaybeId });

/**
 * Salesforce's quotas of money, a row each forecast period. Of several forecast types the one by opportunities
 * counts, because the others divide the same target again. What the forecast manager of a role has to reach is
 * the target of the role's team.
 */
export async function fetchQuotas(
  context: SalesforceContext,
): Promise<Result<readonly CrmQuota[], CrmFailure>> {
  const quotas = await withPresentFields(context, () => fetchRows(context));
  if (!quotas.ok) return isNotToBeHad(quotas.error) ? err(NOT_GRANTED) : quotas;
  if (quotas.value.length === 0) return ok([]);
  const home = await homeOf(context);
  if (!home.ok) return home;
  const ends = await fetchPeriodEnds(context);
  if (!ends.ok) return ends;
  const counted = await keepOneType(context, quotas.value.filter(isOwnRevenue));
  if (!counted.ok) return counted;
  const teams = await fetchTeamsOfForecasters(context);
  if (!teams.ok) return teams;
  const parts = { homeCurrency: home.value.currency, ends: ends.value, teams: teams.value };
  return ok(counted.value.flatMap((quota) => quotaOf(quota, parts) ?? []));
}

async function fetchRows(context: SalesforceContext): Promise<Result<readonly Quota[], CrmFailure>> {
  const fields = await context.insist(() => fieldsOf(context, QUOTA_FIELDS));
  if (!fields.ok) return fields;
  if (fields.value === null) return err(NOT_GRANTED);
  const query = { fields: fields.value.names, from: "ForecastingQuota", where: [], orderBy: ["Id"] };
  return fetchEach(context, Quota, query);
}

/** Parts of a target by product or territory would be counted beside the whole. */
function isOwnRevenue({ IsAmount, ProductFamily, Territory2Id }: Quota): boolean {
  return IsAmount && ProductFamily === null && Territory2Id === null;
}

function quotaOf(
  quota: Quota,
  parts: {
    readonly homeCurrency: string;
    readonly ends: ReadonlyMap<string, LocalDay>;
    readonly teams: ReadonlyMap<string, string>;
  },
): CrmQuota | null {
  const currency = quota.CurrencyIsoCode ?? parts.homeCurrency;
  const amount = quota.QuotaAmount === null ? null : readMinorUnits(quota.QuotaAmount, currency);
  if (amount === null) return null;
  const from = quota.StartDate;
  const to = parts.ends.get(quota.PeriodId ?? "") ?? lastOfMonth(from);
  const teamId = parts.teams.get(quota.QuotaOwnerId) ?? null;
  return {
    crmId: quota.Id,
    name: NAME,
    metric: "revenue_closed",
    ownerId: teamId === null ? quota.QuotaOwnerId : null,
    teamId,
    span: { from, to: to < from ? lastOfMonth(from) : to },
    amount,
    currency,
  };
}

async function keepOneType(
  context: SalesforceContext,
  quotas: readonly Quota[],
): Promise<Result<readonly Quota[], CrmFailure>> {
  const typeIds = [...new Set(quotas.flatMap(({ ForecastingTypeId }) => ForecastingTypeId ?? []))].toSorted();
  if (typeIds.length <= 1) return ok(quotas);
  const types = await fetchEach(context, ForecastingType, {
    fields: ["Id", "DeveloperName"],
    from: "ForecastingType",
    where: [isOneOf("Id", typeIds)],
  });
  if (!types.ok && !isNotToBeHad(types.error)) return types;
  const named = types.ok
    ? types.value.find(({ DeveloperName }) => DeveloperName === REVENUE_TYPE)
    : undefined;
  const counted = named?.Id ?? typeIds[0];
  return ok(quotas.filter(({ ForecastingTypeId }) => ForecastingTypeId === counted));
}

/** Forecasts may be by month or by quarter, and months may be the org's own. */
async function fetchPeriodEnds(
  context: SalesforceContext,
): Promise<Result<ReadonlyMap<string, LocalDay>, CrmFailure>> {
  const periods = await fetchEach(context, Period, { fields: ["Id", "EndDate"], from: "Period", where: [] });
  if (!periods.ok) return isNotToBeHad(periods.error) ? ok(new Map()) : periods;
  return ok(new Map(periods.value.map(({ Id, EndDate }) => [Id, EndDate])));
}

/** Somebody who forecasts for several roles has a target that is none of them. */
async function fetchTeamsOfForecasters(
  context: SalesforceContext,
): Promise<Result<ReadonlyMap<string, string>, CrmFailure>> {
  const described = await context.insist(() => context.gateway.describe("UserRole"));
  if (!described.ok) return described;
  if (!described.value?.has("ForecastUserId")) return ok(new Map());
  const roles = await fetchEach(context, ForecastRole, {
    fields: ["Id", "ForecastUserId"],
    from: "UserRole",
    where: [],
  });
  if (!roles.ok) return isNotToBeHad(roles.error) ? ok(new Map()) : roles;
  const byUser = Map.groupBy(
    roles.value.filter(({ ForecastUserId }) => ForecastUserId !== null),
    ({ ForecastUserId }) => ForecastUserId ?? "",
  );
  return ok(
    new Map(
      [...byUser].flatMap(([userId, [role, ...more]]) =>
        role && more.length === 0 ? [[userId, role.Id]] : [],
      ),
    ),
  );
}

async function fetchEach<T>(
  { gateway }: SalesforceContext,
  schema: v.GenericSchema<unknown, T>,
  query: Parameters<typeof writeSoql>[0],
): Promise<Result<readonly T[], CrmFailure>> {
  const rows = await gateway.queryAllPages(writeSoql(query));
  if (!rows.ok) return rows;
  return ok(
    rows.value.flatMap((raw) => {
      const row = v.safeParse(schema, raw);
      return row.success ? [row.output] : [];
    }),
  );
}

function lastOfMonth(day: LocalDay): LocalDay {
  const inNext = addDays(`${day.slice(0, 7)}-28`, 4);
  return addDays(`${inNext.slice(0, 7)}-01`, -1);
}
