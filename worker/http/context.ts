import type { Context } from "hono";
import type { Connection, Progress } from "../../shared/contracts/connection.ts";
import type { DisplayKeyHead } from "../../shared/contracts/display.ts";
import type { Instant } from "../../shared/contracts/time.ts";
import type { QueryContext } from "../app/queries.ts";
import type { CardSources } from "../app/quota-card/card-scene.ts";
import type { Viewer } from "../app/viewer.ts";
import type { Result } from "../domain/result.ts";
import type { AccessStore, OperatorStore, SignedCaller } from "../ports/access.ts";
import type { AdjustmentReader, AdjustmentWriter } from "../ports/adjustments.ts";
import type { CrmDealField, CrmFailure, CrmQuota, NoticeRefusal } from "../ports/crm.ts";
import type { RecordCheckReader } from "../ports/data-checks.ts";
import type { DisplayStore } from "../ports/displays.ts";
import type { AccessReadings, FrameRequest, FramingStore } from "../ports/framing.ts";
import type { Log } from "../ports/logging.ts";
import type { LookStore } from "../ports/looks.ts";
import type { PeopleStore } from "../ports/people.ts";
import type { ReconciliationStore } from "../ports/reconciliation.ts";
import type { Job, JobKind, JobStore, SyncStateStore } from "../ports/sync.ts";
import type { Tenant, TenantDirectory } from "../ports/tenants.ts";

/** What a request carries through the routes. */
export interface HttpEnv {
  Variables: {
    requestId: string;
    /** For the log line; set as soon as it is known. */
    tenantId?: string;
    /** Set by `requireViewer`. */
    identity: Identity;
    tenant: Tenant;
    /** Set by `requireDisplay`. */
    display: DisplayKeyHead;
  };
}

/** A request on its way through the routes. */
export type HttpContext = Context<HttpEnv>;

/** A proven credential: which one, and what it allows. */
export interface Identity {
  readonly viewer: Viewer;
  readonly credential:
    | {
        readonly kind: "session";
        readonly sessionId: string;
        readonly endsAt: Instant;
        /** When the host let the person in, where the page may renew by itself; null where the host does. */
        readonly renewableFrom: Instant | null;
      }
    | { readonly kind: "api_key"; readonly keyId: string };
}

/** A tenant as `GET /operator/tenants` lists it. */
export interface TenantOverview {
  readonly tenant: Tenant;
  readonly progress: Progress[];
}

/** Everything the routes need from outside. `worker/compose.ts` makes it; tests make their own. */
export interface HttpDependencies {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Origins that may frame the cards. */
  readonly hostOrigins: readonly string[];
  readonly sessionKey: string;
  readonly operatorKey: string;
  readonly now: () => Instant;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly newRequestId: () => string;
  readonly newId: () => string;
  readonly log: Log;
  readonly access: AccessStore;
  readonly displays: DisplayStore;
  readonly tenants: TenantDirectory;
  readonly operator: OperatorStore;
  /** Whether it answers; why not is logged. */
  readonly checkDatabase: (requestId: string) => Promise<boolean>;
  /** False until the account was read: there is no calendar and no currency yet. */
  readonly hasRules: (tenant: Tenant) => Promise<boolean>;
  readonly queryContext: (tenant: Tenant) => QueryContext;
  /** What the quota card reads beside the boards. */
  readonly cardSources: (tenant: Tenant) => CardSources;
  /** Adjustments as they are held, and the lane that makes and withdraws them. */
  readonly adjustmentsOf: (tenant: Tenant) => {
    readonly reader: AdjustmentReader;
    readonly writer: AdjustmentWriter;
  };
  readonly peopleOf: (tenant: Tenant) => PeopleStore;
  /** The CRM user who installed Standings; null where the CRM did not tell. */
  readonly installerOf: (tenant: Tenant) => Promise<string | null>;
  readonly looksOf: (tenant: Tenant) => LookStore;
  readonly recordChecksOf: (tenant: Tenant) => RecordCheckReader;
  readonly reconciliationsOf: (tenant: Tenant) => ReconciliationStore;
  readonly jobs: JobStore;
  readonly loadConnection: (tenant: Tenant) => Promise<Connection>;
  readonly loadOverviews: () => Promise<readonly TenantOverview[]>;
  readonly startJob: (tenant: Tenant, kind: JobKind, requestId: string) => Promise<string>;
  readonly findJob: (jobId: string) => Promise<Job | null>;
  /** Somebody follows a board of the tenant. */
  readonly noteWatched: (tenant: Tenant) => Promise<void>;
  /** Lets the tenant's lane look at what is due; answers at once. */
  readonly wakeLane: (tenant: Tenant) => Promise<void>;
  /** The goals of the tenant's CRM, read now. Fails rather than keep the caller waiting. */
  readonly readGoals: (tenant: Tenant) => Promise<Result<readonly CrmQuota[], CrmFailure>>;
  /** The fields of deals that the tenant's CRM has now, likewise. */
  readonly readDealFields: (tenant: Tenant) => Promise<Result<readonly CrmDealField[], CrmFailure>>;
  /** Everything of the tenant, in every store. */
  readonly eraseTenant: (tenant: Tenant) => Promise<void>;
  /** Everything that is derived from a person outside the company. */
  readonly erasePerson: (
    tenant: Tenant,
    whom: { readonly email: string; readonly contactId: string | null },
  ) => Promise<void>;
  /** Proves that HubSpot made the call, over the raw bytes, and says for whom. */
  readonly verifyHubSpotCall: (request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly body: Uint8Array;
    readonly now: Instant;
  }) => Promise<Result<SignedCaller, NoticeRefusal>>;
  /** Salesforce's side; null where this Worker has no app there. */
  readonly salesforce: {
    /** Where people sign in, such as `https://login.salesforce.com`. */
    readonly loginUrl: string;
    /** Proves that Salesforce made the request, over its raw text, and says for whom. */
    readonly verifySignedRequest: (text: string) => Promise<Result<FrameRequest, string>>;
    /** Whether the app has a key to sign in by itself. */
    readonly signsInByKey: boolean;
  } | null;
  /** The origins whose pages may hold ours for a Salesforce org, by its id in either length; none for an unknown one. */
  readonly framersOf: (orgId: string) => Promise<readonly string[]>;
  readonly framingOf: (tenant: Tenant) => FramingStore;
  readonly faultsOf: (tenant: Tenant) => Pick<SyncStateStore, "loadFaults">;
  readonly accessReadingsOf: (tenant: Tenant) => AccessReadings;
  /** Reads the tenant's people and tries to sign in by key. Fails rather than keep the caller waiting. */
  readonly recheckAccess: (tenant: Tenant) => Promise<void>;
  /** Hands the socket to the tenant's room. The room closes it at `endsAt`, or soon after the credential has ended. */
  readonly openLive: (
    viewer: Viewer,
    endsAt: Instant,
    request: Request,
    credential: Identity["credential"],
  ) => Promise<Response>;
  /**
   * Tells all open pages of the tenant that something changed beside the ledger: a person, whose own pages come
   * back with new rights, or quotas, leave or settings (null).
   */
  readonly announceAll: (tenantId: string, changedMemberId: string | null) => Promise<void>;
  readonly fetchAsset: (request: Request) => Promise<Response>;
  /** False when the caller asks too often. Absent where no limiter is bound. */
  readonly withinRate?: (key: string) => Promise<boolean>;
}
