-- Fields of deals beyond the usual ones that are read since the last backfill began, as JSON; null for none.

ALTER TABLE sync_status ADD COLUMN asked_fields TEXT;
