import { DEAL_VERSIONS_MAX } from "./build-portal.ts";
import { deriveDealProperties, historyOf, iso } from "./deal-properties.ts";
import type { ObjectType } from "./object-types.ts";
import { dateNamesOf } from "./object-types.ts";
import type { ChangeEvent, Portal, PortalRecord, Properties, Version } from "./portal.ts";
import { tableOf } from "./portal.ts";

/** Who changes something, and when. */
export interface Act {
  readonly now: number;
  readonly userId: string | null;
  readonly source: string;
}

function announce(
  portal: Portal,
  act: Act,
  event: Pick<ChangeEvent, "subscriptionType" | "objectType" | "objectId"> &
    Partial<Pick<ChangeEvent, "details">>,
): void {
  const sourceId = act.userId ? `userId:${act.userId}` : "";
  const whole = { details: {}, ...event, occurredAt: act.now, changeSource: act.source, sourceId };
  for (const listener of portal.listeners) listener(whole);
}

/** A search goes on seeing what was there before, for as long as the index lags. */
function leaveStale(portal: Portal, record: PortalRecord, act: Act, before: Properties | null): void {
  if (portal.indexLagMilliseconds <= 0) {
    record.stale = null;
    return;
  }
  const standing = record.stale && record.stale.until > act.now ? record.stale.properties : before;
  record.stale = { until: act.now + portal.indexLagMilliseconds, properties: standing };
}

/** A search finds everything as it is now, however long the index would have lagged. */
export function catchUpIndex(portal: Portal): void {
  for (const table of portal.records.values()) for (const record of table.all()) record.stale = null;
}

function versionOf(value: string | null, act: Act): Version {
  const sourceId = act.userId ? `userId:${act.userId}` : null;
  return { value: value ?? "", at: act.now, sourceType: act.source, sourceId, userId: act.userId };
}

function remember(record: PortalRecord, name: string, value: string | null, act: Act): void {
  const earlier = record.history[name] ?? historyOf(record, name).toReversed();
  record.history[name] = [versionOf(value, act), ...earlier].slice(0, DEAL_VERSIONS_MAX);
}

/** Moving a deal to a closing stage sets its close date, unless the same change gives one. */
function withCloseDate(portal: Portal, record: PortalRecord, wanted: Properties, act: Act): Properties {
  if (record.type !== "deals" || !wanted.dealstage || "closedate" in wanted) return wanted;
  const stages = portal.pipelines.flatMap((pipeline) => pipeline.stages);
  const closedNow = stages.find(({ id }) => id === wanted.dealstage)?.closed ?? false;
  const closedBefore = record.properties.hs_is_closed === "true";
  return closedNow && !closedBefore ? { ...wanted, closedate: iso(act.now) } : wanted;
}

/** Webhooks write dates as milliseconds. */
function eventValue(portal: Portal, type: ObjectType, name: string, value: string | null): string {
  const isDate = portal.definitions.get(type)?.get(name)?.type === "datetime";
  return isDate && value ? String(Date.parse(value)) : (value ?? "");
}

function refresh(portal: Portal, record: PortalRecord, act: Act): void {
  record.updatedAt = Math.max(act.now, record.updatedAt);
  record.properties[dateNamesOf(record.type).modified] = iso(record.updatedAt);
  record.properties.hs_updated_by_user_id = act.userId;
  if (record.type === "deals")
    Object.assign(record.properties, deriveDealProperties(portal, record, act.now));
}

/** Changes properties; one event per property whose value really changed. */
export function updateRecord(
  portal: Portal,
  record: PortalRecord,
  wanted: Properties,
  act: Act,
): PortalRecord {
  const before = { ...record.properties };
  const complete = Object.entries(withCloseDate(portal, record, wanted, act));
  const changed = complete.filter(([name, value]) => (before[name] ?? null) !== (value || null));
  if (changed.length === 0) return record;
  for (const [name, value] of changed) {
    remember(record, name, value, act);
    record.properties[name] = value || null;
  }
  refresh(portal, record, act);
  leaveStale(portal, record, act, before);
  for (const [propertyName, value] of changed) {
    announce(portal, act, {
      subscriptionType: "object.propertyChange",
      objectType: record.type,
      objectId: record.id,
      details: { propertyName, propertyValue: eventValue(portal, record.type, propertyName, value) },
    });
  }
  return record;
}

