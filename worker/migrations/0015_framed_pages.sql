-- What a CRM that frames our pages and signs its notices with a key of each account leaves behind.

-- Envelopes by which somebody was let in: each is taken once, and forgotten when it could be no more than a copy.
CREATE TABLE taken_envelopes (
  tenant_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, digest)
) STRICT, WITHOUT ROWID;

-- When a page was last opened in each place of the CRM, so that an admin sees which places are in use.
CREATE TABLE opened_places (
  tenant_id TEXT NOT NULL,
  place TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, place)
) STRICT, WITHOUT ROWID;

-- The key by which the account signs its notices, sealed, and when a believed notice last came.
CREATE TABLE notice_keys (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  sealed_key TEXT NOT NULL,
  made_at TEXT NOT NULL,
  heard_at TEXT
) STRICT, WITHOUT ROWID;

-- How many unsigned hints an account was heard for in the present window.
CREATE TABLE unsigned_hints (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  window_from TEXT NOT NULL,
  hints INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the last reading of the account's people found that it may not read.
CREATE TABLE access_readings (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  read_at TEXT NOT NULL,
  -- JSON array.
  gaps TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whether the account let the app sign in by its own key, when that was last tried.
CREATE TABLE sign_in_checks (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  checked_at TEXT NOT NULL,
  by_key INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
