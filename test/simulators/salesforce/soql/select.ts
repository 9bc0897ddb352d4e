import type { FieldType, Subquery } from "@jetstreamapp/soql-parser-js";
import { prefixOf } from "../org/ids.ts";
import type { FieldValue, OrgRecord } from "../org/org.ts";
import type { OrgTable } from "../org/org-table.ts";
import { presenceTest, visibleFields, visibleTable } from "../org/visibility.ts";
import type { Compiling } from "./compile-condition.ts";
import { malformed, noSuchRelationship, notSimulated, QueryFault } from "./query-fault.ts";
import type { ParentWay, QueryContext } from "./resolve-field.ts";
import { parentOf, pathOf, resolveField } from "./resolve-field.ts";
import { compileRows } from "./rows.ts";
import type { AnswerValue, ChildAnswer, SObjectAnswer } from "./run-query.ts";

type Read = (record: OrgRecord) => AnswerValue;

interface Parent {
  readonly way: ParentWay;
  readonly selection: Selection;
}

/** What is asked of a record, in the order of the query. */
interface Selection {
  readonly reads: Map<string, Read>;
  readonly parents: Map<string, Parent>;
}

function emptySelection(): Selection {
  return { reads: new Map(), parents: new Map() };
}

function addressOf({ apiVersion }: QueryContext, object: string, id: string): string {
  return `/services/data/v${apiVersion}/sobjects/${object}/${id}`;
}

function answerOf(
  context: QueryContext,
  selection: Selection,
  found: { readonly type: string; readonly object: string; readonly record: OrgRecord },
): SObjectAnswer {
  const { type, object, record } = found;
  const answer: Record<string, AnswerValue> = {};
  for (const [name, read] of selection.reads) answer[name] = read(record);
  return { attributes: { type, url: addressOf(context, object, record.id) }, ...answer };
}

function readParent(context: QueryContext, { way, selection }: Parent): Read {
  return (record) => {
    const parent = parentOf(way, record);
    if (!parent) return null;
    const object = parent.table.name;
    return answerOf(context, selection, { ...parent, object, type: way.isPolymorphic ? "Name" : object });
  };
}

/** Of a record that may be of several kinds, what is asked of the pseudo-object Name. */
function readName(way: ParentWay, name: string): Read {
  if (name !== "Type") return ({ fields }) => fields[name] ?? null;
  const byPrefix = new Map(way.targets.map(({ name: object, definition }) => [definition.keyPrefix, object]));
  return ({ id }) => byPrefix.get(prefixOf(id)) ?? null;
}

function addPath(compiling: Compiling, selection: Selection, path: readonly string[]): void {
  const { context, table } = compiling;
  const { ways, field, read } = resolveField(context, table, path);
  let current = selection;
  for (const way of ways) {
    let parent = current.parents.get(way.name);
    if (!parent) {
      parent = { way, selection: emptySelection() };
      current.parents.set(way.name, parent);
      current.reads.set(way.name, readParent(context, parent));
    }
    current = parent.selection;
  }
  if (current.reads.has(field.name))
    throw new QueryFault("INVALID_FIELD", `duplicate field selected: ${field.name}`);
  const last = ways.at(-1);
  const plain: Read = ({ fields }: OrgRecord): FieldValue => fields[field.name] ?? null;
  current.reads.set(field.name, !last ? read : last.isPolymorphic ? readName(last, field.name) : plain);
}

function childOf(
  context: QueryContext,
  parent: OrgTable,
  name: string,
): { readonly table: OrgTable; readonly field: string } {
  for (const object of context.org.objects.keys()) {
    const table = visibleTable(context.org, object);
    const field = (table ? visibleFields(context.org, table) : []).find(
      ({ childRelationship, referenceTo }) =>
        childRelationship?.toLowerCase() === name.toLowerCase() && referenceTo.includes(parent.name),
    );
    if (table && field) return { table, field: field.name };
  }
  throw noSuchRelationship(context.soql, name, "FROM part of query call");
}

function addChildren(compiling: Compiling, selection: Selection, subquery: Subquery): void {
  const { context, table: parent, valuesOf } = compiling;
  const { table, field } = childOf(context, parent, subquery.relationshipName);
  const below: Compiling = { context, table, alias: subquery.sObjectAlias, valuesOf };
  const isPresent = presenceTest(context.org, table, context.withDeleted);
  const inner = selectionOf(below, subquery.fields, { mayNest: false });
  const find = compileRows(below, subquery);
  const name = table.field(field)?.childRelationship ?? subquery.relationshipName;
  selection.reads.set(name, (record): ChildAnswer | null => {
    const children = [...table.having(field, record.id)].filter((child) => !isPresent || isPresent(child));
    const rows = find(children);
    if (rows.length === 0) return null;
    const records = rows.map((row) =>
      answerOf(context, inner, { type: table.name, object: table.name, record: row }),
    );
    return { totalSize: records.length, done: true, records };
  });
}

function selectionOf(
  compiling: Compiling,
  fields: readonly FieldType[] | undefined,
  { mayNest }: { readonly mayNest: boolean },
): Selection {
  const selection = emptySelection();
  for (const field of fields ?? []) {
    switch (field.type) {
      case "Field":
        if (field.alias) throw malformed("only aggregate expressions use field aliasing");
        addPath(compiling, selection, pathOf(compiling.alias, field.field));
        break;
      case "FieldRelationship":
        addPath(
          compiling,
          selection,
          pathOf(compiling.alias, [...field.relationships, field.field].join(".")),
        );
        break;
      case "FieldSubquery":
        if (!mayNest) throw notSimulated("a query within the query for children");
        addChildren(compiling, selection, field.subquery);
        break;
      case "FieldFunctionExpression":
        throw notSimulated(`the function ${field.functionName} here`);
      case "FieldTypeof":
        throw notSimulated("TYPEOF");
    }
  }
  return selection;
}

/** Compiles what is selected; the answer turns a record into what is sent. */
export function compileSelect(
  compiling: Compiling,
  fields: readonly FieldType[] | undefined,
): (record: OrgRecord) => SObjectAnswer {
  const selection = selectionOf(compiling, fields, { mayNest: true });
  const { name } = compiling.table;
  return (record) => answerOf(compiling.context, selection, { type: name, object: name, record });
}
