import type { Quota } from "../../../shared/contracts/api.ts";
import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { QueryContext } from "../../../worker/app/queries.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import type { Pipeline } from "../../../worker/domain/facts.ts";
import type { Rules } from "../../../worker/domain/rules.ts";
import type { Settings } from "../../../worker/domain/settings.ts";
import type { IdentifiedMember, Team } from "../../../worker/ports/tenants.ts";
import { buildCalendar, buildRules } from "../../builders/rules.ts";
import { memorySettings } from "../../builders/settings.ts";
import { type FakeRevision, fakeLedger } from "./fake-ledger.ts";

/** Friday afternoon in New York. November has 20 working days here (Thanksgiving is one less), 14 of them over. */
export const NOW = "2026-11-20T19:32:00.000Z";
export const CONNECTED_AT = "2026-10-01T12:00:00.000Z";

export const RULES = buildRules({
  calendar: buildCalendar({ timeZone: "US/Eastern", holidays: ["2026-11-26"] }),
});

export function buildTeam(id: string, parentId: string | null = null): Team {
  return { id, crmId: `crm-${id}`, name: `Team ${id}`, parentId };
}

/** A named member of a team, there since ever. */
export function buildMember(
  id: string,
  teamId: string | null,
  changes: Partial<IdentifiedMember> = {},
): IdentifiedMember {
  return {
    id,
    crmId: `crm-${id}`,
    name: `Person ${id}`,
    email: null,
    role: "member",
    privacy: "named",
    roleByHand: false,
    active: true,
    joinedOn: null,
    leftOn: null,
    leaves: [],
    region: null,
    department: null,
    managesTeamIds: [],
    ownerIds: [`owner-${id}`],
    userIds: [],
    personKeys: [],
    memberships: teamId === null ? [] : [{ teamId, from: null, until: null }],
    ...changes,
  };
}

let credits = 0;

/** One counted credit of one record. */
export function buildCredit(changes: Partial<Credit> & Pick<Credit, "event" | "memberId">): Credit {
  credits += 1;
  return {
    kind: "deal",
    crmId: `record-${credits}`,
    line: 0,
    teamId: "",
    day: "2026-11-10",
    at: null,
    count: 1,
    unit: 1,
    amountMinor: 0,
    seconds: 0,
    leftOut: null,
    slice: { pipelineId: "", dealType: "" },
    marks: [],
    original: null,
    rate: null,
    knownFrom: 1,
    knownUntil: null,
    ...changes,
  };
}

export interface Organisation {
  readonly members: readonly IdentifiedMember[];
  readonly teams?: readonly Team[];
  readonly credits?: readonly Credit[];
  readonly quotas?: readonly Quota[];
  readonly rules?: Rules;
  readonly revisions?: readonly FakeRevision[];
  /** From when on each kind is synced; all of them since long ago by default. */
  readonly coverage?: Partial<Record<CrmRecordKind, string | null>>;
  readonly settings?: Partial<Settings>;
  readonly pipelines?: readonly Pipeline[];
}

const EVERYTHING: Record<CrmRecordKind, string> = {
  deal: "2000-01-01",
  call: "2000-01-01",
  email: "2000-01-01",
  meeting: "2000-01-01",
  task: "2000-01-01",
  communication: "2000-01-01",
};

/** What a question about this organisation is answered from. */
export function buildContext(organisation: Organisation): QueryContext {
  const { members, teams = [], rules = RULES, quotas = [] } = organisation;
  const revisions = organisation.revisions ?? [{ revision: 1, at: CONNECTED_AT }];
  const coverage = Object.entries(organisation.coverage ?? EVERYTHING);
  return {
    tenant: {
      id: "tenant",
      crm: "hubspot",
      crmId: "1",
      name: "Demo",
      state: "live",
      plan: "enterprise",
      connectedAt: CONNECTED_AT,
      crmAppUrl: "https://app.hubspot.test",
    },
    ledger: fakeLedger(organisation.credits ?? [], revisions),
    store: {
      loadMembers: async () => members,
      loadIdentifiedMembers: async () => members,
      loadTeams: async () => teams,
      loadQueueOwnerIds: async () => [],
      loadPipelines: async () => organisation.pipelines ?? [],
      loadRates: async () => [],
      loadLiveGeneration: async () => ({ number: 1, rules }),
      loadBuildingGeneration: async () => null,
    },
    quotas: {
      loadVersions: async (at) =>
        quotas
          .map((quota, index) => ({ ...quota, version: index + 1, setBy: "admin", setAt: CONNECTED_AT }))
          .filter(({ setAt }) => at === undefined || setAt <= at),
      loadSheet: () => notAsked(),
      save: () => notAsked(),
    },
    settings: memorySettings(organisation.settings),
    coverage: {
      loadCoverage: async () =>
        coverage.map(([kind, completeFrom]) => ({ kind: kind as CrmRecordKind, completeFrom })),
    },
    now: NOW,
  };
}

function notAsked(): never {
  throw new Error("Boards read quota versions only");
}

export function viewAs(role: Viewer["role"], memberId: string | null = null): Viewer {
  return { tenantId: "tenant", memberId, role, mayWrite: false };
}
