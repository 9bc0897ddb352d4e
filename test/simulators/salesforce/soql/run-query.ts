import type { Query } from "@jetstreamapp/soql-parser-js";
import { parseQuery } from "@jetstreamapp/soql-parser-js";
import type { FieldValue, Org, OrgRecord } from "../org/org.ts";
import { aggregate, isAggregate, isPlainCount } from "./aggregate.ts";
import type { Compiling, ValuesOf } from "./compile-condition.ts";
import { malformed, notSimulated, QueryFault } from "./query-fault.ts";
import type { QueryContext } from "./resolve-field.ts";
import { pathOf, resolveField, tableFor } from "./resolve-field.ts";
import { asList, matchingRows, rowsOf } from "./rows.ts";
import { compileSelect } from "./select.ts";

/** A record in an answer: attributes, the fields asked for, parents as records and children as answers. */
export interface SObjectAnswer {
  readonly attributes: { readonly type: string; readonly url?: string };
  readonly [field: string]: AnswerValue;
}

/** The rows below a record; null stands in its place where there are none. */
export interface ChildAnswer {
  readonly totalSize: number;
  readonly done: true;
  readonly records: readonly SObjectAnswer[];
}

export type AnswerValue =
  | FieldValue
  | SObjectAnswer
  | ChildAnswer
  | { readonly type: string; readonly url?: string };

export type SoqlErrorCode =
  | "MALFORMED_QUERY"
  | "INVALID_FIELD"
  | "INVALID_TYPE"
  | "INVALID_QUERY_FILTER_OPERATOR"
  | "NUMBER_OUTSIDE_VALID_RANGE";

export type QueryOutcome =
  | { readonly ok: true; readonly records: readonly SObjectAnswer[]; readonly totalSize: number }
  | { readonly ok: false; readonly status: 400; readonly errorCode: SoqlErrorCode; readonly message: string };

export interface QueryOptions {
  /** As queryAll: with what lies in the Recycle Bin and with archived activities. */
  readonly withDeleted: boolean;
  /** Stands in the addresses of the records. */
  readonly apiVersion?: string;
}

const API_VERSION = "66.0";
const SOQL_LENGTH_MAX = 100_000;

function parse(soql: string): Query {
  if (soql.length > SOQL_LENGTH_MAX)
    throw malformed("SOQL statements cannot be longer than 100000 characters.");
  try {
    return parseQuery(soql);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : "unexpected token");
  }
}

/** What the parser reads and the simulator has no answer to. */
function refuseUnknown(query: Query): void {
  if (query.having) throw notSimulated("HAVING");
  if (query.usingScope) throw notSimulated("USING SCOPE");
  if (query.withDataCategory) throw notSimulated("WITH DATA CATEGORY");
  if (query.withSecurityEnforced || query.withAccessLevel) throw notSimulated("WITH SECURITY_ENFORCED");
  if (query.for || query.update) throw notSimulated("FOR and UPDATE");
}

/** A query within WHERE: one field, and nothing within it again. */
function valuesWithin(context: QueryContext): ValuesOf {
  return (query) => {
    refuseUnknown(query);
    const compiling = compilingOf(context, query, () => {
      throw malformed("Nesting of semi join sub-selects is not supported");
    });
    const [field, second] = query.fields ?? [];
    if (second || !field || (field.type !== "Field" && field.type !== "FieldRelationship")) {
      throw malformed("Semi join sub-selects can only query one field");
    }
    const name = field.type === "Field" ? field.field : [...field.relationships, field.field].join(".");
    const resolved = resolveField(context, compiling.table, pathOf(query.sObjectAlias, name));
    return { field: resolved.field, values: rowsOf(compiling, query).map(resolved.read) };
  };
}

function compilingOf(context: QueryContext, query: Query, valuesOf: ValuesOf): Compiling {
  return { context, table: tableFor(context, query.sObject ?? ""), alias: query.sObjectAlias, valuesOf };
}

function count(compiling: Compiling, query: Query): number {
  if (asList(query.orderBy).length > 0) throw malformed("COUNT() can not be ordered");
  const rows: readonly OrgRecord[] = [...matchingRows(compiling, query)];
  return Math.min(rows.length, query.limit ?? rows.length);
}

function answer(context: QueryContext): QueryOutcome {
  const query = parse(context.soql);
  refuseUnknown(query);
  const compiling = compilingOf(context, query, valuesWithin(context));
  if (isPlainCount(query)) return { ok: true, records: [], totalSize: count(compiling, query) };
  if (isAggregate(query)) {
    const records = aggregate(compiling, query);
    return { ok: true, records, totalSize: records.length };
  }
  const select = compileSelect(compiling, query.fields);
  const records = rowsOf(compiling, query).map(select);
  return { ok: true, records, totalSize: records.length };
}

/**
 * Answers a SOQL query with all its rows: batches and locators are the caller's. A COUNT() has a total and no
 * records. What the simulator cannot do is a MALFORMED_QUERY that says so.
 */
export function runQuery(org: Org, soql: string, options: QueryOptions): QueryOutcome {
  const { withDeleted, apiVersion = API_VERSION } = options;
  try {
    return answer({ org, soql, withDeleted, apiVersion });
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error;
    return { ok: false, status: 400, errorCode: error.errorCode, message: error.message };
  }
}
