import type { CrmName, Plan, PrivacyMode, Role, TenantState } from "../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../shared/contracts/time.ts";
import type { Leave } from "../domain/calendar/leave.ts";
import type { CreditedMember, CurrencyRate, Pipeline } from "../domain/facts.ts";
import type { Rules } from "../domain/rules.ts";

/** One HubSpot portal or one Salesforce org. */
export interface Tenant {
  /** Ours; opaque. */
  readonly id: string;
  readonly crm: CrmName;
  /** The portal id or org id. */
  readonly crmId: string;
  readonly name: string;
  readonly state: TenantState;
  readonly plan: Plan;
  readonly connectedAt: Instant;
  /** Where the CRM's own records open in a browser, such as `https://app.hubspot.com`. */
  readonly crmAppUrl: string;
}

/** A person of the tenant, as screens and role checks need them. */
export interface Member extends Pick<CreditedMember, "id" | "memberships"> {
  readonly crmId: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly privacy: PrivacyMode;
  /** True once an admin set role or privacy by hand: the nightly decision leaves it alone. */
  readonly roleByHand: boolean;
  readonly active: boolean;
  /** The first day that the CRM tells of; null is since ever. Never moves later once known. */
  readonly joinedOn: LocalDay | null;
  /** The day the person left, when they did. */
  readonly leftOn: LocalDay | null;
  /** When the person is away, earliest first, as it is known today. */
  readonly leaves: readonly Leave[];
  /** What admins filter people by; null where nobody set it. */
  readonly region: string | null;
  readonly department: string | null;
  /** Teams this person leads, set in Standings (HubSpot) or derived from ManagerId (Salesforce). */
  readonly managesTeamIds: readonly string[];
}

/** A member with every id by which the CRM calls them, as crediting and the people of the CRM need it. */
export interface IdentifiedMember extends Member, CreditedMember {}

/** A team of the tree, by our id. */
export interface Team {
  readonly id: string;
  readonly crmId: string;
  readonly name: string;
  readonly parentId: string | null;
}

/** The tenant's generations of rules: readers see exactly one of them. */
export interface Generation {
  readonly number: number;
  readonly rules: Rules;
}

/** Finds tenants. The one store that is not bound to one. */
export interface TenantDirectory {
  find(tenantId: string): Promise<Tenant | null>;
  findByCrmId(crm: CrmName, crmId: string): Promise<Tenant | null>;
  list(): Promise<readonly Tenant[]>;
  /** Creates the tenant or takes it up again after a reconnect; keeps its id. */
  install(tenant: Omit<Tenant, "id" | "state" | "plan" | "connectedAt">, now: Instant): Promise<Tenant>;
  setState(tenantId: string, state: TenantState): Promise<void>;
  rename(tenantId: string, name: string): Promise<void>;
  /** Every row of the tenant in every table. */
  erase(tenantId: string): Promise<void>;
}

/** Everything about one tenant's people, teams, pipelines and rules. Made for a tenant. */
export interface TenantStore {
  loadMembers(): Promise<readonly Member[]>;
  loadIdentifiedMembers(): Promise<readonly IdentifiedMember[]>;
  /** The team tree as known at a revision; now when undefined. */
  loadTeams(atRevision?: number): Promise<readonly Team[]>;
  /** CRM owner ids of queues and integrations, which own records but are not members. */
  loadQueueOwnerIds(): Promise<readonly string[]>;
  loadPipelines(): Promise<readonly Pipeline[]>;
  loadRates(): Promise<readonly CurrencyRate[]>;
  /** The generation that readers see, or saw at a revision. Throws before the first rules were saved. */
  loadLiveGeneration(atRevision?: number): Promise<Generation>;
  /** The generation being built beside it, if any. */
  loadBuildingGeneration(): Promise<Generation | null>;
}
