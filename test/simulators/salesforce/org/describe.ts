import type { FieldDefinition, PicklistValue } from "./fields.ts";
import type { Org } from "./org.ts";
import type { OrgTable } from "./org-table.ts";
import { visibleFields, visibleTable } from "./visibility.ts";

/** A field as `/sobjects/X/describe` answers it, as far as anybody reads it. */
export interface DescribedField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly length: number;
  readonly nillable: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly aggregatable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly custom: boolean;
  readonly calculated: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly polymorphicForeignKey: boolean;
  readonly picklistValues: readonly (PicklistValue & { readonly defaultValue: boolean })[];
}

export interface ChildRelationship {
  readonly childSObject: string;
  readonly field: string;
  readonly relationshipName: string | null;
  readonly cascadeDelete: boolean;
}

/** What the object is, without its fields, as the list of all objects has it. */
export interface ObjectSummary {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly custom: boolean;
  readonly queryable: boolean;
  readonly retrieveable: boolean;
  readonly replicateable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly undeletable: boolean;
}

export interface DescribeAnswer extends ObjectSummary {
  readonly fields: readonly DescribedField[];
  readonly childRelationships: readonly ChildRelationship[];
  readonly recordTypeInfos: readonly {
    readonly recordTypeId: string;
    readonly name: string;
    readonly developerName: string;
    readonly active: boolean;
    readonly available: boolean;
    readonly master: boolean;
  }[];
}

function describeField(field: FieldDefinition): DescribedField {
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    length: field.length,
    nillable: field.nillable,
    filterable: field.filterable,
    sortable: field.sortable,
    groupable: field.filterable && !["double", "currency", "percent", "datetime"].includes(field.type),
    aggregatable: field.filterable,
    createable: field.updateable,
    updateable: field.updateable,
    custom: field.custom,
    calculated: false,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    polymorphicForeignKey: field.referenceTo.length > 1,
    picklistValues: field.picklistValues.map((value) => ({ ...value, defaultValue: false })),
  };
}

function summaryOf(table: OrgTable): ObjectSummary {
  const { name, label, keyPrefix } = table.definition;
  const isDeletable = table.field("IsDeleted") !== undefined && !name.endsWith("History");
  return {
    name,
    label,
    labelPlural: `${label}s`,
    keyPrefix,
    custom: name.endsWith("__c"),
    queryable: true,
    retrieveable: true,
    replicateable: table.field("SystemModstamp") !== undefined,
    createable: isDeletable,
    updateable: isDeletable,
    deletable: isDeletable,
    undeletable: isDeletable && name !== "OpportunityTeamMember",
  };
}

function childrenOf(org: Org, parent: string): readonly ChildRelationship[] {
  const found: ChildRelationship[] = [];
  for (const name of org.objects.keys()) {
    const table = visibleTable(org, name);
    for (const field of table ? visibleFields(org, table) : []) {
      if (!field.referenceTo.includes(parent)) continue;
      const cascadeDelete = parent === "Opportunity" && field.name === "OpportunityId";
      const relationshipName = field.childRelationship;
      found.push({ childSObject: name, field: field.name, relationshipName, cascadeDelete });
    }
  }
  return found;
}

/** An object as the running user may see it: what is hidden is absent. Null if there is no such object. */
export function describeObject(org: Org, name: string): DescribeAnswer | null {
  const table = visibleTable(org, name);
  if (!table) return null;
  const types = [...(org.objects.get("RecordType")?.having("SobjectType", table.name) ?? [])];
  return {
    ...summaryOf(table),
    fields: visibleFields(org, table).map(describeField),
    childRelationships: childrenOf(org, table.name),
    recordTypeInfos: types.map(({ id, fields }) => ({
      recordTypeId: id,
      name: String(fields.Name),
      developerName: String(fields.DeveloperName),
      active: fields.IsActive === true,
      available: true,
      master: false,
    })),
  };
}

/** All objects that the running user may see. */
export function describeAll(org: Org): readonly ObjectSummary[] {
  return [...org.objects.keys()]
    .map((name) => visibleTable(org, name))
    .filter((table) => table !== null)
    .map(summaryOf);
}
