import type { FieldDefinition } from "../org/fields.ts";
import type { FieldValue, Org, OrgRecord } from "../org/org.ts";
import type { OrgTable } from "../org/org-table.ts";
import { archiveTest, visibleField, visibleTable } from "../org/visibility.ts";
import { noSuchColumn, noSuchObject, noSuchRelationship } from "./query-fault.ts";

/** What everything that compiles a query needs to know. */
export interface QueryContext {
  readonly org: Org;
  /** The text, for what is said of a fault. */
  readonly soql: string;
  readonly withDeleted: boolean;
  readonly apiVersion: string;
}

/** A step up from a record to the one it refers to. */
export interface ParentWay {
  readonly name: string;
  readonly idField: string;
  readonly targets: readonly OrgTable[];
  /** Answers about a parent of several kinds know only the fields of the pseudo-object Name. */
  readonly isPolymorphic: boolean;
}

export interface ResolvedField {
  readonly ways: readonly ParentWay[];
  readonly field: FieldDefinition;
  readonly read: (record: OrgRecord) => FieldValue;
}

const LEVELS_MAX = 5;
const NAME_FIELDS = [
  "Id",
  "Name",
  "Type",
  "Alias",
  "Email",
  "FirstName",
  "IsActive",
  "LastName",
  "Phone",
  "Title",
  "Username",
];

/** The path of a field without the alias of the object before it. */
export function pathOf(alias: string | undefined, name: string): readonly string[] {
  const path = name.split(".");
  return alias !== undefined && path.length > 1 && path[0]?.toLowerCase() === alias.toLowerCase()
    ? path.slice(1)
    : path;
}

export function tableFor({ org, soql }: QueryContext, name: string): OrgTable {
  const table = visibleTable(org, name);
  if (!table) throw noSuchObject(soql, name);
  return table;
}

/** The record at the end of a step; null where nothing is referred to. */
export function parentOf(way: ParentWay, record: OrgRecord): { table: OrgTable; record: OrgRecord } | null {
  const id = record.fields[way.idField];
  if (typeof id !== "string") return null;
  for (const table of way.targets) {
    const parent = table.get(id);
    if (parent) return { table, record: parent };
  }
  return null;
}

export function stepUp(context: QueryContext, table: OrgTable, name: string): ParentWay {
  const { org, soql } = context;
  const wanted = name.toLowerCase();
  const field = table.definition.fields.find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === wanted,
  );
  if (!field?.relationshipName || !visibleField(org, table, field.name)) {
    throw noSuchRelationship(soql, name, "field path");
  }
  const targets = field.referenceTo
    .map((target) => visibleTable(org, target))
    .filter((target) => target !== null);
  if (targets.length === 0) throw noSuchRelationship(soql, name, "field path");
  return {
    name: field.relationshipName,
    idField: field.name,
    targets,
    isPolymorphic: field.referenceTo.length > 1,
  };
}

function readerOf({ org }: QueryContext, object: string, name: string): (record: OrgRecord) => FieldValue {
  return name === "IsArchived" ? archiveTest(org, object) : ({ fields }) => fields[name] ?? null;
}

/** A field of the pseudo-object Name, which stands for a record of any of several kinds. */
export function nameField(context: QueryContext, way: ParentWay, name: string): FieldDefinition {
  const proper = NAME_FIELDS.find((known) => known.toLowerCase() === name.toLowerCase());
  const holder = way.targets.find((table) => proper !== undefined && table.field(proper));
  const like = holder?.field(proper ?? "") ?? way.targets[0]?.field("Name");
  if (!proper || !like) throw noSuchColumn(context.soql, name, "Name");
  return proper === "Type"
    ? { ...like, name: "Type", type: "string", filterable: true, sortable: true }
    : like;
}

export function ownField(context: QueryContext, table: OrgTable, name: string): FieldDefinition {
  const field = visibleField(context.org, table, name);
  if (!field) throw noSuchColumn(context.soql, name, table.name);
  return field;
}

function readOf(
  context: QueryContext,
  table: OrgTable,
  ways: readonly ParentWay[],
  field: FieldDefinition,
): (record: OrgRecord) => FieldValue {
  const plain = readerOf(context, table.name, field.name);
  const isType = ways.at(-1)?.isPolymorphic === true && field.name === "Type";
  if (ways.length === 0) return plain;
  return (record) => {
    let current: { table: OrgTable; record: OrgRecord } | null = { table, record };
    for (const way of ways) {
      current = current ? parentOf(way, current.record) : null;
    }
    if (!current) return null;
    return isType ? current.table.name : (current.record.fields[field.name] ?? null);
  };
}

/** A field by its path from the object, such as Owner.Name. Throws a QueryFault for what is unknown or hidden. */
export function resolveField(context: QueryContext, table: OrgTable, path: readonly string[]): ResolvedField {
  const names = path[0]?.toLowerCase() === table.name.toLowerCase() && path.length > 1 ? path.slice(1) : path;
  const leaf = names.at(-1) ?? "";
  const ways: ParentWay[] = [];
  let current = table;
  if (names.length > LEVELS_MAX + 1) throw noSuchRelationship(context.soql, leaf, "field path");
  for (const name of names.slice(0, -1)) {
    if (ways.at(-1)?.isPolymorphic) throw noSuchRelationship(context.soql, name, "field path");
    const way = stepUp(context, current, name);
    ways.push(way);
    current = way.targets[0] ?? current;
  }
  const last = ways.at(-1);
  const field = last?.isPolymorphic ? nameField(context, last, leaf) : ownField(context, current, leaf);
  return { ways, field, read: readOf(context, table, ways, field) };
}
