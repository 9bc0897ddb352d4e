import type { FieldDefinition } from "./fields.ts";
import type { Org, OrgRecord } from "./org.ts";
import type { OrgTable } from "./org-table.ts";
import { dateTimeText } from "./wire-time.ts";

const DAY = 86_400_000;
const RECYCLE_BIN_DAYS = 15;
const ARCHIVED_AFTER_DAYS = 365;

const byLowerName = new WeakMap<Org, ReadonlyMap<string, string>>();

function properNameOf(org: Org, name: string): string {
  let names = byLowerName.get(org);
  if (!names) {
    names = new Map([...org.objects.keys()].map((object) => [object.toLowerCase(), object]));
    byLowerName.set(org, names);
  }
  return names.get(name.toLowerCase()) ?? name;
}

/** The object as the running user sees it; null if it is unknown, switched off or hidden. Case does not matter. */
export function visibleTable(org: Org, name: string): OrgTable | null {
  const proper = properNameOf(org, name);
  return org.missing.objects.has(proper) ? null : (org.objects.get(proper) ?? null);
}

/** The field as the running user sees it; null if it is unknown or hidden. */
export function visibleField(org: Org, table: OrgTable, name: string): FieldDefinition | null {
  const field = table.field(name);
  return field && !org.missing.fields.get(table.name)?.has(field.name) ? field : null;
}

export function visibleFields(org: Org, table: OrgTable): readonly FieldDefinition[] {
  const hidden = org.missing.fields.get(table.name);
  return hidden ? table.definition.fields.filter(({ name }) => !hidden.has(name)) : table.definition.fields;
}

/** Whether something old enough to be archived is no longer in plain queries. Other objects have no archive. */
export function archiveTest(org: Org, object: string): (record: OrgRecord) => boolean {
  const before = dateTimeText(org.clock() - ARCHIVED_AFTER_DAYS * DAY);
  const isOld = (moment: unknown) => typeof moment === "string" && moment.slice(0, 10) <= before.slice(0, 10);
  if (object === "Event") return ({ fields }) => isOld(fields.EndDateTime ?? fields.ActivityDate);
  if (object === "Task") {
    return ({ fields }) => fields.IsClosed === true && isOld(fields.ActivityDate ?? fields.CreatedDate);
  }
  return () => false;
}

/** What plain queries show; with deleted records also the Recycle Bin of the last 15 days and what is archived. */
export function presenceTest(
  org: Org,
  table: OrgTable,
  withDeleted: boolean,
): ((record: OrgRecord) => boolean) | null {
  if (withDeleted) {
    // A history goes and comes with its record and has no bin of its own.
    if (!table.field("IsDeleted") || table.name.endsWith("History")) return null;
    const emptied = dateTimeText(org.clock() - RECYCLE_BIN_DAYS * DAY);
    return ({ fields }) => fields.IsDeleted !== true || String(fields[table.cursorField]) >= emptied;
  }
  if (table.name === "Task" || table.name === "Event") {
    const isArchived = archiveTest(org, table.name);
    return (record) => record.fields.IsDeleted !== true && !isArchived(record);
  }
  return table.field("IsDeleted") ? ({ fields }) => fields.IsDeleted !== true : null;
}
