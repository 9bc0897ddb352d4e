import { derivedFields } from "./derive.ts";
import { addHistoryRow, addOwnerHistory } from "./history.ts";
import type { ChangeType, FieldValue, Org, OrgChange, OrgRecord } from "./org.ts";
import { tableOf } from "./org.ts";
import type { OrgTable } from "./org-table.ts";
import { blankRecord, stampFields } from "./records.ts";

type Fields = Readonly<Record<string, FieldValue>>;

/** Who changes something, and when; now unless said otherwise. */
export interface Act {
  readonly userId: string | null;
  readonly at?: number;
}

/** What goes to the Recycle Bin with an opportunity, and comes back with it. */
const CASCADE = ["OpportunityHistory", "OpportunityFieldHistory", "OpportunitySplit"] as const;
/** Skips the Recycle Bin. */
const GONE_FOR_GOOD = "OpportunityTeamMember";

/** Calls a listener after each change, until the function it returns is called. */
export function onChange(org: Org, listener: (change: OrgChange) => void): () => void {
  org.listeners.add(listener);
  return () => {
    org.listeners.delete(listener);
  };
}

function announce(
  org: Org,
  record: { readonly object: string; readonly id: string },
  changeType: ChangeType,
  act: Act,
) {
  const change = { object: record.object, ids: [record.id], changeType, userId: act.userId };
  for (const listener of org.listeners) listener({ ...change, at: act.at ?? org.clock() });
}

/** Fields by the names of the object, whatever their case. Throws for one that it does not have. */
function named(table: OrgTable, fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const field = table.field(name);
      if (!field) throw new Error(`${table.name} has no ${name}`);
      return [field.name, value];
    }),
  );
}

function requireRecord(table: OrgTable, id: string): OrgRecord {
  const record = table.get(id);
  if (!record) throw new Error(`There is no ${table.name} ${id}`);
  return record;
}

/** What a new record has unless it is given. */
function defaultsOf(org: Org, object: string, userId: string | null): Fields {
  const OwnerId = userId ?? org.adminUserId;
  switch (object) {
    case "Task":
      return { OwnerId, Status: "Not Started", TaskSubtype: "Task", Priority: "Normal" };
    case "Event":
      return { OwnerId, GroupEventType: "0", EventSubtype: "Event", ShowAs: "Busy" };
    case "User":
      return { UserType: "Standard", IsActive: true, TimeZoneSidKey: org.timeZone };
    case "Opportunity":
    case "Account":
    case "Contact":
    case "Lead":
    case "VoiceCall":
      return { OwnerId };
    default:
      return {};
  }
}

function createdHistory(org: Org, record: OrgRecord, at: number, userId: string | null): void {
  addHistoryRow(org, record.id, { previous: null, current: record.fields, at, userId });
  const table = tableOf(org, "OpportunityFieldHistory");
  const row = { OpportunityId: record.id, Field: "created", DataType: "Text" };
  table.add(blankRecord(org, table, row, { createdAt: at, modifiedAt: at, userId }));
}

function insertStamped(
  org: Org,
  object: string,
  fields: Fields,
  stamp: { at: number; userId: string | null },
): OrgRecord {
  const table = tableOf(org, object);
  const given = named(table, fields);
  const whole = { ...defaultsOf(org, object, stamp.userId), ...given };
  const { at, userId } = stamp;
  const record = blankRecord(org, table, whole, { createdAt: at, modifiedAt: at, userId });
  Object.assign(record.fields, derivedFields(org, object, { fields: record.fields, given, at }));
  table.add(record);
  if (object === "Opportunity") createdHistory(org, record, at, userId);
  return record;
}

/** A new record; its id is the next free one unless an Id is given. */
export function insertRecord(org: Org, object: string, fields: Fields, by: Act): OrgRecord {
  const at = by.at ?? org.clock();
  const record = insertStamped(org, object, fields, { at, userId: by.userId });
  announce(org, { object, id: record.id }, "CREATE", { userId: by.userId, at });
  return record;
}

function keepHistory(
  org: Org,
  record: OrgRecord,
  previous: Fields,
  act: { at: number; userId: string | null },
): void {
  addHistoryRow(org, record.id, { previous, current: record.fields, ...act });
  const from = String(previous.OwnerId);
  const to = String(record.fields.OwnerId);
  if (from !== to) addOwnerHistory(org, record.id, { from, to, ...act });
  if (previous.Amount === record.fields.Amount) return;
  const splits = tableOf(org, "OpportunitySplit");
  for (const split of [...splits.having("OpportunityId", record.id)]) {
    const { Amount: amount } = record.fields;
    const share = Number(split.fields.SplitPercentage);
    const SplitAmount = typeof amount === "number" ? Math.round(amount * share) / 100 : null;
    splits.change(split, { SplitAmount, ...stampFields(splits, act.at, act.userId) });
  }
}

