-- Which keyed hashes of addresses a contact of the CRM has had, so that a notice of its erasure leads to them.
CREATE TABLE contact_keys (
  tenant_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  -- '' for a contact without an address; 'erased' alone for one that was erased, so that it never comes in.
  person_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, contact_id, person_key)
) STRICT, WITHOUT ROWID;

-- An erased person's key goes wherever it stands, such as under ids that were merged away.
CREATE INDEX contact_keys_by_person ON contact_keys (tenant_id, person_key);

-- How far the CRM's contacts are read: first the list of all, then what changed.
CREATE TABLE contact_walks (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  -- 1 when the CRM does not let us read contacts.
  refused INTEGER NOT NULL DEFAULT 0,
  -- Changes from here on are still to be read; NULL until the list of all was read.
  since TEXT,
  cursor TEXT,
  started_at TEXT
) STRICT, WITHOUT ROWID;
