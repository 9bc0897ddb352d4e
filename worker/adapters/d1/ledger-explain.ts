/** The lines behind a figure, with what the drawer shows of their records. */
import * as v from "valibot";
import { hourSpans } from "../../domain/calendar/hour-spans.ts";
import { isShareable } from "../../domain/credit/credit-deal.ts";
import type { CreditFilter, CreditsPage, ExplainedCredit, LedgerReader } from "../../ports/ledger.ts";
import { bindLines, isFirstOfThing, linesQuery } from "./ledger-credit-lines.ts";
import type { ReadContext, SeenGeneration } from "./ledger-reading.ts";
import { CREDIT_COLUMNS, CreditRowShape, readCause, shownCrmId, toCredit } from "./ledger-rows.ts";
import { readRows, SqlBoolean } from "./read-rows.ts";

type Listed = Awaited<ReturnType<LedgerReader["listCredits"]>>;

const LINES_PER_PAGE_MAX = 1000;

const ExplainedRow = v.object({
  ...CreditRowShape.entries,
  title: v.nullable(v.string()),
  stage_id: v.nullable(v.string()),
  archived: v.nullable(SqlBoolean),
  first_of_thing: SqlBoolean,
  known_since: v.string(),
  cause: v.string(),
});
const TotalRow = v.object({ total: v.number() });
const SecondsRow = v.object({ member_id: v.string(), team_id: v.string(), seconds: v.number() });

/** A line's place in a list, newest day first; the ids of erased records stay tokens here. */
const PLACE = ["day", "kind", "crm_id", "event", "line"] as const;
const Cursor = v.tuple([v.string(), v.string(), v.string(), v.string(), v.number()]);

/** What an admin wrote is the title of an adjustment. */
export const TITLE_SQL = `CASE r.kind WHEN 'adjustment' THEN r.fields ->> 'reason' ELSE r.fields ->> 'title' END`;

/** Counted or left-out lines, page by page. */
export async function listCredits(
  context: ReadContext,
  filter: CreditFilter,
  page: CreditsPage,
): Promise<Listed> {
  const generation = await context.generations.at(filter.atRevision);
  if (!generation) return { credits: [], next: null, total: 0 };
  const question = { generation: generation.number, filter, atRevision: filter.atRevision };
  const limit = Math.min(page.limit, LINES_PER_PAGE_MAX);
  const lines = linesQuery(question);
  const wanted = `AND c.left_out ${page.leftOut ? "<>" : "="} '' AND ${IN_HOURS}`;
  const first = `(c.event NOT IN (SELECT value FROM json_each(?17)) OR ${isFirstOfThing(question)})`;
  const columns = CREDIT_COLUMNS.map((column) => `c.${column}`).join(", ");
  const newestFirst = PLACE.map((column) => `c.${column} DESC`).join(", ");
  const places = PLACE.map((column) => `c.${column}`).join(", ");
  const listSql = `${lines.with}, page AS (SELECT ${columns} ${lines.from} ${wanted}
      AND (?12 IS NULL OR (${places}) < (?12, ?13, ?14, ?15, CAST(?16 AS INTEGER)))
    ORDER BY ${newestFirst} LIMIT CAST(?18 AS INTEGER))
    SELECT ${columns}, ${TITLE_SQL} AS title, r.fields ->> 'stageId' AS stage_id, r.archived, v.at AS known_since, v.cause,
      ${first} AS first_of_thing
    FROM page AS c
    LEFT JOIN records AS r ON r.tenant_id = ?1 AND r.kind = c.kind AND r.crm_id = c.crm_id
    JOIN revisions AS v ON v.tenant_id = ?1 AND v.revision = c.known_from
    ORDER BY ${newestFirst}`;
  const totalSql = `${lines.with} SELECT count(*) AS total ${lines.from} ${wanted}`;
  const hours = hoursOf(page, filter, generation);
  const shareable = filter.events.filter((event) => isShareable(event, generation.rules));
  const more = [hours, ...readPlace(page.after), JSON.stringify(shareable), limit + 1];
  const [list, total] = await context.database.db.batch([
    bindLines(context.database, listSql, { question, more }),
    bindLines(context.database, totalSql, { question, more: [hours] }),
  ]);
  const rows = readRows(ExplainedRow, list);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    credits: shown.map(toExplained),
    next: last ? JSON.stringify(PLACE.map((column) => last[column])) : null,
    total: readRows(TotalRow, total)[0]?.total ?? 0,
  };
}

/** What happened within the instants asked for; the hours of cells have nothing of deals. */
const IN_HOURS = `(?11 IS NULL OR (c.kind <> 'deal' AND EXISTS (SELECT 1 FROM json_each(?11) AS asked
  WHERE c.at >= asked.value ->> 'from' AND c.at < asked.value ->> 'until')))`;

/** The instants of an hour of the week, as a JSON parameter; null is any. */
function hoursOf({ clock }: CreditsPage, { span }: CreditFilter, { rules }: SeenGeneration): string | null {
  return clock ? JSON.stringify(hourSpans(span, clock, rules.calendar.timeZone)) : null;
}

/** A cursor that cannot be read begins anew. */
function readPlace(after: string | undefined): readonly (string | number | null)[] {
  const nothing = PLACE.map(() => null);
  if (after === undefined) return nothing;
  try {
    const parsed = v.safeParse(Cursor, JSON.parse(after));
    return parsed.success ? parsed.output : nothing;
  } catch (error) {
    if (error instanceof SyntaxError) return nothing;
    throw error;
  }
}

function toExplained(row: v.InferOutput<typeof ExplainedRow>): ExplainedCredit {
  const { generation: _, ...credit } = toCredit(row);
  return {
    ...credit,
    crmId: shownCrmId(credit.crmId),
    title: row.title,
    stageId: row.stage_id,
    archived: row.archived ?? false,
    firstOfThing: row.first_of_thing,
    knownSince: row.known_since,
    cause: readCause(row.cause),
  };
}

const MedianRow = v.object({ median: v.nullable(v.number()) });

/** The middle of the seconds of all counted lines: one figure comes back, however many there are. */
export async function medianSeconds(
  context: ReadContext,
  filter: CreditFilter,
): ReturnType<LedgerReader["medianSeconds"]> {
  const generation = await context.generations.at(filter.atRevision);
  if (!generation) return null;
  const question = { generation: generation.number, filter, atRevision: filter.atRevision };
  const lines = linesQuery(question);
  // Of an even number both in the middle count.
  const sql = `${lines.with} SELECT avg(seconds) AS median FROM (
      SELECT c.seconds, row_number() OVER (ORDER BY c.seconds) AS place, count(*) OVER () AS size
      ${lines.from} AND c.left_out = '')
    WHERE place BETWEEN size / 2.0 AND size / 2.0 + 1`;
  const answer = await bindLines(context.database, sql, { question }).all();
  return readRows(MedianRow, answer)[0]?.median ?? null;
}

/** The seconds of each counted line. */
export async function listSeconds(
  context: ReadContext,
  filter: CreditFilter,
): ReturnType<LedgerReader["listSeconds"]> {
  const generation = await context.generations.at(filter.atRevision);
  if (!generation) return [];
  const question = { generation: generation.number, filter, atRevision: filter.atRevision };
  const lines = linesQuery(question);
  const sql = `${lines.with} SELECT c.member_id, c.team_id, c.seconds ${lines.from} AND c.left_out = ''`;
  const answer = await bindLines(context.database, sql, { question }).all();
  return readRows(SecondsRow, answer).map((row) => ({
    memberId: row.member_id,
    teamId: row.team_id,
    seconds: row.seconds,
  }));
}