/** A new record with the next free id. */
export function createRecord(portal: Portal, type: ObjectType, wanted: Properties, act: Act): PortalRecord {
  const table = tableOf(portal, type);
  const id = table.nextId();
  const { created, modified } = dateNamesOf(type);
  const given = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== null && value !== ""),
  );
  const record: PortalRecord = {
    id,
    type,
    createdAt: wanted.createdate ? Date.parse(wanted.createdate) : act.now,
    updatedAt: act.now,
    archivedAt: null,
    history: {},
    stale: null,
    properties: {
      [created]: iso(act.now),
      [modified]: iso(act.now),
      hs_object_id: id,
      hs_created_by_user_id: act.userId,
      hs_object_source: act.source,
      hs_object_source_user_id: act.userId,
      ...given,
    },
  };
  for (const [name, value] of Object.entries(given)) record.history[name] = [versionOf(value, act)];
  refresh(portal, record, act);
  leaveStale(portal, record, act, null);
  table.add(record);
  announce(portal, act, {
    subscriptionType: "object.creation",
    objectType: type,
    objectId: id,
    details: { changeFlag: "CREATED" },
  });
  return record;
}

/** Into the recycle bin. The modified stamp stays. */
export function archiveRecord(portal: Portal, record: PortalRecord, act: Act): void {
  if (record.archivedAt !== null) return;
  record.archivedAt = act.now;
  announce(portal, act, {
    subscriptionType: "object.deletion",
    objectType: record.type,
    objectId: record.id,
    details: { changeFlag: "DELETED" },
  });
}

export function restoreRecord(portal: Portal, record: PortalRecord, act: Act): void {
  if (record.archivedAt === null) return;
  record.archivedAt = null;
  announce(portal, act, {
    subscriptionType: "object.restore",
    objectType: record.type,
    objectId: record.id,
    details: { changeFlag: "RESTORED" },
  });
}

function mergedIdsOf(record: PortalRecord): readonly string[] {
  return (record.properties.hs_merged_object_ids ?? "").split(";").filter((id) => id !== "");
}

/** Two become one under a new id: the first's values win, and the old ids lead to it. */
export function mergeRecords(
  portal: Portal,
  primary: PortalRecord,
  other: PortalRecord,
  act: Act,
): PortalRecord {
  const table = tableOf(portal, primary.type);
  const id = table.nextId();
  const own = Object.entries(primary.properties).filter(([, value]) => value !== null);
  const survivor: PortalRecord = {
    ...primary,
    id,
    history: { ...other.history, ...primary.history },
    properties: { ...other.properties, ...Object.fromEntries(own), hs_object_id: id },
    stale: null,
  };
  const absorbed = [...mergedIdsOf(primary), primary.id, ...mergedIdsOf(other), other.id];
  survivor.properties.hs_merged_object_ids = absorbed.join(";");
  mergeAddresses(survivor, [primary, other]);
  refresh(portal, survivor, act);
  leaveStale(portal, survivor, act, null);
  table.add(survivor);
  for (const old of [primary, other]) {
    table.remove(old.id);
    table.redirect(old.id, id);
    moveAssociations(portal, old, id);
  }
  announce(portal, act, {
    subscriptionType: "object.merge",
    objectType: primary.type,
    objectId: primary.id,
    details: {
      primaryObjectId: Number(primary.id),
      mergedObjectIds: [Number(other.id)],
      newObjectId: Number(id),
      numberOfPropertiesMoved: own.length,
    },
  });
  return survivor;
}

function moveAssociations(portal: Portal, old: PortalRecord, id: string): void {
  for (const to of portal.records.keys()) {
    for (const other of portal.associations.of(old, to)) {
      portal.associations.link({ type: old.type, id }, { type: to, id: other });
    }
  }
  portal.associations.unlinkAll(old);
}

/** Every address that a contact has. */
function addressesOf(contact: PortalRecord): readonly string[] {
  const { email, hs_additional_emails: others } = contact.properties;
  return [email ?? "", ...(others ?? "").split(";")].filter((address) => address !== "");
}

/** The survivor keeps the first one's address, and all others as additional ones. */
function mergeAddresses(survivor: PortalRecord, merged: readonly PortalRecord[]): void {
  if (survivor.type !== "contacts") return;
  const [own, ...others] = new Set(merged.flatMap(addressesOf));
  survivor.properties.email = own ?? null;
  survivor.properties.hs_additional_emails = others.length > 0 ? others.join(";") : null;
}

/** Erased for privacy: gone for good, with the e-mails to and from the person, of which nothing is told. */
export function eraseContact(portal: Portal, contact: PortalRecord, act: Act): void {
  for (const id of portal.associations.of(contact, "emails")) {
    portal.associations.unlinkAll({ type: "emails", id });
    tableOf(portal, "emails").remove(id);
  }
  tableOf(portal, "contacts").remove(contact.id);
  portal.associations.unlinkAll(contact);
  const subject = { objectType: "contacts" as const, objectId: contact.id };
  announce(portal, act, { ...subject, subscriptionType: "contact.privacyDeletion" });
  announce(portal, act, {
    ...subject,
    subscriptionType: "contact.deletion",
    details: { changeFlag: "DELETED" },
  });
}
