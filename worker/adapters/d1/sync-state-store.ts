import * as v from "valibot";
import { CRM_RECORD_KINDS } from "../../../shared/contracts/ids.ts";
import {
  FAULT_TYPES,
  type FaultRow,
  type KindState,
  type PlannedStretch,
  type StretchRow,
  type SyncStateStore,
  type SyncStatus,
} from "../../ports/sync.ts";
import { readRows, SqlBoolean } from "./read-rows.ts";
import { progressOf } from "./sync-progress.ts";

const Text = v.nullable(v.string());
const Kind = v.picklist(CRM_RECORD_KINDS);

function fromJson<T>(schema: v.GenericSchema<unknown, T>): v.GenericSchema<string, T> {
  return v.pipe(
    v.string(),
    v.transform((text): unknown => JSON.parse(text)),
    schema,
  );
}

const Allowance = v.object({
  limit: v.nullable(v.number()),
  remaining: v.nullable(v.number()),
  windowSeconds: v.nullable(v.number()),
});
const Recredit = v.object({ cursor: Text, note: v.string() });
const Fields = v.object({ amounts: v.array(v.string()), owners: v.array(v.string()) });

const StatusRow = v.object({
  attempt: v.number(),
  leg: v.number(),
  backfill_started_at: Text,
  backfill_seen_at: Text,
  next_poll_at: Text,
  next_sweep_at: Text,
  next_people_at: Text,
  failures_in_a_row: v.number(),
  allowance: v.nullable(fromJson(Allowance)),
  recredit: v.nullable(fromJson(Recredit)),
  asked_fields: v.nullable(fromJson(Fields)),
});

const BackfillStretchSchema = v.variant("kind", [
  v.object({ kind: v.literal("deals_closed"), from: v.string(), to: v.string(), wonOnly: v.boolean() }),
  v.object({ kind: v.literal("deals_open") }),
  v.object({ kind: v.literal("activities"), of: Kind, from: v.string(), to: v.string() }),
  v.object({ kind: v.literal("all"), of: Kind }),
]);

const StretchReadSchema = v.variant("kind", [
  v.object({ kind: v.literal("account") }),
  v.object({ kind: v.literal("people") }),
  v.object({ kind: v.literal("records"), stretch: BackfillStretchSchema }),
  v.object({ kind: v.literal("archived"), of: Kind }),
  v.object({ kind: v.literal("contacts") }),
]);

/** A row of `backfill_stretches`. */
export const StretchRowSchema = v.object({
  position: v.number(),
  name: v.string(),
  kind: v.nullable(Kind),
  read: fromJson(StretchReadSchema),
  complete_from: Text,
  state: v.picklist(["waiting", "done", "gap", "parked"]),
  cursor: Text,
  seen: v.number(),
  stored: v.number(),
  expected: v.nullable(v.number()),
});

const KindRow = v.object({
  kind: Kind,
  granted: SqlBoolean,
  complete_from: Text,
  poll_since: Text,
  poll_cursor: Text,
  poll_started_at: Text,
  last_sync_at: Text,
});

const FaultRowSchema = v.object({
  type: v.picklist(FAULT_TYPES),
  subject: v.string(),
  since: v.string(),
  last_at: v.string(),
  count: v.number(),
  detail: v.string(),
});

const STATUS_COLUMNS = {
  attempt: "attempt",
  leg: "leg",
  backfillStartedAt: "backfill_started_at",
  backfillSeenAt: "backfill_seen_at",
  nextPollAt: "next_poll_at",
  nextSweepAt: "next_sweep_at",
  nextPeopleAt: "next_people_at",
  failuresInARow: "failures_in_a_row",
  allowance: "allowance",
  recredit: "recredit",
  askedFields: "asked_fields",
} as const satisfies Record<keyof SyncStatus, string>;

