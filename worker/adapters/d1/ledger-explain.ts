/** The lines behind a figure, with what the drawer shows of their records. */
import * as v from "valibot";
import { hourSpans } from "../../domain/calendar/hour-spans.ts";
import { isShareable } from "../../domain/credit/credit-deal.ts";
import { type DealPast, EVENTS_WITH_PAST } from "../../domain/credit/deal-past.ts";
import { readLinePlace } from "../../domain/list-places.ts";
import type { LeftOutEvent } from "../../domain/metrics/left-out-events.ts";
import type { CreditFilter, CreditsPage, ExplainedCredit, LedgerReader } from "../../ports/ledger.ts";
import {
  bindLines,
  hasSibling,
  isFirstOfThing,
  type LineQuestion,
  linesQuery,
} from "./ledger-credit-lines.ts";
import type { ReadContext, SeenGeneration } from "./ledger-reading.ts";
import {
  AdjustmentList,
  CREDIT_COLUMNS,
  CreditRowShape,
  readCause,
  shownCrmId,
  toCredit,
} from "./ledger-rows.ts";
import { readRows, SqlBoolean } from "./read-rows.ts";

type Listed = Awaited<ReturnType<LedgerReader["listCredits"]>>;

const LINES_PER_PAGE_MAX = 1000;

// Only records that were read as deals lie behind lines of deals, so their fields are not checked again one by one.
const Past = v.pipe(
  v.string(),
  v.parseJson(),
  v.custom<DealPast>((value) => typeof value === "object" && value !== null && "ownerHistory" in value),
);

const ExplainedRow = v.object({
  ...CreditRowShape.entries,
  title: v.nullable(v.string()),
  stage_id: v.nullable(v.string()),
  archived: v.nullable(SqlBoolean),
  first_of_thing: SqlBoolean,
  past: v.nullable(Past),
  fate: v.nullable(v.picklist(["cancelled", "answered"])),
  adjustments: AdjustmentList,
  known_since: v.string(),
  cause: v.string(),
});
const TotalRow = v.object({ total: v.number() });
const SecondsRow = v.object({ member_id: v.string(), team_id: v.string(), seconds: v.number() });

/** A line's place in a list, newest day first; the ids of erased records stay tokens here. */
const PLACE = ["day", "kind", "crm_id", "event", "line"] as const;

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
  const others = page.leftOut ? (filter.leftOutEvents ?? []) : [];
  const elsewhere = others.map(({ event }) => event);
  const asked = { ...filter, events: [...filter.events, ...elsewhere] };
  const question = { generation: generation.number, filter: asked, atRevision: filter.atRevision };
  const limit = Math.min(page.limit, LINES_PER_PAGE_MAX);
  const lines = linesQuery(question);
  const wanted = `AND ${page.leftOut ? "" : "NOT"} ${IS_LEFT_OUT} AND ${IN_HOURS}`;
  const first = `(c.event NOT IN (SELECT value FROM json_each(?18)) OR ${isFirstOfThing(question)})`;
  const columns = CREDIT_COLUMNS.map((column) => `c.${column}`).join(", ");
  const newestFirst = PLACE.map((column) => `c.${column} DESC`).join(", ");
  const places = PLACE.map((column) => `c.${column}`).join(", ");
  const every = `${lines.from} ${wanted}`;
  const source = page.oncePerRecord ? oncePerRecord(every, { columns, order: newestFirst }) : every;
  // The page leads, so that nothing is read of the revisions but those of its lines.
  const listSql = `${lines.with}, page AS (SELECT ${columns} ${source}
      AND (?13 IS NULL OR (${places}) < (?13, ?14, ?15, ?16, CAST(?17 AS INTEGER)))
    ORDER BY ${newestFirst} LIMIT CAST(?19 AS INTEGER))
    SELECT ${columns}, ${TITLE_SQL} AS title, r.fields ->> 'stageId' AS stage_id, r.archived, v.at AS known_since, v.cause,
      ${first} AS first_of_thing, ${PAST_SQL} AS past, ${fateOf(question)} AS fate,
      ${ADJUSTMENTS_SQL} AS adjustments
    FROM page AS c
    LEFT JOIN records AS r ON r.tenant_id = ?1 AND r.kind = c.kind AND r.crm_id = c.crm_id
    CROSS JOIN revisions AS v ON v.tenant_id = ?1 AND v.revision = c.known_from
    ORDER BY ${newestFirst}`;
  const totalSql = `${lines.with} SELECT count(*) AS total ${source}`;
  const narrowed = [hoursOf(page, filter, generation), JSON.stringify(elsewhere)];
  const shareable = filter.events.filter((event) => isShareable(event, generation.rules));
  const more = [...narrowed, ...readPlace(page.after), JSON.stringify(shareable), limit + 1];
  const [list, total] = await context.database.db.batch([
    bindLines(context.database, listSql, { question, more }),
    bindLines(context.database, totalSql, { question, more: narrowed }),
  ]);
  const rows = readRows(ExplainedRow, list);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    credits: shown.map((row) => leftOutOf(toExplained(row), others)),
    next: last ? JSON.stringify(PLACE.map((column) => last[column])) : null,
    total: readRows(TotalRow, total)[0]?.total ?? 0,
  };
}

