import * as v from "valibot";
import type { OperatorStore } from "../../ports/access.ts";
import { readRows } from "./read-rows.ts";

const ROWS_PER_PAGE = 500;
/** Credentials are nobody's data, and useless elsewhere. */
const TABLES_LEFT_OUT: readonly string[] = ["access_tickets", "access_sessions", "access_keys"];
const SECRET_COLUMN = /token|sealed|secret/;

const ColumnRow = v.object({ table_name: v.string(), column_name: v.string(), key_order: v.number() });
const ExportedRow = v.looseObject({ export_cursor: v.string() });

interface ExportedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** A tenant as a whole, in D1. */
export function createOperatorStore(db: D1Database): OperatorStore {
  return {
    async setPlan(tenantId, plan) {
      await db.prepare("UPDATE tenants SET plan = ?2 WHERE id = ?1").bind(tenantId, plan).run();
    },
    exportTenant: (tenantId) => exportTenant(db, tenantId),
  };
}

/** The tables are taken from the schema itself, so that a new one cannot be forgotten. */
async function* exportTenant(db: D1Database, tenantId: string): AsyncGenerator<string> {
  const rows = readRows(ColumnRow, await db.prepare(TABLES_SQL).all());
  for (const [name, columns] of Map.groupBy(rows, (row) => row.table_name)) {
    const table = {
      name,
      columns: columns.map((row) => row.column_name).filter((column) => !SECRET_COLUMN.test(column)),
      key: columns
        .filter((row) => row.key_order > 0)
        .toSorted((one, other) => one.key_order - other.key_order)
        .map((row) => row.column_name),
    };
    if (!TABLES_LEFT_OUT.includes(name)) yield* exportTable(db, table, tenantId);
  }
}

/** Page by page along the primary key, so that rows written meanwhile neither repeat nor hide others. */
async function* exportTable(db: D1Database, table: ExportedTable, tenantId: string): AsyncGenerator<string> {
  let cursor: string | null = null;
  do {
    const statement: D1PreparedStatement = db.prepare(pageSql(table)).bind(tenantId, cursor);
    const page: readonly v.InferOutput<typeof ExportedRow>[] = readRows(ExportedRow, await statement.all());
    for (const { export_cursor, ...row } of page) yield JSON.stringify({ table: table.name, row });
    cursor = page.length === ROWS_PER_PAGE ? (page.at(-1)?.export_cursor ?? null) : null;
  } while (cursor !== null);
}

/** Names come from the schema, values are bound. The cursor is the last key as a JSON array. */
function pageSql({ name, columns, key }: ExportedTable): string {
  const tenantColumn = name === "tenants" ? "id" : "tenant_id";
  const quoted = key.map(quote).join(", ");
  const after = key.map((_, index) => `?2 ->> ${index}`).join(", ");
  return `
    SELECT ${columns.map(quote).join(", ")}, json_array(${quoted}) AS export_cursor
    FROM ${quote(name)}
    WHERE ${quote(tenantColumn)} = ?1 AND (?2 IS NULL OR (${quoted}) > (${after}))
    ORDER BY ${quoted} LIMIT ${ROWS_PER_PAGE}`;
}

function quote(name: string): string {
  return `"${name}"`;
}

const TABLES_SQL = `
  SELECT tables.name AS table_name, columns.name AS column_name, columns.pk AS key_order
  FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
  WHERE tables.type = 'table' AND tables.name NOT LIKE '\\_cf\\_%' ESCAPE '\\'
    AND (tables.name = 'tenants'
      OR EXISTS (SELECT 1 FROM pragma_table_info(tables.name) WHERE name = 'tenant_id'))
  ORDER BY tables.name <> 'tenants', tables.name, columns.cid`;
