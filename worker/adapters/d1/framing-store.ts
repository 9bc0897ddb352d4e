import * as v from "valibot";
import { FRAMED_PLACES, PreflightGap } from "../../../shared/contracts/preflight.ts";
import type { AccessReadings, FramingStore } from "../../ports/framing.ts";
import type { Sealing } from "../sealing.ts";
import { readRows, SqlBoolean } from "./read-rows.ts";

/** Outdated envelopes that a new one sweeps away, so that the table does not grow and no request is slow. */
const SWEPT_PER_WRITE_MAX = 50;
/** How exactly times of notices and openings are kept: busy accounts have many a second. */
const NOTED_EVERY_SECONDS = 60;

const OpenedRow = v.object({ place: v.picklist(FRAMED_PLACES), opened_at: v.string() });
const SealedRow = v.object({ sealed_key: v.string() });
const KeyStateRow = v.object({ made_at: v.string(), heard_at: v.nullable(v.string()) });
const HintsRow = v.object({ hints: v.number() });
const CheckRow = v.object({ checked_at: v.string(), by_key: SqlBoolean });
const ReadingRow = v.object({
  read_at: v.string(),
  gaps: v.string(),
  admin_holders: v.nullable(v.number()),
});

/** What is kept of an account that frames our pages, in D1, with its key sealed for that tenant alone. */
export function createFramingStore(db: D1Database, tenantId: string, sealing: Sealing): FramingStore {
  const statement = (sql: string, ...values: readonly (string | number)[]) =>
    db.prepare(sql).bind(tenantId, ...values);
  return {
    ...createKeyBook(statement, tenantId, sealing),
    async takeEnvelope(digest, { now, expiresAt }) {
      const [, taken] = await db.batch([
        statement(SWEEP_SQL, now, String(SWEPT_PER_WRITE_MAX)),
        statement(TAKE_SQL, digest, expiresAt),
      ]);
      return (taken?.meta.changes ?? 0) > 0;
    },
    async noteOpened(place, now) {
      await statement(OPENED_SQL, place, now, String(NOTED_EVERY_SECONDS)).run();
    },
    async loadOpened() {
      const answer = await statement("SELECT place, opened_at FROM opened_places WHERE tenant_id = ?1").all();
      return readRows(OpenedRow, answer).map(({ place, opened_at }) => ({ place, at: opened_at }));
    },
    async saveSignInCheck({ at, byKey }) {
      await statement(SAVE_CHECK_SQL, at, byKey ? "1" : "0").run();
    },
    async loadSignInCheck() {
      const answer = await statement(
        "SELECT checked_at, by_key FROM sign_in_checks WHERE tenant_id = ?1",
      ).all();
      const row = readRows(CheckRow, answer)[0];
      return row ? { at: row.checked_at, byKey: row.by_key } : null;
    },
    async allowHints(hints, { most, windowFrom }) {
      const answer = await statement(HINTS_SQL, windowFrom, String(hints)).all();
      return (readRows(HintsRow, answer)[0]?.hints ?? 0) <= most;
    },
  };
}

function createKeyBook(
  statement: (sql: string, ...values: readonly (string | number)[]) => D1PreparedStatement,
  tenantId: string,
  sealing: Sealing,
): Pick<FramingStore, "saveNoticeKey" | "loadNoticeKey" | "loadNoticeKeyState" | "noteHeard"> {
  return {
    async saveNoticeKey(key, now) {
      await statement(SAVE_KEY_SQL, await sealing.seal(key, tenantId), now).run();
    },
    async loadNoticeKey() {
      const answer = await statement("SELECT sealed_key FROM notice_keys WHERE tenant_id = ?1").all();
      const row = readRows(SealedRow, answer)[0];
      if (!row) return null;
      const opened = await sealing.open(row.sealed_key, tenantId);
      // A key that cannot be opened is a fault of our keys, which no tenant can mend.
      if (!opened.ok) {
        throw new Error(`The notice key of tenant ${tenantId} does not open: ${opened.error.reason}`);
      }
      return opened.value;
    },
    async loadNoticeKeyState() {
      const answer = await statement("SELECT made_at, heard_at FROM notice_keys WHERE tenant_id = ?1").all();
      const row = readRows(KeyStateRow, answer)[0];
      return row ? { madeAt: row.made_at, heardAt: row.heard_at } : null;
    },
    async noteHeard(now) {
      await statement(HEARD_SQL, now, String(NOTED_EVERY_SECONDS)).run();
    },
  };
}

