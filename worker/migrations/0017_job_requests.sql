-- The request that asked for a job, so that its lines are found in the log; jobs of before have none.
ALTER TABLE jobs ADD COLUMN request_id TEXT;
