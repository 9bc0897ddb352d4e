/** A tenant with people, pipelines and rules in the real database, for tests of the ledger. */
import { env } from "cloudflare:workers";
import { EVENT_IDS } from "../../../shared/contracts/ids.ts";
import { createRuleWriter } from "../../../worker/adapters/d1/ledger-generations.ts";
import { createLedgerReader } from "../../../worker/adapters/d1/ledger-reader.ts";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import type { CreditedMember, CurrencyRate, Pipeline } from "../../../worker/domain/facts.ts";
import type { Rules } from "../../../worker/domain/rules.ts";
import type { ApplyOptions, CreditFilter } from "../../../worker/ports/ledger.ts";

export const CONNECTED_AT = "2026-01-01T00:00:00.000Z";

export const PLAIN_RULES: Rules = {
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

export interface TenantSeed {
  readonly members: readonly CreditedMember[];
  readonly queueOwnerIds: readonly string[];
  readonly pipelines: readonly Pipeline[];
  readonly rates: readonly CurrencyRate[];
  readonly rules: Rules;
}

let tenants = 0;

/** Ids of tenants are never used twice in a file. */
export async function createTenant(seed: TenantSeed) {
  tenants += 1;
  const tenantId = `tenant-${tenants}`;
  const { DB: db } = env;
  await db
    .prepare("INSERT INTO tenants VALUES (?1, 'hubspot', ?1, 'Test', 'live', 'pro', ?2, 'https://crm.test')")
    .bind(tenantId, CONNECTED_AT)
    .run();
  await seedPeople(tenantId, seed);
  const store = createTenantStore(db, tenantId);
  const rules = createRuleWriter(db, tenantId, { store });
  await rules.begin(seed.rules, how());
  return {
    db,
    tenantId,
    store,
    rules,
    writer: createLedgerWriter(db, tenantId, { store }),
    /** A reader is made per question. */
    reader: () => createLedgerReader(db, tenantId),
  };
}

export type TestTenant = Awaited<ReturnType<typeof createTenant>>;

/** People, pipelines and rates as the CRM told them; what was there before goes. */
export async function seedPeople(tenantId: string, seed: Omit<TenantSeed, "rules">): Promise<void> {
  const { DB: db } = env;
  const tables = ["members", "member_aliases", "memberships", "pipelines", "currency_rates"];
  await db.batch([
    ...tables.map((table) => db.prepare(`DELETE FROM ${table} WHERE tenant_id = ?1`).bind(tenantId)),
    ...seed.members.flatMap((member) => memberRows(tenantId, member)),
    ...seed.queueOwnerIds.map((ownerId) =>
      db.prepare("INSERT INTO member_aliases VALUES (?1, 'queue', ?2, '')").bind(tenantId, ownerId),
    ),
    ...seed.pipelines.map(({ id, label, stages }) =>
      db
        .prepare("INSERT INTO pipelines VALUES (?1, ?2, ?3, ?4)")
        .bind(tenantId, id, label, JSON.stringify(stages)),
    ),
    ...seed.rates.map(({ from, effectiveFrom, rate }) =>
      db
        .prepare("INSERT INTO currency_rates VALUES (?1, ?2, ?3, ?4)")
        .bind(tenantId, from, effectiveFrom, rate),
    ),
  ]);
}

function memberRows(tenantId: string, member: CreditedMember): D1PreparedStatement[] {
  const { DB: db } = env;
  const aliases = [
    ...member.ownerIds.map((alias) => ["owner", alias]),
    ...member.userIds.map((alias) => ["user", alias]),
    ...member.personKeys.map((alias) => ["person", alias]),
  ];
  return [
    db
      .prepare(
        `INSERT INTO members (tenant_id, id, crm_id, name, email, role, active)
          VALUES (?1, ?2, ?2, ?2, NULL, 'member', 1)`,
      )
      .bind(tenantId, member.id),
    ...aliases.map(([kind, alias]) =>
      db.prepare("INSERT INTO member_aliases VALUES (?1, ?2, ?3, ?4)").bind(tenantId, kind, alias, member.id),
    ),
    ...member.memberships.map(({ teamId, from, until }) =>
      db
        .prepare("INSERT INTO memberships VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(tenantId, member.id, teamId, from ?? "", until),
    ),
  ];
}

export function how(options: Partial<ApplyOptions> = {}): ApplyOptions {
  return { cause: { kind: "poll" }, now: "2026-04-20T08:00:00.000Z", fresh: false, ...options };
}

/** Everything within the years of the tests. */
export const EVERYTHING: CreditFilter = {
  events: EVENT_IDS,
  span: { from: "2015-01-01", to: "2035-12-31" },
  memberIds: null,
  teamIds: null,
};

/** Builds and flips to other rules, a few records at a time. */
export async function changeRules(
  { rules: writer }: TestTenant,
  rules: Rules,
  by: ApplyOptions,
): Promise<void> {
  let done = (await writer.begin(rules, by)).live;
  while (!done) done = (await writer.build({ ...by, limit: 3 })).done;
  await writer.flip(by);
}
