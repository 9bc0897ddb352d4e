/** Compares every cell with the credits behind it, and mends what differs. In pieces of bounded size. */
import * as v from "valibot";
import { EVENT_IDS, type EventId, LEFT_OUT_REASONS } from "../../../shared/contracts/ids.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { addDays } from "../../domain/calendar/local-time.ts";
import { Buckets } from "../../domain/ledger/buckets.ts";
import {
  ALL_SLICES,
  type Cell,
  CellDeltas,
  type CellGrain,
  type CellKey,
  keyOfCell,
} from "../../domain/ledger/cell-deltas.ts";
import { END_OF_TIME } from "../../domain/ledger/dependents.ts";
import { OTHER_SLICE, SliceBook } from "../../domain/ledger/slice-book.ts";
import type { RebuildReport } from "../../ports/ledger.ts";
import type { Generation } from "../../ports/tenants.ts";
import { jsonPieces } from "./json-pieces.ts";
import { cellKeyRow, cellRow, isOvertaken } from "./ledger-batch.ts";
import { loadSlices, loadState, type TenantDatabase } from "./ledger-loads.ts";
import { CREDIT_COLUMNS, CreditRow, type GenerationCredit } from "./ledger-rows.ts";
import { readRows } from "./read-rows.ts";

/** So many lines are added up at a time, unless one day alone has more. */
const LINES_PER_PIECE = 20_000;
const DIFFERENCES_REPORTED_MAX = 1000;
const FIRST_DAY: LocalDay = "0001-01-01";
const ATTEMPTS_MAX = 5;

const DAYS_SQL = `SELECT day, count(*) AS lines FROM credits INDEXED BY credits_by_member_and_day
  WHERE tenant_id = ?1 AND generation = ?2 AND event = ?3 AND known_until IS NULL
  GROUP BY day ORDER BY day`;

// A loose walk over the members, so that each reads only its days of the index.
const LINES_SQL = `WITH RECURSIVE m(id) AS (
    SELECT min(member_id) FROM credits INDEXED BY credits_by_member_and_day
      WHERE tenant_id = ?1 AND generation = ?2 AND event = ?3
    UNION ALL
    SELECT (SELECT min(member_id) FROM credits INDEXED BY credits_by_member_and_day
      WHERE tenant_id = ?1 AND generation = ?2 AND event = ?3 AND member_id > m.id)
    FROM m WHERE m.id IS NOT NULL)
  SELECT ${CREDIT_COLUMNS.map((column) => `c.${column}`).join(", ")} FROM m
  CROSS JOIN credits AS c INDEXED BY credits_by_member_and_day
  WHERE c.tenant_id = ?1 AND c.generation = ?2 AND c.event = ?3 AND c.member_id = m.id
    AND c.day >= ?4 AND c.day <= ?5 AND c.known_until IS NULL`;

const GRAINS = ["day", "week", "month", "hour", "undated"] as const;

const CELLS_SQL = `SELECT c.left_out, c.grain, c.slice, c.bucket, c.member_id, c.team_id,
    c.count, c.unit, c.amount_minor, c.seconds
  FROM json_each(?4) AS reason CROSS JOIN json_each(?5) AS run CROSS JOIN json_each(?6) AS s
  CROSS JOIN cells AS c
  WHERE c.tenant_id = ?1 AND c.generation = ?2 AND c.event = ?3 AND c.left_out = reason.value
    AND c.grain = run.value ->> 0 AND c.slice = s.value
    AND c.bucket >= run.value ->> 1 AND c.bucket <= run.value ->> 2`;

const CellRow = v.object({
  left_out: v.picklist(["", ...LEFT_OUT_REASONS]),
  grain: v.picklist(GRAINS),
  slice: v.string(),
  bucket: v.string(),
  member_id: v.string(),
  team_id: v.string(),
  count: v.number(),
  unit: v.number(),
  amount_minor: v.number(),
  seconds: v.number(),
});
const DayRow = v.object({ day: v.string(), lines: v.number() });

interface Difference {
  readonly key: string;
  readonly cell: Cell | null;
  readonly ledger: Cell | null;
}

/** One event of one generation. */
interface Subject {
  readonly generation: Generation;
  readonly event: EventId;
}

/** Buckets of one grain; both ends are included. */
type Run = readonly [grain: CellGrain, from: string, to: string];

