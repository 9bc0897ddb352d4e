import type { Quota } from "../../../shared/contracts/api.ts";
import type { Role } from "../../../shared/contracts/ids.ts";
import type { QueryContext } from "../../../worker/app/queries.ts";
import { standingQuotas } from "../../../worker/app/quotas/standing-quotas.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import type { Settings } from "../../../worker/domain/settings.ts";
import type { CellSum, LedgerReader, SharedCount } from "../../../worker/ports/ledger.ts";
import type { QuotaStore, QuotaVersion } from "../../../worker/ports/quotas.ts";
import type { IdentifiedMember, Team, TenantStore } from "../../../worker/ports/tenants.ts";
import { buildBerlinRules } from "../../builders/rules.ts";
import { memorySettings } from "../../builders/settings.ts";

export const NOW = "2026-01-21T12:00:00.000Z";
const TENANT_ID = "tenant-1";

const RULES = buildBerlinRules();

export function buildMember(
  id: string,
  teamId: string,
  more: Partial<IdentifiedMember> = {},
): IdentifiedMember {
  return {
    id,
    crmId: `crm-${id}`,
    name: `Name ${id}`,
    email: null,
    role: "member",
    roleByHand: false,
    privacy: "named",
    active: true,
    joinedOn: null,
    leftOn: null,
    leaves: [],
    region: null,
    department: null,
    ownerIds: [],
    userIds: [],
    personKeys: [],
    memberships: [{ teamId, from: null, until: null }],
    managesTeamIds: [],
    ...more,
  };
}

export const TEAMS: readonly Team[] = [
  { id: "all", crmId: "1", name: "All", parentId: null },
  { id: "north", crmId: "2", name: "North", parentId: "all" },
  { id: "south", crmId: "3", name: "South", parentId: "all" },
];

export const MEMBERS: readonly IdentifiedMember[] = [
  buildMember("ann", "north"),
  buildMember("bob", "north"),
  buildMember("cyd", "south"),
  buildMember("lead", "north", { role: "manager", managesTeamIds: ["north"] }),
  buildMember("boss", "all", { role: "admin" }),
];

export function revenue(memberId: string, teamId: string, amountMinor: number): CellSum {
  return { event: "revenue_closed", memberId, teamId, count: 1, unit: 1, amountMinor, seconds: 0 };
}

export function buildQuota(
  subject: Quota["subject"],
  amount: number | null,
  more: Partial<Quota> = {},
): Quota {
  const period = { grain: "month" as const, from: "2026-01-01" };
  return { metric: "revenue_closed", subject, period, amount, effectiveFrom: null, ...more };
}

export function viewerOf(role: Role, memberId: string | null = null, mayWrite = true): Viewer {
  return { tenantId: TENANT_ID, memberId, role, mayWrite };
}

export interface Desk {
  readonly members?: readonly IdentifiedMember[];
  readonly sums?: readonly CellSum[];
  readonly shared?: readonly SharedCount[];
  readonly quotas?: readonly Quota[];
  readonly now?: string;
  readonly completeFrom?: string | null;
  readonly settings?: Partial<Settings>;
}

/** A tenant in memory: what the quota questions are answered from. */
export function openDesk(desk: Desk = {}): QueryContext {
  const now = desk.now ?? NOW;
  const kinds = ["deal", "call", "email", "meeting", "communication"] as const;
  const completeFrom = desk.completeFrom === undefined ? "2025-01-01" : desk.completeFrom;
  return {
    tenant: {
      id: TENANT_ID,
      crm: "hubspot",
      crmId: "1",
      name: "Demo",
      state: "live",
      plan: "starter",
      connectedAt: "2026-01-02T00:00:00.000Z",
      crmAppUrl: "https://app.hubspot.test",
    },
    ledger: ledgerOf(desk),
    store: storeOf(desk.members ?? MEMBERS),
    quotas: quotasOf(desk.quotas ?? []),
    settings: memorySettings(desk.settings),
    coverage: { loadCoverage: async () => kinds.map((kind) => ({ kind, completeFrom })) },
    now,
  };
}

function notAsked(): never {
  throw new Error("quotas do not ask for this");
}

function ledgerOf({ sums = [], shared = [] }: Desk): LedgerReader {
  return {
    loadRevision: async () => 1,
    revisionAt: async () => 1,
    sumCredits: async ({ events, memberIds }) =>
      sums.filter(
        ({ event, memberId }) =>
          events.includes(event) && (memberIds === null || memberIds.includes(memberId)),
      ),
    countShared: async ({ events }) => shared.filter(({ event }) => events.includes(event)),
    sumByDay: notAsked,
    sumByWeek: notAsked,
    sumByHour: notAsked,
    listSlices: notAsked,
    sumLeftOut: notAsked,
    listCredits: notAsked,
    listChanges: notAsked,
    listSeconds: notAsked,
    medianSeconds: notAsked,
  };
}

function storeOf(members: readonly IdentifiedMember[]): TenantStore {
  return {
    loadMembers: async () => members,
    loadIdentifiedMembers: async () => members,
    loadTeams: async () => TEAMS,
    loadQueueOwnerIds: async () => [],
    loadPipelines: async () => [],
    loadRates: async () => [],
    loadLiveGeneration: async () => ({ number: 1, rules: RULES }),
    loadBuildingGeneration: async () => null,
  };
}

function quotasOf(first: readonly Quota[]): QuotaStore {
  let version = first.length === 0 ? 0 : 1;
  const setAt = "2026-01-02T00:00:00.000Z";
  let versions: readonly QuotaVersion[] = first.map((quota) => ({ ...quota, version, setBy: "boss", setAt }));
  const known = (at?: string) => versions.filter((each) => at === undefined || each.setAt <= at);
  return {
    loadVersions: async (at) => known(at),
    loadSheet: async (at) => ({
      version,
      currency: "EUR",
      quotas: standingQuotas(known(at)).map(({ version: _, ...quota }) => quota),
    }),
    async save(changes, { setBy, expectedVersion, now }) {
      if (expectedVersion !== version) return null;
      version += 1;
      versions = [...versions, ...changes.map((quota) => ({ ...quota, version, setBy, setAt: now }))];
      return version;
    },
  };
}