const KIND_COLUMNS = {
  granted: "granted",
  completeFrom: "complete_from",
  pollSince: "poll_since",
  pollCursor: "poll_cursor",
  pollStartedAt: "poll_started_at",
  lastSyncAt: "last_sync_at",
} as const satisfies Record<keyof Omit<KindState, "kind">, string>;

const NEW_STATUS: SyncStatus = {
  attempt: 0,
  leg: 0,
  backfillStartedAt: null,
  backfillSeenAt: null,
  nextPollAt: null,
  nextSweepAt: null,
  nextPeopleAt: null,
  failuresInARow: 0,
  allowance: null,
  recredit: null,
  askedFields: { amounts: [], owners: [] },
};

type Bound = string | number | null;

/** Checkpoints, coverage, progress and faults of one tenant, in D1. */
export function createSyncStateStore(db: D1Database, tenantId: string): SyncStateStore {
  const statement = (sql: string, ...values: readonly Bound[]) => db.prepare(sql).bind(tenantId, ...values);
  return {
    hasRules: async () => (await statement(HAS_RULES_SQL).first()) !== null,
    ...createStatusBook(db, statement),
    ...createStretchBook(db, statement),
    ...createKindBook(db, statement),
    ...createFaultBook(statement),
    ...createPurgedBook(statement),
  };
}

type Statement = (sql: string, ...values: readonly Bound[]) => D1PreparedStatement;

function createStatusBook(
  db: D1Database,
  statement: Statement,
): Pick<SyncStateStore, "loadStatus" | "changeStatus" | "markWatched" | "loadWatchedUntil"> {
  return {
    async loadStatus() {
      const row = readRows(StatusRow, await statement(STATUS_SQL).all())[0];
      return row ? toStatus(row) : NEW_STATUS;
    },
    async changeStatus(change) {
      const [columns, values] = changesOf(STATUS_COLUMNS, change);
      if (columns.length === 0) return;
      await db.batch([
        statement("INSERT INTO sync_status (tenant_id) VALUES (?1) ON CONFLICT DO NOTHING"),
        statement(
          `UPDATE sync_status SET ${columns.map((name, at) => `${name} = ?${at + 2}`).join(", ")} WHERE tenant_id = ?1`,
          ...values,
        ),
      ]);
    },
    async markWatched(until) {
      await statement(WATCH_SQL, until).run();
    },
    loadWatchedUntil: async () =>
      (await statement("SELECT watched_until FROM sync_status WHERE tenant_id = ?1").first<string | null>(
        "watched_until",
      )) ?? null,
  };
}

function createStretchBook(
  db: D1Database,
  statement: Statement,
): Pick<
  SyncStateStore,
  "loadStretches" | "replaceStretches" | "saveCheckpoint" | "reopenParkedStretches" | "loadProgress"
> {
  const loadStretches = async () =>
    readRows(StretchRowSchema, await statement(STRETCHES_SQL).all()).map(toStretch);
  return {
    loadStretches,
    async replaceStretches(keep, planned) {
      await db.batch([
        statement("DELETE FROM backfill_stretches WHERE tenant_id = ?1 AND position >= ?2", keep),
        statement(
          INSERT_STRETCHES_SQL,
          JSON.stringify(planned.map((stretch, at) => stretchValues(stretch, keep + at))),
        ),
      ]);
    },
    async saveCheckpoint(position, { state, cursor, seenMore, storedMore, expected }) {
      await statement(CHECKPOINT_SQL, position, state, cursor, seenMore, storedMore, expected).run();
    },
    reopenParkedStretches: async () => (await statement(REOPEN_SQL).run()).meta.changes,
    loadProgress: async () => progressOf(await loadStretches()),
  };
}

