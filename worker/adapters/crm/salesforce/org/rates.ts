import * as v from "valibot";
import type { LocalDay } from "../../../../../shared/contracts/time.ts";
import { isLocalDay } from "../../../../domain/calendar/local-time.ts";
import type { CurrencyRate } from "../../../../domain/facts.ts";
import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { CurrencyCode } from "../../read-values.ts";
import type { SalesforceContext } from "../api/context.ts";
import { writeSoql } from "../api/soql.ts";
import { ConversionRate, fetchCurrencies, type OrgCurrency } from "./currencies.ts";

/** A rate without a day of its own holds since ever. */
const SINCE_EVER: LocalDay = "0001-01-01";
/** As many digits as a number holds for certain. */
const DIGITS = 15;

const DatedRate = v.object({
  IsoCode: CurrencyCode,
  StartDate: v.pipe(v.string(), v.check(isLocalDay)),
  ConversionRate,
});

const DATED_RATES = writeSoql({
  fields: ["IsoCode", "StartDate", "ConversionRate"],
  from: "DatedConversionRate",
  where: [],
  orderBy: ["StartDate", "Id"],
});

/**
 * The org's rates to its corporate currency. Salesforce writes how many units make one corporate one, so each
 * is turned round. None in an org with one currency. Dated rates go before the one that is in force now.
 */
export async function fetchRates(
  context: SalesforceContext,
  homeCurrency: string,
): Promise<Result<readonly CurrencyRate[], CrmFailure>> {
  const currencies = await fetchCurrencies(context);
  if (!currencies.ok) return currencies;
  if (currencies.value === null) return ok([]);
  const home = currencies.value.find(({ code }) => code === homeCurrency);
  // Rates to a currency that is not the corporate one any more would be wrong for the past.
  if (!home?.isCorporate) return ok([]);
  const dated = await fetchDatedRates(context);
  if (!dated.ok) return dated;
  const hasDated = new Set(dated.value.map(({ from }) => from));
  const present = currencies.value
    .filter(({ code, isCorporate }) => !isCorporate && !hasDated.has(code))
    .map((currency) => rateOf(currency));
  return ok([...present, ...dated.value].filter(({ from }) => from !== homeCurrency));
}

/** Only orgs with advanced currency management keep rates by day. */
async function fetchDatedRates({
  gateway,
  insist,
}: SalesforceContext): Promise<Result<readonly CurrencyRate[], CrmFailure>> {
  const described = await insist(() => gateway.describe("DatedConversionRate"));
  if (!described.ok) return described;
  if (described.value === null) return ok([]);
  const rows = await gateway.queryAllPages(DATED_RATES);
  if (!rows.ok) return rows;
  return ok(
    rows.value.flatMap((raw) => {
      const row = v.safeParse(DatedRate, raw);
      if (!row.success) return [];
      const { IsoCode, StartDate, ConversionRate: perHome } = row.output;
      return [{ from: IsoCode, rate: turnedRound(perHome), effectiveFrom: StartDate }];
    }),
  );
}

function rateOf({ code, conversionRate }: OrgCurrency): CurrencyRate {
  return { from: code, rate: turnedRound(conversionRate), effectiveFrom: SINCE_EVER };
}

/** Without the noise of a division in the last places. */
function turnedRound(rate: number): number {
  return Number((1 / rate).toPrecision(DIGITS));
}
