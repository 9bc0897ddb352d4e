-- How the CRM's own total of a period and ours agree, and the deals behind each step from one to the other.
CREATE TABLE reconciliations (
  tenant_id TEXT NOT NULL,
  period_from TEXT NOT NULL,
  period_to TEXT NOT NULL,
  at TEXT NOT NULL,
  first_at TEXT NOT NULL,
  -- JSON: the totals and the steps.
  result TEXT NOT NULL,
  PRIMARY KEY (tenant_id, period_from, period_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE reconciliation_records (
  tenant_id TEXT NOT NULL,
  period_from TEXT NOT NULL,
  period_to TEXT NOT NULL,
  step TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  crm_id TEXT NOT NULL,
  count INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, period_from, period_to, step, position)
) STRICT, WITHOUT ROWID;
