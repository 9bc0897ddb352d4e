import { historyOf, iso } from "../portal/deal-properties.ts";
import type { ObjectType } from "../portal/object-types.ts";
import { dateNamesOf, OBJECT_TYPES, objectTypeNamed, singularOf, TYPE_IDS } from "../portal/object-types.ts";
import type { Portal, PortalRecord, Properties } from "../portal/portal.ts";
import { definitionsOf } from "../portal/portal.ts";
import { invalid } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import type { Caller } from "./caller.ts";

/** What a reader asked to see of each record. */
export interface View {
  readonly type: ObjectType;
  readonly properties: readonly string[];
  readonly withHistory: readonly string[];
  readonly associations: readonly ObjectType[];
}

const ASSOCIATIONS_SHOWN_MAX = 500;
const EMAIL_CONTENT = ["hs_email_subject", "hs_email_text", "hs_email_html", "hs_body_preview"];

const USUAL: Readonly<Partial<Record<ObjectType, readonly string[]>>> = {
  deals: ["dealname", "amount", "dealstage", "pipeline", "closedate"],
  contacts: ["email", "firstname", "lastname"],
  companies: ["name", "domain"],
};

export function readAssociationTypes(names: readonly string[]): readonly ObjectType[] {
  return names.map((name) => {
    const type = objectTypeNamed(name);
    if (!type) throw invalid(`Unable to infer object type from: ${name}`);
    return type;
  });
}

/** Three properties always come along; what is not known to the portal is left out without a word. */
function namesShown(portal: Portal, view: View): readonly string[] {
  const { created, modified } = dateNamesOf(view.type);
  const asked = view.properties.length > 0 ? view.properties : (USUAL[view.type] ?? []);
  const known = definitionsOf(portal, view.type);
  const names = [...asked, ...view.withHistory, created, modified, "hs_object_id"];
  return [...new Set(names)].filter((name) => known.has(name));
}

function hidesContent(caller: Caller, type: ObjectType): boolean {
  return type === "emails" && !caller.scopes.includes("sales-email-read");
}

function shownProperties(caller: Caller, view: View, properties: Properties): Properties {
  const hidden = hidesContent(caller, view.type) ? EMAIL_CONTENT : [];
  return Object.fromEntries(
    namesShown(caller.portal, view).map((name) => [
      name,
      hidden.includes(name) ? null : (properties[name] ?? null),
    ]),
  );
}

function shownHistory(caller: Caller, record: PortalRecord, view: View): Readonly<Record<string, unknown>> {
  const known = definitionsOf(caller.portal, view.type);
  const entries = view.withHistory
    .filter((name) => known.has(name))
    .map((name) => {
      const versions = historyOf(record, name).toReversed();
      return [
        name,
        versions.map(({ value, at, sourceType, sourceId, userId }) => ({
          value,
          timestamp: iso(at),
          sourceType,
          ...(sourceId === null ? {} : { sourceId }),
          ...(userId === null ? {} : { updatedByUserId: Number(userId) }),
        })),
      ];
    });
  return Object.fromEntries(entries);
}

/** Left out when there are none. */
function shownAssociations(
  portal: Portal,
  record: PortalRecord,
  view: View,
): Readonly<Record<string, unknown>> {
  const entries = view.associations.map((to) => {
    const type = `${singularOf(view.type)}_to_${singularOf(to)}`;
    const ids = portal.associations.of(record, to).slice(0, ASSOCIATIONS_SHOWN_MAX);
    return [to, { results: ids.map((id) => ({ id, type })) }] as const;
  });
  const some = entries.filter(([, { results }]) => results.length > 0);
  return some.length > 0 ? { associations: Object.fromEntries(some) } : {};
}

export function recordUrl(simulation: Simulation, portal: Portal, record: PortalRecord): string {
  return `${simulation.url}/contacts/${portal.portalId}/record/${TYPE_IDS[record.type]}/${record.id}`;
}

/** A record as the API writes it. `properties` may be an older state, as a search index holds it. */
export function recordAnswer(
  simulation: Simulation,
  caller: Caller,
  shown: { readonly record: PortalRecord; readonly view: View; readonly properties?: Properties },
): Readonly<Record<string, unknown>> {
  const { record, view } = shown;
  const properties = shown.properties ?? record.properties;
  const modified = properties[dateNamesOf(record.type).modified] ?? iso(record.updatedAt);
  const answer = {
    id: record.id,
    properties: shownProperties(caller, view, properties),
    ...(view.withHistory.length > 0 ? { propertiesWithHistory: shownHistory(caller, record, view) } : {}),
    createdAt: iso(record.createdAt),
    updatedAt: modified,
    archived: record.archivedAt !== null,
    ...(record.archivedAt === null ? {} : { archivedAt: iso(record.archivedAt) }),
    ...shownAssociations(caller.portal, record, view),
    url: recordUrl(simulation, caller.portal, record),
  };
  return isMalformed(simulation, record) ? spoil(answer, record) : answer;
}

/** The same few records are always the unreadable ones. */
function isMalformed(simulation: Simulation, { id, type }: PortalRecord): boolean {
  const place = Number(id) + OBJECT_TYPES.indexOf(type);
  return (
    simulation.faults.isOn("malformed_record") && place % simulation.faults.every("malformed_record") === 0
  );
}

function spoil(
  answer: Readonly<Record<string, unknown>>,
  record: PortalRecord,
): Readonly<Record<string, unknown>> {
  const { properties, ...rest } = answer;
  if (Number(record.id) % 2 === 0) return rest;
  const modified = dateNamesOf(record.type).modified;
  return {
    ...rest,
    properties: { ...(properties as Properties), [modified]: "the day before", amount: "12,5O" },
  };
}