/** What the last reading of people found that it may not read, in D1. */
export function createAccessReadings(db: D1Database, tenantId: string): AccessReadings {
  return {
    async load() {
      const answer = await db
        .prepare("SELECT read_at, gaps, admin_holders FROM access_readings WHERE tenant_id = ?1")
        .bind(tenantId)
        .all();
      const row = readRows(ReadingRow, answer)[0];
      if (!row) return null;
      return {
        at: row.read_at,
        gaps: v.parse(v.array(PreflightGap), JSON.parse(row.gaps)),
        adminHolders: row.admin_holders,
      };
    },
    async save({ at, gaps, adminHolders }) {
      await db.prepare(SAVE_READING_SQL).bind(tenantId, at, JSON.stringify(gaps), adminHolders).run();
    },
  };
}

const SWEEP_SQL = `
  DELETE FROM taken_envelopes WHERE tenant_id = ?1 AND digest IN (
    SELECT digest FROM taken_envelopes
    WHERE tenant_id = ?1 AND expires_at <= ?2 LIMIT CAST(?3 AS INTEGER))`;

const TAKE_SQL = `INSERT INTO taken_envelopes (tenant_id, digest, expires_at) VALUES (?1, ?2, ?3)
  ON CONFLICT DO NOTHING`;

const OPENED_SQL = `INSERT INTO opened_places (tenant_id, place, opened_at) VALUES (?1, ?2, ?3)
  ON CONFLICT (tenant_id, place) DO UPDATE SET opened_at = excluded.opened_at
  WHERE unixepoch(opened_at) + CAST(?4 AS INTEGER) < unixepoch(excluded.opened_at)`;

/** With another key nothing was heard yet. */
const SAVE_KEY_SQL = `INSERT INTO notice_keys (tenant_id, sealed_key, made_at) VALUES (?1, ?2, ?3)
  ON CONFLICT (tenant_id) DO UPDATE SET sealed_key = excluded.sealed_key, made_at = excluded.made_at,
    heard_at = NULL`;

const HEARD_SQL = `UPDATE notice_keys SET heard_at = ?2 WHERE tenant_id = ?1
  AND (heard_at IS NULL OR unixepoch(heard_at) + CAST(?3 AS INTEGER) < unixepoch(?2))`;

const HINTS_SQL = `INSERT INTO unsigned_hints (tenant_id, window_from, hints)
  VALUES (?1, ?2, CAST(?3 AS INTEGER))
  ON CONFLICT (tenant_id) DO UPDATE SET window_from = excluded.window_from,
    hints = CASE WHEN window_from = excluded.window_from THEN hints ELSE 0 END + excluded.hints
  RETURNING hints`;

// As a number from JavaScript it would be bound as a fraction.
const SAVE_READING_SQL = `INSERT INTO access_readings (tenant_id, read_at, gaps, admin_holders)
  VALUES (?1, ?2, ?3, CAST(?4 AS INTEGER))
  ON CONFLICT (tenant_id) DO UPDATE SET read_at = excluded.read_at, gaps = excluded.gaps,
    admin_holders = excluded.admin_holders`;

const SAVE_CHECK_SQL = `INSERT INTO sign_in_checks (tenant_id, checked_at, by_key)
  VALUES (?1, ?2, CAST(?3 AS INTEGER))
  ON CONFLICT (tenant_id) DO UPDATE SET checked_at = excluded.checked_at, by_key = excluded.by_key`;
