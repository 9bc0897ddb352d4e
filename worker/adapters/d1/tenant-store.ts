import * as v from "valibot";
import { PRIVACY_MODES, ROLES } from "../../../shared/contracts/ids.ts";
import type { Leave } from "../../domain/calendar/leave.ts";
import { compareTexts } from "../../domain/compare-texts.ts";
import type { Membership, Pipeline } from "../../domain/facts.ts";
import type { Generation, IdentifiedMember, Member, Team, TenantStore } from "../../ports/tenants.ts";
import { readRows, SqlBoolean } from "./read-rows.ts";
import { readRules } from "./rules-row.ts";

const MemberRow = v.object({
  id: v.string(),
  crm_id: v.string(),
  name: v.string(),
  email: v.nullable(v.string()),
  role: v.picklist(ROLES),
  role_by_hand: SqlBoolean,
  privacy: v.picklist(PRIVACY_MODES),
  active: SqlBoolean,
  joined_on: v.nullable(v.string()),
  left_on: v.nullable(v.string()),
  region: v.nullable(v.string()),
  department: v.nullable(v.string()),
});

const AliasRow = v.object({
  kind: v.picklist(["owner", "user", "person"]),
  alias: v.string(),
  member_id: v.string(),
});

const MembershipRow = v.object({
  member_id: v.string(),
  team_id: v.string(),
  from_day: v.string(),
  until_day: v.nullable(v.string()),
});

const LeadRow = v.object({ team_id: v.string(), member_id: v.string() });

const LeaveRow = v.object({
  member_id: v.string(),
  from_day: v.string(),
  until_day: v.nullable(v.string()),
  relieves_quota: SqlBoolean,
});

const TeamRow = v.object({
  id: v.string(),
  crm_id: v.string(),
  name: v.string(),
  parent_id: v.nullable(v.string()),
});

const StagesSchema = v.array(
  v.object({
    id: v.string(),
    label: v.string(),
    order: v.number(),
    outcome: v.picklist(["open", "won", "lost"]),
    probability: v.nullable(v.number()),
  }),
);
const PipelineRow = v.object({ id: v.string(), label: v.string(), stages: v.string() });
const RateRow = v.object({ currency: v.string(), effective_from: v.string(), rate: v.number() });
const QueueRow = v.object({ alias: v.string() });
const GenerationRow = v.object({ generation: v.number(), rules: v.string() });

/** Everything about one tenant's people, teams, pipelines and rules, from D1. */
export function createTenantStore(db: D1Database, tenantId: string): TenantStore {
  const ask = (sql: string, ...values: readonly (number | null)[]) =>
    db.prepare(sql).bind(tenantId, ...values);
  return {
    loadMembers: async () => readMembers(await db.batch(MEMBERS_SQL.map((sql) => ask(sql)))),
    async loadIdentifiedMembers() {
      const [aliases, ...members] = await db.batch([ALIASES_SQL, ...MEMBERS_SQL].map((sql) => ask(sql)));
      return identify(readMembers(members), readRows(AliasRow, aliases));
    },
    loadTeams: async (atRevision) => readTeams(await ask(TEAMS_SQL, atRevision ?? null).all()),
    loadQueueOwnerIds: async () => readRows(QueueRow, await ask(QUEUES_SQL).all()).map((row) => row.alias),
    loadPipelines: async () => readRows(PipelineRow, await ask(PIPELINES_SQL).all()).map(toPipeline),
    loadRates: async () =>
      readRows(RateRow, await ask(RATES_SQL).all()).map((row) => ({
        from: row.currency,
        rate: row.rate,
        effectiveFrom: row.effective_from,
      })),
    async loadLiveGeneration(atRevision) {
      const generation = firstGeneration(await ask(LIVE_GENERATION_SQL, atRevision ?? null).all());
      if (!generation) throw new Error(`Tenant ${tenantId} has no live rules`);
      return generation;
    },
    loadBuildingGeneration: async () => firstGeneration(await ask(BUILDING_GENERATION_SQL).all()),
  };
}

const TEAMS_SQL = `SELECT id, crm_id, name, parent_id FROM teams WHERE tenant_id = ?1
  AND CASE WHEN ?2 IS NULL THEN known_until IS NULL
    ELSE known_from <= ?2 AND (known_until IS NULL OR known_until > ?2) END
  ORDER BY name, id`;

const QUEUES_SQL = `SELECT alias FROM member_aliases WHERE tenant_id = ?1 AND kind = 'queue' ORDER BY alias`;

