/** Joins the parts of the syncing side: lanes, the backfill's workflow, and the routes a CRM calls. */
import type { Hono } from "hono";
import type { CrmName } from "../shared/contracts/ids.ts";
import { type BackfillRun, backfillClass, instanceIdOf } from "./adapters/backfill-workflow.ts";
import { consentProof } from "./adapters/consent-proof.ts";
import { type CrmRegistry, createCrmRegistry } from "./adapters/crm/registry.ts";
import {
  OUTBOUND_ACKNOWLEDGEMENT,
  readOutboundMessage,
} from "./adapters/crm/salesforce/notices/read-outbound-message.ts";
import { createAccessStore } from "./adapters/d1/access-store.ts";
import { createAdjustmentReader } from "./adapters/d1/adjustment-store.ts";
import { createConnectionStore } from "./adapters/d1/connection-store.ts";
import { createConsentStates } from "./adapters/d1/consent-states.ts";
import { createContactKeyStore } from "./adapters/d1/contact-key-store.ts";
import { createAccessReadings, createFramingStore } from "./adapters/d1/framing-store.ts";
import { createJobStore } from "./adapters/d1/job-store.ts";
import { createRuleWriter } from "./adapters/d1/ledger-generations.ts";
import { createPipelineWinsReader } from "./adapters/d1/ledger-pipelines.ts";
import { createLedgerReader } from "./adapters/d1/ledger-reader.ts";
import { createLedgerWriter } from "./adapters/d1/ledger-writer.ts";
import { createPeopleStore } from "./adapters/d1/people-store.ts";
import { createReconciliationStore, createWinReader } from "./adapters/d1/reconciliation-store.ts";
import { createSettingsStore } from "./adapters/d1/settings-store.ts";
import { createSyncOverview } from "./adapters/d1/sync-overview.ts";
import { createSyncStateStore } from "./adapters/d1/sync-state-store.ts";
import { createTenantDirectory } from "./adapters/d1/tenant-directory.ts";
import { createTenantStore } from "./adapters/d1/tenant-store.ts";
import { tenantLaneClass } from "./adapters/durable/tenant-lane.ts";
import { createLanes } from "./adapters/lane-calls.ts";
import { personKey } from "./adapters/person-key.ts";
import { createSealing, type Sealing } from "./adapters/sealing.ts";
import { createOrganisation } from "./app/people/organisation.ts";
import type { ConsumeParts } from "./app/sync/consume.ts";
import type { InstallParts } from "./app/sync/install.ts";
import type { LaneParts } from "./app/sync/lane-parts.ts";
import type { WakeParts } from "./app/sync/wake-overdue.ts";
import { writeLog } from "./compose-log.ts";
import { type Config, readConfig } from "./config.ts";
import type { HttpEnv } from "./http/context.ts";
import { installRoutes } from "./http/routes/install.ts";
import { hubspotWebhookRoutes } from "./http/routes/webhooks-hubspot.ts";
import { salesforceWebhookRoutes } from "./http/routes/webhooks-salesforce.ts";
import type { Clock } from "./ports/clock.ts";
import type { Applied } from "./ports/ledger.ts";
import type { SyncMessage, TenantLanes } from "./ports/sync.ts";

/** Messages that one call may put on a queue. */
const MESSAGES_PER_SEND_MAX = 100;

/** Tells a tenant's live boards what a revision changed. */
export type Announce = (env: Cloudflare.Env, tenantId: string, applied: Applied) => Promise<void>;

const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** The class of the lanes, for the Worker to export. */
export function composeTenantLane(announce: Announce) {
  return tenantLaneClass((env, tenantId) => laneParts(env, tenantId, announce));
}

/** The class of the backfill's workflow, for the Worker to export. */
export function composeBackfill() {
  return backfillClass(lanesOf, writeLog);
}

/** Lanes as everybody else calls them. */
export function lanesOf(env: Cloudflare.Env): TenantLanes {
  return createLanes((tenantId) => env.LANE.get(env.LANE.idFromName(tenantId)));
}

/** Installing each CRM, and its notices. */
export function composeSyncRoutes(env: Cloudflare.Env, config: Config): readonly Hono<HttpEnv>[] {
  const crms = registryOf(config);
  const directory = createTenantDirectory(env.DB);
  const sealing = createSealing(config.tokenKeys);
  const installing = (crm: CrmName): Omit<InstallParts, "crmLabel" | "crmAppUrl"> => ({
    crm: crms[crm],
    crmName: crm,
    redirectUri: `${config.publicUrl}/oauth/${crm}/callback`,
    proofOf: (state) => consentProof(config.sessionKey, state),
    states: createConsentStates(env.DB),
    directory,
    connectionsOf: (tenantId) => createConnectionStore(env.DB, tenantId, sealing),
    lanes: lanesOf(env),
    clock,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  });
  const { hubspot, salesforce } = config;
  const enqueue = (messages: readonly SyncMessage[]) => sendAll(env.SYNC_QUEUE, messages);
  return [
    installRoutes("hubspot", { ...installing("hubspot"), crmLabel: "HubSpot", crmAppUrl: hubspot.appUrl }),
    installRoutes(
      "salesforce",
      salesforce && {
        ...installing("salesforce"),
        roleOf: async (tenantId, userId) =>
          (await createAccessStore(env.DB).findPerson(tenantId, { userId, email: null }))?.role ?? null,
        accessReadingsOf: (tenantId) => createAccessReadings(env.DB, tenantId),
        crmAt: (loginUrl) =>
          createCrmRegistry({ hubspot, salesforce: { ...salesforce, loginUrl } }).salesforce,
        crmLabel: "Salesforce",
        crmAppUrl: salesforce.loginUrl,
      },
    ),
    hubspotWebhookRoutes(
      { publicUrl: config.publicUrl, now: clock.now },
      { crm: crms.hubspot, crmName: "hubspot", directory, enqueue },
    ),
    salesforceWebhookRoutes(
      { publicUrl: config.publicUrl, now: clock.now },
      salesforce && {
        crm: crms.salesforce,
        crmName: "salesforce",
        directory,
        enqueue,
        framingOf: (tenantId) => createFramingStore(env.DB, tenantId, sealing),
        readOutbound: readOutboundMessage,
        acknowledgement: OUTBOUND_ACKNOWLEDGEMENT,
      },
    ),
  ];
}

