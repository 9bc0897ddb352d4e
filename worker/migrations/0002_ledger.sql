-- The ledger: records as they were read, the credits they gave, and the cells that add the credits up.

CREATE TABLE records (
  tenant_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  crm_id TEXT NOT NULL,
  -- The CRM's own stamp; '' for a tombstone of a record that was never read.
  modified_at TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  archived INTEGER NOT NULL,
  merged_into TEXT,
  erased INTEGER NOT NULL,
  -- The record as JSON, without what stands in the columns; NULL for a tombstone.
  fields TEXT,
  PRIMARY KEY (tenant_id, kind, crm_id)
) STRICT, WITHOUT ROWID;

-- By which key a record is found from other records: the people an e-mail went to or came from, the key of
-- activities that are one and the same, the target of an adjustment.
CREATE TABLE record_links (
  tenant_id TEXT NOT NULL,
  key TEXT NOT NULL,
  -- '' for a link without an instant.
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  crm_id TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (tenant_id, key, at, kind, crm_id)
) STRICT, WITHOUT ROWID;

-- A line is never updated but for its `known_until`. Erasure for privacy replaces `crm_id` by a token that
-- begins with '~' and means nothing.
CREATE TABLE credits (
  tenant_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  kind TEXT NOT NULL,
  crm_id TEXT NOT NULL,
  event TEXT NOT NULL,
  line INTEGER NOT NULL,
  known_from INTEGER NOT NULL,
  known_until INTEGER,
  member_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  -- '' for a line without a date.
  day TEXT NOT NULL,
  at TEXT,
  count INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  -- '' for a counted line.
  left_out TEXT NOT NULL,
  pipeline_id TEXT NOT NULL,
  deal_type TEXT NOT NULL,
  -- Words separated by a space.
  marks TEXT NOT NULL,
  original_minor INTEGER,
  original_currency TEXT,
  rate REAL,
  PRIMARY KEY (tenant_id, generation, kind, crm_id, event, line, known_from)
) STRICT, WITHOUT ROWID;

-- Serves "Why this number?" and boards as they were known earlier.
CREATE INDEX credits_by_member_and_day ON credits (tenant_id, generation, event, member_id, day);

-- Sums of the open credits. A board reads whole buckets as one range of the key; one member's figures are
-- read by the whole key. `left_out` is '' for counted lines; the count of a left-out cell is its lines.
CREATE TABLE cells (
  tenant_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  event TEXT NOT NULL,
  left_out TEXT NOT NULL,
  grain TEXT NOT NULL,
  -- '' adds all slices up; the others hold the same sums once more by slice.
  slice TEXT NOT NULL,
  bucket TEXT NOT NULL,
  member_id TEXT NOT NULL,
  team_id TEXT NOT NULL,
  count INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, generation, event, left_out, grain, slice, bucket, member_id, team_id)
) STRICT, WITHOUT ROWID;

-- Combinations of pipeline and deal type by which boards are filtered. Once there are as many as cells keep
-- apart, further ones share the slice 'other'.
CREATE TABLE slices (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  pipeline_id TEXT NOT NULL,
  deal_type TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

-- Finds the revision that was the last one at an instant.
CREATE INDEX revisions_by_instant ON revisions (tenant_id, at);
