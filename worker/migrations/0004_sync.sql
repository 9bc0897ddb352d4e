-- Where syncing stands: checkpoints, coverage, faults, jobs. Everything can be rebuilt by a new backfill.

CREATE TABLE sync_status (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  attempt INTEGER NOT NULL DEFAULT 0,
  leg INTEGER NOT NULL DEFAULT 0,
  backfill_started_at TEXT,
  backfill_seen_at TEXT,
  next_poll_at TEXT,
  next_sweep_at TEXT,
  next_people_at TEXT,
  failures_in_a_row INTEGER NOT NULL DEFAULT 0,
  -- JSON: what the CRM's last answer said is left of the allowance.
  allowance TEXT,
  -- JSON: crediting again that is not finished.
  recredit TEXT,
  -- Written by whoever serves a board, not by the lane.
  watched_until TEXT
) STRICT, WITHOUT ROWID;

-- The backfill, stretch by stretch and in order. A row is its own checkpoint.
CREATE TABLE backfill_stretches (
  tenant_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT,
  -- JSON: what it reads.
  read TEXT NOT NULL,
  complete_from TEXT,
  state TEXT NOT NULL,
  cursor TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  stored INTEGER NOT NULL DEFAULT 0,
  expected INTEGER,
  PRIMARY KEY (tenant_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_kinds (
  tenant_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  granted INTEGER NOT NULL,
  complete_from TEXT,
  poll_since TEXT,
  poll_cursor TEXT,
  poll_started_at TEXT,
  last_sync_at TEXT,
  PRIMARY KEY (tenant_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_faults (
  tenant_id TEXT NOT NULL,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  since TEXT NOT NULL,
  last_at TEXT NOT NULL,
  count INTEGER NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (tenant_id, type, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  result TEXT,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX jobs_by_id ON jobs (id);

-- Consents under way, before there is a tenant. Only a hash of the state is kept, for ten minutes.
CREATE TABLE consent_states (
  hash TEXT NOT NULL PRIMARY KEY,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
