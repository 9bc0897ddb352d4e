import { commitLate, insertRecord, updateRecord } from "../org/changes.ts";
import type { FieldDefinition, FieldType } from "../org/fields.ts";
import { idOf, to18 } from "../org/ids.ts";
import type { FieldValue, Org } from "../org/org.ts";
import type { OrgTable } from "../org/org-table.ts";
import { visibleFields } from "../org/visibility.ts";
import { refusal } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";

type Fields = Readonly<Record<string, FieldValue>>;

const DAY = /^\d{4}-\d\d-\d\d$/;
const NUMBERS: readonly FieldType[] = ["int", "double", "currency", "percent"];

/** What no opportunity can be without. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  Opportunity: ["Name", "StageName", "CloseDate"],
};

function numberOf(field: FieldDefinition, given: unknown): number {
  const value = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const message = `${field.label}: value not of required type: ${String(given)}`;
  throw refusal(400, "INVALID_TYPE_ON_FIELD_IN_RECORD", message, [field.name]);
}

function referenceOf(org: Org, field: FieldDefinition, given: unknown): string {
  const id = typeof given === "string" ? to18(given) : null;
  if (id === null) {
    throw refusal(400, "MALFORMED_ID", `${field.label}: id value of incorrect type: ${String(given)}`, [
      field.name,
    ]);
  }
  if (field.referenceTo.some((object) => org.objects.get(object)?.get(id))) return id;
  throw refusal(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [field.name]);
}

/** A value as the record keeps it; a refusal where it does not fit the field. */
function valueFor(org: Org, field: FieldDefinition, given: unknown): FieldValue {
  if (given === null || given === "") {
    if (field.nillable) return null;
    throw refusal(400, "REQUIRED_FIELD_MISSING", `Required fields are missing: [${field.name}]`, [
      field.name,
    ]);
  }
  if (NUMBERS.includes(field.type)) return numberOf(field, given);
  if (field.type === "reference") return referenceOf(org, field, given);
  if (field.type === "boolean") return given === true || given === "true";
  if (field.type === "date" && !DAY.test(String(given))) {
    throw refusal(
      400,
      "JSON_PARSER_ERROR",
      `Cannot deserialize instance of date from VALUE_STRING value ${String(given)}`,
    );
  }
  if (field.type !== "datetime") return String(given);
  const at = Date.parse(String(given));
  if (Number.isNaN(at))
    throw refusal(400, "JSON_PARSER_ERROR", `Cannot deserialize a dateTime from ${String(given)}`);
  return new Date(at).toISOString().replace("Z", "+0000");
}

/** A deal is in one of the org's stages. */
function checkStage(org: Org, name: FieldValue): void {
  for (const _stage of org.objects.get("OpportunityStage")?.having("ApiName", name) ?? []) return;
  const message = `Stage: bad value for restricted picklist field: ${name}`;
  throw refusal(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, ["StageName"]);
}

/** The fields somebody wants to write, checked; a refusal names the first that cannot be. */
export function readFields(org: Org, table: OrgTable, given: Readonly<Record<string, unknown>>): Fields {
  const visible = visibleFields(org, table);
  const entries = Object.entries(given).filter(([name]) => name !== "attributes");
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const field = visible.find((known) => known.name.toLowerCase() === name.toLowerCase());
      if (!field) {
        const message = `No such column '${name}' on sobject of type ${table.name}`;
        throw refusal(400, "INVALID_FIELD", message);
      }
      if (!field.updateable) {
        const message = `Unable to create/update fields: ${field.name}. Please check the security settings of this field.`;
        throw refusal(400, "INVALID_FIELD_FOR_INSERT_UPDATE", message, [field.name]);
      }
      const read = valueFor(org, field, value);
      if (table.name === "Opportunity" && field.name === "StageName") checkStage(org, read);
      return [field.name, read];
    }),
  );
}

/** Refuses a new record without what it needs. */
function checkRequired(table: OrgTable, fields: Fields): void {
  const missing = (REQUIRED[table.name] ?? []).filter((name) => (fields[name] ?? null) === null);
  if (missing.length === 0) return;
  throw refusal(
    400,
    "REQUIRED_FIELD_MISSING",
    `Required fields are missing: [${missing.join(", ")}]`,
    missing,
  );
}

interface Write {
  readonly org: Org;
  readonly table: OrgTable;
  readonly fields: Fields;
  readonly userId: string | null;
}

/** Leaves a write to a transaction that commits later, with the stamp of now. */
function writeLate(simulation: Simulation, write: Write, id: string): void {
  const { org, table, fields, userId } = write;
  const stampedAt = org.clock();
  const commit = () => {
    commitLate(org, table.name, id, fields, { stampedAt, userId });
  };
  const transaction = { orgId: org.id, startedAt: stampedAt, commit };
  simulation.lateCommits.begin(transaction, simulation.settings.lateCommitMilliseconds);
}

/** Writes a new record, and answers with its id; under the fault late_commits some are seen only later. */
export function writeNew(simulation: Simulation, write: Write): string {
  const { org, table, fields, userId } = write;
  checkRequired(table, fields);
  if (!simulation.faults.strikes("late_commits", org.id)) {
    return insertRecord(org, table.name, fields, { userId }).id;
  }
  const id = idOf(table.definition.keyPrefix, simulation.lateCommits.nextNumber());
  writeLate(simulation, write, id);
  return id;
}

/** Changes a record; under the fault late_commits some changes are seen only later. */
export function writeChange(simulation: Simulation, write: Write, id: string): void {
  const { org, table, fields, userId } = write;
  if (simulation.faults.strikes("late_commits", org.id)) writeLate(simulation, write, id);
  else updateRecord(org, table.name, id, fields, { userId });
}
