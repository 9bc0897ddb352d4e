import * as v from "valibot";
import { ROLES, TENANT_STATES } from "../../../shared/contracts/ids.ts";
import type { AccessStore, ApiKeyHead, Principal, TicketGrant } from "../../ports/access.ts";
import { readRows, SqlBoolean } from "./read-rows.ts";

/** Outdated rows that one new credential sweeps away, so that no table grows and no request is slow. */
const SWEPT_PER_WRITE_MAX = 50;

const TicketRow = v.object({
  tenant_id: v.string(),
  purpose: v.picklist(["embed", "live", "live_key"]),
  subject: v.string(),
  host: v.picklist(["hubspot", "salesforce", ""]),
  session_ends_at: v.string(),
});

const PrincipalRow = v.object({
  tenant_id: v.string(),
  state: v.picklist(TENANT_STATES),
  role: v.picklist(ROLES),
});
const SessionRow = v.object({ ...PrincipalRow.entries, member_id: v.string(), active: SqlBoolean });
const KeyRow = v.object({ ...PrincipalRow.entries, id: v.string(), may_write: SqlBoolean });
const KeyHeadRow = v.object({
  id: v.string(),
  role: v.picklist(ROLES),
  may_write: SqlBoolean,
  created_at: v.string(),
});
const PersonRow = v.object({ id: v.string(), role: v.picklist(ROLES), active: SqlBoolean });

/** Tickets, sessions and API keys in D1. */
export function createAccessStore(db: D1Database): AccessStore {
  return { ...ticketsIn(db), ...sessionsIn(db), ...apiKeysIn(db), ...peopleIn(db) };
}

