-- How many people held the permission set that makes admins when the account's people were last read; NULL where
-- the CRM has none such, or does not tell.
ALTER TABLE access_readings ADD COLUMN admin_holders INTEGER;
