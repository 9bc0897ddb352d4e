import { EVENT_IDS } from "../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { addDays, localDayOf } from "../../domain/calendar/local-time.ts";
import type { PersonKey } from "../../domain/records.ts";
import type { ConnectionStore } from "../../ports/connections.ts";
import type { CrmPeople } from "../../ports/crm.ts";
import type { LedgerReader } from "../../ports/ledger.ts";
import type { PeopleDependents, PeopleStore } from "../../ports/people.ts";
import type { TenantStore } from "../../ports/tenants.ts";
import { decideRoles, RECENT_DAYS, type RoleEvidence } from "./decide-roles.ts";
import { changesNothing, type PeoplePlan, planPeople } from "./plan-people.ts";

/** What a tenant's people are kept with. Made for a tenant. */
export interface OrganisationParts {
  readonly store: TenantStore;
  readonly people: PeopleStore;
  readonly connections: Pick<ConnectionStore, "loadInstaller">;
  /** Where deals and activities of the last weeks are seen. */
  readonly ledger: Pick<LedgerReader, "sumCredits">;
  /** The hash by which a person is known again. */
  readonly personKey: (email: string) => PersonKey;
  readonly newId: () => string;
}

/** Keeps people, teams and roles as the CRM tells of them. Needs the tenant's rules, for its clock. */
export interface Organisation {
  /** Saves what the CRM told. True when records have to be credited again. */
  savePeople(people: CrmPeople, now: Instant): Promise<boolean>;
  /** Decides every role again by what people did lately. */
  decideRoles(now: Instant): Promise<void>;
}

/** The people of one tenant. */
export function createOrganisation(parts: OrganisationParts): Organisation {
  return {
    async savePeople(seen, now) {
      const plan = await planFrom(parts, seen, now);
      if (!changesNothing(plan.changes)) {
        await parts.people.savePeople(plan.changes, { cause: { kind: "people" }, now });
      }
      for (const { memberId, teamIds } of plan.leads) await parts.people.saveTeamLeads(memberId, teamIds);
      // What people did lately is asked every night: right after installing it would say "nothing" of all.
      const usersWereSeen = !seen.gaps.some(({ feature }) => feature === "users");
      const superAdminIds = usersWereSeen ? plan.superAdminIds : null;
      await saveRoles(parts, { superAdminIds, recentlyActiveIds: null });
      return hasDependents(plan.dependents);
    },
    async decideRoles(now) {
      const today = await loadToday(parts.store, now);
      const recentlyActiveIds = await loadActiveIds(parts.ledger, today);
      await saveRoles(parts, { superAdminIds: null, recentlyActiveIds });
    },
  };
}

async function planFrom(parts: OrganisationParts, seen: CrmPeople, now: Instant): Promise<PeoplePlan> {
  const { store, personKey, newId } = parts;
  const [members, teams, queueOwnerIds, { rules }] = await Promise.all([
    store.loadIdentifiedMembers(),
    store.loadTeams(),
    store.loadQueueOwnerIds(),
    store.loadLiveGeneration(),
  ]);
  const { timeZone } = rules.calendar;
  const people = seen.people.map((person) => ({
    ...person,
    personKey: person.email === null ? null : personKey(person.email),
  }));
  const teamsWereSeen = !seen.gaps.some(({ feature }) => feature === "teams");
  return planPeople(
    { members, teams, queueOwnerIds },
    { people, teams: teamsWereSeen ? seen.teams : null, isPartial: seen.isPartial === true },
    { today: localDayOf(now, timeZone), timeZone, newId },
  );
}

function hasDependents(dependents: PeopleDependents): boolean {
  return Object.values(dependents).some((ids: readonly string[]) => ids.length > 0);
}

async function saveRoles(
  parts: OrganisationParts,
  evidence: Omit<RoleEvidence, "installerUserId">,
): Promise<void> {
  const [members, installerUserId] = await Promise.all([
    parts.store.loadIdentifiedMembers(),
    parts.connections.loadInstaller(),
  ]);
  const decisions = decideRoles(members, { ...evidence, installerUserId });
  if (decisions.length > 0) await parts.people.saveDecidedRoles(decisions);
}

async function loadToday(store: TenantStore, now: Instant): Promise<LocalDay> {
  const { rules } = await store.loadLiveGeneration();
  return localDayOf(now, rules.calendar.timeZone);
}

async function loadActiveIds(
  ledger: OrganisationParts["ledger"],
  today: LocalDay,
): Promise<readonly string[]> {
  const span = { from: addDays(today, -RECENT_DAYS), to: today };
  const sums = await ledger.sumCredits({ events: EVENT_IDS, span, memberIds: null, teamIds: null });
  return [...new Set(sums.map(({ memberId }) => memberId).filter((id) => id !== ""))];
}
