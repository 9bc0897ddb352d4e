import { createRuleWriter } from "../../../worker/adapters/d1/ledger-generations.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import type { Rules } from "../../../worker/domain/rules.ts";
import { NOW } from "../commands.ts";

/** People per team. */
const TEAM_SIZE = 8;
const CONNECTED_AT = "2026-10-01T00:00:00.000Z";

const RULES: Rules = {
  calendar: {
    timeZone: "America/New_York",
    weekStart: 1,
    fiscal: { kind: "months", startMonth: 1 },
    weekend: [6, 7],
    holidays: [],
  },
  homeCurrency: "USD",
  pipelines: null,
  events: {},
  connectedFromSeconds: 30,
  outreachQuietDays: 14,
  replyWindowDays: 14,
};

/** The stages of the one pipeline, in order; the last two are closed. */
export const STAGE_IDS = ["new", "talking", "offered", "agreed", "won", "lost"] as const;
export const PIPELINE_ID = "sales";

const STAGES = STAGE_IDS.map((id, order) => ({
  id,
  label: id,
  order,
  outcome: id === "won" || id === "lost" ? id : "open",
  probability: id === "won" ? 1 : id === "lost" ? 0 : (order + 1) / 6,
}));

const MEMBER_IDS = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)`;
const MEMBER_ID = "printf('m%05d', i)";

/** Statements with ?1 for the tenant and ?2 for the number of members. */
const PEOPLE = [
  `${MEMBER_IDS} INSERT INTO members (tenant_id, id, crm_id, name, email, role, active)
    SELECT ?1, ${MEMBER_ID}, i, 'Member ' || i, NULL, 'member', 1 FROM n`,
  // HubSpot tells an owner id, a user id and an address of everybody.
  ...["owner", "user", "person"].map(
    (kind) => `${MEMBER_IDS} INSERT INTO member_aliases (tenant_id, kind, alias, member_id)
      SELECT ?1, '${kind}', '${kind}-' || i, ${MEMBER_ID} FROM n`,
  ),
  `${MEMBER_IDS} INSERT INTO memberships (tenant_id, member_id, team_id, from_day)
    SELECT ?1, ${MEMBER_ID}, 't' || (i / ${TEAM_SIZE}), '' FROM n`,
  `${MEMBER_IDS} INSERT INTO teams (tenant_id, id, crm_id, name, known_from)
    SELECT ?1, 't' || i, i, 'Team ' || i, 0 FROM n WHERE i <= (?2 - 1) / ${TEAM_SIZE}`,
];

/** A tenant that is live, with everything but records. */
export async function prepareTenant(
  db: D1Database,
  { tenantId, members }: { readonly tenantId: string; readonly members: number },
): Promise<void> {
  await db.batch([
    db
      .prepare(
        `INSERT INTO tenants (id, crm, crm_id, name, state, plan, connected_at, crm_app_url)
          VALUES (?1, 'hubspot', ?1, 'Bench', 'live', 'pro', ?2, 'https://app.hubspot.test')`,
      )
      .bind(tenantId, CONNECTED_AT),
    ...PEOPLE.map((sql) => db.prepare(sql).bind(tenantId, members)),
    db
      .prepare("INSERT INTO pipelines (tenant_id, id, label, stages) VALUES (?1, ?2, 'Sales', ?3)")
      .bind(tenantId, PIPELINE_ID, JSON.stringify(STAGES)),
    db
      .prepare(
        "INSERT INTO currency_rates (tenant_id, currency, effective_from, rate) VALUES (?1, 'EUR', '', 1.1)",
      )
      .bind(tenantId),
    db
      .prepare(
        `INSERT INTO sync_kinds (tenant_id, kind, granted, complete_from)
          SELECT ?1, value, 1, '2020-01-01' FROM json_each(?2)`,
      )
      .bind(tenantId, JSON.stringify(["deal", "call", "email", "meeting", "task", "communication"])),
  ]);
  const rules = createRuleWriter(db, tenantId, { store: createTenantStore(db, tenantId) });
  await rules.begin(RULES, { cause: { kind: "backfill" }, now: NOW });
}
