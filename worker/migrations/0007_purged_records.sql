-- Deleted records that the CRM itself has no more: nobody can restore them, so nobody looks for them again.
CREATE TABLE purged_records (
  tenant_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  crm_id TEXT NOT NULL,
  PRIMARY KEY (tenant_id, kind, crm_id)
) STRICT, WITHOUT ROWID;

-- Finds what is held as deleted without walking everything there is.
CREATE INDEX records_archived ON records (tenant_id, kind, crm_id) WHERE archived = 1;