/** Of the lines of each record the first one in an order, as `c`. */
function oncePerRecord(
  lines: string,
  { columns, order }: { readonly columns: string; readonly order: string },
): string {
  return `FROM (SELECT ${columns}, row_number() OVER (PARTITION BY c.kind, c.crm_id ORDER BY ${order}) AS place
      ${lines}) AS c
    WHERE c.place = 1`;
}

const PAST_SQL = `CASE WHEN r.kind = 'deal' AND c.event IN ('${EVENTS_WITH_PAST.join("', '")}') THEN r.fields END`;

// Few lines are marked: of the others nothing is looked up. An added credit is its own adjustment.
const ADJUSTMENTS_SQL = `CASE WHEN ' ' || c.marks || ' ' LIKE '% adjusted %' THEN (
    SELECT json_group_array(json_object('crmId', a.crm_id, 'modifiedAt', a.modified_at, 'archived', a.archived,
      'fields', json(a.fields)))
    FROM records AS a WHERE a.tenant_id = ?1 AND a.kind = 'adjustment' AND a.fields IS NOT NULL
      AND a.crm_id IN (SELECT l.crm_id FROM record_links AS l
          WHERE l.tenant_id = ?1 AND l.key = 't:' || c.kind || ':' || c.crm_id AND l.kind = 'adjustment'
        UNION ALL SELECT c.crm_id WHERE c.kind = 'adjustment')) END`;

/** Read from the lines, so that a list as it was known earlier tells what was known then. */
function fateOf(question: LineQuestion): string {
  const isCancelled = hasSibling(question, "s.event = 'meeting_held' AND s.left_out = 'meeting_cancelled'");
  const isAnswered = hasSibling(question, "s.event = 'outreach_replied' AND s.line = c.line");
  return `CASE c.event WHEN 'meeting_booked' THEN iif(${isCancelled}, 'cancelled', NULL)
    WHEN 'outreach_delivered' THEN iif(${isAnswered}, 'answered', NULL) END`;
}

/** Everything of some events is left out, also what counts elsewhere. */
const IS_LEFT_OUT = "(c.left_out <> '' OR c.event IN (SELECT value FROM json_each(?12)))";

/** What happened within the instants asked for; the hours of cells have nothing of deals. */
const IN_HOURS = `(?11 IS NULL OR (c.kind <> 'deal' AND EXISTS (SELECT 1 FROM json_each(?11) AS asked
  WHERE c.at >= asked.value ->> 'from' AND c.at < asked.value ->> 'until')))`;

/** The instants of an hour of the week, as a JSON parameter; null is any. */
function hoursOf({ clock }: CreditsPage, { span }: CreditFilter, { rules }: SeenGeneration): string | null {
  return clock ? JSON.stringify(hourSpans(span, clock, rules.calendar.timeZone)) : null;
}

/** A line that is gone or has moved meanwhile leaves its place, and the list goes on from there. */
function readPlace(after: string | undefined): readonly (string | number | null)[] {
  if (after === undefined) return PLACE.map(() => null);
  const place = readLinePlace(after);
  if (place === null) throw new RangeError("No page of lines ended at such a place");
  return place;
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
    past: row.past,
    fate: row.fate,
    adjustments: row.adjustments,
    knownSince: row.known_since,
    cause: readCause(row.cause),
  };
}

/** A line that counts elsewhere, as the question leaves it out. */
function leftOutOf(credit: ExplainedCredit, events: readonly LeftOutEvent[]): ExplainedCredit {
  const reason = events.find(({ event }) => event === credit.event)?.reason;
  if (credit.leftOut !== null || reason === undefined) return credit;
  return { ...credit, count: 0, unit: 0, leftOut: reason };
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
