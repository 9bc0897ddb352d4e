/** Everything the ledger's writer reads, in bulk: one JSON parameter for any number of records. */
import * as v from "valibot";
import type { RecordKind } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import { type LinkStretch, mergeStretches } from "../../domain/ledger/dependents.ts";
import type { HeldRecord, RecordName } from "../../domain/ledger/held-record.ts";
import type { RecordLink } from "../../domain/ledger/record-links.ts";
import type { InternedSlice } from "../../domain/ledger/slice-book.ts";
import type { Generation } from "../../ports/tenants.ts";
import { jsonPieces } from "./json-pieces.ts";
import {
  CREDIT_COLUMNS,
  CreditRow,
  type GenerationCredit,
  HEAD_COLUMNS,
  HeadRow,
  HeldRow,
  LinkRow,
  type RecordHeadRow,
} from "./ledger-rows.ts";
import { readRows } from "./read-rows.ts";
import { readRules } from "./rules-row.ts";

/** A tenant's part of the database. */
export interface TenantDatabase {
  readonly db: D1Database;
  readonly tenantId: string;
}

/** Where the ledger stands: a batch made for this state fails when another was written meanwhile. */
export interface LedgerState {
  readonly revision: number;
  /** The instant of the last revision; '' before the first. */
  readonly at: Instant | "";
  /** Which generations there are and which is live, as the guard in SQL compares it. */
  readonly fingerprint: string;
  readonly live: Generation | null;
  readonly building: (Generation & { readonly cursor: string | null }) | null;
}

/** The generations that are not superseded, as one text. */
export const FINGERPRINT = `(SELECT coalesce(string_agg(generation || ' ' || coalesce(live_from, '-'), ','), '')
  FROM (SELECT generation, live_from FROM generations
    WHERE tenant_id = ?1 AND live_until IS NULL ORDER BY generation))`;

const STATE_SQL = `SELECT ${FINGERPRINT} AS fingerprint,
  (SELECT max(revision) FROM revisions WHERE tenant_id = ?1) AS revision,
  (SELECT at FROM revisions WHERE tenant_id = ?1 ORDER BY revision DESC LIMIT 1) AS at`;

const GENERATIONS_SQL = `SELECT generation, rules, live_from, build_cursor FROM generations
  WHERE tenant_id = ?1 AND live_until IS NULL ORDER BY generation`;

const StateRow = v.object({
  fingerprint: v.string(),
  revision: v.nullable(v.number()),
  at: v.nullable(v.string()),
});

const GenerationRow = v.object({
  generation: v.number(),
  rules: v.string(),
  live_from: v.nullable(v.number()),
  build_cursor: v.nullable(v.string()),
});

/** One batch, so that revision and generations are of the same moment. */
export async function loadState({ db, tenantId }: TenantDatabase): Promise<LedgerState> {
  const [state, generations] = await db.batch(
    [STATE_SQL, GENERATIONS_SQL].map((sql) => db.prepare(sql).bind(tenantId)),
  );
  const [row] = readRows(StateRow, state);
  const known = readRows(GenerationRow, generations).map((each) => ({
    number: each.generation,
    rules: readRules(each.rules),
    isLive: each.live_from !== null,
    cursor: each.build_cursor,
  }));
  const live = known.findLast((each) => each.isLive);
  const building = known.findLast((each) => !each.isLive);
  return {
    revision: row?.revision ?? 0,
    at: row?.at ?? "",
    fingerprint: row?.fingerprint ?? "",
    live: live ? { number: live.number, rules: live.rules } : null,
    building: building ? { number: building.number, rules: building.rules, cursor: building.cursor } : null,
  };
}

type RowSchema<T> = v.BaseSchema<unknown, T, v.BaseIssue<unknown>>;

/** Runs a query once per piece of its JSON parameter, which is `?2`; the tenant is `?1`. */
async function loadFor<T>(
  { db, tenantId }: TenantDatabase,
  question: { readonly sql: string; readonly asked: readonly unknown[]; readonly row: RowSchema<T> },
): Promise<readonly T[]> {
  const answers: T[] = [];
  for (const piece of jsonPieces(question.asked)) {
    const answer = await db.prepare(question.sql).bind(tenantId, piece).all();
    for (const row of readRows(question.row, answer)) answers.push(row);
  }
  return answers;
}

// CROSS JOIN keeps the order of the loops: each asked key is one search in the table.
const BY_NAME = `FROM json_each(?2) AS asked CROSS JOIN records AS r
  WHERE r.tenant_id = ?1 AND r.kind = asked.value ->> 0 AND r.crm_id = asked.value ->> 1`;

/** What is known of records, without opening them. Unknown ones are not in the answer. */
export function loadHeads(
  database: TenantDatabase,
  names: readonly RecordName[],
): Promise<readonly RecordHeadRow[]> {
  const sql = `SELECT ${HEAD_COLUMNS} ${BY_NAME}`;
  return loadFor(database, { sql, asked: names.map(({ kind, crmId }) => [kind, crmId]), row: HeadRow });
}