const PIPELINES_SQL = `SELECT id, label, stages FROM pipelines WHERE tenant_id = ?1 ORDER BY id`;

const RATES_SQL = `SELECT currency, effective_from, rate FROM currency_rates WHERE tenant_id = ?1
  ORDER BY currency, effective_from`;

// Before the first flip the oldest generation is what every earlier revision was read by.
const LIVE_GENERATION_SQL = `SELECT generation, rules FROM generations
  WHERE tenant_id = ?1 AND live_from IS NOT NULL
  AND CASE WHEN ?2 IS NULL THEN live_until IS NULL
    ELSE live_from <= ?2 AND (live_until IS NULL OR live_until > ?2) END
  ORDER BY generation DESC LIMIT 1`;

const BUILDING_GENERATION_SQL = `SELECT generation, rules FROM generations
  WHERE tenant_id = ?1 AND live_from IS NULL AND live_until IS NULL ORDER BY generation DESC LIMIT 1`;

// One batch, so that members, aliases and memberships are of the same moment. Sorting members in SQL would
// count each of them twice.
const MEMBERS_SQL = [
  `SELECT id, crm_id, name, email, role, role_by_hand, privacy, active, joined_on, left_on,
      region, department
    FROM members WHERE tenant_id = ?1`,
  `SELECT member_id, team_id, from_day, until_day FROM memberships
    WHERE tenant_id = ?1 ORDER BY member_id, from_day`,
  `SELECT team_id, member_id FROM team_leads WHERE tenant_id = ?1 ORDER BY team_id`,
  `SELECT member_id, from_day, until_day, relieves_quota FROM leaves
    WHERE tenant_id = ?1 ORDER BY member_id, from_day`,
];

const ALIASES_SQL = `SELECT kind, alias, member_id FROM member_aliases
  WHERE tenant_id = ?1 AND kind <> 'queue' ORDER BY kind, alias`;

/** By name, then id. */
function readMembers([members, memberships, leads, leaves]: readonly D1Result[]): readonly Member[] {
  const membershipsOf = Map.groupBy(readRows(MembershipRow, memberships), (row) => row.member_id);
  const leadsOf = Map.groupBy(readRows(LeadRow, leads), (row) => row.member_id);
  const leavesOf = Map.groupBy(readRows(LeaveRow, leaves), (row) => row.member_id);
  return readRows(MemberRow, members)
    .toSorted((one, other) => compareTexts(one.name, other.name) || compareTexts(one.id, other.id))
    .map((row) => ({
      id: row.id,
      crmId: row.crm_id,
      name: row.name,
      email: row.email,
      role: row.role,
      roleByHand: row.role_by_hand,
      privacy: row.privacy,
      active: row.active,
      joinedOn: row.joined_on,
      leftOn: row.left_on,
      region: row.region,
      department: row.department,
      leaves: (leavesOf.get(row.id) ?? []).map(toLeave),
      memberships: (membershipsOf.get(row.id) ?? []).map(toMembership),
      managesTeamIds: (leadsOf.get(row.id) ?? []).map((lead) => lead.team_id),
    }));
}

function identify(
  members: readonly Member[],
  aliases: readonly v.InferOutput<typeof AliasRow>[],
): readonly IdentifiedMember[] {
  const aliasesOf = Map.groupBy(aliases, (row) => row.member_id);
  return members.map((member) => {
    const known = aliasesOf.get(member.id) ?? [];
    const ofKind = (kind: string) => known.filter((row) => row.kind === kind).map(({ alias }) => alias);
    return { ...member, ownerIds: ofKind("owner"), userIds: ofKind("user"), personKeys: ofKind("person") };
  });
}

function toMembership(row: v.InferOutput<typeof MembershipRow>): Membership {
  return { teamId: row.team_id, from: row.from_day || null, until: row.until_day };
}

function toLeave(row: v.InferOutput<typeof LeaveRow>): Leave {
  return { from: row.from_day, to: row.until_day, relievesQuota: row.relieves_quota };
}

function toPipeline(row: v.InferOutput<typeof PipelineRow>): Pipeline {
  return { id: row.id, label: row.label, stages: v.parse(StagesSchema, JSON.parse(row.stages)) };
}

function readTeams(answer: D1Result): readonly Team[] {
  return readRows(TeamRow, answer).map((row) => ({
    id: row.id,
    crmId: row.crm_id,
    name: row.name,
    parentId: row.parent_id,
  }));
}

function firstGeneration(answer: D1Result): Generation | null {
  const row = readRows(GenerationRow, answer)[0];
  return row ? { number: row.generation, rules: readRules(row.rules) } : null;
}
