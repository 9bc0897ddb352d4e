import { idOf } from "./org/ids.ts";
import type { Org } from "./org/org.ts";
import type { BulkJobs } from "./serving/bulk-jobs.ts";
import type { CallLimits } from "./serving/call-limits.ts";
import type { Faults } from "./serving/faults.ts";
import type { GrantSettings, Grants } from "./serving/grants.ts";
import type { Hidden } from "./serving/hiding.ts";
import type { LateCommits } from "./serving/late-commits.ts";
import type { Locators } from "./serving/locators.ts";
import type { OutboundMessages } from "./serving/outbound-messages.ts";
import type { Pings } from "./serving/pings.ts";

/** The app that orgs install, as Salesforce knows it. */
export interface AppRegistration {
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where codes may go; null allows any address. */
  readonly redirectUrls: readonly string[] | null;
  /** The canvas app's consumer secrets: the first signs, a second one is on its way out or in. */
  canvasSecrets: readonly string[];
  /** The certificate or public key, in PEM, that JWT assertions are checked with; null refuses them. */
  readonly jwtPublicKey: string | null;
  /** Where the signed request is posted to. */
  canvasUrl: string | null;
}

export interface ServingSettings extends GrantSettings {
  /** How long a request that the hang fault strikes is left without an answer. */
  hangMilliseconds: number;
  /** No page of a query holds more, whatever is asked for. */
  pageRowsMax: number;
  /** Rows of a page of bulk results where none are asked for. */
  bulkRowsUsual: number;
  locatorLifetimeMilliseconds: number;
  /** Who may open the canvas app without having consented. */
  canvasPermission: "admin_approved" | "self_authorized";
  /** Usernames that hold the app's permission set, for JWT; null is everybody. */
  preauthorised: readonly string[] | null;
  /** Fields that describe and queries do not know while the fault hidden_fields is on, as `Object.Field`. */
  hiddenFields: readonly string[];
  /** Objects that are not there while the fault hidden_objects is on. */
  hiddenObjects: readonly string[];
  /** How long a row keeps its earlier stamp before it is there, under the fault late_commits. */
  lateCommitMilliseconds: number;
}

/** One request that was answered, for tests that ask what was called. */
export interface JournalEntry {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
}

/** Everything the endpoints share. */
export interface Simulation {
  readonly app: AppRegistration;
  readonly settings: ServingSettings;
  readonly orgs: Map<string, Org>;
  readonly grants: Grants;
  readonly limits: CallLimits;
  readonly faults: Faults;
  readonly locators: Locators;
  readonly bulkJobs: BulkJobs;
  readonly lateCommits: LateCommits;
  /** When each org's describe last changed, and what was hidden then. */
  readonly describes: Map<string, { readonly state: string; readonly at: number }>;
  /** By org. */
  readonly hidden: Map<string, Hidden>;
  readonly pings: Pings;
  readonly outbound: OutboundMessages;
  /** Orgs whose admin removed the app; a new consent installs it again. */
  readonly uninstalled: Set<string>;
  readonly journal: JournalEntry[];
  /** Requests to the REST API, whatever came of them. */
  calls: number;
  readonly now: () => number;
  addOrg(org: Org): void;
  /** The server's own address, known once it listens: the login host, and the instance of each org. */
  url: string;
}

/** Takes the app out of an org: every token dies, no JWT is accepted, and no change is told any more. */
export function uninstall({ grants, pings, uninstalled }: Simulation, { id }: Org): void {
  uninstalled.add(id);
  pings.forgetKey(id);
  for (const grant of grants.active(id)) grants.revoke(grant);
  grants.expireAccess((_token, { orgId }) => orgId === id);
}

/** An id for one more org. */
export function nextOrgId({ orgs }: Simulation): string {
  return idOf("00D", orgs.size + 1);
}

export function firstOrg(simulation: Simulation): Org {
  const [org] = simulation.orgs.values();
  if (!org) throw new Error("The simulator has no org");
  return org;
}