/** Records as they are held. Unknown ones are not in the answer. */
export function loadHeld(
  database: TenantDatabase,
  names: readonly RecordName[],
): Promise<readonly HeldRecord[]> {
  const sql = `SELECT ${HEAD_COLUMNS}, fields ${BY_NAME}`;
  return loadFor(database, { sql, asked: names.map(({ kind, crmId }) => [kind, crmId]), row: HeldRow });
}

export function loadLinks(
  database: TenantDatabase,
  stretches: readonly LinkStretch[],
): Promise<readonly RecordLink[]> {
  const sql = `SELECT l.key, l.at, l.kind, l.crm_id, l.role
    FROM json_each(?2) AS asked CROSS JOIN record_links AS l
    WHERE l.tenant_id = ?1 AND l.key = asked.value ->> 0
      AND l.at >= asked.value ->> 1 AND l.at <= asked.value ->> 2`;
  return loadFor(database, {
    sql,
    asked: mergeStretches(stretches).map(({ key, from, to }) => [key, from, to]),
    row: LinkRow,
  });
}

/** The lines of records that stand, in the generations given. */
export function loadOpenCredits(
  database: TenantDatabase,
  names: readonly RecordName[],
  generations: readonly number[],
): Promise<readonly GenerationCredit[]> {
  const sql = `SELECT ${CREDIT_COLUMNS.map((column) => `c.${column}`).join(", ")}
    FROM json_each(?2) AS asked CROSS JOIN credits AS c
    WHERE c.tenant_id = ?1 AND c.generation = asked.value ->> 0 AND c.kind = asked.value ->> 1
      AND c.crm_id = asked.value ->> 2 AND c.known_until IS NULL`;
  const asked = generations.flatMap((generation) =>
    names.map(({ kind, crmId }) => [generation, kind, crmId]),
  );
  return loadFor(database, { sql, asked, row: CreditRow });
}

const SliceRow = v.object({ id: v.string(), pipeline_id: v.string(), deal_type: v.string() });

export async function loadSlices({ db, tenantId }: TenantDatabase): Promise<readonly InternedSlice[]> {
  const sql = "SELECT id, pipeline_id, deal_type FROM slices WHERE tenant_id = ?1 ORDER BY id";
  const answer = await db.prepare(sql).bind(tenantId).all();
  return readRows(SliceRow, answer).map((row) => ({
    id: row.id,
    pipelineId: row.pipeline_id,
    dealType: row.deal_type,
  }));
}

const IdRow = v.object({ crm_id: v.string() });

/** A parameter holds no more than some megabytes. */
const PRESENT_IDS_PER_QUERY = 20_000;

/** Served by an index of deleted records alone: left to choose, SQLite would walk every record of the kind. */
export async function loadArchivedIds(
  { db, tenantId }: TenantDatabase,
  kind: RecordKind,
): Promise<readonly string[]> {
  const sql = `SELECT crm_id FROM records INDEXED BY records_archived
    WHERE tenant_id = ?1 AND kind = ?2 AND archived = 1 AND erased = 0 AND merged_into IS NULL`;
  return readRows(IdRow, await db.prepare(sql).bind(tenantId, kind).all()).map(({ crm_id }) => crm_id);
}

/** Those of the ids that are held and neither deleted, erased nor merged away. */
export async function loadPresentIds(
  { db, tenantId }: TenantDatabase,
  kind: RecordKind,
  crmIds: readonly string[],
): Promise<readonly string[]> {
  const sql = `SELECT held.crm_id FROM json_each(?3) AS wanted CROSS JOIN records AS held
    WHERE held.tenant_id = ?1 AND held.kind = ?2 AND held.crm_id = wanted.value
      AND held.archived = 0 AND held.erased = 0 AND held.merged_into IS NULL`;
  const present: string[] = [];
  for (let from = 0; from < crmIds.length; from += PRESENT_IDS_PER_QUERY) {
    const piece = JSON.stringify(crmIds.slice(from, from + PRESENT_IDS_PER_QUERY));
    const rows = await db.prepare(sql).bind(tenantId, kind, piece).all();
    present.push(...readRows(IdRow, rows).map(({ crm_id }) => crm_id));
  }
  return present;
}

/** The next records by kind and id, after a record or from the first. One range of the key per kind. */
export async function loadRecordsAfter(
  { db, tenantId }: TenantDatabase,
  after: RecordName | null,
  page: { readonly kinds: readonly RecordKind[]; readonly limit: number },
): Promise<readonly HeldRecord[]> {
  const sql = `SELECT ${HEAD_COLUMNS}, fields FROM records
    WHERE tenant_id = ?1 AND kind = ?2 AND crm_id > ?3 ORDER BY crm_id LIMIT CAST(?4 AS INTEGER)`;
  const found: HeldRecord[] = [];
  for (const kind of page.kinds.toSorted()) {
    if (found.length >= page.limit) break;
    if (after && kind < after.kind) continue;
    const from = after?.kind === kind ? after.crmId : "";
    const answer = await db
      .prepare(sql)
      .bind(tenantId, kind, from, page.limit - found.length)
      .all();
    found.push(...readRows(HeldRow, answer));
  }
  return found;
}
