-- Credentials, by hash: tickets that are used once, sessions that can be ended, keys for machines.

CREATE TABLE access_tickets (
  tenant_id TEXT NOT NULL,
  ticket_hash TEXT NOT NULL,
  -- 'embed' opens a session; 'live' and 'live_key' open a socket for a session or an API key.
  purpose TEXT NOT NULL CHECK (purpose IN ('embed', 'live', 'live_key')),
  -- The member, the session or the key that the ticket stands for.
  subject TEXT NOT NULL,
  -- The host page of an embed ticket; '' for the others.
  host TEXT NOT NULL,
  -- When the session behind a live ticket ends; '' for the others.
  session_ends_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, ticket_hash)
) STRICT, WITHOUT ROWID;

-- A ticket is all that the caller shows, so it also tells the tenant.
CREATE UNIQUE INDEX access_tickets_by_hash ON access_tickets (ticket_hash);

CREATE TABLE access_sessions (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  host TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_keys (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  key_hash TEXT NOT NULL,
  role TEXT NOT NULL,
  may_write INTEGER NOT NULL CHECK (may_write IN (0, 1)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX access_keys_by_hash ON access_keys (key_hash);
