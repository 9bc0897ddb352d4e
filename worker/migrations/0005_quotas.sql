-- Quotas, every version kept: a saved sheet is a version, and nothing of an earlier one is changed.

CREATE TABLE quota_versions (
  tenant_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  -- Place within what was saved together.
  position INTEGER NOT NULL,
  metric TEXT NOT NULL,
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('member', 'team', 'vacant', 'default')),
  -- '' for the default of everybody.
  subject_id TEXT NOT NULL,
  -- The team of a vacant seat; '' for the others.
  subject_team_id TEXT NOT NULL,
  grain TEXT NOT NULL CHECK (grain IN ('month', 'quarter', 'year')),
  period_from TEXT NOT NULL,
  -- Minor units for revenue, else a count; NULL withdraws the quota.
  amount INTEGER,
  -- NULL is the whole period.
  effective_from TEXT,
  set_by TEXT NOT NULL,
  set_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, version, position)
) STRICT, WITHOUT ROWID;
