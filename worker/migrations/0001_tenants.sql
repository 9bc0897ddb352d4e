-- Who the tenants are, and what is known of their people, teams, pipelines and rules.

CREATE TABLE tenants (
  id TEXT NOT NULL PRIMARY KEY,
  crm TEXT NOT NULL,
  crm_id TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  plan TEXT NOT NULL,
  connected_at TEXT NOT NULL,
  crm_app_url TEXT NOT NULL,
  UNIQUE (crm, crm_id)
) STRICT, WITHOUT ROWID;

-- One revision per applied batch. The key is also the guard: a second writer's batch fails on it.
CREATE TABLE revisions (
  tenant_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  at TEXT NOT NULL,
  cause TEXT NOT NULL,
  PRIMARY KEY (tenant_id, revision)
) STRICT, WITHOUT ROWID;

-- Rules with a version. Readers see the generation whose `live_from` is set and whose `live_until` is not.
CREATE TABLE generations (
  tenant_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  rules TEXT NOT NULL,
  cause TEXT NOT NULL,
  created_at TEXT NOT NULL,
  -- Where building stands: the last record key that was credited; NULL once it is complete.
  build_cursor TEXT,
  live_from INTEGER,
  live_until INTEGER,
  PRIMARY KEY (tenant_id, generation)
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  crm_id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  role TEXT NOT NULL,
  role_by_hand INTEGER NOT NULL DEFAULT 0,
  privacy TEXT NOT NULL DEFAULT 'named',
  active INTEGER NOT NULL,
  left_on TEXT,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

-- Every id by which the CRM calls a member: owner, user, and person key (a hash of the e-mail address).
CREATE TABLE member_aliases (
  tenant_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('owner', 'user', 'person', 'queue')),
  alias TEXT NOT NULL,
  -- '' for a queue, which is not a member.
  member_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, kind, alias)
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
  tenant_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  -- '' is since ever.
  from_day TEXT NOT NULL,
  until_day TEXT,
  PRIMARY KEY (tenant_id, member_id, from_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE team_leads (
  tenant_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, team_id, member_id)
) STRICT, WITHOUT ROWID;

-- The team tree with its versions: a changed parent or a removed team closes a row and opens another.
CREATE TABLE teams (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  crm_id TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_id TEXT,
  known_from INTEGER NOT NULL,
  known_until INTEGER,
  PRIMARY KEY (tenant_id, id, known_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE pipelines (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  label TEXT NOT NULL,
  -- JSON array of stages.
  stages TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE currency_rates (
  tenant_id TEXT NOT NULL,
  currency TEXT NOT NULL,
  effective_from TEXT NOT NULL,
  rate REAL NOT NULL,
  PRIMARY KEY (tenant_id, currency, effective_from)
) STRICT, WITHOUT ROWID;
