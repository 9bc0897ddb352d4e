-- The CRM grant of each tenant. Access and refresh token lie sealed in one text, with the key's id in front.

CREATE TABLE connections (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  -- NULL once the grant was dropped: revoked, or the app was uninstalled.
  sealed_tokens TEXT,
  expires_at TEXT,
  -- JSON array.
  scopes TEXT NOT NULL,
  crm_id TEXT NOT NULL,
  -- The CRM user whose consent installed the app; a refresh, which names no user, leaves it alone.
  installed_by TEXT
) STRICT, WITHOUT ROWID;
