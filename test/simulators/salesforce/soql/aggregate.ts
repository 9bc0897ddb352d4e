import type {
  FieldFunctionExpression,
  FieldType,
  FunctionExp,
  GroupByClause,
  OrderByClause,
  Query,
} from "@jetstreamapp/soql-parser-js";
import type { FieldDefinition } from "../org/fields.ts";
import type { FieldValue, OrgRecord } from "../org/org.ts";
import type { Compiling } from "./compile-condition.ts";
import { corporateReader } from "./currency.ts";
import { comparableOf } from "./literals.ts";
import { malformed, notSimulated, QueryFault } from "./query-fault.ts";
import { pathOf, resolveField } from "./resolve-field.ts";
import { asList, compareKeys, matchingRows } from "./rows.ts";
import type { SObjectAnswer } from "./run-query.ts";

type Rows = readonly OrgRecord[];

/** A column of the answer, as it is worked out for one group. */
interface Column {
  readonly name: string;
  readonly expression: string;
  readonly read: (rows: Rows) => FieldValue;
}

const MAKES_ROWS_MAX = 2000;
const NUMBERS = ["int", "double", "currency", "percent"];
const CALENDAR = { CALENDAR_YEAR: [0, 4], CALENDAR_MONTH: [5, 7] } as const;

/** A plain COUNT() has a total and no rows. */
export function isPlainCount({ fields = [] }: Query): boolean {
  const [only] = fields;
  return (
    fields.length === 1 &&
    only?.type === "FieldFunctionExpression" &&
    only.functionName.toUpperCase() === "COUNT" &&
    only.parameters.length === 0
  );
}

export function isAggregate({ fields = [], groupBy }: Query): boolean {
  return (
    groupBy !== undefined || fields.some((field) => "isAggregateFn" in field && field.isAggregateFn === true)
  );
}

type Fold = (values: readonly FieldValue[]) => FieldValue;

function extreme(direction: 1 | -1): Fold {
  return (values) =>
    values.reduce((best, value) => {
      if (value === null) return best;
      return best === null || (value > best ? 1 : -1) === direction ? value : best;
    }, null);
}

function sumOf(values: readonly FieldValue[]): number | null {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === 0) return null;
  // Sums of cents must not gather the errors of binary fractions.
  return Math.round(numbers.reduce((sum, value) => sum + value * 1e4, 0)) / 1e4;
}

function average(values: readonly FieldValue[]): number | null {
  const sum = sumOf(values);
  return sum === null ? null : sum / values.filter((value) => value !== null).length;
}

const FOLDS: Readonly<Record<string, Fold>> = {
  COUNT: (values) => values.filter((value) => value !== null).length,
  COUNT_DISTINCT: (values) => new Set(values.filter((value) => value !== null)).size,
  SUM: sumOf,
  AVG: average,
  MAX: extreme(1),
  MIN: extreme(-1),
};

function checkType(name: string, field: FieldDefinition): void {
  const needsNumber = name === "SUM" || name === "AVG";
  if (
    (needsNumber && !NUMBERS.includes(field.type)) ||
    field.type === "textarea" ||
    field.type === "boolean"
  ) {
    throw new QueryFault("INVALID_FIELD", `field ${field.name} does not support aggregate operator ${name}`);
  }
}

function expressionOf(name: string, parameters: readonly unknown[] | undefined): string {
  return `${name}(${(parameters ?? []).map(String).join()})`.toLowerCase();
}

function aggregateOf(
  { context, table, alias }: Compiling,
  field: Pick<FunctionExp, "functionName" | "parameters">,
): Pick<Column, "expression" | "read"> {
  const name = (field.functionName ?? "").toUpperCase();
  const fold = FOLDS[name];
  const [parameter] = field.parameters ?? [];
  const expression = expressionOf(name, field.parameters);
  if (!fold) throw notSimulated(`the function ${name} here`);
  if (parameter === undefined && name === "COUNT") return { expression, read: (rows) => rows.length };
  if (typeof parameter !== "string") throw notSimulated(`what stands in ${name}`);
  const resolved = resolveField(context, table, pathOf(alias, parameter));
  checkType(name, resolved.field);
  const isMoney = name !== "COUNT" && name !== "COUNT_DISTINCT";
  const read = isMoney ? corporateReader(context.org, resolved) : resolved.read;
  return { expression, read: (rows) => fold(rows.map(read)) };
}

interface Grouping {
  readonly expression: string;
  readonly name: string;
  readonly read: (record: OrgRecord) => FieldValue;
}

