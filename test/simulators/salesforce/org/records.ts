import type { FieldValue, Org, OrgRecord } from "./org.ts";
import type { OrgTable } from "./org-table.ts";
import { dateTimeText } from "./wire-time.ts";

/** When a record was made and changed, in milliseconds, and by whom. */
export interface RecordStamps {
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly userId: string | null;
}

/** A record with every field of its object: what is not given is false or null. It is in no table yet. */
export function blankRecord(
  org: Pick<Org, "currency" | "multicurrency">,
  table: OrgTable,
  given: Readonly<Record<string, FieldValue>>,
  stamps: RecordStamps,
): OrgRecord {
  const id = typeof given.Id === "string" ? given.Id : table.nextId();
  const system: Record<string, FieldValue> = {
    Id: id,
    CreatedDate: dateTimeText(stamps.createdAt),
    CreatedById: stamps.userId,
    LastModifiedDate: dateTimeText(stamps.modifiedAt),
    LastModifiedById: stamps.userId,
    SystemModstamp: dateTimeText(stamps.modifiedAt),
    CurrencyIsoCode: org.currency,
    DefaultCurrencyIsoCode: org.currency,
  };
  const fields: Record<string, FieldValue> = {};
  for (const { name, type } of table.definition.fields) {
    fields[name] = given[name] ?? system[name] ?? (type === "boolean" ? false : null);
  }
  return { id, fields };
}

/** The fields of a record that was changed at a moment. */
export function stampFields(
  table: OrgTable,
  at: number,
  userId: string | null,
): Readonly<Record<string, FieldValue>> {
  const stamps = {
    LastModifiedDate: dateTimeText(at),
    LastModifiedById: userId,
    SystemModstamp: dateTimeText(at),
  };
  return Object.fromEntries(Object.entries(stamps).filter(([name]) => table.field(name) !== undefined));
}