/** What the consumer of the queue needs. */
export function composeConsumer(env: Cloudflare.Env): ConsumeParts {
  return {
    lanes: lanesOf(env),
    log: writeLog,
    newRequestId: () => crypto.randomUUID(),
    giveUp: (tenantId) =>
      createSyncStateStore(env.DB, tenantId).recordFaults(
        [{ type: "notice_given_up", subject: "notices", detail: "" }],
        clock.now(),
      ),
  };
}

/** What the cron needs. */
export function composeWaking(env: Cloudflare.Env): WakeParts {
  return { overview: createSyncOverview(env.DB), lanes: lanesOf(env), log: writeLog };
}

async function laneParts(env: Cloudflare.Env, tenantId: string, announce: Announce): Promise<LaneParts> {
  const config = configOf(env);
  const tenant = await createTenantDirectory(env.DB).find(tenantId);
  return composeLaneParts(env.DB, tenantId, {
    // The lane of a tenant that was erased reads nothing: any port will do to say so.
    crm: registryOf(config)[tenant?.crm ?? "hubspot"],
    sealing: createSealing(config.tokenKeys),
    clock,
    announce: (applied) => announce(env, tenantId, applied),
    startWorkflow: (run) => startWorkflow(env, { tenantId, ...run }),
  });
}

/** What a tenant's lane stands on, beside its database. */
export type LaneSurroundings = Pick<LaneParts, "crm" | "clock" | "announce" | "startWorkflow"> & {
  /** Opens the tokens of the tenant's connection. */
  readonly sealing: Sealing;
};

/** The parts of a tenant's lane over the stores of its database. */
export function composeLaneParts(
  db: D1Database,
  tenantId: string,
  { sealing, ...surroundings }: LaneSurroundings,
): LaneParts {
  const store = createTenantStore(db, tenantId);
  const people = createPeopleStore(db, tenantId);
  const keyOf = (email: string) => personKey(tenantId, email);
  const connections = createConnectionStore(db, tenantId, sealing);
  return {
    ...surroundings,
    log: writeLog,
    tenantId,
    connections,
    directory: createTenantDirectory(db),
    store,
    people,
    organisation: createOrganisation({
      store,
      people,
      connections,
      // A reader is for one question: it stays with the generation of rules that it found first.
      ledger: { sumCredits: (filter) => createLedgerReader(db, tenantId).sumCredits(filter) },
      personKey: keyOf,
      newId: () => crypto.randomUUID(),
    }),
    ledger: createLedgerWriter(db, tenantId, { store }),
    adjustments: createAdjustmentReader(db, tenantId),
    rules: createRuleWriter(db, tenantId, { store }),
    settings: createSettingsStore(db, tenantId),
    pipelineWins: createPipelineWinsReader(db, tenantId),
    personKey: keyOf,
    contacts: createContactKeyStore(db, tenantId),
    state: createSyncStateStore(db, tenantId),
    accessReadings: createAccessReadings(db, tenantId),
    wins: createWinReader(db, tenantId),
    reconciliations: createReconciliationStore(db, tenantId),
    jobs: createJobStore(db),
  };
}

/** A lane exists only where a tenant was installed, which a Worker without configuration cannot do. */
function configOf(env: Cloudflare.Env): Config {
  const config = readConfig(env);
  if (config.ok) return config.value;
  throw new Error(`Not configured: ${config.error.map(({ variable }) => variable).join(", ")}`);
}

function registryOf({ hubspot, salesforce }: Config): CrmRegistry {
  return createCrmRegistry({ hubspot, salesforce });
}

/** A workflow that was started before stays as it is: its name says which run it walks. */
async function startWorkflow(env: Cloudflare.Env, run: BackfillRun): Promise<void> {
  await env.BACKFILL.createBatch([{ id: instanceIdOf(run), params: run }]);
}

async function sendAll(queue: Queue<SyncMessage>, messages: readonly SyncMessage[]): Promise<void> {
  for (let from = 0; from < messages.length; from += MESSAGES_PER_SEND_MAX) {
    await queue.sendBatch(
      messages.slice(from, from + MESSAGES_PER_SEND_MAX).map((message) => ({ body: message })),
    );
  }
}
