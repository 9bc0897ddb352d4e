import type { Server } from "node:http";
import { loadOrganisation } from "../../organisation/from-csv.ts";
import { generateOrganisation } from "../../organisation/generate.ts";
import type { Organisation, Person } from "../../organisation/organisation.ts";
import { closeServer } from "../shared/answering.ts";
import type { OrgUser } from "./api/users.ts";
import { activeUser } from "./api/users.ts";
import type { Org, OrgOptions } from "./org/org.ts";
import { buildOrg, tableOf } from "./org/org.ts";
import { decideConsent } from "./pages/consent.ts";
import type { Place } from "./pages/signed-request.ts";
import { signedRequestFor } from "./pages/signed-request.ts";
import { createBulkJobs } from "./serving/bulk-jobs.ts";
import type { CallLimitSettings } from "./serving/call-limits.ts";
import { createCallLimits } from "./serving/call-limits.ts";
import type { Tamper } from "./serving/canvas-signature.ts";
import type { FaultName } from "./serving/faults.ts";
import { createFaults } from "./serving/faults.ts";
import { createGrants } from "./serving/grants.ts";
import { createLateCommits } from "./serving/late-commits.ts";
import { createLocators } from "./serving/locators.ts";
import type { OutboundSettings } from "./serving/outbound-messages.ts";
import { createOutboundMessages } from "./serving/outbound-messages.ts";
import type { PingSettings } from "./serving/pings.ts";
import { createPings } from "./serving/pings.ts";
import { listen } from "./serving/server.ts";
import type { AppRegistration, ServingSettings, Simulation } from "./simulation.ts";
import { firstOrg, nextOrgId, uninstall } from "./simulation.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Instead of a generated one, or of one from files. */
  readonly organisation?: Organisation;
  /** A folder of CSV files instead of the generated organisation. */
  readonly data?: string;
  readonly seed?: number;
  /** 1 is about 3,000 deals and 35,000 activities. */
  readonly scale?: number;
  /** How the first org differs from what follows from the organisation. */
  readonly org?: Omit<OrgOptions, "clock">;
  readonly faults?: readonly FaultName[];
  /** The clock, in milliseconds. */
  readonly now?: () => number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** The first signs the canvas app's requests. */
  readonly canvasSecrets?: readonly string[];
  /** Certificate or public key in PEM; without it no JWT is accepted. */
  readonly jwtPublicKey?: string;
  readonly redirectUrls?: readonly string[];
  /** Where signed requests are posted to: the Worker's `/embed/salesforce`. */
  readonly canvasUrl?: string;
  /** Where the trigger's pings go, once a key was pasted. */
  readonly webhookTarget?: string;
  readonly pings?: Partial<PingSettings>;
  /** Where outbound messages go, which tell of opportunities. */
  readonly outboundTarget?: string;
  readonly outbound?: Partial<OutboundSettings>;
  readonly limits?: Partial<CallLimitSettings>;
  readonly settings?: Partial<ServingSettings>;
}

/** Somebody of the organisation, or the id of a user of the org. */
export type SignedPerson = Pick<Person, "userId"> | string;