/** Days to read, and the buckets that are complete once they were. */
interface Piece {
  /** '' for the lines without a day. */
  readonly from: LocalDay | "";
  readonly to: LocalDay | "";
  readonly complete: readonly Run[];
}

interface Findings {
  readonly cells: number;
  readonly credits: number;
  readonly differences: readonly Difference[];
}

/** Every cell of every generation that is written, from the ledger. */
export async function rebuildCells(database: TenantDatabase): Promise<RebuildReport> {
  const { live, building } = await loadState(database);
  const report = { cells: 0, credits: 0, differences: [] as RebuildReport["differences"][number][] };
  for (const generation of [live, building]) {
    if (!generation) continue;
    for (const event of EVENT_IDS) {
      const found = await rebuildEvent(database, { generation, event });
      report.cells += found.cells;
      report.credits += found.credits;
      const room = DIFFERENCES_REPORTED_MAX - report.differences.length;
      report.differences.push(...found.differences.slice(0, room).map(worded));
    }
  }
  return report;
}

function worded({ key, cell, ledger }: Difference): RebuildReport["differences"][number] {
  return { key: key.replaceAll("\n", " "), cell: figuresOf(cell), ledger: figuresOf(ledger) };
}

function figuresOf(cell: Cell | null): string {
  return cell ? `${cell.count} ${cell.unit} ${cell.amountMinor} ${cell.seconds}` : "none";
}

async function rebuildEvent(database: TenantDatabase, subject: Subject): Promise<Findings> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const findings = await tryEvent(database, subject);
    if (findings) return findings;
  }
  throw new Error(`The ledger of ${database.tenantId} was overtaken ${ATTEMPTS_MAX} times in a row`);
}

/**
 * Walks the lines by day and compares every bucket once all of its days were read. Null when another batch
 * was written in between.
 */
async function tryEvent(database: TenantDatabase, subject: Subject): Promise<Findings | null> {
  const { revision } = await loadState(database);
  const slices = await loadSlices(database);
  const book = new SliceBook(slices);
  const deltas = new CellDeltas(subject.generation.rules.calendar, (slice) => book.intern(slice));
  const sliceIds = [ALL_SLICES, OTHER_SLICE, ...slices.map(({ id }) => id)];
  const differences: Difference[] = [];
  let cells = 0;
  let credits = 0;
  for (const piece of await piecesOf(database, subject)) {
    const lines = await loadLines(database, subject, piece);
    for (const credit of lines) deltas.add(credit.kind, credit);
    const right = deltas.take((cell) => piece.complete.some((run) => isIn(cell, run)));
    const stored = await loadCells(database, subject, { runs: piece.complete, sliceIds });
    const found = differencesBetween(stored, right);
    if (found.length > 0 && !(await mend(database, { subject, differences: found, revision }))) return null;
    differences.push(...found);
    cells += right.length;
    credits += lines.length;
  }
  return { cells, credits, differences };
}

function isIn(cell: CellKey, [grain, from, to]: Run): boolean {
  return cell.grain === grain && cell.bucket >= from && cell.bucket <= to;
}

/** Days in stretches of bounded size that leave none out, after the lines without a day. */
async function piecesOf(
  { db, tenantId }: TenantDatabase,
  { generation, event }: Subject,
): Promise<readonly Piece[]> {
  const answer = await db.prepare(DAYS_SQL).bind(tenantId, generation.number, event).all();
  const starts: LocalDay[] = [FIRST_DAY];
  let lines = 0;
  for (const { day, lines: more } of readRows(DayRow, answer)) {
    if (day === "") continue;
    if (lines > 0 && lines + more > LINES_PER_PIECE) {
      starts.push(day);
      lines = 0;
    }
    lines += more;
  }
  const buckets = new Buckets(generation.rules.calendar);
  const undated: Piece = { from: "", to: "", complete: [["undated", "", ""]] };
  return [undated, ...starts.map((from, index) => pieceOf(from, starts[index + 1] ?? null, buckets))];
}

