import type { LiteralType, Operator, Query, WhereClause } from "@jetstreamapp/soql-parser-js";
import type { FieldDefinition } from "../org/fields.ts";
import type { FieldValue, OrgRecord } from "../org/org.ts";
import type { OrgTable } from "../org/org-table.ts";
import type { ConditionTree, Leaf } from "./condition-tree.ts";
import { treeOf } from "./condition-tree.ts";
import { corporateReader, toCorporate } from "./currency.ts";
import type { Comparable } from "./literals.ts";
import { comparableOf, isText, patternOf, readCurrencyLiteral, readLiteral } from "./literals.ts";
import { cannotFilter, malformed, notSimulated } from "./query-fault.ts";
import { rangeOf } from "./relative-days.ts";
import type { QueryContext, ResolvedField } from "./resolve-field.ts";
import { pathOf, resolveField } from "./resolve-field.ts";

/** A condition as a question to one record, and what it says about where the records can lie. */
export interface Condition {
  readonly test: (record: OrgRecord) => boolean;
  /** No record fulfils it whose cursor lies outside; both included. */
  readonly from: string;
  readonly until: string;
  /** Only records with one of these values in this field fulfil it. */
  readonly among: { readonly field: string; readonly values: ReadonlySet<Comparable> } | null;
}

/** Rows of a query within a query, as values of its one field. */
export type ValuesOf = (query: Query) => {
  readonly field: FieldDefinition;
  readonly values: readonly FieldValue[];
};

export interface Compiling {
  readonly context: QueryContext;
  readonly table: OrgTable;
  readonly alias: string | undefined;
  readonly valuesOf: ValuesOf;
}

export const ANYWHERE = { from: "", until: "\uffff", among: null } as const;

type Test = (value: Comparable) => boolean;

/** Nothing is smaller or greater than nothing; but nothing is different from everything else. */
function comparison(operator: Operator, given: Comparable): Test {
  switch (operator) {
    case "=":
      return (value) => value === given;
    case "!=":
      return (value) => value !== given;
    case "<":
      return (value) => value !== null && given !== null && value < given;
    case "<=":
      return (value) => (value === null || given === null ? value === given : value <= given);
    case ">":
      return (value) => value !== null && given !== null && value > given;
    case ">=":
      return (value) => (value === null || given === null ? value === given : value >= given);
    default:
      throw malformed(`unexpected token: '${operator}'`);
  }
}

/** Where a comparison of the cursor field leaves its records. */
function boundsOf(operator: Operator, given: Comparable): Pick<Condition, "from" | "until"> {
  const bound = String(given);
  if (operator === "=") return { from: bound, until: bound };
  if (operator === ">" || operator === ">=") return { from: bound, until: ANYWHERE.until };
  if (operator === "<" || operator === "<=") return { from: ANYWHERE.from, until: bound };
  return ANYWHERE;
}

function isReference({ type }: FieldDefinition): boolean {
  return type === "id" || type === "reference";
}

/** The clues about a field of the record's own: of a parent's fields there is no index. */
function cluesOf(
  { table }: Compiling,
  { field, ways }: ResolvedField,
  found: { readonly operator: Operator; readonly values: readonly Comparable[] },
): Omit<Condition, "test"> {
  const { operator, values } = found;
  if (ways.length > 0) return ANYWHERE;
  const positive = operator === "=" || operator === "IN";
  if (isReference(field) && positive) {
    return { ...ANYWHERE, among: { field: field.name, values: new Set(values) } };
  }
  const [first = null] = values;
  if (field.name !== table.cursorField || values.length !== 1 || first === null) return ANYWHERE;
  return { ...ANYWHERE, ...boundsOf(operator, first) };
}

function ofList(
  resolved: ResolvedField,
  operator: Operator,
  values: readonly Comparable[],
): Condition["test"] {
  const wanted = new Set(values);
  const { field, read } = resolved;
  if (operator === "IN") return (record) => wanted.has(comparableOf(field, read(record)));
  if (operator === "NOT IN") return (record) => !wanted.has(comparableOf(field, read(record)));
  throw notSimulated(`the operator ${operator}`);
}

function ofRange(compiling: Compiling, resolved: ResolvedField, leaf: Leaf, literal: string): Condition {
  const { field, read } = resolved;
  if (field.type !== "date" && field.type !== "datetime")
    throw malformed(`invalid value for field '${field.name}'`);
  const { from, until } = rangeOf(compiling.context.org, field, literal);
  const of = (test: (value: string) => boolean): Condition => ({
    ...ANYWHERE,
    test: (record) => {
      const value = read(record);
      return typeof value === "string" && test(value);
    },
  });
  switch (leaf.operator) {
    case "=":
      return of((value) => value >= from && value < until);
    case "!=":
      return { ...ANYWHERE, test: (record) => !of((value) => value >= from && value < until).test(record) };
    case "<":
      return of((value) => value < from);
    case "<=":
      return of((value) => value < until);
    case ">":
      return of((value) => value >= until);
    case ">=":
      return of((value) => value >= from);
    default:
      throw notSimulated(`date literals with ${leaf.operator}`);
  }
}