export interface SalesforceSimulator {
  /** The login host, and the instance of every org. */
  readonly url: string;
  /** The first org. */
  readonly org: Org;
  /** By id of 18 characters. */
  readonly orgs: ReadonlyMap<string, Org>;
  readonly simulation: Simulation;
  /** How many requests to the REST API were made, whatever came of them. */
  readonly calls: number;
  /** Agrees to what an address of the consent page asks for; answers with the address to go back to. */
  consent(authorizeUrl: string, options?: { readonly userId?: string; readonly orgId?: string }): string;
  /** What an admin does with the key that Standings shows: from then on changes are told. */
  pastePingKey(key: string, orgId?: string): void;
  /** A signed request as a page of Salesforce would post it. */
  signedRequestFor(
    person: SignedPerson,
    place: Place,
    recordId?: string | null,
    options?: { readonly orgId?: string; readonly tamper?: Tamper },
  ): string;
  /** Another org, from another organisation. */
  addOrg(organisation: Organisation, options?: Omit<OrgOptions, "clock">): Org;
  /** What an admin does who removes the app. */
  uninstall(orgId?: string): void;
  /** Commits what is open and tells all that waits; ends when nothing is left. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

function organisationFor(options: SimulatorOptions, today: number): Organisation {
  const { organisation, data, seed = 1, scale = 1 } = options;
  if (organisation) return organisation;
  return data ? loadOrganisation(data, today) : generateOrganisation({ seed, today, scale });
}

function registration(options: SimulatorOptions): AppRegistration {
  return {
    name: "Standings",
    clientId: options.clientId ?? "3MVG9simulated.consumer_key",
    clientSecret: options.clientSecret ?? "simulated-client-secret",
    redirectUrls: options.redirectUrls ?? null,
    canvasSecrets: options.canvasSecrets ?? ["simulated-canvas-secret"],
    jwtPublicKey: options.jwtPublicKey ?? null,
    canvasUrl: options.canvasUrl ?? null,
  };
}

function servingSettings(options: SimulatorOptions): ServingSettings {
  return {
    accessTokenLifetimeMilliseconds: 2 * HOUR,
    codeLifetimeMilliseconds: 15 * MINUTE,
    refreshTokenIdleMilliseconds: 30 * DAY,
    grantsPerUser: 5,
    hangMilliseconds: 5000,
    pageRowsMax: 2000,
    bulkRowsUsual: 50_000,
    locatorLifetimeMilliseconds: 2 * DAY,
    canvasPermission: "admin_approved",
    preauthorised: null,
    hiddenFields: ["Opportunity.Amount", "Task.CallDisposition"],
    hiddenObjects: ["OpportunitySplit", "ForecastingQuota"],
    lateCommitMilliseconds: 3000,
    ...options.settings,
  };
}

function pingSettings(options: SimulatorOptions): PingSettings {
  return {
    target: options.webhookTarget ?? null,
    delayMilliseconds: 60,
    timeoutMilliseconds: 5000,
    idsPerPing: 200,
    ...options.pings,
  };
}

function outboundSettings(options: SimulatorOptions): OutboundSettings {
  return {
    target: options.outboundTarget ?? null,
    delayMilliseconds: 60,
    retryMilliseconds: 200,
    timeoutMilliseconds: 5000,
    ...options.outbound,
  };
}

/** The fields that the outbound message of a deal carries. */
const MESSAGE_FIELDS = ["Id", "StageName", "Amount", "CloseDate", "OwnerId", "SystemModstamp"];

function tellOf(simulation: Simulation, org: Org): void {
  org.listeners.add(({ object, ids, changeType, at }) => {
    for (const id of ids) {
      simulation.pings.tell({ orgId: org.id, object, id, changeType, committedAt: at });
      if (object !== "Opportunity" || changeType === "DELETE") continue;
      simulation.outbound.tell(org.id, () => {
        const record = tableOf(org, object).get(id);
        if (!record) return null;
        const fields = MESSAGE_FIELDS.map((name) => [name, record.fields[name] ?? null] as const);
        return { type: object, fields: Object.fromEntries(fields) };
      });
    }
  });
}

function assemble(options: SimulatorOptions): Simulation {
  const now = options.now ?? Date.now;
  const settings = servingSettings(options);
  const faults = createFaults(options.seed ?? 1, options.faults);
  const orgs = new Map<string, Org>();
  const simulation: Simulation = {
    app: registration(options),
    settings,
    orgs,
    faults,
    now,
    grants: createGrants(settings),
    limits: createCallLimits(options.limits),
    locators: createLocators(),
    bulkJobs: createBulkJobs(),
    lateCommits: createLateCommits(),
    describes: new Map(),
    hidden: new Map(),
    pings: createPings(pingSettings(options), faults, now),
    outbound: createOutboundMessages(outboundSettings(options), () => simulation.url),
    uninstalled: new Set(),
    journal: [],
    calls: 0,
    url: "http://localhost",
    addOrg(org) {
      orgs.set(org.id, org);
      tellOf(simulation, org);
    },
  };
  return simulation;
}

async function stop(server: Server, simulation: Simulation): Promise<void> {
  simulation.lateCommits.close();
  simulation.pings.close();
  simulation.outbound.close();
  await closeServer(server);
}

function userFor(org: Org, person: SignedPerson): OrgUser {
  const id = typeof person === "string" ? person : (org.places.users.get(person.userId) ?? null);
  const user = activeUser(org, id);
  if (!user) throw new Error(`The org has no active user ${id}`);
  return user;
}

function orgNamed(simulation: Simulation, orgId: string | undefined): Org {
  const org = orgId === undefined ? firstOrg(simulation) : simulation.orgs.get(orgId);
  if (!org) throw new Error(`There is no org ${orgId}`);
  return org;
}

async function settle({ lateCommits, pings, outbound }: Simulation): Promise<void> {
  lateCommits.commitAll();
  await pings.flush();
  await outbound.flush();
}

/** A Salesforce of its own, on a port of this machine. */
export async function startSalesforceSimulator(options: SimulatorOptions = {}): Promise<SalesforceSimulator> {
  const simulation = assemble(options);
  const clock = simulation.now;
  const org = buildOrg(organisationFor(options, clock()), { ...options.org, clock });
  simulation.addOrg(org);
  const server = await listen(simulation, options.port ?? 0);
  return {
    url: simulation.url,
    org,
    orgs: simulation.orgs,
    simulation,
    get calls() {
      return simulation.calls;
    },
    consent(authorizeUrl, { userId, orgId } = {}) {
      const query = new URL(authorizeUrl, simulation.url).searchParams;
      const wish = { approved: true, orgId: orgId ?? org.id, userId: userId ?? null };
      const decided = decideConsent(simulation, query, wish);
      if ("problem" in decided) throw new Error(decided.problem);
      return decided.redirectUrl;
    },
    pastePingKey: (key, orgId = org.id) => simulation.pings.pasteKey(orgId, key),
    signedRequestFor(person, place, recordId = null, { orgId, tamper } = {}) {
      const named = orgNamed(simulation, orgId);
      const who = { org: named, user: userFor(named, person) };
      return signedRequestFor(simulation, who, { place, recordId }, tamper);
    },
    addOrg(organisation, more = {}) {
      const added = buildOrg(organisation, { id: nextOrgId(simulation), ...more, clock });
      simulation.addOrg(added);
      return added;
    },
    uninstall: (orgId) => uninstall(simulation, orgNamed(simulation, orgId)),
    settle: () => settle(simulation),
    close: () => stop(server, simulation),
  };
}
