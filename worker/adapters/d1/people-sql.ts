/** The statements of the people store. `?1` is the tenant and `?2` a JSON array of rows, each an array. */

const ROWS = "json_each(?2) AS rows WHERE true";

// Written only where something differs, so that a repetition writes no row.
export const PROFILES = `INSERT INTO members
    (tenant_id, id, crm_id, name, email, role, active, joined_on, left_on)
  SELECT ?1, value->>0, value->>1, value->>2, value->>3, 'member', value->>4, value->>5, value->>6 FROM ${ROWS}
  ON CONFLICT (tenant_id, id) DO UPDATE SET crm_id = excluded.crm_id, name = excluded.name,
    email = excluded.email, active = excluded.active, joined_on = excluded.joined_on, left_on = excluded.left_on
  WHERE (crm_id, name, email, active, joined_on, left_on) IS NOT
    (excluded.crm_id, excluded.name, excluded.email, excluded.active, excluded.joined_on, excluded.left_on)`;

export const DROP_ALIASES = `DELETE FROM member_aliases WHERE tenant_id = ?1
  AND (kind, alias) IN (SELECT value->>0, value->>1 FROM json_each(?2))`;

export const ALIASES = `INSERT INTO member_aliases (tenant_id, kind, alias, member_id)
  SELECT ?1, value->>0, value->>1, value->>2 FROM ${ROWS}
  ON CONFLICT (tenant_id, kind, alias) DO UPDATE SET member_id = excluded.member_id
  WHERE member_id <> excluded.member_id`;

export const MEMBERSHIPS = `INSERT INTO memberships (tenant_id, member_id, from_day, team_id, until_day)
  SELECT ?1, value->>0, value->>2, value->>1, value->>3 FROM ${ROWS}
  ON CONFLICT (tenant_id, member_id, from_day) DO UPDATE
    SET team_id = excluded.team_id, until_day = excluded.until_day
  WHERE (team_id, until_day) IS NOT (excluded.team_id, excluded.until_day)`;

// The tree as it was known up to the revision before stays readable.
export const CLOSE_TEAMS = `UPDATE teams SET known_until = ?3
  WHERE tenant_id = ?1 AND known_until IS NULL AND id IN (SELECT value FROM json_each(?2))`;

export const OPEN_TEAMS = `INSERT INTO teams (tenant_id, id, crm_id, name, parent_id, known_from)
  SELECT ?1, value->>0, value->>1, value->>2, value->>3, ?3 FROM ${ROWS}`;

export const RENAME_TEAMS = `UPDATE teams SET name = named.name
  FROM (SELECT value->>0 AS id, value->>1 AS name FROM json_each(?2)) AS named
  WHERE tenant_id = ?1 AND teams.id = named.id AND teams.name <> named.name`;

export const TREE_STATE = `SELECT
  (SELECT coalesce(max(revision), 0) FROM revisions WHERE tenant_id = ?1) AS revision,
  (SELECT count(*) FROM teams WHERE tenant_id = ?1) AS known_teams`;

// Its key is the guard: another writer who took the number meanwhile makes the whole batch fail. Instants of
// revisions never go back, even if a clock does.
export const REVISION = `INSERT INTO revisions (tenant_id, revision, at, cause)
  SELECT ?1, ?2, max(?3, coalesce(max(at), '')), ?4 FROM revisions WHERE tenant_id = ?1`;

export const DECIDED_ROLES = `UPDATE members SET role = decided.role
  FROM (SELECT value->>0 AS id, value->>1 AS role FROM json_each(?2)) AS decided
  WHERE tenant_id = ?1 AND members.id = decided.id AND role_by_hand = 0 AND members.role <> decided.role`;

const INSTALLER = "(SELECT installed_by FROM connections WHERE tenant_id = ?1)";
const isInstaller = (member: string) => `EXISTS (SELECT 1 FROM member_aliases
    WHERE tenant_id = ?1 AND kind = 'user' AND alias = ${INSTALLER} AND member_id = ${member}.id)`;

// The last owner is looked for by the write itself: two owners may demote each other, or be given back to the night,
// at the same time. Only who is owner by hand, or installed, is one tomorrow as well.
export const ROLE = `UPDATE members SET role = coalesce(?3, role), role_by_hand = ?4
  WHERE tenant_id = ?1 AND id = ?2
  AND (role <> 'owner'
    OR (coalesce(?3, 'owner') = 'owner' AND (?4 = 1 OR ${isInstaller("members")}))
    OR EXISTS (SELECT 1 FROM members AS other
      WHERE other.tenant_id = ?1 AND other.id <> ?2 AND other.role = 'owner' AND other.active = 1
      AND (other.role_by_hand = 1 OR ${INSTALLER} IS NULL OR ${isInstaller("other")})))`;

export const PRIVACY = `UPDATE members SET privacy = ?3 WHERE tenant_id = ?1 AND id = ?2`;

// A key that is not in the object is not changed; JSON's null is.
export const ATTRIBUTES = `UPDATE members SET
    region = CASE WHEN json_type(?3, '$.region') IS NULL THEN region ELSE ?3 ->> '$.region' END,
    department = CASE WHEN json_type(?3, '$.department') IS NULL THEN department ELSE ?3 ->> '$.department' END
  WHERE tenant_id = ?1 AND id = ?2`;

export const TEAM_LEADS = `INSERT INTO team_leads (tenant_id, team_id, member_id)
  SELECT ?1, value, ?2 FROM json_each(?3)`;

export const DROP_LEAVES = `DELETE FROM leaves WHERE tenant_id = ?1 AND member_id = ?3
  AND from_day NOT IN (SELECT value->>0 FROM json_each(?2))`;

export const LEAVES = `INSERT INTO leaves
    (tenant_id, member_id, from_day, until_day, relieves_quota, set_by, set_at)
  SELECT ?1, ?3, value->>0, value->>1, value->>2, ?4, ?5 FROM ${ROWS}
  ON CONFLICT (tenant_id, member_id, from_day) DO UPDATE SET until_day = excluded.until_day,
    relieves_quota = excluded.relieves_quota, set_by = excluded.set_by, set_at = excluded.set_at
  WHERE (until_day, relieves_quota) IS NOT (excluded.until_day, excluded.relieves_quota)`;

// A pipeline that is gone from the CRM stays, because its deals do.
export const PIPELINES = `INSERT INTO pipelines (tenant_id, id, label, stages)
  SELECT ?1, value->>0, value->>1, value->>2 FROM ${ROWS}
  ON CONFLICT (tenant_id, id) DO UPDATE SET label = excluded.label, stages = excluded.stages
  WHERE (label, stages) IS NOT (excluded.label, excluded.stages)`;

// A rate that the CRM dropped stays too: deals of its days were converted by it.
export const RATES = `INSERT INTO currency_rates (tenant_id, currency, effective_from, rate)
  SELECT ?1, value->>0, value->>1, value->>2 FROM ${ROWS}
  ON CONFLICT (tenant_id, currency, effective_from) DO UPDATE SET rate = excluded.rate
  WHERE rate <> excluded.rate`;

export const FIRST_RULES = `INSERT INTO generations (tenant_id, generation, rules, cause, created_at, live_from)
  SELECT ?1, 1, ?2, ?3, ?4, 0 WHERE NOT EXISTS (SELECT 1 FROM generations WHERE tenant_id = ?1)`;