function updateStamped(
  org: Org,
  record: OrgRecord,
  change: {
    readonly object: string;
    readonly fields: Fields;
    readonly at: number;
    readonly userId: string | null;
  },
): void {
  const { object, at, userId } = change;
  const table = tableOf(org, object);
  const given = named(table, change.fields);
  const previous = { ...record.fields };
  const fields = { ...previous, ...given };
  const changed = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => previous[name] !== value),
  );
  const derived = derivedFields(org, object, { fields, given: changed, at });
  table.change(record, { ...given, ...derived, ...stampFields(table, at, userId) });
  if (object === "Opportunity") keepHistory(org, record, previous, { at, userId });
}

/** Changes fields, and what follows from them: stamps, the stage's meaning, histories, the parts of a split. */
export function updateRecord(org: Org, object: string, id: string, fields: Fields, by: Act): OrgRecord {
  const record = requireRecord(tableOf(org, object), id);
  const at = by.at ?? org.clock();
  updateStamped(org, record, { object, fields, at, userId: by.userId });
  announce(org, { object, id: record.id }, "UPDATE", { userId: by.userId, at });
  return record;
}

function setDeleted(
  org: Org,
  object: string,
  record: OrgRecord,
  change: { isDeleted: boolean; at: number; userId: string | null },
) {
  const table = tableOf(org, object);
  table.change(record, { IsDeleted: change.isDeleted, ...stampFields(table, change.at, change.userId) });
  if (object !== "Opportunity") return;
  for (const name of CASCADE) {
    const children = tableOf(org, name);
    for (const child of [...children.having("OpportunityId", record.id)]) {
      children.change(child, {
        IsDeleted: change.isDeleted,
        ...stampFields(children, change.at, change.userId),
      });
    }
  }
  const members = tableOf(org, GONE_FOR_GOOD);
  for (const { id } of [...members.having("OpportunityId", record.id)]) members.remove(id);
}

/** Into the Recycle Bin, with what hangs on it; a team member is gone for good. */
export function deleteRecord(org: Org, object: string, id: string, by: Act): void {
  const table = tableOf(org, object);
  const record = requireRecord(table, id);
  const at = by.at ?? org.clock();
  if (object === GONE_FOR_GOOD || !table.field("IsDeleted")) table.remove(record.id);
  else if (record.fields.IsDeleted === true) return;
  else setDeleted(org, object, record, { isDeleted: true, at, userId: by.userId });
  announce(org, { object, id: record.id }, "DELETE", { userId: by.userId, at });
}

/** Past the Recycle Bin, with what hangs on it: only the log of deletions tells. */
export function purgeRecord(org: Org, object: string, id: string, by: Act): void {
  const record = requireRecord(tableOf(org, object), id);
  const at = by.at ?? org.clock();
  const children = object === "Opportunity" ? [...CASCADE, GONE_FOR_GOOD] : [];
  for (const name of children) {
    const table = tableOf(org, name);
    for (const child of [...table.having("OpportunityId", record.id)]) table.remove(child.id);
  }
  tableOf(org, object).remove(record.id);
  org.purged.push({ object, id: record.id, at });
  announce(org, { object, id: record.id }, "DELETE", { userId: by.userId, at });
}

/** Out of the Recycle Bin again. */
export function restoreRecord(org: Org, object: string, id: string, by: Act): void {
  const record = requireRecord(tableOf(org, object), id);
  if (record.fields.IsDeleted !== true) return;
  const at = by.at ?? org.clock();
  setDeleted(org, object, record, { isDeleted: false, at, userId: by.userId });
  announce(org, { object, id: record.id }, "UNDELETE", { userId: by.userId, at });
}

/**
 * A long transaction commits: what it wrote is seen only now, but carries the stamp of when it was written. With an id
 * of a record that exists it is a change; otherwise a new record appears, under that id or the next.
 */
export function commitLate(
  org: Org,
  object: string,
  id: string | null,
  fields: Fields,
  by: { readonly stampedAt: number; readonly userId?: string | null },
): OrgRecord {
  const { stampedAt: at, userId = null } = by;
  const known = id === null ? undefined : tableOf(org, object).get(id);
  if (known) updateStamped(org, known, { object, fields, at, userId });
  const record =
    known ?? insertStamped(org, object, id === null ? fields : { ...fields, Id: id }, { at, userId });
  announce(org, { object, id: record.id }, known ? "UPDATE" : "CREATE", { userId });
  return record;
}
