/** The types of fields as a describe names them. */
export type FieldType =
  | "id"
  | "string"
  | "textarea"
  | "picklist"
  | "email"
  | "phone"
  | "boolean"
  | "int"
  | "double"
  | "currency"
  | "percent"
  | "date"
  | "datetime"
  | "reference";

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
}

export interface FieldDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly length: number;
  readonly nillable: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly updateable: boolean;
  readonly custom: boolean;
  /** The objects a reference may lead to; several make it polymorphic. */
  readonly referenceTo: readonly string[];
  /** The name of the way up, such as Owner for OwnerId. */
  readonly relationshipName: string | null;
  /** The name of the way down from the parent, such as OpportunityHistories. */
  readonly childRelationship: string | null;
  readonly picklistValues: readonly PicklistValue[];
}

export interface ObjectDefinition {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string;
  readonly fields: readonly FieldDefinition[];
}

type FieldShape = Omit<FieldDefinition, "name" | "label" | "custom">;
export type FieldMaker = (name: string) => FieldDefinition;

const PLAIN: FieldShape = {
  type: "string",
  length: 0,
  nillable: true,
  filterable: true,
  sortable: true,
  updateable: true,
  referenceTo: [],
  relationshipName: null,
  childRelationship: null,
  picklistValues: [],
};

/** `CallDurationInSeconds` is shown as "Call Duration In Seconds". */
function labelOf(name: string): string {
  return name
    .replace(/__c$/, "")
    .replaceAll("_", " ")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2");
}

function maker(shape: Partial<FieldShape>): FieldMaker {
  return (name) => ({ ...PLAIN, ...shape, name, label: labelOf(name), custom: name.endsWith("__c") });
}

/** The fields with one shape, named one after another. */
export function several(names: string, make: FieldMaker): readonly FieldDefinition[] {
  return names.split(" ").map(make);
}

export const text = maker({ type: "string", length: 255 });
export const email = maker({ type: "email", length: 80 });
export const number = maker({ type: "double" });
export const whole = maker({ type: "int" });
export const money = maker({ type: "currency" });
export const percent = maker({ type: "percent" });
export const day = maker({ type: "date" });
export const moment = maker({ type: "datetime" });
export const flag = maker({ type: "boolean", nillable: false });
/** Worked out by Salesforce, not to be written. */
export const derivedFlag = maker({ type: "boolean", nillable: false, updateable: false });
export const derivedMoment = maker({ type: "datetime", updateable: false });
export const derivedMoney = maker({ type: "currency", updateable: false });
export const derivedText = maker({ type: "string", length: 255, updateable: false });
export const derivedWhole = maker({ type: "int", updateable: false });
/** Neither to be filtered nor sorted by. */
export const longText = maker({ type: "textarea", length: 32_000, filterable: false, sortable: false });
/** The old and the new value in the history of a field. */
export const anyValue = maker({
  type: "string",
  length: 255,
  filterable: false,
  sortable: false,
  updateable: false,
});

/** A choice among values, which are their own labels. */
export function choice(...values: readonly string[]): FieldMaker {
  const picklistValues = values.map((value) => ({ value, label: value, active: true }));
  return maker({ type: "picklist", length: 255, picklistValues });
}

/** A reference to records of one object or several. */
export function reference(
  relationshipName: string | null,
  referenceTo: readonly string[],
  childRelationship: string | null = null,
): FieldMaker {
  return maker({ type: "reference", length: 18, referenceTo, relationshipName, childRelationship });
}

const idField = maker({ type: "id", length: 18, nillable: false, updateable: false });

/** What Salesforce keeps of each record. Setup objects lack some of it. */
export type SystemFields = "all" | "undeletable" | "modified" | "stamp" | "created";

function systemFields(kind: SystemFields): readonly FieldDefinition[] {
  const createdBy = reference("CreatedBy", ["User"])("CreatedById");
  const created = [derivedMoment("CreatedDate"), { ...createdBy, updateable: false }];
  const modifiedBy = reference("LastModifiedBy", ["User"])("LastModifiedById");
  const modified = [derivedMoment("LastModifiedDate"), { ...modifiedBy, updateable: false }];
  const stamp = derivedMoment("SystemModstamp");
  switch (kind) {
    case "all":
      return [derivedFlag("IsDeleted"), ...created, ...modified, stamp];
    case "undeletable":
      return [...created, ...modified, stamp];
    case "modified":
      return [...modified, stamp];
    case "stamp":
      return [stamp];
    case "created":
      return [derivedFlag("IsDeleted"), ...created];
  }
}

/** An object with its id and its system fields. */
export function defineObject(
  named: { readonly name: string; readonly keyPrefix: string; readonly system?: SystemFields },
  ...fields: readonly (FieldDefinition | readonly FieldDefinition[])[]
): ObjectDefinition {
  const { name, keyPrefix, system = "all" } = named;
  return {
    name,
    keyPrefix,
    label: labelOf(name),
    fields: [idField("Id"), ...fields.flat(), ...systemFields(system)],
  };
}
