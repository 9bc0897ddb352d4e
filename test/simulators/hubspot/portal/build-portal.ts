import type { Activity, Dated, Deal, Organisation, Person } from "../../../organisation/organisation.ts";
import { activityProperties, contactProperties, goalProperties } from "./activity-properties.ts";
import { createAssociationTable } from "./association-table.ts";
import { deriveDealProperties, iso } from "./deal-properties.ts";
import { minorToText } from "./decimal.ts";
import type { ObjectType } from "./object-types.ts";
import type { Portal, PortalRecord, Properties, Version } from "./portal.ts";
import { createTables, tableOf } from "./portal.ts";
import { defineProperties } from "./property-definitions.ts";

/** HubSpot keeps this many versions of a deal's property. */
export const DEAL_VERSIONS_MAX = 20;

/** An organisation as the records of one HubSpot account. */
export function buildPortal(organisation: Organisation, portalId: number): Portal {
  const portal: Portal = {
    portalId,
    name: organisation.name,
    timeZone: organisation.timeZone,
    homeCurrency: organisation.homeCurrency,
    otherCurrencies: organisation.otherCurrencies,
    people: organisation.people,
    queues: organisation.queues,
    teams: organisation.teams,
    pipelines: organisation.pipelines,
    rates: organisation.rates,
    definitions: defineProperties(organisation),
    records: createTables(),
    associations: createAssociationTable(),
    splits: new Map(),
    listeners: new Set(),
    indexLagMilliseconds: 0,
  };
  const people = new Map(organisation.people.map((person) => [person.ownerId, person]));
  addCustomers(portal, organisation);
  for (const deal of organisation.deals) addDeal(portal, deal, organisation.today);
  for (const activity of organisation.activities) addActivity(portal, activity, people);
  addGoals(portal, organisation, people);
  return portal;
}

function put(
  portal: Portal,
  record: Pick<PortalRecord, "id" | "type" | "properties" | "createdAt" | "updatedAt"> &
    Partial<PortalRecord>,
): PortalRecord {
  const whole: PortalRecord = { history: {}, archivedAt: null, stale: null, ...record };
  tableOf(portal, record.type).add(whole);
  return whole;
}

function addCustomers(portal: Portal, organisation: Organisation): void {
  for (const { id, name, domain, createdAt, extra } of organisation.companies) {
    const dates = { createdate: iso(createdAt), hs_lastmodifieddate: iso(createdAt), hs_object_id: id };
    const properties = { ...extra, ...dates, name, domain };
    put(portal, { id, type: "companies", properties, createdAt, updatedAt: createdAt });
  }
  for (const contact of organisation.contacts) {
    const { id, createdAt, companyId } = contact;
    const properties = contactProperties(contact);
    put(portal, { id, type: "contacts", properties, createdAt, updatedAt: createdAt });
    if (companyId) portal.associations.link({ type: "contacts", id }, { type: "companies", id: companyId });
  }
}

function versionsOf<T>(
  history: readonly Dated<T>[],
  write: (value: T) => string,
  userId: string | null,
): Version[] {
  const sourceId = userId ? `userId:${userId}` : null;
  return history
    .map(({ at, value }) => ({ at, value: write(value), sourceType: "CRM_UI", sourceId, userId }))
    .toReversed()
    .slice(0, DEAL_VERSIONS_MAX);
}

function dealHistory(deal: Deal): Record<string, Version[]> {
  const user = deal.creatorUserId;
  return {
    dealstage: versionsOf(deal.stages, (stage) => stage, user),
    hubspot_owner_id: versionsOf(deal.owners, (owner) => owner ?? "", user),
    amount: versionsOf(deal.amounts, (minor) => (minor === null ? "" : minorToText(minor)), user),
    closedate: versionsOf(deal.closes, (at) => (at === null ? "" : iso(at)), user),
  };
}

function dealProperties(deal: Deal): Properties {
  const amount = deal.amounts.at(-1)?.value ?? null;
  const close = deal.closes.at(-1)?.value ?? null;
  return {
    ...deal.extra,
    hs_object_id: deal.id,
    dealname: deal.name,
    pipeline: deal.pipelineId,
    dealstage: deal.stages.at(-1)?.value ?? null,
    amount: amount === null ? null : minorToText(amount),
    closedate: close === null ? null : iso(close),
    dealtype: deal.type,
    deal_currency_code: deal.currency,
    hubspot_owner_id: deal.owners.at(-1)?.value ?? null,
    createdate: iso(deal.createdAt),
    hs_lastmodifieddate: iso(deal.modifiedAt),
    hs_created_by_user_id: deal.creatorUserId,
    hs_object_source: deal.creatorUserId ? "CRM_UI" : "IMPORT",
    hs_object_source_user_id: deal.creatorUserId,
    hs_merged_object_ids: deal.mergedIds.length > 0 ? deal.mergedIds.join(";") : null,
  };
}

function addDeal(portal: Portal, deal: Deal, now: number): void {
  if (deal.mergedIntoId !== null) {
    tableOf(portal, "deals").redirect(deal.id, deal.mergedIntoId);
    return;
  }
  const record = put(portal, {
    id: deal.id,
    type: "deals",
    properties: dealProperties(deal),
    history: dealHistory(deal),
    createdAt: deal.createdAt,
    updatedAt: deal.modifiedAt,
    archivedAt: deal.archivedAt,
  });
  Object.assign(record.properties, deriveDealProperties(portal, record, now));
  const place = { type: "deals" as const, id: deal.id };
  if (deal.companyId) portal.associations.link(place, { type: "companies", id: deal.companyId });
  for (const id of deal.contactIds) portal.associations.link(place, { type: "contacts", id });
  if (deal.splits.length > 0) portal.splits.set(deal.id, deal.splits);
}

function addActivity(portal: Portal, activity: Activity, people: ReadonlyMap<string, Person>): void {
  const { id, kind: type, links, createdAt, modifiedAt: updatedAt } = activity;
  const person = people.get(activity.ownerId ?? "");
  put(portal, { id, type, properties: activityProperties(activity, person), createdAt, updatedAt });
  const targets: readonly (readonly [ObjectType, readonly string[]])[] = [
    ["deals", links.dealIds],
    ["contacts", links.contactIds],
    ["companies", links.companyIds],
  ];
  for (const [to, ids] of targets) {
    for (const other of ids) {
      const survivor = tableOf(portal, to).resolve(other);
      if (survivor) portal.associations.link({ type, id }, { type: to, id: survivor.id });
    }
  }
}

function addGoals(portal: Portal, organisation: Organisation, people: ReadonlyMap<string, Person>): void {
  for (const goal of organisation.goals) {
    const createdAt = Math.min(goal.startsAt, organisation.today);
    const properties = goalProperties(goal, createdAt, people.get(goal.ownerId ?? ""));
    put(portal, { id: goal.id, type: "goal_targets", properties, createdAt, updatedAt: createdAt });
  }
}
