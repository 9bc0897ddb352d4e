/** Sums from cells: what boards read. Every shape of query walks ranges or points of the primary key. */
import * as v from "valibot";
import { EVENT_IDS, LEFT_OUT_REASONS } from "../../../shared/contracts/ids.ts";
import { type BucketRun, Buckets } from "../../domain/ledger/buckets.ts";
import type { CellGrain } from "../../domain/ledger/cell-deltas.ts";
import { END_OF_TIME } from "../../domain/ledger/dependents.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import type { Generation } from "../../ports/tenants.ts";
import type { TenantDatabase } from "./ledger-loads.ts";
import { eventsOf, jsonList } from "./ledger-reading.ts";
import { readRows } from "./read-rows.ts";

/** Up to so many cells are read one by one; beyond, whole buckets are read and filtered. */
const POINTS_MAX = 4000;
const POINT_MEMBERS_MAX = 25;

/** Buckets of one grain; both ends are included. */
type Run = readonly [grain: CellGrain, from: string, to: string];

export interface CellQuestion {
  readonly generation: Generation;
  readonly filter: CreditFilter;
  /** Slices to add up; '' is all of them. */
  readonly slices: readonly string[];
  /** Which cells: '' for counted lines, else reasons. */
  readonly leftOut: readonly string[];
  readonly buckets: "period" | "days" | "weeks" | "hours";
}

const CellRow = v.object({
  event: v.picklist(EVENT_IDS),
  left_out: v.picklist(["", ...LEFT_OUT_REASONS]),
  bucket: v.string(),
  member_id: v.string(),
  team_id: v.string(),
  count: v.number(),
  unit: v.number(),
  amount_minor: v.number(),
  seconds: v.number(),
});
export type CellRow = v.InferOutput<typeof CellRow>;

/**
 * The cells of a question, as they are. Adding them up in SQL would count every row twice: once when it is
 * read, once when it is sorted into its group.
 */
export async function loadCells(
  { db, tenantId }: TenantDatabase,
  question: CellQuestion,
): Promise<readonly CellRow[]> {
  const { filter, generation } = question;
  const members = filter.memberIds === null ? null : [...new Set(filter.memberIds)];
  const runs = runsOf(question);
  const points = members ? pointsOf(runs, { generation, members: members.length }) : null;
  const reasons = question.leftOut.length > 1 ? REASONS_FOUND : REASON_GIVEN;
  // The longest list is the innermost loop: every row that a JSON list gives counts as read.
  const sql = `${reasons.first} SELECT c.event, c.left_out, c.bucket, c.member_id, c.team_id,
      c.count, c.unit, c.amount_minor, c.seconds
    FROM ${reasons.from} CROSS JOIN json_each(?6) AS s
    ${points ? "CROSS JOIN json_each(?7) AS m" : ""} CROSS JOIN json_each(?5) AS run CROSS JOIN cells AS c
    WHERE c.tenant_id = ?1 AND c.generation = ?2 AND ${reasons.where}
      AND c.grain = run.value ->> 0 AND c.slice = s.value AND ${points ? AT_POINT : IN_RANGE}
      AND (?8 IS NULL OR c.team_id IN (SELECT value FROM json_each(?8)))`;
  const answer = await db
    .prepare(sql)
    .bind(
      tenantId,
      generation.number,
      JSON.stringify(eventsOf(filter)),
      JSON.stringify(question.leftOut),
      JSON.stringify(points ?? runs),
      JSON.stringify(question.slices),
      jsonList(members),
      jsonList(filter.teamIds),
    )
    .all();
  return readRows(CellRow, answer);
}

/** Rows with one key are added up. What comes to nothing is not in the answer. */
export function addUp(rows: readonly CellRow[], keyOf: (row: CellRow) => string): readonly CellRow[] {
  const groups = new Map<string, CellRow>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) addTo(group, row);
    else groups.set(key, { ...row });
  }
  return [...groups.values()].filter(
    ({ count, unit, amount_minor, seconds }) =>
      count !== 0 || unit !== 0 || amount_minor !== 0 || seconds !== 0,
  );
}

function addTo(group: CellRow, row: CellRow): void {
  group.count += row.count;
  group.unit += row.unit;
  group.amount_minor += row.amount_minor;
  group.seconds += row.seconds;
}

const REASON_GIVEN = {
  first: "",
  from: "json_each(?3) AS e CROSS JOIN json_each(?4) AS reason",
  where: "c.event = e.value AND c.left_out = reason.value",
};

/** Most reasons occur nowhere: only those that an event has are walked, each found from the one before it. */
const REASONS_FOUND = {
  first: `WITH RECURSIVE reason(event, value) AS
    (SELECT e.value, (SELECT min(left_out) FROM cells
        WHERE tenant_id = ?1 AND generation = ?2 AND event = e.value AND left_out > '') FROM json_each(?3) AS e
      UNION ALL
      SELECT reason.event, (SELECT min(left_out) FROM cells
        WHERE tenant_id = ?1 AND generation = ?2 AND event = reason.event AND left_out > reason.value)
      FROM reason WHERE reason.value IS NOT NULL)`,
  from: "reason",
  where: `c.event = reason.event AND c.left_out = reason.value
      AND reason.value IN (SELECT value FROM json_each(?4))`,
};

const AT_POINT = "c.bucket = run.value ->> 1 AND c.member_id = m.value";
const IN_RANGE = `c.bucket >= run.value ->> 1 AND c.bucket <= run.value ->> 2
      AND (?7 IS NULL OR c.member_id IN (SELECT value FROM json_each(?7)))`;

function runsOf({ filter, generation, buckets }: CellQuestion): readonly Run[] {
  if (filter.undated) return [["undated", "", ""]];
  const { from, to } = filter.span;
  if (buckets === "days") return [["day", from, to]];
  if (buckets === "weeks") return [["week", from, to]];
  const cut = new Buckets(generation.rules.calendar).cut(filter.span);
  if (buckets === "period") return cut.map((run): Run => [run.grain, run.from, run.to]);
  return cut
    .filter(({ grain }) => grain === "month")
    .map((run): Run => ["hour", run.from, `${run.to}${END_OF_TIME}`]);
}

/** Every bucket by itself, so that one member's cells are found by the whole key; null when that is more. */
function pointsOf(
  runs: readonly Run[],
  of: { readonly generation: Generation; readonly members: number },
): readonly (readonly [CellGrain, string])[] | null {
  if (of.members > POINT_MEMBERS_MAX) return null;
  const buckets = new Buckets(of.generation.rules.calendar);
  const points: (readonly [CellGrain, string])[] = [];
  for (const [grain, from, to] of runs) {
    if (grain === "hour") return null;
    const firsts = grain === "undated" ? [""] : buckets.each({ grain, from, to } satisfies BucketRun);
    if ((points.length + firsts.length) * of.members > POINTS_MAX) return null;
    for (const first of firsts) points.push([grain, first]);
  }
  return points;
}
