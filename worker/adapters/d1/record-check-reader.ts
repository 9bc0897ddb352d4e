/** Deals and activities whose data is not as it should be, by the lines they have in the ledger. */
import * as v from "valibot";
import { CRM_RECORD_KINDS } from "../../../shared/contracts/ids.ts";
import { readRecordPlace } from "../../domain/list-places.ts";
import type { RecordCheckReader, RecordQuestion } from "../../ports/data-checks.ts";
import { bindLines, linesQuery } from "./ledger-credit-lines.ts";
import { SeenGenerations } from "./ledger-reading.ts";
import { readRows } from "./read-rows.ts";

const CountRow = v.object({ records: v.number() });
const GroupRow = v.object({ value: v.nullable(v.string()), deals: v.number() });
const FoundRow = v.object({
  place: v.string(),
  kind: v.picklist(CRM_RECORD_KINDS),
  crm_id: v.string(),
  title: v.nullable(v.string()),
  day: v.string(),
  member_id: v.string(),
  original_minor: v.nullable(v.number()),
  original_currency: v.nullable(v.string()),
});

const COLUMN_OF = { pipeline: "c.pipeline_id", currency: "c.original_currency" } as const;

/** What tells records apart: a CRM may give one id to records of two kinds. */
const RECORD = "iif(c.kind = 'deal', c.crm_id, c.kind || '/' || c.crm_id)";

/** An adjustment is no record of the CRM. Erased records keep a token in place of their id: nobody can open them. */
const WANTED = `AND c.kind <> 'adjustment' AND c.crm_id NOT LIKE '~%'
  AND c.left_out IN (SELECT value FROM json_each(?11))`;

/** Reads the lines of each event, member by member, so that no record is opened but those shown. */
export function createRecordCheckReader(db: D1Database, tenantId: string): RecordCheckReader {
  const database = { db, tenantId };
  const generations = new SeenGenerations(database);
  const ask = async (
    asked: RecordQuestion,
    sqlOf: (lines: { readonly with: string; readonly from: string }) => string,
    more: readonly (string | number | null)[] = [],
  ): Promise<D1Result | null> => {
    const generation = await generations.at(undefined);
    if (!generation) return null;
    const { events, span, undated, memberIds } = asked;
    const filter = { events, span, undated, memberIds, teamIds: null };
    const question = { generation: generation.number, filter, atRevision: undefined };
    const leftOut = JSON.stringify(asked.leftOut.map((reason) => reason ?? ""));
    const sql = sqlOf(linesQuery(question));
    return bindLines(database, sql, { question, more: [leftOut, ...more] }).all();
  };
  return {
    async countRecords(question) {
      const answer = await ask(
        question,
        (lines) => `${lines.with} SELECT count(DISTINCT ${RECORD}) AS records ${lines.from} ${WANTED}`,
      );
      return answer ? (readRows(CountRow, answer)[0]?.records ?? 0) : 0;
    },
    async countBy(question, by) {
      const answer = await ask(
        question,
        (lines) => `${lines.with} SELECT ${COLUMN_OF[by]} AS value, count(DISTINCT ${RECORD}) AS deals
          ${lines.from} ${WANTED} GROUP BY 1 ORDER BY 2 DESC, 1`,
      );
      const rows = answer ? readRows(GroupRow, answer) : [];
      return rows.map(({ value, deals }) => ({ value: value ?? "", deals }));
    },
    async listRecords(question, { limit, after }) {
      const [day, crmId] = readPlace(after);
      const answer = await ask(question, listSql, [day, crmId, limit + 1]);
      const rows = answer ? readRows(FoundRow, answer) : [];
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        records: shown.map(toFound),
        next: last ? JSON.stringify([last.day, last.place]) : null,
      };
    },
  };
}

function listSql(lines: { readonly with: string; readonly from: string }): string {
  return `${lines.with}, page AS (
      SELECT ${RECORD} AS place, c.kind, c.crm_id, max(c.day) AS day, max(c.member_id) AS member_id,
        max(c.original_minor) AS original_minor, max(c.original_currency) AS original_currency
      ${lines.from} ${WANTED} GROUP BY c.kind, c.crm_id
      HAVING ?12 IS NULL OR (max(c.day), ${RECORD}) < (?12, ?13)
      ORDER BY max(c.day) DESC, 1 DESC LIMIT CAST(?14 AS INTEGER))
    SELECT p.*, r.fields ->> 'title' AS title
    FROM page AS p
    LEFT JOIN records AS r ON r.tenant_id = ?1 AND r.kind = p.kind AND r.crm_id = p.crm_id
    ORDER BY p.day DESC, p.place DESC`;
}

function toFound(row: v.InferOutput<typeof FoundRow>) {
  const { original_minor: minor, original_currency: currency } = row;
  return {
    kind: row.kind,
    crmId: row.crm_id,
    title: row.title,
    day: row.day === "" ? null : row.day,
    amount: minor === null || currency === null ? null : { minor, currency },
    memberId: row.member_id,
  };
}

/** A record that is gone or has moved meanwhile leaves its place, and the list goes on from there. */
function readPlace(after: string | undefined): readonly [string | null, string | null] {
  if (after === undefined) return [null, null];
  const place = readRecordPlace(after);
  if (place === null) throw new RangeError("No page of records ended at such a place");
  return place;
}
