/** The one place that reads the environment and joins the parts of the HTTP side. */
import type { Hono } from "hono";
import type { Instant } from "../shared/contracts/time.ts";
import { salesforceFrameOrigins } from "../shared/salesforce/frame-origins.ts";
import { verifySignedCall } from "./adapters/crm/hubspot/signature.ts";
import { createCrmRegistry } from "./adapters/crm/registry.ts";
import { verifySignedRequest } from "./adapters/crm/salesforce/access/signed-request.ts";
import { toFullId } from "./adapters/crm/salesforce/api/record-ids.ts";
import { createAccessStore } from "./adapters/d1/access-store.ts";
import { createAdjustmentReader } from "./adapters/d1/adjustment-store.ts";
import { createConnectionStore } from "./adapters/d1/connection-store.ts";
import { createDisplayStore } from "./adapters/d1/display-store.ts";
import { createAccessReadings, createFramingStore } from "./adapters/d1/framing-store.ts";
import { createJobStore } from "./adapters/d1/job-store.ts";
import { createDealReader } from "./adapters/d1/ledger-deal.ts";
import { createLedgerReader } from "./adapters/d1/ledger-reader.ts";
import { createLookStore } from "./adapters/d1/look-store.ts";
import { createOperatorStore } from "./adapters/d1/operator-store.ts";
import { createPeopleStore } from "./adapters/d1/people-store.ts";
import { createQuotaStore } from "./adapters/d1/quota-store.ts";
import { createReconciliationStore } from "./adapters/d1/reconciliation-store.ts";
import { createRecordCheckReader } from "./adapters/d1/record-check-reader.ts";
import { createSettingsStore } from "./adapters/d1/settings-store.ts";
import { createSyncOverview } from "./adapters/d1/sync-overview.ts";
import { createSyncStateStore } from "./adapters/d1/sync-state-store.ts";
import { createTenantDirectory } from "./adapters/d1/tenant-directory.ts";
import { createTenantStore } from "./adapters/d1/tenant-store.ts";
import { createSealing } from "./adapters/sealing.ts";
import { describeFault } from "./app/describe-fault.ts";
import { recheckAccess } from "./app/preflight/recheck-access.ts";
import type { QueryContext } from "./app/queries.ts";
import { describeConnection } from "./app/sync/connection.ts";
import { writeLog } from "./compose-log.ts";
import { type Config, readConfig } from "./config.ts";
import { err } from "./domain/result.ts";
import { secondsAfter } from "./domain/seconds-after.ts";
import type { HttpDependencies, HttpEnv } from "./http/context.ts";
import { createMisconfiguredApp } from "./http/misconfigured.ts";
import { createApp } from "./http/router.ts";
import type { AdjustmentWriter } from "./ports/adjustments.ts";
import type { CrmFailure } from "./ports/crm.ts";
import type { TenantLane } from "./ports/sync.ts";
import type { Tenant, TenantDirectory } from "./ports/tenants.ts";

/** HubSpot serves its pages from a host per region. */
const HUBSPOT_ORIGINS = "https://*.hubspot.com";
/** While a page follows a board, changes are looked for more often. */
const WATCHED_SECONDS = 900;
/** How long a page waits for the CRM. */
const PATIENCE_MILLISECONDS = 20_000;
const TOO_LATE = err<CrmFailure>({ reason: "unavailable", detail: "took too long" });

/** What the HTTP side needs of the objects that live on their own: lanes and rooms. */
export interface LivingParts {
  readonly laneOf: (
    tenantId: string,
  ) => AdjustmentWriter &
    Pick<TenantLane, "wake" | "retire" | "erasePerson" | "readQuotas" | "readDealFields" | "refreshPeople">;
  readonly openLive: HttpDependencies["openLive"];
  readonly announceAll: HttpDependencies["announceAll"];
  /** Routes that are joined elsewhere: installing, and the CRM's notices. */
  readonly more: readonly Hono<HttpEnv>[];
}

/** Everything a question about one tenant is answered from. */
export function queryContextOf(db: D1Database, tenant: Tenant, now: Instant): QueryContext {
  const store = createTenantStore(db, tenant.id);
  return {
    tenant,
    ledger: createLedgerReader(db, tenant.id),
    store,
    quotas: createQuotaStore(db, tenant.id),
    settings: createSettingsStore(db, tenant.id),
    coverage: createSyncStateStore(db, tenant.id),
    now,
  };
}

