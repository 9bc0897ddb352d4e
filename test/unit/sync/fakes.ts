import { CRM_RECORD_KINDS } from "../../../shared/contracts/ids.ts";
import type { LaneParts } from "../../../worker/app/sync/lane-parts.ts";
import type { Pipeline } from "../../../worker/domain/facts.ts";
import type { Rules } from "../../../worker/domain/rules.ts";
import type { PipelineWins } from "../../../worker/domain/winning-pipelines.ts";
import type { ConnectionStore } from "../../../worker/ports/connections.ts";
import type { Grant } from "../../../worker/ports/crm.ts";
import type { LogEntry } from "../../../worker/ports/logging.ts";
import type { Job, JobStore, TenantLane, TenantLanes } from "../../../worker/ports/sync.ts";
import type { Tenant, TenantDirectory } from "../../../worker/ports/tenants.ts";
import { memorySettings } from "../../builders/settings.ts";
import { buildGrant, fakeClock, START } from "./builders.ts";
import { FakeContacts } from "./fake-contacts.ts";
import { FakeCrm } from "./fake-crm.ts";
import { FakeLedger } from "./fake-ledger.ts";
import { FakeReconciliations, FakeWins } from "./fake-reconciliations.ts";
import { FakeState, newKind } from "./fake-state.ts";

class FakeDirectory implements TenantDirectory {
  tenant: Tenant = {
    id: "t1",
    crm: "hubspot",
    crmId: "42",
    name: "HubSpot 42",
    state: "installing",
    plan: "starter",
    connectedAt: START,
    crmAppUrl: "https://crm.test",
  };
  find = async (tenantId: string) => (tenantId === this.tenant.id ? this.tenant : null);
  findByCrmId = async (_crm: string, crmId: string) => (crmId === this.tenant.crmId ? this.tenant : null);
  list = async () => [this.tenant];
  install: TenantDirectory["install"] = async (known) => {
    this.tenant = { ...this.tenant, ...known };
    return this.tenant;
  };
  setState = async (_tenantId: string, state: Tenant["state"]) => {
    this.tenant = { ...this.tenant, state };
  };
  rename = async (_tenantId: string, name: string) => {
    this.tenant = { ...this.tenant, name };
  };
  erase = async () => undefined;
}

export function fakeConnections(first: Grant | null = buildGrant()): ConnectionStore & { saved: Grant[] } {
  const saved: Grant[] = [];
  let held = first;
  return {
    saved,
    loadGrant: async () => held,
    async saveGrant(grant) {
      saved.push(grant);
      held = grant;
    },
    async dropGrant() {
      held = null;
    },
    loadInstaller: async () => "7",
  };
}

function fakeJobs(): JobStore & { all: Job[] } {
  const all: Job[] = [];
  return {
    all,
    async create({ id, tenantId, kind, requestId = null }, now) {
      all.push({
        id,
        tenantId,
        kind,
        requestId,
        state: "queued",
        createdAt: now,
        finishedAt: null,
        result: null,
      });
    },
    find: async (jobId) => all.find(({ id }) => id === jobId) ?? null,
    findLatest: async (_tenantId, kind) => all.findLast((job) => job.kind === kind) ?? null,
    listOpen: async () => all.filter(({ finishedAt }) => finishedAt === null),
    async save(jobId, _tenantId, { state, result }, now) {
      const at = all.findIndex(({ id }) => id === jobId);
      const job = all[at];
      const isFinished = state === "done" || state === "failed";
      if (job) all[at] = { ...job, state, result, finishedAt: isFinished ? now : null };
    },
  };
}

const NO_PEOPLE: Omit<LaneParts["people"], "saveFirstRules"> = {
  savePeople: async () => null,
  saveDecidedRoles: async () => undefined,
  saveRoleByHand: async () => true,
  giveRoleBack: async () => true,
  savePrivacy: async () => undefined,
  saveAttributes: async () => undefined,
  saveTeamLeads: async () => undefined,
  saveLeaves: async () => undefined,
  savePipelines: async () => false,
  saveRates: async () => false,
  dropRates: async () => undefined,
};

function memoryReadings(): LaneParts["accessReadings"] {
  let last: Awaited<ReturnType<LaneParts["accessReadings"]["load"]>> = null;
  return {
    load: async () => last,
    async save(reading) {
      last = reading;
    },
  };
}

const NO_MEMBERS = {
  loadMembers: async () => [],
  loadIdentifiedMembers: async () => [],
  loadTeams: async () => [],
  loadQueueOwnerIds: async () => [],
  loadRates: async () => [],
} as const;