function createKindBook(
  db: D1Database,
  statement: Statement,
): Pick<SyncStateStore, "loadKinds" | "changeKind" | "resetKinds" | "loadCoverage"> {
  const loadKinds = async () => readRows(KindRow, await statement(KINDS_SQL).all()).map(toKind);
  return {
    loadKinds,
    async changeKind(kind, change) {
      const [columns, values] = changesOf(KIND_COLUMNS, change);
      if (columns.length === 0) return;
      await db.batch([
        statement(
          "INSERT INTO sync_kinds (tenant_id, kind, granted) VALUES (?1, ?2, 1) ON CONFLICT DO NOTHING",
          kind,
        ),
        statement(
          `UPDATE sync_kinds SET ${columns.map((name, at) => `${name} = ?${at + 3}`).join(", ")}
            WHERE tenant_id = ?1 AND kind = ?2`,
          kind,
          ...values,
        ),
      ]);
    },
    async resetKinds(reset) {
      await statement(RESET_KINDS_SQL, JSON.stringify(reset)).run();
    },
    loadCoverage: async () =>
      (await loadKinds())
        .filter(({ granted }) => granted)
        .map(({ kind, completeFrom }) => ({ kind, completeFrom })),
  };
}

function createFaultBook(
  statement: Statement,
): Pick<SyncStateStore, "recordFaults" | "clearFaults" | "loadFaults"> {
  return {
    async recordFaults(faults, now) {
      const values = faults.map(({ type, subject, detail }) => [type, subject, detail]);
      await statement(RECORD_FAULTS_SQL, JSON.stringify(values), now).run();
    },
    async clearFaults(type, subjects) {
      await (subjects
        ? statement(CLEAR_FAULTS_SQL, type, JSON.stringify(subjects))
        : statement("DELETE FROM sync_faults WHERE tenant_id = ?1 AND type = ?2", type)
      ).run();
    },
    loadFaults: async () => readRows(FaultRowSchema, await statement(FAULTS_SQL).all()).map(toFault),
  };
}

function createPurgedBook(statement: Statement): Pick<SyncStateStore, "loadPurged" | "addPurged"> {
  return {
    loadPurged: async (kind) =>
      readRows(PurgedRow, await statement(PURGED_SQL, kind).all()).map(({ crm_id }) => crm_id),
    async addPurged(kind, crmIds) {
      await statement(ADD_PURGED_SQL, kind, JSON.stringify(crmIds)).run();
    },
  };
}

const PurgedRow = v.object({ crm_id: v.string() });

const PURGED_SQL = "SELECT crm_id FROM purged_records WHERE tenant_id = ?1 AND kind = ?2";

const ADD_PURGED_SQL = `INSERT INTO purged_records (tenant_id, kind, crm_id)
  SELECT ?1, ?2, value FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING`;

const HAS_RULES_SQL = `SELECT 1 AS found FROM generations
  WHERE tenant_id = ?1 AND live_from IS NOT NULL AND live_until IS NULL LIMIT 1`;

const STATUS_SQL = `SELECT attempt, leg, backfill_started_at, backfill_seen_at, next_poll_at, next_sweep_at,
  next_people_at, failures_in_a_row, allowance, recredit, asked_fields FROM sync_status WHERE tenant_id = ?1`;

// Only forward, and not for every notice: a minute more or less changes nothing.
const WATCH_SQL = `INSERT INTO sync_status (tenant_id, watched_until) VALUES (?1, ?2)
  ON CONFLICT (tenant_id) DO UPDATE SET watched_until = excluded.watched_until
  WHERE watched_until IS NULL OR unixepoch(watched_until) + 60 < unixepoch(excluded.watched_until)`;

const STRETCHES_SQL = `SELECT position, name, kind, read, complete_from, state, cursor, seen, stored, expected
  FROM backfill_stretches WHERE tenant_id = ?1 ORDER BY position`;

const INSERT_STRETCHES_SQL = `INSERT INTO backfill_stretches
  (tenant_id, position, name, kind, read, complete_from, state)
  SELECT ?1, value->>0, value->>1, value->>2, value->>3, value->>4, 'waiting' FROM json_each(?2) WHERE true`;