function groupingOf({ context, table, alias }: Compiling, clause: GroupByClause): Grouping {
  if ("field" in clause) {
    const { read, field } = resolveField(context, table, pathOf(alias, clause.field));
    if (!field.filterable) throw malformed(`field '${field.name}' can not be grouped in a query call`);
    return { expression: pathOf(alias, clause.field).join(".").toLowerCase(), name: field.name, read };
  }
  const { functionName = "", parameters } = clause.fn;
  const name = functionName.toUpperCase();
  const [parameter] = parameters ?? [];
  if ((name !== "CALENDAR_YEAR" && name !== "CALENDAR_MONTH") || typeof parameter !== "string") {
    throw notSimulated(`GROUP BY ${name}`);
  }
  const { read, field } = resolveField(context, table, pathOf(alias, parameter));
  if (field.type !== "date") throw notSimulated(`${name} of anything but a date`);
  const part = (value: FieldValue) =>
    typeof value === "string" ? Number(value.slice(...CALENDAR[name])) : null;
  return { expression: expressionOf(name, parameters), name, read: (record) => part(read(record)) };
}

function ungrouped(name: string): QueryFault {
  return malformed(`Field must be grouped or aggregated: ${name}`);
}

function expressionOfField(compiling: Compiling, field: FieldType): string {
  if (field.type === "Field") return pathOf(compiling.alias, field.field).join(".").toLowerCase();
  if (field.type === "FieldRelationship") {
    return pathOf(compiling.alias, [...field.relationships, field.field].join("."))
      .join(".")
      .toLowerCase();
  }
  if (field.type === "FieldFunctionExpression") return expressionOf(field.functionName, field.parameters);
  throw notSimulated("that in a query with GROUP BY");
}

/** Columns without a name are numbered: expr0, expr1 … */
function columnsOf(
  compiling: Compiling,
  fields: readonly FieldType[],
  groupings: readonly Grouping[],
): readonly Column[] {
  let unnamed = 0;
  return fields.map((field): Column => {
    const expression = expressionOfField(compiling, field);
    const grouping = groupings.find((known) => known.expression === expression);
    const alias = "alias" in field ? field.alias : undefined;
    const isFunction = field.type === "FieldFunctionExpression";
    const name = alias ?? (isFunction ? `expr${unnamed++}` : (grouping?.name ?? ""));
    if (grouping) {
      const read = (rows: Rows) => (rows[0] ? grouping.read(rows[0]) : null);
      return { name, expression, read };
    }
    if (!isFunction) throw ungrouped("field" in field ? field.field : expression);
    return { name, ...aggregateOf(compiling, field satisfies FieldFunctionExpression) };
  });
}

function orderGroups(
  compiling: Compiling,
  groups: readonly Rows[],
  orderBy: readonly OrderByClause[],
  groupings: readonly Grouping[],
): readonly Rows[] {
  const keys = orderBy.map((clause) => {
    const order = { descending: clause.order === "DESC", nullsLast: clause.nulls === "LAST" };
    if ("fn" in clause) {
      const expression = expressionOf(clause.fn.functionName ?? "", clause.fn.parameters);
      const grouped = groupings.find((known) => known.expression === expression);
      if (!grouped) return { order, read: aggregateOf(compiling, clause.fn).read };
      return { order, read: (rows: Rows) => (rows[0] ? grouped.read(rows[0]) : null) };
    }
    const { field, read } = resolveField(
      compiling.context,
      compiling.table,
      pathOf(compiling.alias, clause.field),
    );
    const expression = pathOf(compiling.alias, clause.field).join(".").toLowerCase();
    if (!groupings.some((known) => known.expression === expression)) throw ungrouped(clause.field);
    return { order, read: (rows: Rows) => (rows[0] ? comparableOf(field, read(rows[0])) : null) };
  });
  return [...groups].sort((one, other) => {
    for (const { order, read } of keys) {
      const result = compareKeys(read(one), read(other), order);
      if (result !== 0) return result;
    }
    return 0;
  });
}

function groupsOf(rows: Rows, groupings: readonly Grouping[]): readonly Rows[] {
  if (groupings.length === 0) return [rows];
  const groups = new Map<string, OrgRecord[]>();
  for (const record of rows) {
    const key = JSON.stringify(groupings.map(({ read }) => read(record)));
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return [...groups.values()];
}

/** The rows of a query with aggregates: one per group, or one for all. */
export function aggregate(compiling: Compiling, query: Query): readonly SObjectAnswer[] {
  if (query.offset !== undefined) throw notSimulated("OFFSET with aggregates");
  const groupings = asList(query.groupBy).map((clause) => groupingOf(compiling, clause));
  const columns = columnsOf(compiling, query.fields ?? [], groupings);
  const groups = groupsOf([...matchingRows(compiling, query)], groupings);
  const ordered = orderGroups(compiling, groups, asList(query.orderBy), groupings);
  const limited = ordered.slice(0, query.limit ?? Number.POSITIVE_INFINITY);
  if (limited.length > MAKES_ROWS_MAX)
    throw malformed("Aggregate query has too many rows for direct assignment, use FOR loop");
  return limited.map((rows) => ({
    attributes: { type: "AggregateResult" },
    ...Object.fromEntries(columns.map(({ name, read }) => [name, read(rows)])),
  }));
}
