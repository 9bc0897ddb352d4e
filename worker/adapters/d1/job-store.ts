import * as v from "valibot";
import { JOB_STATES } from "../../../shared/contracts/ids.ts";
import { JOB_KINDS, type Job, type JobStore } from "../../ports/sync.ts";
import { readRows } from "./read-rows.ts";

const JobRow = v.object({
  id: v.string(),
  tenant_id: v.string(),
  kind: v.picklist(JOB_KINDS),
  request_id: v.nullable(v.string()),
  state: v.picklist(JOB_STATES),
  created_at: v.string(),
  finished_at: v.nullable(v.string()),
  result: v.nullable(
    v.pipe(
      v.string(),
      v.transform((text): unknown => JSON.parse(text)),
    ),
  ),
});

const COLUMNS = "id, tenant_id, kind, request_id, state, created_at, finished_at, result";

const CREATE_SQL = `INSERT INTO jobs (tenant_id, id, kind, state, created_at, request_id)
  VALUES (?1, ?2, ?3, 'queued', ?4, ?5)`;

const OPEN_SQL = `SELECT ${COLUMNS} FROM jobs WHERE tenant_id = ?1 AND finished_at IS NULL
  ORDER BY created_at, id`;

const LATEST_SQL = `SELECT ${COLUMNS} FROM jobs WHERE tenant_id = ?1 AND kind = ?2
  ORDER BY created_at DESC, id DESC LIMIT 1`;

const SAVE_SQL = `UPDATE jobs SET state = ?3, finished_at = ?4, result = ?5
  WHERE tenant_id = ?1 AND id = ?2`;

/** Jobs in D1, of whichever tenant. */
export function createJobStore(db: D1Database): JobStore {
  return {
    async create({ id, tenantId, kind, requestId = null }, now) {
      await db.prepare(CREATE_SQL).bind(tenantId, id, kind, now, requestId).run();
    },
    async find(jobId) {
      const answer = await db.prepare(`SELECT ${COLUMNS} FROM jobs WHERE id = ?1`).bind(jobId).all();
      return readRows(JobRow, answer).map(toJob)[0] ?? null;
    },
    async findLatest(tenantId, kind) {
      const answer = await db.prepare(LATEST_SQL).bind(tenantId, kind).all();
      return readRows(JobRow, answer).map(toJob)[0] ?? null;
    },
    listOpen: async (tenantId) =>
      readRows(JobRow, await db.prepare(OPEN_SQL).bind(tenantId).all()).map(toJob),
    async save(jobId, tenantId, { state, result }, now) {
      const isFinished = state === "done" || state === "failed";
      await db
        .prepare(SAVE_SQL)
        .bind(tenantId, jobId, state, isFinished ? now : null, isFinished ? JSON.stringify(result) : null)
        .run();
    },
  };
}

function toJob(row: v.InferOutput<typeof JobRow>): Job {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    kind: row.kind,
    requestId: row.request_id,
    state: row.state,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    result: row.result ?? null,
  };
}