function ticketsIn(db: D1Database): Pick<AccessStore, "saveTicket" | "redeemTicket"> {
  return {
    async saveTicket(ticketHash, grant, { now, expiresAt }) {
      const row = rowOfGrant(grant);
      await db.batch([
        db.prepare(SWEEP_TICKETS_SQL).bind(grant.tenantId, now, String(SWEPT_PER_WRITE_MAX)),
        db
          .prepare(
            `INSERT INTO access_tickets
               (tenant_id, ticket_hash, purpose, subject, host, session_ends_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
          )
          .bind(
            grant.tenantId,
            ticketHash,
            grant.purpose,
            row.subject,
            row.host,
            row.sessionEndsAt,
            expiresAt,
          ),
      ]);
    },
    async redeemTicket(ticketHash, purposes, now) {
      const answer = await db
        .prepare(
          `DELETE FROM access_tickets
           WHERE ticket_hash = ?1 AND expires_at > ?2
             AND purpose IN (SELECT value FROM json_each(?3))
           RETURNING tenant_id, purpose, subject, host, session_ends_at`,
        )
        .bind(ticketHash, now, JSON.stringify(purposes))
        .all();
      const row = readRows(TicketRow, answer)[0];
      return row ? grantOfRow(row) : null;
    },
  };
}

function rowOfGrant(grant: TicketGrant): { subject: string; host: string; sessionEndsAt: string } {
  switch (grant.purpose) {
    case "embed":
      return { subject: grant.memberId, host: grant.host, sessionEndsAt: "" };
    case "live":
      return { subject: grant.sessionId, host: "", sessionEndsAt: grant.endsAt };
    case "live_key":
      return { subject: grant.keyId, host: "", sessionEndsAt: "" };
  }
}

function grantOfRow(row: v.InferOutput<typeof TicketRow>): TicketGrant {
  const tenantId = row.tenant_id;
  switch (row.purpose) {
    case "embed":
      if (row.host === "") throw new Error("An embed ticket was stored without its host");
      return { purpose: "embed", tenantId, memberId: row.subject, host: row.host };
    case "live":
      return { purpose: "live", tenantId, sessionId: row.subject, endsAt: row.session_ends_at };
    case "live_key":
      return { purpose: "live_key", tenantId, keyId: row.subject };
  }
}

function sessionsIn(
  db: D1Database,
): Pick<AccessStore, "openSession" | "findSession" | "extendSession" | "endSession" | "endSessions"> {
  return {
    async openSession(session, { now, expiresAt }) {
      await db.batch([
        db.prepare(SWEEP_SESSIONS_SQL).bind(session.tenantId, now, String(SWEPT_PER_WRITE_MAX)),
        db
          .prepare(
            "INSERT INTO access_sessions (tenant_id, id, member_id, host, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
          )
          .bind(session.tenantId, session.sessionId, session.memberId, session.host, expiresAt),
      ]);
    },
    async findSession(tenantId, sessionId, now) {
      const answer = await db.prepare(FIND_SESSION_SQL).bind(tenantId, sessionId, now).all();
      const row = readRows(SessionRow, answer)[0];
      if (!row) return null;
      return {
        tenantId: row.tenant_id,
        tenantState: row.state,
        memberId: row.member_id,
        role: row.role,
        mayWrite: true,
        active: row.active,
      };
    },
    async extendSession(tenantId, sessionId, expiresAt) {
      await db
        .prepare("UPDATE access_sessions SET expires_at = ?3 WHERE tenant_id = ?1 AND id = ?2")
        .bind(tenantId, sessionId, expiresAt)
        .run();
    },
    async endSession(tenantId, sessionId) {
      await db
        .prepare("DELETE FROM access_sessions WHERE tenant_id = ?1 AND id = ?2")
        .bind(tenantId, sessionId)
        .run();
    },
    async endSessions(tenantId, memberId) {
      await db
        .prepare("DELETE FROM access_sessions WHERE tenant_id = ?1 AND (?2 IS NULL OR member_id = ?2)")
        .bind(tenantId, memberId)
        .run();
    },
  };
}

function apiKeysIn(
  db: D1Database,
): Pick<AccessStore, "saveApiKey" | "findApiKey" | "findApiKeyById" | "listApiKeys" | "revokeApiKey"> {
  return {
    async saveApiKey(tenantId, key) {
      await db
        .prepare(
          `INSERT INTO access_keys (tenant_id, id, key_hash, role, may_write, created_at)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
        )
        .bind(tenantId, key.id, key.keyHash, key.role, key.write ? 1 : 0, key.createdAt)
        .run();
    },
    async findApiKey(keyHash) {
      const answer = await db.prepare(`${FIND_KEY_SQL} WHERE k.key_hash = ?1`).bind(keyHash).all();
      const row = readRows(KeyRow, answer)[0];
      return row ? { ...principalOfKey(row), keyId: row.id } : null;
    },
    async findApiKeyById(tenantId, keyId) {
      const answer = await db
        .prepare(`${FIND_KEY_SQL} WHERE k.tenant_id = ?1 AND k.id = ?2`)
        .bind(tenantId, keyId)
        .all();
      const row = readRows(KeyRow, answer)[0];
      return row ? principalOfKey(row) : null;
    },
    async listApiKeys(tenantId) {
      const answer = await db
        .prepare(
          "SELECT id, role, may_write, created_at FROM access_keys WHERE tenant_id = ?1 ORDER BY created_at, id",
        )
        .bind(tenantId)
        .all();
      return readRows(KeyHeadRow, answer).map(
        (row): ApiKeyHead => ({
          id: row.id,
          role: row.role,
          write: row.may_write,
          createdAt: row.created_at,
        }),
      );
    },
    async revokeApiKey(tenantId, keyId) {
      const answer = await db
        .prepare("DELETE FROM access_keys WHERE tenant_id = ?1 AND id = ?2 RETURNING id")
        .bind(tenantId, keyId)
        .all();
      return answer.results.length > 0;
    },
  };
}

function principalOfKey(row: v.InferOutput<typeof KeyRow>): Principal {
  return {
    tenantId: row.tenant_id,
    tenantState: row.state,
    memberId: null,
    role: row.role,
    mayWrite: row.may_write,
    active: true,
  };
}

function peopleIn(db: D1Database): Pick<AccessStore, "findPerson"> {
  return {
    async findPerson(tenantId, { userId, email }) {
      const [byUser, byEmail] = await db.batch([
        db.prepare(FIND_BY_USER_SQL).bind(tenantId, userId ?? ""),
        db.prepare(FIND_BY_EMAIL_SQL).bind(tenantId, email ?? ""),
      ]);
      const row = readRows(PersonRow, byUser)[0] ?? readRows(PersonRow, byEmail)[0];
      return row ? { memberId: row.id, role: row.role, active: row.active } : null;
    },
  };
}

const SWEEP_TICKETS_SQL = `
  DELETE FROM access_tickets WHERE tenant_id = ?1 AND ticket_hash IN (
    SELECT ticket_hash FROM access_tickets
    WHERE tenant_id = ?1 AND expires_at <= ?2 LIMIT CAST(?3 AS INTEGER))`;

const SWEEP_SESSIONS_SQL = `
  DELETE FROM access_sessions WHERE tenant_id = ?1 AND id IN (
    SELECT id FROM access_sessions
    WHERE tenant_id = ?1 AND expires_at <= ?2 LIMIT CAST(?3 AS INTEGER))`;

/** The role is the member's of this moment, not the one the session began with. */
const FIND_SESSION_SQL = `
  SELECT s.tenant_id, t.state, m.role, s.member_id, m.active
  FROM access_sessions s
  JOIN members m ON m.tenant_id = s.tenant_id AND m.id = s.member_id
  JOIN tenants t ON t.id = s.tenant_id
  WHERE s.tenant_id = ?1 AND s.id = ?2 AND s.expires_at > ?3`;

const FIND_KEY_SQL = `
  SELECT k.tenant_id, t.state, k.role, k.id, k.may_write
  FROM access_keys k JOIN tenants t ON t.id = k.tenant_id`;

const FIND_BY_USER_SQL = `
  SELECT m.id, m.role, m.active
  FROM member_aliases a JOIN members m ON m.tenant_id = a.tenant_id AND m.id = a.member_id
  WHERE a.tenant_id = ?1 AND a.kind = 'user' AND a.alias = ?2 AND ?2 <> ''`;

/** Two members with one address (an old and a re-created account): the active one. */
const FIND_BY_EMAIL_SQL = `
  SELECT id, role, active FROM members
  WHERE tenant_id = ?1 AND ?2 <> '' AND lower(email) = lower(?2)
  ORDER BY active DESC, id LIMIT 1`;
