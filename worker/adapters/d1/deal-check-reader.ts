/** Deals whose data is not as it should be, by the lines they have in the ledger. */
import * as v from "valibot";
import type { DealCheckReader, DealQuestion } from "../../ports/data-checks.ts";
import { bindLines, linesQuery } from "./ledger-credit-lines.ts";
import { SeenGenerations } from "./ledger-reading.ts";
import { readRows } from "./read-rows.ts";

const CountRow = v.object({ deals: v.number() });
const GroupRow = v.object({ value: v.nullable(v.string()), deals: v.number() });
const DealRow = v.object({
  crm_id: v.string(),
  title: v.nullable(v.string()),
  day: v.string(),
  member_id: v.string(),
  original_minor: v.nullable(v.number()),
  original_currency: v.nullable(v.string()),
});
const Cursor = v.tuple([v.string(), v.string()]);

const COLUMN_OF = { pipeline: "c.pipeline_id", currency: "c.original_currency" } as const;

/** Erased records keep a token in place of their id: nobody can open them. */
const WANTED = `AND c.kind = 'deal' AND c.crm_id NOT LIKE '~%'
  AND c.left_out IN (SELECT value FROM json_each(?11))`;

/** Reads the lines of one event, member by member, so that no record is opened but those shown. */
export function createDealCheckReader(db: D1Database, tenantId: string): DealCheckReader {
  const database = { db, tenantId };
  const generations = new SeenGenerations(database);
  const ask = async (
    asked: DealQuestion,
    sqlOf: (lines: { readonly with: string; readonly from: string }) => string,
    more: readonly (string | number | null)[] = [],
  ): Promise<D1Result | null> => {
    const generation = await generations.at(undefined);
    if (!generation) return null;
    const { event, span, undated, memberIds } = asked;
    const filter = { events: [event], span, undated, memberIds, teamIds: null };
    const question = { generation: generation.number, filter, atRevision: undefined };
    const leftOut = JSON.stringify(asked.leftOut.map((reason) => reason ?? ""));
    const sql = sqlOf(linesQuery(question));
    return bindLines(database, sql, { question, more: [leftOut, ...more] }).all();
  };
  return {
    async countDeals(question) {
      const answer = await ask(
        question,
        (lines) => `${lines.with} SELECT count(DISTINCT c.crm_id) AS deals ${lines.from} ${WANTED}`,
      );
      return answer ? (readRows(CountRow, answer)[0]?.deals ?? 0) : 0;
    },
    async countBy(question, by) {
      const answer = await ask(
        question,
        (lines) => `${lines.with} SELECT ${COLUMN_OF[by]} AS value, count(DISTINCT c.crm_id) AS deals
          ${lines.from} ${WANTED} GROUP BY 1 ORDER BY 2 DESC, 1`,
      );
      const rows = answer ? readRows(GroupRow, answer) : [];
      return rows.map(({ value, deals }) => ({ value: value ?? "", deals }));
    },
    async listDeals(question, { limit, after }) {
      const [day, crmId] = readCursor(after);
      const answer = await ask(question, listSql, [day, crmId, limit + 1]);
      const rows = answer ? readRows(DealRow, answer) : [];
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        deals: shown.map(toDeal),
        next: last ? JSON.stringify([last.day, last.crm_id]) : null,
      };
    },
  };
}

function listSql(lines: { readonly with: string; readonly from: string }): string {
  return `${lines.with}, page AS (
      SELECT c.crm_id, max(c.day) AS day, max(c.member_id) AS member_id,
        max(c.original_minor) AS original_minor, max(c.original_currency) AS original_currency
      ${lines.from} ${WANTED} GROUP BY c.crm_id
      HAVING ?12 IS NULL OR (max(c.day), c.crm_id) < (?12, ?13)
      ORDER BY 2 DESC, 1 DESC LIMIT CAST(?14 AS INTEGER))
    SELECT p.crm_id, r.fields ->> 'title' AS title, p.day, p.member_id, p.original_minor, p.original_currency
    FROM page AS p
    LEFT JOIN records AS r ON r.tenant_id = ?1 AND r.kind = 'deal' AND r.crm_id = p.crm_id
    ORDER BY p.day DESC, p.crm_id DESC`;
}

function toDeal(row: v.InferOutput<typeof DealRow>) {
  const { original_minor: minor, original_currency: currency } = row;
  return {
    crmId: row.crm_id,
    title: row.title,
    day: row.day === "" ? null : row.day,
    amount: minor === null || currency === null ? null : { minor, currency },
    memberId: row.member_id,
  };
}

/** A cursor that cannot be read begins anew. */
function readCursor(after: string | undefined): readonly [string | null, string | null] {
  if (after === undefined) return [null, null];
  try {
    const parsed = v.safeParse(Cursor, JSON.parse(after));
    return parsed.success ? parsed.output : [null, null];
  } catch (error) {
    if (error instanceof SyntaxError) return [null, null];
    throw error;
  }
}
