-- When people came, and when they are away.

-- The first day that is known of; NULL is since ever.
ALTER TABLE members ADD COLUMN joined_on TEXT;

CREATE TABLE leaves (
  tenant_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  from_day TEXT NOT NULL,
  -- The last day of it; NULL has no end yet.
  until_day TEXT,
  relieves_quota INTEGER NOT NULL CHECK (relieves_quota IN (0, 1)),
  set_by TEXT NOT NULL,
  set_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, member_id, from_day)
) STRICT, WITHOUT ROWID;
