-- When somebody last had the page of a person open, so that the page can say what changed since.
CREATE TABLE member_looks (
  tenant_id TEXT NOT NULL,
  viewer_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  looked_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, viewer_id, member_id)
) STRICT, WITHOUT ROWID;
