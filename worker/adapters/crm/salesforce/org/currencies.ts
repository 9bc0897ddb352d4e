import * as v from "valibot";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { CurrencyCode } from "../../read-values.ts";
import { readJson } from "../../reply.ts";
import type { SalesforceContext } from "../api/context.ts";
import { isNotToBeHad } from "../api/failures.ts";
import { Flag } from "../api/read-values.ts";
import { writeSoql } from "../api/soql.ts";
import { API_VERSION } from "../api/transport.ts";

const ORGANIZATION_PATH = `/services/data/v${API_VERSION}/connect/organization`;
const EURO_REGIONS = new Set("AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK".split(" "));
const CURRENCY_OF_REGION: ReadonlyMap<string, string> = new Map([
  ["AU", "AUD"],
  ["BR", "BRL"],
  ["CA", "CAD"],
  ["CH", "CHF"],
  ["CN", "CNY"],
  ["CZ", "CZK"],
  ["DK", "DKK"],
  ["GB", "GBP"],
  ["HU", "HUF"],
  ["IL", "ILS"],
  ["IN", "INR"],
  ["JP", "JPY"],
  ["KR", "KRW"],
  ["MX", "MXN"],
  ["NO", "NOK"],
  ["NZ", "NZD"],
  ["PL", "PLN"],
  ["SE", "SEK"],
  ["SG", "SGD"],
  ["ZA", "ZAR"],
]);

/** An ISO 4217 code. */

/** So many units of the currency are one unit of the corporate currency. */
export const ConversionRate = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform(Number),
  v.finite(),
  v.check((rate) => rate > 0),
);

/** A currency of an org that has several. */
export interface OrgCurrency {
  readonly code: string;
  readonly conversionRate: number;
  readonly isActive: boolean;
  /** The one that all others are converted to. */
  readonly isCorporate: boolean;
}

/** What Salesforce tells of an org with one currency. */
const OrganizationFeatures = v.object({ features: v.object({ defaultCurrencyIsoCode: CurrencyCode }) });

const CurrencyRow = v.object({
  IsoCode: CurrencyCode,
  ConversionRate,
  IsActive: Flag,
  IsCorporate: Flag,
});

/** The org's currencies; null where there is only one, so that no amount names its own. */
export async function fetchCurrencies({
  gateway,
  insist,
}: SalesforceContext): Promise<Result<readonly OrgCurrency[] | null, CrmFailure>> {
  const described = await insist(() => gateway.describe("CurrencyType"));
  if (!described.ok) return described;
  if (described.value === null) return ok(null);
  const soql = writeSoql({
    fields: ["IsoCode", "ConversionRate", "IsActive", "IsCorporate"],
    from: "CurrencyType",
    where: [],
  });
  const rows = await gateway.queryAllPages(soql);
  if (!rows.ok) return rows;
  const currencies = rows.value.flatMap((raw) => {
    const row = v.safeParse(CurrencyRow, raw);
    if (!row.success) return [];
    const { IsoCode, ConversionRate: rate, IsActive, IsCorporate } = row.output;
    return [{ code: IsoCode, conversionRate: rate, isActive: IsActive, isCorporate: IsCorporate }];
  });
  return ok(currencies.length === 0 ? null : currencies);
}

/**
 * The corporate currency, or the only one. No row names that one: Salesforce's description of the org does, and
 * where that is not to be had, what is known already stays, else the org's language and country tell.
 */
export async function homeCurrencyOf(
  context: SalesforceContext,
  currencies: readonly OrgCurrency[] | null,
  locale: string | null,
): Promise<Result<string, CrmFailure>> {
  if (currencies !== null) {
    const corporate = currencies.find(({ isCorporate }) => isCorporate);
    if (corporate) return ok(corporate.code);
    return err({ reason: "unavailable", detail: "no currency is the corporate one" });
  }
  const told = await context.insist(() =>
    context.gateway.request({ method: "GET", path: ORGANIZATION_PATH }),
  );
  if (!told.ok && !isNotToBeHad(told.error)) return told;
  const features = told.ok ? v.safeParse(OrganizationFeatures, readJson(told.value.text)) : null;
  if (features?.success) return ok(features.output.features.defaultCurrencyIsoCode);
  return ok(context.options.homeCurrency ?? currencyOfLocale(locale));
}

/** Such as `de_DE_EURO` or `en_GB`: only a guess, and only until somebody knows better. */
function currencyOfLocale(locale: string | null): string {
  const region = locale?.split("_")[1] ?? "";
  return CURRENCY_OF_REGION.get(region) ?? (EURO_REGIONS.has(region) ? "EUR" : "USD");
}