const CHECKPOINT_SQL = `UPDATE backfill_stretches SET state = ?3, cursor = ?4, seen = seen + ?5,
  stored = stored + ?6, expected = coalesce(?7, expected) WHERE tenant_id = ?1 AND position = ?2`;

const REOPEN_SQL = `UPDATE backfill_stretches SET state = 'waiting' WHERE tenant_id = ?1 AND state = 'parked'`;

const KINDS_SQL = `SELECT kind, granted, complete_from, poll_since, poll_cursor, poll_started_at, last_sync_at
  FROM sync_kinds WHERE tenant_id = ?1 ORDER BY kind`;

const RESET_KINDS_SQL = `INSERT INTO sync_kinds (tenant_id, kind, granted)
  SELECT ?1, value, 1 FROM json_each(?2) WHERE true
  ON CONFLICT (tenant_id, kind) DO UPDATE SET granted = 1, complete_from = NULL, poll_since = NULL,
    poll_cursor = NULL, poll_started_at = NULL`;

const RECORD_FAULTS_SQL = `INSERT INTO sync_faults (tenant_id, type, subject, since, last_at, count, detail)
  SELECT ?1, value->>0, value->>1, ?3, ?3, 1, value->>2 FROM json_each(?2) WHERE true
  ON CONFLICT (tenant_id, type, subject) DO UPDATE SET last_at = excluded.last_at, count = count + 1,
    detail = excluded.detail`;

const CLEAR_FAULTS_SQL = `DELETE FROM sync_faults WHERE tenant_id = ?1 AND type = ?2
  AND subject IN (SELECT value FROM json_each(?3))`;

const FAULTS_SQL = `SELECT type, subject, since, last_at, count, detail FROM sync_faults
  WHERE tenant_id = ?1 ORDER BY last_at DESC, type, subject LIMIT 200`;

/** Column names come from the list, never from outside. */
function changesOf<K extends string>(
  columns: Readonly<Record<K, string>>,
  change: Readonly<Partial<Record<K, unknown>>>,
): readonly [readonly string[], readonly Bound[]] {
  const named = Object.entries<string>(columns).flatMap(([key, column]) => {
    const value = change[key as K];
    return value === undefined ? [] : [[column, toBound(value)] as const];
  });
  return [named.map(([column]) => column), named.map(([, value]) => value)];
}

function toBound(value: unknown): Bound {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  return typeof value === "boolean" ? Number(value) : JSON.stringify(value);
}

function stretchValues({ name, kind, read, completeFrom }: PlannedStretch, position: number) {
  return [position, name, kind, JSON.stringify(read), completeFrom];
}

function toStatus(row: v.InferOutput<typeof StatusRow>): SyncStatus {
  return {
    attempt: row.attempt,
    leg: row.leg,
    backfillStartedAt: row.backfill_started_at,
    backfillSeenAt: row.backfill_seen_at,
    nextPollAt: row.next_poll_at,
    nextSweepAt: row.next_sweep_at,
    nextPeopleAt: row.next_people_at,
    failuresInARow: row.failures_in_a_row,
    allowance: row.allowance,
    recredit: row.recredit,
    askedFields: row.asked_fields ?? NEW_STATUS.askedFields,
  };
}

/** A stretch as the port has it. */
export function toStretch({ complete_from, ...row }: v.InferOutput<typeof StretchRowSchema>): StretchRow {
  return { ...row, completeFrom: complete_from };
}

function toKind(row: v.InferOutput<typeof KindRow>): KindState {
  return {
    kind: row.kind,
    granted: row.granted,
    completeFrom: row.complete_from,
    pollSince: row.poll_since,
    pollCursor: row.poll_cursor,
    pollStartedAt: row.poll_started_at,
    lastSyncAt: row.last_sync_at,
  };
}

function toFault({ last_at, ...row }: v.InferOutput<typeof FaultRowSchema>): FaultRow {
  return { ...row, lastAt: last_at };
}