/** What the routes need, from the Worker's bindings. */
export function composeHttp(env: Cloudflare.Env, config: Config, living: LivingParts): HttpDependencies {
  const tenants = createTenantDirectory(env.DB);
  const jobs = createJobStore(env.DB);
  const stateOf = (tenant: Tenant) => createSyncStateStore(env.DB, tenant.id);
  const sealing = createSealing(config.tokenKeys);
  const framingOf = (tenant: Tenant) => createFramingStore(env.DB, tenant.id, sealing);
  return {
    publicUrl: config.publicUrl,
    hostOrigins: [HUBSPOT_ORIGINS, new URL(config.hubspot.appUrl).origin],
    sessionKey: config.sessionKey,
    operatorKey: config.operatorKey,
    ...surroundings,
    access: createAccessStore(env.DB),
    displays: createDisplayStore(env.DB),
    tenants,
    operator: createOperatorStore(env.DB),
    ...jobsOf(env.DB, living),
    checkDatabase: (requestId) => isAnswering(env.DB, requestId),
    hasRules: (tenant) => stateOf(tenant).hasRules(),
    faultsOf: stateOf,
    queryContext: (tenant) => queryContextOf(env.DB, tenant, surroundings.now()),
    cardSources: (tenant) => ({
      deals: createDealReader(env.DB, tenant.id, { store: createTenantStore(env.DB, tenant.id) }),
      loadKinds: () => stateOf(tenant).loadKinds(),
    }),
    adjustmentsOf: (tenant) => ({
      reader: createAdjustmentReader(env.DB, tenant.id),
      writer: living.laneOf(tenant.id),
    }),
    peopleOf: (tenant) => createPeopleStore(env.DB, tenant.id),
    installerOf: (tenant) => createConnectionStore(env.DB, tenant.id, sealing).loadInstaller(),
    recordChecksOf: (tenant) => createRecordCheckReader(env.DB, tenant.id),
    reconciliationsOf: (tenant) => createReconciliationStore(env.DB, tenant.id),
    jobs,
    looksOf: (tenant) => createLookStore(env.DB, tenant.id),
    loadConnection: (tenant) =>
      describeConnection(
        { tenant, state: stateOf(tenant), jobs, framing: framingOf(tenant) },
        surroundings.now(),
      ),
    async loadOverviews() {
      const [list, progress] = await Promise.all([tenants.list(), createSyncOverview(env.DB).loadProgress()]);
      return list.map((tenant) => ({ tenant, progress: [...(progress.get(tenant.id) ?? [])] }));
    },
    noteWatched: (tenant) => stateOf(tenant).markWatched(secondsAfter(surroundings.now(), WATCHED_SECONDS)),
    async eraseTenant(tenant) {
      // First, so that nothing begins anew while the rows go, and nobody signs in.
      await tenants.setState(tenant.id, "uninstalled");
      await living.laneOf(tenant.id).retire();
      await tenants.erase(tenant.id);
      await living.announceAll(tenant.id, null);
    },
    readDealFields: (tenant) => withinPatience(living.laneOf(tenant.id).readDealFields(), TOO_LATE),
    readGoals: (tenant) => withinPatience(living.laneOf(tenant.id).readQuotas(), TOO_LATE),
    wakeLane: (tenant) => living.laneOf(tenant.id).wake(),
    erasePerson: (tenant, whom) => living.laneOf(tenant.id).erasePerson(whom),
    verifyHubSpotCall: (request) => verifySignedCall(request, config.hubspot.clientSecret),
    ...salesforceOf(env.DB, config, { tenants, living, framingOf }),
    openLive: living.openLive,
    announceAll: living.announceAll,
    fetchAsset: (request) => env.ASSETS.fetch(request),
  };
}

/** Salesforce frames our pages, and each org says of itself where. */
function salesforceOf(
  db: D1Database,
  config: Config,
  parts: {
    readonly tenants: TenantDirectory;
    readonly living: LivingParts;
    readonly framingOf: HttpDependencies["framingOf"];
  },
): Pick<HttpDependencies, "salesforce" | "framersOf" | "framingOf" | "accessReadingsOf" | "recheckAccess"> {
  const { hubspot, salesforce, tokenKeys } = config;
  const accessReadingsOf = (tenant: Tenant) => createAccessReadings(db, tenant.id);
  return {
    salesforce: salesforce && {
      loginUrl: salesforce.loginUrl,
      verifySignedRequest: (text) => verifySignedRequest(text, salesforce.canvasSecrets),
      signsInByKey: salesforce.jwtKey !== null,
    },
    framingOf: parts.framingOf,
    accessReadingsOf,
    async framersOf(org) {
      const orgId = toFullId(org);
      const tenant = orgId === null ? null : await parts.tenants.findByCrmId("salesforce", orgId);
      if (!tenant || tenant.state === "uninstalled") return [];
      return salesforceFrameOrigins(tenant.crmAppUrl);
    },
    recheckAccess: (tenant) =>
      withinPatience(
        recheckAccess({
          crm: createCrmRegistry({ hubspot, salesforce })[tenant.crm],
          lane: parts.living.laneOf(tenant.id),
          connections: createConnectionStore(db, tenant.id, createSealing(tokenKeys)),
          framing: parts.framingOf(tenant),
          readings: accessReadingsOf(tenant),
          signsInByKey: salesforce !== null && salesforce.jwtKey !== null,
          now: surroundings.now,
        }),
        undefined,
      ),
  };
}

/** Whoever waits at a page gets an answer; what is under way goes on, and the next who asks may find it done. */
async function withinPatience<T>(work: Promise<T>, tooLate: T): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(() => late.resolve(tooLate), PATIENCE_MILLISECONDS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The whole HTTP side. With a bad configuration it answers every request with what is wrong. */
export function composeApp(env: Cloudflare.Env, live: (config: Config) => LivingParts): Hono<HttpEnv> {
  const config = readConfig(env);
  if (!config.ok) return createMisconfiguredApp(config.error, surroundings);
  const living = live(config.value);
  return createApp(composeHttp(env, config.value, living), living.more);
}

const surroundings = {
  now: () => new Date().toISOString(),
  randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
  newRequestId: () => crypto.randomUUID(),
  newId: () => crypto.randomUUID(),
  log: writeLog,
};

function jobsOf(db: D1Database, { laneOf }: LivingParts): Pick<HttpDependencies, "startJob" | "findJob"> {
  const jobs = createJobStore(db);
  return {
    async startJob(tenant, kind, requestId) {
      const id = crypto.randomUUID();
      await jobs.create({ id, tenantId: tenant.id, kind, requestId }, surroundings.now());
      await laneOf(tenant.id).wake();
      return id;
    },
    findJob: (jobId) => jobs.find(jobId),
  };
}

async function isAnswering(db: D1Database, requestId: string): Promise<boolean> {
  try {
    await db.prepare("SELECT 1").first();
    return true;
  } catch (error) {
    writeLog({ event: "database_unavailable", requestId, ...describeFault(error) });
    return false;
  }
}
