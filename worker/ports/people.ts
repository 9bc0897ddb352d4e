import type { PrivacyMode, Role } from "../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../shared/contracts/time.ts";
import type { Leave } from "../domain/calendar/leave.ts";
import type { Cause } from "../domain/credits.ts";
import type { CurrencyRate, Pipeline } from "../domain/facts.ts";
import type { PersonKey } from "../domain/records.ts";
import type { Rules } from "../domain/rules.ts";
import type { Team } from "./tenants.ts";

/** What the CRM decides about a member. Role and privacy are decided in Standings. */
export interface MemberProfile {
  readonly id: string;
  readonly crmId: string;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
  readonly joinedOn: LocalDay | null;
  readonly leftOn: LocalDay | null;
}

/** An id by which the CRM calls a member. */
export interface MemberAlias {
  readonly kind: "owner" | "user" | "person";
  readonly alias: string;
  readonly memberId: string;
}

/** A membership to store under its member and first day: a new one, or a known one with its end. */
export interface MembershipVersion {
  readonly memberId: string;
  readonly teamId: string;
  readonly from: LocalDay | null;
  readonly until: LocalDay | null;
}

/** What differs between the people that are stored and those the CRM tells of. */
export interface PeopleChanges {
  /** New and changed members. */
  readonly profiles: readonly MemberProfile[];
  readonly newAliases: readonly MemberAlias[];
  readonly droppedAliases: readonly MemberAlias[];
  readonly newQueueOwnerIds: readonly string[];
  readonly droppedQueueOwnerIds: readonly string[];
  readonly memberships: readonly MembershipVersion[];
  /** New teams and teams with another parent: a new version of the tree. */
  readonly openedTeams: readonly Team[];
  /** Teams that are gone, which is a new version of the tree too. */
  readonly closedTeamIds: readonly string[];
  /** Names are today's in every version. */
  readonly renamedTeams: readonly Team[];
}

/** Whose records have to be credited again because of a change of people. */
export interface PeopleDependents {
  readonly ownerIds: readonly string[];
  readonly userIds: readonly string[];
  readonly personKeys: readonly PersonKey[];
  /** Members whose team changed for some days. */
  readonly memberIds: readonly string[];
}

/** A role as it was decided for a member. */
export interface RoleDecision {
  readonly memberId: string;
  readonly role: Role;
}

/** What admins filter people by. */
export interface MemberAttributes {
  readonly region?: string | null | undefined;
  readonly department?: string | null | undefined;
}

/** Writes what the CRM and the admins say about one tenant's people. Made for a tenant. */
export interface PeopleStore {
  /** The revision that a new version of the team tree became; null when the tree is as it was. */
  savePeople(
    changes: PeopleChanges,
    by: { readonly cause: Cause; readonly now: Instant },
  ): Promise<number | null>;
  /** Roles by the nightly decision: a role that was set by hand stays. */
  saveDecidedRoles(decisions: readonly RoleDecision[]): Promise<void>;
  /**
   * A role set by an admin, which stays. False, with nothing written, when it would take away the last active
   * owner who stays one: by hand, or as the one who installed.
   */
  saveRoleByHand(memberId: string, role: Role): Promise<boolean>;
  /**
   * Hands a role back to the nightly decision; it is `until` before that, or as it was where that is null. False,
   * with nothing written, when no active owner would be left who stays one.
   */
  giveRoleBack(memberId: string, until: Role | null): Promise<boolean>;
  savePrivacy(memberId: string, privacy: PrivacyMode): Promise<void>;
  /** What people are filtered by: undefined stays as it is, null takes it away. */
  saveAttributes(memberId: string, attributes: MemberAttributes): Promise<void>;
  /** The teams a member leads, whole. */
  saveTeamLeads(memberId: string, teamIds: readonly string[]): Promise<void>;
  /** When a member is away, whole. What stands already keeps who set it and when. */
  saveLeaves(
    memberId: string,
    leaves: readonly Leave[],
    by: { readonly setBy: string; readonly now: Instant },
  ): Promise<void>;
  /** All pipelines as they are now; true when anything changed. One that is gone stays, as its deals do. */
  savePipelines(pipelines: readonly Pipeline[]): Promise<boolean>;
  /** The currency rates as they are now; true when anything changed. Rates of earlier days stay. */
  saveRates(rates: readonly CurrencyRate[]): Promise<boolean>;
  /** Forgets all rates: they are to another home currency than the tenant has from now on. */
  dropRates(): Promise<void>;
  /** The rules a tenant starts with. Does nothing when there are rules already. */
  saveFirstRules(rules: Rules, by: { readonly cause: Cause; readonly now: Instant }): Promise<void>;
}
