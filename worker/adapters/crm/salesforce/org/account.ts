import * as v from "valibot";
import { isTimeZone } from "../../../../domain/calendar/local-time.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { FiscalCalendar } from "../../../../domain/rules.ts";
import type { CrmAccount, CrmFailure } from "../../../../ports/crm.ts";
import { RecordId, Text, Title } from "../../read-values.ts";
import type { SalesforceContext } from "../api/context.ts";
import { fieldsOf } from "../api/object-fields.ts";
import { Flag } from "../api/read-values.ts";
import { writeSoql } from "../api/soql.ts";
import { fetchCurrencies, homeCurrencyOf } from "./currencies.ts";
import { fetchFiscalCalendar } from "./fiscal-years.ts";

const FIELDS = {
  object: "Organization",
  required: ["Id", "TimeZoneSidKey"],
  optional: ["Name", "DefaultLocaleSidKey", "FiscalYearStartMonth", "UsesStartDateAsFiscalYearName"],
};

const Organization = v.object({
  Id: RecordId,
  Name: v.fallback(Title, null),
  TimeZoneSidKey: v.pipe(v.string(), v.check(isTimeZone)),
  FiscalYearStartMonth: v.fallback(
    v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)), null),
    null,
  ),
  UsesStartDateAsFiscalYearName: v.fallback(Flag, false),
  DefaultLocaleSidKey: v.fallback(Text, null),
});

/** The org's clock, year and money. Without clock and currency no figure could be right. */
export async function fetchAccount(context: SalesforceContext): Promise<Result<CrmAccount, CrmFailure>> {
  const organization = await fetchOrganization(context);
  if (!organization.ok) return organization;
  const { Id, Name, TimeZoneSidKey, DefaultLocaleSidKey } = organization.value;
  const currencies = await fetchCurrencies(context);
  if (!currencies.ok) return currencies;
  const home = await homeCurrencyOf(context, currencies.value, DefaultLocaleSidKey);
  if (!home.ok) return home;
  const fiscal = await fetchFiscalCalendar(context, standardYearOf(organization.value));
  if (!fiscal.ok) return fiscal;
  const active = (currencies.value ?? []).filter(({ isActive }) => isActive).map(({ code }) => code);
  return ok({
    crmId: Id,
    name: Name ?? `Salesforce ${Id}`,
    timeZone: TimeZoneSidKey,
    homeCurrency: home.value,
    currencies: [...new Set([home.value, ...active])],
    fiscal: fiscal.value,
    appUrl: appUrlOf(context.options.apiUrl ?? ""),
  });
}

/** A year that begins in January is called the same either way. */
function standardYearOf(organization: v.InferOutput<typeof Organization>): FiscalCalendar | null {
  const { FiscalYearStartMonth: startMonth, UsesStartDateAsFiscalYearName: namedByStart } = organization;
  if (startMonth === null) return null;
  return { kind: "months", startMonth, ...(namedByStart && startMonth > 1 ? { namedByStart } : {}) };
}

async function fetchOrganization(
  context: SalesforceContext,
): Promise<Result<v.InferOutput<typeof Organization>, CrmFailure>> {
  const fields = await context.insist(() => fieldsOf(context, FIELDS));
  if (!fields.ok) return fields;
  const soql = writeSoql({
    fields: fields.value?.names ?? [...FIELDS.required, ...FIELDS.optional],
    from: FIELDS.object,
    where: [],
  });
  const page = await context.insist(() => context.gateway.query(soql));
  if (!page.ok) return page;
  const read = v.safeParse(Organization, page.value.records[0]);
  return read.success ? ok(read.output) : err({ reason: "unavailable", detail: "the org cannot be read" });
}

/** Where people work: Salesforce leads on to its pages from the address that answers calls as well. */
function appUrlOf(apiUrl: string): string {
  return apiUrl.replace(/\/+$/, "");
}
