-- What admins filter people by, where the CRM tells nothing of it.

-- NULL is not set.
ALTER TABLE members ADD COLUMN region TEXT;
ALTER TABLE members ADD COLUMN department TEXT;