/** Weeks and months that go on in the next piece are compared there. */
function pieceOf(from: LocalDay, next: LocalDay | null, buckets: Buckets): Piece {
  const first = from === FIRST_DAY ? { week: "", month: "" } : buckets.of(from);
  const day = from === FIRST_DAY ? "" : from;
  if (next === null) {
    const rest = (grain: CellGrain, start: string): Run => [grain, start, END_OF_TIME];
    const complete = [
      rest("day", day),
      rest("week", first.week),
      rest("month", first.month),
      rest("hour", first.month),
    ];
    return { from, to: END_OF_TIME, complete };
  }
  const to = addDays(next, -1);
  const last = buckets.of(next);
  const complete: readonly Run[] = [
    ["day", day, to],
    ["week", first.week, addDays(last.week, -1)],
    ["month", first.month, addDays(last.month, -1)],
    ["hour", first.month, `${addDays(last.month, -1)}${END_OF_TIME}`],
  ];
  return { from, to, complete };
}

async function loadLines(
  { db, tenantId }: TenantDatabase,
  { generation, event }: Subject,
  { from, to }: Piece,
): Promise<readonly GenerationCredit[]> {
  const answer = await db.prepare(LINES_SQL).bind(tenantId, generation.number, event, from, to).all();
  return readRows(CreditRow, answer);
}

async function loadCells(
  { db, tenantId }: TenantDatabase,
  { generation, event }: Subject,
  of: { readonly runs: readonly Run[]; readonly sliceIds: readonly string[] },
): Promise<readonly Cell[]> {
  const reasons = JSON.stringify(["", ...LEFT_OUT_REASONS]);
  const answer = await db
    .prepare(CELLS_SQL)
    .bind(tenantId, generation.number, event, reasons, JSON.stringify(of.runs), JSON.stringify(of.sliceIds))
    .all();
  return readRows(CellRow, answer).map((row) => {
    const { left_out, member_id, team_id, amount_minor, ...rest } = row;
    const ids = { leftOut: left_out, memberId: member_id, teamId: team_id };
    return { ...rest, ...ids, event, amountMinor: amount_minor };
  });
}

function differencesBetween(stored: readonly Cell[], right: readonly Cell[]): readonly Difference[] {
  const cells = new Map(stored.map((cell) => [keyOfCell(cell), cell]));
  const ledgers = new Map(right.map((cell) => [keyOfCell(cell), cell]));
  return [...new Set([...cells.keys(), ...ledgers.keys()])]
    .map((key) => ({ key, cell: cells.get(key) ?? null, ledger: ledgers.get(key) ?? null }))
    .filter(({ cell, ledger }) => figuresOf(cell) !== figuresOf(ledger));
}

// Fails by the NOT NULL of its column when another batch was written since the credits were read.
const STILL_SQL = `UPDATE revisions SET revision = CASE WHEN EXISTS
    (SELECT 1 FROM revisions AS newer WHERE newer.tenant_id = ?1 AND newer.revision > ?2)
    THEN NULL ELSE revision END
  WHERE tenant_id = ?1 AND revision = ?2`;

const SET_SQL = `INSERT OR REPLACE INTO cells (tenant_id, generation, event, left_out, grain, slice, bucket,
    member_id, team_id, count, unit, amount_minor, seconds)
  SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
    value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11 FROM json_each(?2)`;

const REMOVE_SQL = `DELETE FROM cells WHERE (tenant_id, generation, event, left_out, grain, slice, bucket,
    member_id, team_id) IN (SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
    value ->> 5, value ->> 6, value ->> 7 FROM json_each(?2))`;

/** False when another batch was written meanwhile. */
async function mend(
  { db, tenantId }: TenantDatabase,
  found: {
    readonly subject: Subject;
    readonly differences: readonly Difference[];
    readonly revision: number;
  },
): Promise<boolean> {
  const { number } = found.subject.generation;
  const right = found.differences.flatMap(({ ledger }) => (ledger ? [cellRow(number, ledger)] : []));
  const wrong = found.differences.flatMap(({ cell, ledger }) =>
    cell && !ledger ? [cellKeyRow(number, cell)] : [],
  );
  try {
    await db.batch([
      db.prepare(STILL_SQL).bind(tenantId, found.revision),
      ...jsonPieces(right).map((piece) => db.prepare(SET_SQL).bind(tenantId, piece)),
      ...jsonPieces(wrong).map((piece) => db.prepare(REMOVE_SQL).bind(tenantId, piece)),
    ]);
    return true;
  } catch (error) {
    if (isOvertaken(error)) return false;
    throw error;
  }
}
