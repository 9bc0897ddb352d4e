/**
 * Questions to the credits themselves: boards as they were known earlier, filters that cells do not keep, and
 * every "Why this number?". Reads each member's days as one range of the index.
 */
import { LINES_PER_THING } from "../../domain/credit/candidate.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import type { TenantDatabase } from "./ledger-loads.ts";
import { daysOf, eventsOf, jsonList } from "./ledger-reading.ts";

/** Which lines of the ledger a question is about. */
export interface LineQuestion {
  readonly generation: number;
  readonly filter: CreditFilter;
  /** Undefined: the lines that stand. Else those that stood at the end of the revision. */
  readonly atRevision: number | undefined;
}

/** Without a list of members, a loose walk finds those who have lines of the event: a search for each. */
const EVERYBODY = `WITH RECURSIVE m(event, id) AS (
    SELECT e.value, (SELECT min(member_id) FROM credits INDEXED BY credits_by_member_and_day
      WHERE tenant_id = ?1 AND generation = ?2 AND event = e.value)
    FROM json_each(?3) AS e
    UNION ALL
    SELECT m.event, (SELECT min(member_id) FROM credits INDEXED BY credits_by_member_and_day
      WHERE tenant_id = ?1 AND generation = ?2 AND event = m.event AND member_id > m.id)
    FROM m WHERE m.id IS NOT NULL AND ?4 IS NULL)`;

const NAMED = `WITH m(event, id) AS (
    SELECT e.value, asked.value FROM json_each(?3) AS e CROSS JOIN json_each(?4) AS asked)`;

// Every query names all ten parameters, so that they are bound alike.
const standsAs = (line: string) => `${line}.known_until IS NULL AND ?10 IS NULL`;
const stoodAs = (line: string) =>
  `${line}.known_from <= ?10 AND (${line}.known_until IS NULL OR ${line}.known_until > ?10)`;

/** Whether a line of the named alias is one of the filter, whoever's it is. */
function isAmong(line: string, { atRevision }: LineQuestion, known?: string): string {
  return `${line}.day >= ?5 AND ${line}.day <= ?6
        AND (?7 IS NULL OR ${line}.team_id IN (SELECT value FROM json_each(?7)))
        AND (?8 IS NULL OR ${line}.pipeline_id IN (SELECT value FROM json_each(?8)))
        AND (?9 IS NULL OR ${line}.deal_type IN (SELECT value FROM json_each(?9)))
        AND ${known ?? (atRevision === undefined ? standsAs(line) : stoodAs(line))}`;
}

/** Whether no counted line of the same thing, among those asked about, comes before `c`. */
export function isFirstOfThing(question: LineQuestion): string {
  return `NOT EXISTS (SELECT 1 FROM credits AS o
      WHERE o.tenant_id = ?1 AND o.generation = ?2 AND o.kind = c.kind AND o.crm_id = c.crm_id
        AND o.event = c.event AND o.line < c.line AND o.line / ${LINES_PER_THING} = c.line / ${LINES_PER_THING}
        AND o.left_out = '' AND (?4 IS NULL OR o.member_id IN (SELECT value FROM json_each(?4)))
        AND ${isAmong("o", question)})`;
}

/** Whether another line of the record of `c` stood at the same time, of which more is said as `s`. */
export function hasSibling({ atRevision }: LineQuestion, more: string): string {
  return `EXISTS (SELECT 1 FROM credits AS s
      WHERE s.tenant_id = ?1 AND s.generation = ?2 AND s.kind = c.kind AND s.crm_id = c.crm_id
        AND ${atRevision === undefined ? standsAs("s") : stoodAs("s")} AND ${more})`;
}

/** The beginning of a query over the lines, as `c`; parameters from ?11 on are the caller's. */
export function linesQuery(
  question: LineQuestion,
  known?: string,
): { readonly with: string; readonly from: string } {
  return {
    with: question.filter.memberIds === null ? EVERYBODY : NAMED,
    from: `FROM m CROSS JOIN credits AS c INDEXED BY credits_by_member_and_day
      WHERE c.tenant_id = ?1 AND c.generation = ?2 AND c.event = m.event AND c.member_id = m.id
        AND ${isAmong("c", question, known)}`,
  };
}

/** Binds ?1 to ?10, and what follows. */
export function bindLines(
  { db, tenantId }: TenantDatabase,
  sql: string,
  asked: { readonly question: LineQuestion; readonly more?: readonly (string | number | null)[] },
): D1PreparedStatement {
  const { filter, generation, atRevision } = asked.question;
  const { from, to } = daysOf(filter);
  return db
    .prepare(sql)
    .bind(
      tenantId,
      generation,
      JSON.stringify(eventsOf(filter)),
      jsonList(filter.memberIds),
      from,
      to,
      jsonList(filter.teamIds),
      jsonList(filter.slice?.pipelineIds),
      jsonList(filter.slice?.dealTypes),
      atRevision ?? null,
      ...(asked.more ?? []),
    );
}

/** Adds lines up, as cells would have them. Groups that come to nothing are not in the answer. */
export function lineSums(
  database: TenantDatabase,
  question: LineQuestion,
  by: readonly ("event" | "member_id" | "team_id" | "day" | "left_out" | "at")[],
): Promise<D1Result> {
  const leftOut = by.includes("left_out");
  const columns = by.map((column) => `c.${column}`).join(", ");
  const lines = linesQuery(question);
  // A left-out line counts 0 in its own figures: what is counted of them is the lines.
  const sql = `${lines.with} SELECT ${columns}, ${leftOut ? "count(*)" : "sum(c.count)"} AS count,
      sum(c.unit) AS unit, sum(c.amount_minor) AS amount_minor, sum(c.seconds) AS seconds
    ${lines.from} AND c.left_out ${leftOut ? "<> ''" : "= ''"}
      ${by.includes("at") ? "AND c.at IS NOT NULL AND c.kind <> 'deal'" : ""}
    GROUP BY ${columns}
    HAVING ${leftOut ? "count(*)" : "sum(c.count)"} <> 0 OR sum(c.unit) <> 0 OR sum(c.amount_minor) <> 0
      OR sum(c.seconds) <> 0`;
  return bindLines(database, sql, { question }).all();
}
