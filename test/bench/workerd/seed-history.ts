/** Long histories, written by SQL as the ledger would have written them: credits, and the cells that add them up. */

/** Won deals of one month: the same number for every member, spread over its days. */
const CREDITS_SQL = `WITH RECURSIVE
  d(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM d WHERE j + 1 < ?2),
  dated(j, day) AS (SELECT j, date(?3 || '-01', '+' || ((j * 11 + 5) % 28) || ' days') FROM d)
  INSERT INTO credits (tenant_id, generation, kind, crm_id, event, line, known_from, known_until, member_id,
    team_id, day, at, count, unit, amount_minor, seconds, left_out, pipeline_id, deal_type, marks)
  SELECT ?1, 1, 'deal', ?3 || m.id || '.' || j, 'deal_won', 0, 1, NULL, m.id, s.team_id, day,
    day || 'T16:00:00.000Z', 1, 1, 0, 0, '', '', '', ''
  FROM members AS m CROSS JOIN memberships AS s CROSS JOIN dated
  WHERE m.tenant_id = ?1 AND s.tenant_id = ?1 AND s.member_id = m.id`;

/** The first day of a day's bucket, for each grain; weeks begin on Monday. */
const BUCKETS = {
  day: "day",
  week: "date(day, '-6 days', 'weekday 1')",
  month: "substr(day, 1, 7) || '-01'",
} as const;

/** Deals without a pipeline and a type lie in the slice of everything alone. */
function cellsSql(grain: keyof typeof BUCKETS): string {
  return `INSERT INTO cells (tenant_id, generation, event, left_out, grain, slice, bucket, member_id, team_id,
      count, unit, amount_minor, seconds)
    SELECT ?1, 1, event, '', '${grain}', '', ${BUCKETS[grain]} AS bucket, member_id, team_id, sum(count),
      sum(unit), 0, 0
    FROM credits WHERE tenant_id = ?1 AND generation = 1
    GROUP BY event, bucket, member_id, team_id`;
}

/** Written so that a covering index answers it from the lines of the days alone, which is the best it can do. */
const PEER_INDEX_SQL = `CREATE INDEX IF NOT EXISTS bench_lines_by_day ON credits
  (tenant_id, generation, event, day, member_id, team_id, known_until, left_out, count)`;

const GROUP_SQL = (index: string) => `SELECT member_id, team_id, sum(count) AS count
  FROM credits INDEXED BY ${index}
  WHERE tenant_id = ?1 AND generation = 1 AND event = 'deal_won' AND day >= ?2 AND day <= ?3
    AND known_until IS NULL AND left_out = ''
  GROUP BY member_id, team_id`;

const INDEX_NAMES = { ledger: "credits_by_member_and_day", peer: "bench_lines_by_day" } as const;

export interface SeededMonth {
  readonly tenantId: string;
  readonly dealsPerMember: number;
  readonly month: string;
}

/** Answers how many lines were written. */
export async function seedMonth(
  db: D1Database,
  { tenantId, dealsPerMember, month }: SeededMonth,
): Promise<number> {
  const answer = await db.prepare(CREDITS_SQL).bind(tenantId, dealsPerMember, month).run();
  return answer.meta.changes;
}

/** Answers how many cells were written. */
export async function seedCells(db: D1Database, tenantId: string): Promise<number> {
  let cells = 0;
  for (const grain of ["day", "week", "month"] as const) {
    const answer = await db.prepare(cellsSql(grain)).bind(tenantId).run();
    cells += answer.meta.changes;
  }
  return cells;
}

export async function indexForPeer(db: D1Database): Promise<void> {
  await db.prepare(PEER_INDEX_SQL).run();
}

/** The direct way: the lines of the quarter, grouped. */
export async function groupLines(
  db: D1Database,
  asked: {
    readonly tenantId: string;
    readonly index: keyof typeof INDEX_NAMES;
    readonly span: { readonly from: string; readonly to: string };
  },
): Promise<{ readonly total: number; readonly rowsRead: number; readonly milliseconds: number }> {
  const { tenantId, index, span } = asked;
  const startedAt = performance.now();
  const answer = await db
    .prepare(GROUP_SQL(INDEX_NAMES[index]))
    .bind(tenantId, span.from, span.to)
    .all<{ count: number }>();
  return {
    total: answer.results.reduce((sum, { count }) => sum + count, 0),
    rowsRead: answer.meta.rows_read,
    milliseconds: performance.now() - startedAt,
  };
}