/** The rules that hold, and those they are being changed to. */
function fakeRules() {
  let rules: Rules | null = null;
  const changes: Rules[] = [];
  const writer: LaneParts["rules"] = {
    begin: async (next) => {
      changes.push(next);
      return { generation: 2, live: false };
    },
    build: async () => ({ done: true, rowsWritten: 0 }),
    flip: async () => {
      rules = changes.at(-1) ?? rules;
      return 99;
    },
  };
  return {
    changes,
    writer,
    keepFirst(first: Rules) {
      rules ??= first;
    },
    store: {
      async loadLiveGeneration() {
        if (!rules) throw new Error("No rules yet");
        return { number: 1, rules };
      },
      loadBuildingGeneration: async () => {
        const building = changes.at(-1);
        return building && building !== rules ? { number: 2, rules: building } : null;
      },
    },
  };
}

function fakePeople(rules: ReturnType<typeof fakeRules>, state: FakeState): LaneParts["people"] {
  return {
    ...NO_PEOPLE,
    async saveFirstRules(first) {
      rules.keepFirst(first);
      state.rules = true;
    },
  };
}

/** A whole lane's surroundings in memory, with handles for tests. */
export function fakeLane() {
  const crm = new FakeCrm();
  const ledger = new FakeLedger();
  const state = new FakeState();
  const contacts = new FakeContacts();
  const directory = new FakeDirectory();
  const clock = fakeClock();
  const connections = fakeConnections();
  const jobs = fakeJobs();
  const announced: number[] = [];
  const started: Parameters<LaneParts["startWorkflow"]>[0][] = [];
  const logged: LogEntry[] = [];
  const rules = fakeRules();
  const settings = memorySettings();
  const wins: PipelineWins[] = [];
  const pipelines: Pipeline[] = [];
  const wonLines = new FakeWins();
  const reconciliations = new FakeReconciliations();
  const parts: LaneParts = {
    tenantId: "t1",
    crm: crm.port,
    connections,
    directory,
    ledger,
    rules: rules.writer,
    adjustments: { find: async () => null, creditStateOf: async () => "unknown" },
    settings,
    pipelineWins: { countWins: async () => wins },
    personKey: (email) => `key of ${email}`,
    contacts,
    state,
    accessReadings: memoryReadings(),
    wins: wonLines,
    reconciliations,
    jobs,
    clock,
    log: (entry) => logged.push(entry),
    store: { ...NO_MEMBERS, ...rules.store, loadPipelines: async () => pipelines },
    people: fakePeople(rules, state),
    organisation: { savePeople: async () => false, decideRoles: async () => undefined },
    async announce(applied) {
      if (applied.revision !== null) announced.push(applied.revision);
    },
    async startWorkflow(run) {
      started.push(run);
    },
  };
  return {
    parts,
    crm,
    ledger,
    state,
    contacts,
    directory,
    clock,
    connections,
    jobs,
    announced,
    started,
    logged,
    ruleChanges: rules.changes,
    settings,
    wins,
    wonLines,
    reconciliations,
    pipelines,
  };
}

/** A lane of a tenant whose backfill is over. */
export function liveLane() {
  const fake = fakeLane();
  fake.directory.tenant = { ...fake.directory.tenant, state: "live" };
  for (const kind of CRM_RECORD_KINDS) {
    fake.state.kinds.set(kind, {
      ...newKind(kind),
      completeFrom: "0001-01-01",
      pollSince: "2026-10-01T00:00:00.000Z",
    });
  }
  return fake;
}

export function hint(recordId: string, actor: string | null = null) {
  return { change: "changed", kind: "deal", recordId, mergedIds: [], actor } as const;
}

/** Lanes that do what a test expects of them, and nothing else. */
export function lanesWith(change: (tenantId: string) => Partial<TenantLane>): TenantLanes {
  const refuse = () => Promise.reject(new Error("Not expected"));
  return {
    of: (tenantId) => ({
      syncRecords: refuse,
      startBackfill: refuse,
      resumeBackfill: refuse,
      backfillStep: refuse,
      poll: refuse,
      sweepArchived: refuse,
      refreshPeople: refuse,
      readQuotas: refuse,
      readDealFields: refuse,
      erasePerson: refuse,
      makeAdjustment: refuse,
      withdrawAdjustment: refuse,
      wake: refuse,
      retire: refuse,
      ...change(tenantId),
    }),
  };
}
