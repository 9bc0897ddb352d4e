-- Keys of screens on a wall, by hash: each opens one board, as every member sees it.
CREATE TABLE display_keys (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  label TEXT NOT NULL,
  metric TEXT NOT NULL,
  period TEXT NOT NULL,
  -- 'member' or 'team'.
  ranked_by TEXT NOT NULL,
  -- NULL is everybody.
  team_id TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

-- A key is all that a screen shows, so it also tells the tenant.
CREATE UNIQUE INDEX display_keys_by_hash ON display_keys (secret_hash);
