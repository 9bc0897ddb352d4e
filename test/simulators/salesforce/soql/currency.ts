import type { FieldValue, Org, OrgRecord } from "../org/org.ts";
import { tableOf } from "../org/org.ts";
import { malformed } from "./query-fault.ts";
import type { ResolvedField } from "./resolve-field.ts";

/** An amount by the present rate of its currency, which is how queries compare and sum amounts. */
export function toCorporate(org: Org, amount: number, isoCode: FieldValue): number {
  if (isoCode === org.currency) return amount;
  for (const { fields } of tableOf(org, "CurrencyType").having("IsoCode", isoCode)) {
    return amount / Number(fields.ConversionRate);
  }
  throw malformed(`unknown currency: ${String(isoCode)}`);
}

/** Reads a number of the record's own; an amount in an org of several currencies in the corporate one. */
export function corporateReader(org: Org, resolved: ResolvedField): (record: OrgRecord) => FieldValue {
  const { field, read, ways } = resolved;
  if (!org.multicurrency || field.type !== "currency" || ways.length > 0) return read;
  return (record) => {
    const value = read(record);
    return typeof value === "number"
      ? toCorporate(org, value, record.fields.CurrencyIsoCode ?? org.currency)
      : value;
  };
}
