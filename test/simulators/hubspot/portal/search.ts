import type { ObjectType } from "./object-types.ts";
import { dateNamesOf, objectTypeNamed } from "./object-types.ts";
import type { Portal, PortalRecord, Properties } from "./portal.ts";
import { definitionsOf, tableOf } from "./portal.ts";
import type { PropertyDefinition } from "./property-definitions.ts";

export const OPERATORS = [
  "LT",
  "LTE",
  "GT",
  "GTE",
  "EQ",
  "NEQ",
  "BETWEEN",
  "IN",
  "NOT_IN",
  "HAS_PROPERTY",
  "NOT_HAS_PROPERTY",
  "CONTAINS_TOKEN",
  "NOT_CONTAINS_TOKEN",
] as const;

export type Operator = (typeof OPERATORS)[number];

export interface Filter {
  readonly propertyName: string;
  readonly operator: Operator;
  readonly value: string;
  readonly highValue: string;
  readonly values: readonly string[];
}

export interface SearchQuestion {
  readonly type: ObjectType;
  /** Filters within a group are all true; one group is enough. */
  readonly groups: readonly (readonly Filter[])[];
  readonly query: string;
  readonly sort: { readonly propertyName: string; readonly descending: boolean } | null;
}

/** A record as the search index knows it, which may be older than the record. */
export interface Indexed {
  readonly record: PortalRecord;
  readonly properties: Properties;
}

type Compared = string | number;

const PSEUDO = "associations.";

export function isPseudoProperty(name: string): boolean {
  return name.startsWith(PSEUDO);
}

/** Dates are compared as instants, whether they are written in milliseconds or as ISO; null if neither. */
export function readInstant(text: string): number | null {
  const at = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

function comparedValue(definition: PropertyDefinition | undefined, text: string): Compared | null {
  switch (definition?.type) {
    case "datetime":
    case "date":
      return readInstant(text);
    case "number": {
      const value = Number(text);
      return text === "" || Number.isNaN(value) ? null : value;
    }
    case "enumeration":
      return text;
    default:
      return text.toLowerCase();
  }
}

function tokensOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== "");
}

function containsToken(value: string, wanted: string): boolean {
  const pattern = wanted.toLowerCase();
  if (!pattern.includes("*")) return tokensOf(wanted).every((token) => tokensOf(value).includes(token));
  const bare = pattern.replaceAll("*", "");
  return tokensOf(value).some((token) => token.includes(bare)) || value.toLowerCase().includes(bare);
}

function matchesAssociation(portal: Portal, record: PortalRecord, filter: Filter): boolean {
  const to = objectTypeNamed(filter.propertyName.slice(PSEUDO.length));
  const linked = to ? portal.associations.of(record, to) : [];
  const wanted = filter.operator === "IN" ? filter.values : [filter.value];
  if (filter.operator === "HAS_PROPERTY") return linked.length > 0;
  if (filter.operator === "NOT_HAS_PROPERTY") return linked.length === 0;
  return wanted.some((id) => linked.includes(id));
}

/** A record without the property is found by NOT_HAS_PROPERTY alone. */
function matchesValue(
  definition: PropertyDefinition | undefined,
  value: string | null,
  filter: Filter,
): boolean {
  const empty = value === null || value === "";
  if (filter.operator === "HAS_PROPERTY") return !empty;
  if (filter.operator === "NOT_HAS_PROPERTY") return empty;
  if (empty) return false;
  if (filter.operator === "CONTAINS_TOKEN") return containsToken(value, filter.value);
  if (filter.operator === "NOT_CONTAINS_TOKEN") return !containsToken(value, filter.value);
  const held = comparedValue(definition, value);
  const given = comparedValue(definition, filter.value);
  // HubSpot compares the values of a list with the lower-case text of a string property as they are.
  const list = filter.values.map((text) =>
    definition?.type === "string" ? text : comparedValue(definition, text),
  );
  if (held === null) return false;
  return compares(filter.operator, { held, given, high: comparedValue(definition, filter.highValue), list });
}

function compares(
  operator: Operator,
  {
    held,
    given,
    high,
    list,
  }: {
    readonly held: Compared;
    readonly given: Compared | null;
    readonly high: Compared | null;
    readonly list: readonly (Compared | null)[];
  },
): boolean {
  switch (operator) {
    case "EQ":
      return held === given;
    case "NEQ":
      return held !== given;
    case "LT":
      return given !== null && held < given;
    case "LTE":
      return given !== null && held <= given;
    case "GT":
      return given !== null && held > given;
    case "GTE":
      return given !== null && held >= given;
    case "BETWEEN":
      return given !== null && high !== null && held >= given && held <= high;
    case "IN":
      return list.includes(held);
    case "NOT_IN":
      return !list.includes(held);
    default:
      return false;
  }
}

function indexedVersion(record: PortalRecord, now: number): Indexed | null {
  if (!record.stale || record.stale.until <= now) return { record, properties: record.properties };
  return record.stale.properties ? { record, properties: record.stale.properties } : null;
}

/** Whether the index does not hold all of the last changes yet. */
export function isBehind(portal: Portal, type: SearchQuestion["type"], now: number): boolean {
  return tableOf(portal, type)
    .all()
    .some(({ stale }) => stale !== null && stale.until > now);
}

function sortKey(portal: Portal, question: SearchQuestion): (item: Indexed) => Compared {
  const name = question.sort?.propertyName ?? dateNamesOf(question.type).created;
  const definition = definitionsOf(portal, question.type).get(name);
  return ({ properties }) => comparedValue(definition, properties[name] ?? "") ?? Number.NEGATIVE_INFINITY;
}

/** Everything that matches, in order; archived records never do. Equal keys are ordered by id. */
export function search(portal: Portal, question: SearchQuestion, now: number): readonly Indexed[] {
  const definitions = definitionsOf(portal, question.type);
  const matches = ({ record, properties }: Indexed) =>
    question.groups.length === 0 ||
    question.groups.some((filters) =>
      filters.every((filter) =>
        isPseudoProperty(filter.propertyName)
          ? matchesAssociation(portal, record, filter)
          : matchesValue(
              definitions.get(filter.propertyName),
              properties[filter.propertyName] ?? null,
              filter,
            ),
      ),
    );
  const mentions = ({ properties }: Indexed) =>
    question.query === "" ||
    Object.values(properties).some((value) => value !== null && containsToken(value, question.query));
  const found = tableOf(portal, question.type)
    .all()
    .filter(({ archivedAt }) => archivedAt === null)
    .map((record) => indexedVersion(record, now))
    .filter((item) => item !== null)
    .filter((item) => matches(item) && mentions(item));
  const key = sortKey(portal, question);
  const direction = question.sort?.descending ? -1 : 1;
  const keyed = found.map((item) => ({ item, key: key(item), id: Number(item.record.id) }));
  keyed.sort((one, other) => {
    if (one.key !== other.key) return (one.key < other.key ? -1 : 1) * direction;
    return one.id - other.id;
  });
  return keyed.map(({ item }) => item);
}
