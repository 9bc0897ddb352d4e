import * as v from "valibot";
import type { Instant, LocalDay } from "../../../../../shared/contracts/time.ts";
import { minorDigitsOf } from "../../../../../shared/money/minor-digits.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure, CrmWonDeal } from "../../../../ports/crm.ts";
import { scaleDecimal } from "../../read-money.ts";
import { OtherId, RecordId, Text } from "../../read-values.ts";
import type { SalesforceContext } from "../api/context.ts";
import { fieldsOf, withPresentFields } from "../api/object-fields.ts";
import { Day } from "../api/read-values.ts";
import { writeSoql } from "../api/soql.ts";
import { homeOf } from "../org/home.ts";
import { daysWithin } from "../org/local-days.ts";
import { OPPORTUNITY_FIELDS } from "../reading/read-opportunity.ts";
import { betweenDays } from "../reading/record-sources.ts";
import { type RowPage, walkRows } from "./walk-rows.ts";

const ROWS_PER_PAGE = 2000;
const PAGES_MAX = 1000;
/** Rates have up to eighteen digits, six of them before the point at most. */
const RATE_DECIMALS = 9;

const WonRow = v.object({
  Id: RecordId,
  OwnerId: OtherId,
  Amount: Text,
  CurrencyIsoCode: Text,
  CloseDate: Day,
});
const RateRow = v.object({ IsoCode: Text, ConversionRate: Text, StartDate: Day, NextStartDate: Day });

type RateRow = v.InferOutput<typeof RateRow>;

/** Every deal that Salesforce itself calls won on a day of the span, by its own rates. */
export function fetchWonDeals(
  context: SalesforceContext,
  span: { readonly from: Instant; readonly to: Instant },
): Promise<Result<readonly CrmWonDeal[], CrmFailure>> {
  return withPresentFields(context, async () => {
    const home = await homeOf(context);
    if (!home.ok) return home;
    const rows = await listWon(context, daysWithin(span, home.value.timeZone));
    if (!rows.ok) return rows;
    const rates = await fetchOwnRates(context);
    if (!rates.ok) return rates;
    const deals = new Map<string, CrmWonDeal>();
    for (const raw of rows.value) {
      const row = v.safeParse(WonRow, raw);
      if (!row.success) return err({ reason: "unavailable", detail: "a won deal that cannot be read" });
      const { Id, OwnerId, Amount, CurrencyIsoCode, CloseDate } = row.output;
      const amountMinor =
        Amount === null
          ? null
          : convert(Amount, {
              from: CurrencyIsoCode ?? home.value.currency,
              into: home.value.currency,
              rateOf: (currency) => rateOn(rates.value, currency, CloseDate),
            });
      deals.set(Id, { crmId: Id, ownerId: OwnerId, amountMinor });
    }
    return ok([...deals.values()]);
  });
}

async function listWon(
  context: SalesforceContext,
  { dayFrom, dayTo }: { readonly dayFrom: LocalDay; readonly dayTo: LocalDay },
): Promise<Result<readonly unknown[], CrmFailure>> {
  const fields = await fieldsOf(context, {
    ...OPPORTUNITY_FIELDS,
    required: ["Id", "OwnerId", "CloseDate", "IsWon"],
    optional: ["Amount", "CurrencyIsoCode"],
  });
  if (!fields.ok) return fields;
  if (fields.value === null) return err({ reason: "scope_missing", scopes: [OPPORTUNITY_FIELDS.object] });
  const query = {
    fields: fields.value,
    where: ["IsWon = true", betweenDays("CloseDate", dayFrom, dayTo)],
    deleted: false,
    rowsMax: ROWS_PER_PAGE,
  };
  const rows: unknown[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const place: string | null = cursor;
    const page: Result<RowPage, CrmFailure> = await context.insist(() =>
      walkRows(context, [query], { cursor: place, mayAskBulk: false }),
    );
    if (!page.ok) return page;
    rows.push(...page.value.rows);
    cursor = page.value.next;
    if (cursor === null) return ok(rows);
  }
  return err({ reason: "unavailable", detail: "a list without an end" });
}

interface OwnRates {
  readonly dated: readonly RateRow[];
  readonly present: readonly RateRow[];
}

/** The rates of an org with several currencies: by date where it manages them so, else one for all dates. */
async function fetchOwnRates(context: SalesforceContext): Promise<Result<OwnRates, CrmFailure>> {
  const dated = await readRates(context, "DatedConversionRate", ["StartDate", "NextStartDate"]);
  if (!dated.ok) return dated;
  const present = await readRates(context, "CurrencyType", []);
  return present.ok ? ok({ dated: dated.value, present: present.value }) : present;
}

async function readRates(
  context: SalesforceContext,
  object: string,
  days: readonly string[],
): Promise<Result<readonly RateRow[], CrmFailure>> {
  const described = await context.insist(() => context.gateway.describe(object));
  if (!described.ok) return described;
  if (described.value === null) return ok([]);
  const soql = writeSoql({ fields: ["IsoCode", "ConversionRate", ...days], from: object, where: [] });
  const rows = await context.insist(() => context.gateway.queryAllPages(soql));
  if (!rows.ok) return rows;
  const rates = v.safeParse(v.array(RateRow), rows.value);
  return rates.success
    ? ok(rates.output)
    : err({ reason: "unavailable", detail: "rates that cannot be read" });
}

/** Units of the currency that one unit of the corporate currency is worth on a day; null where nothing tells. */
function rateOn({ dated, present }: OwnRates, currency: string, day: LocalDay | null): string | null {
  const onDay = dated.find(
    ({ IsoCode, StartDate, NextStartDate }) =>
      IsoCode === currency &&
      day !== null &&
      (StartDate === null || StartDate <= day) &&
      (NextStartDate === null || day < NextStartDate),
  );
  return (onDay ?? present.find(({ IsoCode }) => IsoCode === currency))?.ConversionRate ?? null;
}

/** By way of the corporate currency, in whole numbers, rounded once, half away from zero. */
function convert(
  amount: string,
  {
    from,
    into,
    rateOf,
  }: {
    readonly from: string;
    readonly into: string;
    readonly rateOf: (currency: string) => string | null;
  },
): number | null {
  const minor = scaleDecimal(amount, minorDigitsOf(from));
  if (from === into || minor === null) return minor;
  const rateFrom = scaleDecimal(rateOf(from) ?? "", RATE_DECIMALS);
  const rateInto = scaleDecimal(rateOf(into) ?? "", RATE_DECIMALS);
  if (rateFrom === null || rateInto === null || rateFrom <= 0) return null;
  const shift = minorDigitsOf(into) - minorDigitsOf(from);
  const up = 10n ** BigInt(Math.max(0, shift));
  const down = 10n ** BigInt(Math.max(0, -shift));
  const magnitude = BigInt(Math.abs(minor)) * BigInt(rateInto) * up;
  const divisor = BigInt(rateFrom) * down;
  const converted = Number((magnitude * 2n + divisor) / (divisor * 2n));
  return minor < 0 && converted !== 0 ? -converted : converted;
}
