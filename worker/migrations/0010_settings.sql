-- What a tenant's admins chose, every version kept: a change is a version, and the newest one counts.

CREATE TABLE tenant_settings (
  tenant_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  -- JSON; what is absent stands at its default.
  value TEXT NOT NULL,
  -- A member's id, 'api' for a machine, 'standings' for what was decided without anybody.
  set_by TEXT NOT NULL,
  set_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, version)
) STRICT, WITHOUT ROWID;