function ofLike({ field, read }: ResolvedField, literal: string): Condition {
  if (!isText(field.type)) throw malformed(`invalid operator on ${field.type} field '${field.name}'`);
  const pattern = patternOf(literal);
  const test = (record: OrgRecord) => {
    const value = read(record);
    return typeof value === "string" && pattern.test(value);
  };
  return { ...ANYWHERE, test };
}

/** A number with a currency is compared by what both are worth in the corporate currency. */
function ofMoney(compiling: Compiling, resolved: ResolvedField, leaf: Leaf, literal: string): Condition {
  const { org } = compiling.context;
  const money = readCurrencyLiteral(literal);
  if (!money || !org.multicurrency || resolved.field.type !== "currency")
    throw malformed(`unexpected token: '${literal}'`);
  const test = comparison(leaf.operator, toCorporate(org, money.amount, money.isoCode));
  const read = corporateReader(org, resolved);
  return { ...ANYWHERE, test: (record) => test(read(record)) };
}

function listTypes(types: LiteralType | LiteralType[] | undefined, place: number): LiteralType | undefined {
  return Array.isArray(types) ? types[place] : types;
}

function ofValues(compiling: Compiling, resolved: ResolvedField, leaf: Leaf): Condition {
  if (!("value" in leaf)) throw notSimulated("such a condition");
  const { field } = resolved;
  const { operator, value, literalType } = leaf;
  if (Array.isArray(value)) {
    const values = value.map((literal, place) => readLiteral(field, literal, listTypes(literalType, place)));
    return {
      ...cluesOf(compiling, resolved, { operator, values }),
      test: ofList(resolved, operator, values),
    };
  }
  const type = listTypes(literalType, 0);
  if (operator === "LIKE") return ofLike(resolved, value);
  if (type === "DATE_LITERAL" || type === "DATE_N_LITERAL") return ofRange(compiling, resolved, leaf, value);
  if (type?.endsWith("CURRENCY_PREFIX")) return ofMoney(compiling, resolved, leaf, value);
  const given = readLiteral(field, value, type);
  const isOrdered = operator !== "=" && operator !== "!=";
  if (isOrdered && field.type === "boolean")
    throw malformed(`invalid operator on boolean field '${field.name}'`);
  const test = comparison(operator, given);
  const clues = cluesOf(compiling, resolved, { operator, values: [given] });
  return { ...clues, test: (record) => test(comparableOf(field, resolved.read(record))) };
}

function compileLeaf(compiling: Compiling, leaf: Leaf): Condition {
  const { context, table, alias } = compiling;
  if (!("field" in leaf)) throw notSimulated(`functions in WHERE`);
  const resolved = resolveField(context, table, pathOf(alias, leaf.field));
  if (!resolved.field.filterable) throw cannotFilter(context.soql, resolved.field.name);
  if (!("valueQuery" in leaf)) return ofValues(compiling, resolved, leaf);
  const inner = compiling.valuesOf(leaf.valueQuery);
  if (!isReference(resolved.field) || !isReference(inner.field)) {
    throw malformed("Semi join sub-selects can only query id fields, and the filtered field must be an id");
  }
  const values = inner.values.filter((value) => value !== null);
  const { operator } = leaf;
  return { ...cluesOf(compiling, resolved, { operator, values }), test: ofList(resolved, operator, values) };
}

function smallest(conditions: readonly Condition[]): Condition["among"] {
  const candidates = conditions.map(({ among }) => among).filter((among) => among !== null);
  return candidates.sort((one, other) => one.values.size - other.values.size)[0] ?? null;
}

function compileTree(compiling: Compiling, tree: ConditionTree): Condition {
  if (tree.kind === "leaf") return compileLeaf(compiling, tree.condition);
  if (tree.kind === "not") {
    const { test } = compileTree(compiling, tree.part);
    return { ...ANYWHERE, test: (record) => !test(record) };
  }
  const parts = tree.parts.map((part) => compileTree(compiling, part));
  const tests = parts.map(({ test }) => test);
  const froms = parts.map(({ from }) => from).sort();
  const untils = parts.map(({ until }) => until).sort();
  if (tree.kind === "or") {
    const test = (record: OrgRecord) => tests.some((one) => one(record));
    return { test, from: froms[0] ?? "", until: untils.at(-1) ?? ANYWHERE.until, among: null };
  }
  const test = (record: OrgRecord) => tests.every((one) => one(record));
  return { test, from: froms.at(-1) ?? "", until: untils[0] ?? ANYWHERE.until, among: smallest(parts) };
}

/** Compiles a WHERE once, so that each record is asked by closures alone. */
export function compileWhere(compiling: Compiling, where: WhereClause | undefined): Condition {
  return where ? compileTree(compiling, treeOf(where)) : { ...ANYWHERE, test: () => true };
}
