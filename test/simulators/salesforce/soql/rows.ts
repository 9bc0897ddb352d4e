import type { OrderByClause, QueryBase } from "@jetstreamapp/soql-parser-js";
import type { OrgRecord } from "../org/org.ts";
import { firstFrom } from "../org/org-table.ts";
import { presenceTest } from "../org/visibility.ts";
import type { Compiling, Condition } from "./compile-condition.ts";
import { compileWhere } from "./compile-condition.ts";
import { comparableOf } from "./literals.ts";
import { cannotSort, malformed, notSimulated, QueryFault } from "./query-fault.ts";
import type { ResolvedField } from "./resolve-field.ts";
import { pathOf, resolveField } from "./resolve-field.ts";

const OFFSET_MAX = 2000;

export interface Ordering {
  readonly by: ResolvedField;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

export function asList<T>(one: T | readonly T[] | undefined): readonly T[] {
  if (one === undefined) return [];
  return Array.isArray(one) ? one : [one as T];
}

function orderingOf({ context, table, alias }: Compiling, clause: OrderByClause): Ordering {
  if (!("field" in clause)) throw notSimulated("functions in ORDER BY without GROUP BY");
  const by = resolveField(context, table, pathOf(alias, clause.field));
  if (!by.field.sortable) throw cannotSort(context.soql, by.field.name);
  return { by, descending: clause.order === "DESC", nullsLast: clause.nulls === "LAST" };
}

type Key = string | number | boolean | null;

/** Nulls first unless asked otherwise, whichever way the order runs. */
export function compareKeys(
  one: Key,
  other: Key,
  { descending, nullsLast }: Pick<Ordering, "descending" | "nullsLast">,
): number {
  if (one === other) return 0;
  if (one === null || other === null) return (one === null) === nullsLast ? 1 : -1;
  return one < other === descending ? 1 : -1;
}

function sortRows(rows: readonly OrgRecord[], orderings: readonly Ordering[]): readonly OrgRecord[] {
  const keyed = rows.map((record) => ({
    record,
    keys: orderings.map(({ by }) => comparableOf(by.field, by.read(record))),
  }));
  keyed.sort((one, other) => {
    for (const [place, ordering] of orderings.entries()) {
      const result = compareKeys(one.keys[place] ?? null, other.keys[place] ?? null, ordering);
      if (result !== 0) return result;
    }
    return one.record.id < other.record.id ? -1 : 1;
  });
  return keyed.map(({ record }) => record);
}

/** Which way along the table's own order the rows are wanted; null where they must be sorted. */
function wayAlong({ table }: Compiling, orderings: readonly Ordering[]): "forwards" | "backwards" | null {
  const [first, second, third] = orderings;
  const isOwn = (ordering: Ordering | undefined, name: string) =>
    ordering?.by.ways.length === 0 && ordering.by.field.name === name;
  if (!first) return "forwards";
  if (!isOwn(first, table.cursorField) || third) return null;
  if (second && (!isOwn(second, "Id") || second.descending !== first.descending)) return null;
  return first.descending ? "backwards" : "forwards";
}

function* along(
  { table }: Compiling,
  { from, until }: Condition,
  way: "forwards" | "backwards",
): Generator<OrgRecord> {
  const sorted = table.byCursor();
  const first = firstFrom(table, from);
  const after = firstFrom(table, `${until}\uffff`);
  for (let step = 0; step < after - first; step += 1) {
    const record = sorted[way === "forwards" ? first + step : after - 1 - step];
    if (record) yield record;
  }
}

function* amongFew({ table }: Compiling, among: NonNullable<Condition["among"]>): Generator<OrgRecord> {
  for (const value of among.values) {
    if (among.field !== "Id") yield* table.having(among.field, value);
    else {
      const record = typeof value === "string" ? table.get(value) : undefined;
      if (record) yield record;
    }
  }
}

function boundsOf({ limit, offset }: QueryBase): { readonly offset: number; readonly end: number } {
  const skipped = offset ?? 0;
  if (skipped > OFFSET_MAX) {
    throw new QueryFault("NUMBER_OUTSIDE_VALID_RANGE", `Maximum SOQL offset allowed is ${OFFSET_MAX}`);
  }
  if (limit !== undefined && limit < 0) throw malformed("LIMIT must not be negative");
  return { offset: skipped, end: limit === undefined ? Number.POSITIVE_INFINITY : skipped + limit };
}

interface Finding {
  readonly compiling: Compiling;
  readonly condition: Condition;
  readonly way: "forwards" | "backwards";
}

/** The rows that are there and fulfil the condition, along the table's order where no index leads to them. */
function* find({ compiling, condition, way }: Finding): Generator<OrgRecord> {
  const { context, table } = compiling;
  const isPresent = presenceTest(context.org, table, context.withDeleted);
  const { among, test } = condition;
  for (const record of among ? amongFew(compiling, among) : along(compiling, condition, way)) {
    if ((!isPresent || isPresent(record)) && test(record)) yield record;
  }
}

/** The rows of a query without regard to its order and its bounds: aggregates count all of them. */
export function matchingRows(compiling: Compiling, query: QueryBase): Iterable<OrgRecord> {
  return find({ compiling, condition: compileWhere(compiling, query.where), way: "forwards" });
}

function firstOf(rows: Iterable<OrgRecord>, offset: number, end: number): readonly OrgRecord[] {
  const found: OrgRecord[] = [];
  if (end <= offset) return found;
  let place = 0;
  for (const record of rows) {
    if (place >= offset) found.push(record);
    place += 1;
    if (place >= end) break;
  }
  return found;
}

/**
 * Compiles a query to a function that finds its rows, in its order and within its bounds: among the given records, or
 * among all that are present. Rows in the table's own order cost no sorting.
 */
export function compileRows(
  compiling: Compiling,
  query: QueryBase,
): (candidates?: readonly OrgRecord[]) => readonly OrgRecord[] {
  const orderings = asList(query.orderBy).map((clause) => orderingOf(compiling, clause));
  const { offset, end } = boundsOf(query);
  const way = wayAlong(compiling, orderings);
  const condition = compileWhere(compiling, query.where);
  return (candidates) => {
    if (candidates) return sortRows(candidates.filter(condition.test), orderings).slice(offset, end);
    const rows = find({ compiling, condition, way: way ?? "forwards" });
    if (condition.among || !way) return sortRows([...rows], orderings).slice(offset, end);
    return firstOf(rows, offset, end);
  };
}

/** The rows of a query. */
export function rowsOf(compiling: Compiling, query: QueryBase): readonly OrgRecord[] {
  return compileRows(compiling, query)();
}
