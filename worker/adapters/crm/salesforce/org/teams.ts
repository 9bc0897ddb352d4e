import type { CrmTeam } from "../../../../ports/crm.ts";

/** A user as far as teams are concerned. */
export interface TeamUser {
  readonly id: string;
  readonly name: string;
  readonly managerId: string | null;
  readonly roleId: string | null;
  readonly active: boolean;
}

/** A role of the org. */
export interface OrgRole {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

/** Which team each user is in, and which teams they lead. */
export interface TeamPlan {
  readonly teams: readonly CrmTeam[];
  readonly teamOf: ReadonlyMap<string, string>;
  /** Null where neither managers nor roles tell who leads whom. */
  readonly leads: ReadonlyMap<string, readonly string[]> | null;
}

/** A team that is made, and those who are in it. */
interface Team extends CrmTeam {
  readonly members: TeamUser[];
}

/**
 * Teams are roles, as the org draws them, and whoever leads is told by the managers of users. A manager leads
 * a team only if every active user in and below it reports to them; a role whose people report to different
 * managers is therefore divided by manager. Where no user has a manager, a role leads the roles below it.
 */
export function planTeams(users: readonly TeamUser[], roles: readonly OrgRole[]): TeamPlan {
  const hasManagers = users.some(({ active, managerId }) => active && managerId !== null);
  const tree = new RoleTree(roles, users);
  if (!hasManagers) return planByRoles(users, tree);
  const reporting = new Reporting(users);
  const teams = new Map(tree.used().map((role) => [role.id, teamOfRole(role)]));
  const teamOf = new Map<string, string>();
  for (const user of users) {
    const crmId = chooseTeam(user, { tree, reporting, teams });
    if (crmId === null) continue;
    teamOf.set(user.id, crmId);
    teams.get(crmId)?.members.push(user);
  }
  const made = [...teams.values()];
  return { teams: made.map(({ members: _, ...team }) => team), teamOf, leads: leadsOf(made, reporting) };
}

function planByRoles(users: readonly TeamUser[], tree: RoleTree): TeamPlan {
  const used = tree.used();
  const teamOf = new Map(
    users.flatMap(({ id, roleId }) => (tree.has(roleId) ? [[id, roleId] as const] : [])),
  );
  const teams = used.map(teamOfRole).map(({ members: _, ...team }) => team);
  if (used.length === 0) return { teams, teamOf, leads: null };
  const leads = users.flatMap(({ id, roleId, active }) => {
    const below = used.filter(({ parentId }) => parentId !== null && parentId === roleId);
    return active && below.length > 0 ? [[id, below.map((role) => role.id)] as const] : [];
  });
  return { teams, teamOf, leads: new Map(leads) };
}

function teamOfRole({ id, name, parentId }: OrgRole): Team {
  return { crmId: id, name, parentId, members: [] };
}

/** Who reports to whom, however far up. */
class Reporting {
  private readonly byId: ReadonlyMap<string, TeamUser>;

  constructor(users: readonly TeamUser[]) {
    this.byId = new Map(users.map((user) => [user.id, user]));
  }

  nameOf(id: string): string {
    return this.byId.get(id)?.name ?? `User ${id}`;
  }

  user(id: string): TeamUser | undefined {
    return this.byId.get(id);
  }

  /** The managers above a user, next first. A circle ends where it closes. */
  above(user: TeamUser): ReadonlySet<string> {
    const managers = new Set<string>();
    for (let id = user.managerId; id !== null && id !== user.id && !managers.has(id); ) {
      managers.add(id);
      id = this.byId.get(id)?.managerId ?? null;
    }
    return managers;
  }

  /** Everybody who is above each of the users, or one of them. */
  commonTo(users: readonly TeamUser[]): ReadonlySet<string> {
    const [first, ...others] = users.map((user) => new Set([user.id, ...this.above(user)]));
    return others.reduce((common, ids) => common.intersection(ids), first ?? new Set());
  }
}

/** The roles that have people, with those above them. */
class RoleTree {
  private readonly byId: ReadonlyMap<string, OrgRole>;
  private readonly below: ReadonlyMap<string, readonly TeamUser[]>;
  private readonly whole = new Map<string, boolean>();

  constructor(roles: readonly OrgRole[], users: readonly TeamUser[]) {
    this.byId = new Map(roles.map((role) => [role.id, role]));
    const below = new Map<string, TeamUser[]>();
    for (const user of users) {
      for (const roleId of this.wayUp(user.roleId)) addTo(below, roleId, user);
    }
    this.below = below;
  }

  has(roleId: string | null): roleId is string {
    return roleId !== null && this.byId.has(roleId);
  }

  nameOf(roleId: string): string {
    return this.byId.get(roleId)?.name ?? roleId;
  }

  used(): readonly OrgRole[] {
    return [...this.byId.values()].filter(({ id }) => this.below.has(id));
  }

  /** Whether all who are above somebody of the role are above everybody in and below it, and so may lead it. */
  isWhole(roleId: string, reporting: Reporting): boolean {
    const known = this.whole.get(roleId);
    if (known !== undefined) return known;
    const people = (this.below.get(roleId) ?? []).filter(({ active }) => active);
    const common = reporting.commonTo(people);
    const isWhole = people
      .filter((user) => user.roleId === roleId)
      .every((user) => [...reporting.above(user)].every((manager) => common.has(manager)));
    this.whole.set(roleId, isWhole);
    return isWhole;
  }

  private wayUp(roleId: string | null): readonly string[] {
    const way: string[] = [];
    for (let id = roleId; this.has(id) && !way.includes(id); id = this.byId.get(id)?.parentId ?? null) {
      way.push(id);
    }
    return way;
  }
}

/** Makes the team where it is not there yet. */
function chooseTeam(
  user: TeamUser,
  {
    tree,
    reporting,
    teams,
  }: { readonly tree: RoleTree; readonly reporting: Reporting; readonly teams: Map<string, Team> },
): string | null {
  const { roleId, managerId } = user;
  if (!tree.has(roleId))
    return managerId === null ? null : addTeamOfManager(managerId, { tree, reporting, teams });
  // Who left is nobody's to lead any more; they count where they were.
  if (managerId === null || !user.active || tree.isWhole(roleId, reporting)) return roleId;
  const crmId = `${roleId}:${managerId}`;
  const name = `${tree.nameOf(roleId)} (${reporting.nameOf(managerId)})`;
  if (!teams.has(crmId)) teams.set(crmId, { crmId, name, parentId: roleId, members: [] });
  return crmId;
}

/** For users without a role: those who report to one manager. It lies in the manager's team of the same kind. */
function addTeamOfManager(
  managerId: string,
  parts: { readonly tree: RoleTree; readonly reporting: Reporting; readonly teams: Map<string, Team> },
): string {
  const { tree, reporting, teams } = parts;
  const crmId = `manager:${managerId}`;
  if (teams.has(crmId)) return crmId;
  const team = { crmId, name: `${reporting.nameOf(managerId)}'s team`, parentId: null, members: [] };
  teams.set(crmId, team);
  const manager = reporting.user(managerId);
  if (!manager?.managerId || tree.has(manager.roleId)) return crmId;
  const parentId = addTeamOfManager(manager.managerId, parts);
  // Managers may report to each other in a circle, teams may not.
  if (!wayUp(parentId, teams).includes(crmId)) teams.set(crmId, { ...team, parentId });
  return crmId;
}

/** The highest teams of which all active people, themselves left out, report to the manager. */
function leadsOf(teams: readonly Team[], reporting: Reporting): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(teams.map((team) => [team.crmId, team]));
  const people = new Map<string, TeamUser[]>();
  for (const team of teams) {
    const active = team.members.filter((user) => user.active);
    for (const id of wayUp(team.crmId, byId)) for (const user of active) addTo(people, id, user);
  }
  const leaders = new Map(
    teams.map((team) => {
      const { crmId } = team;
      const within = people.get(crmId) ?? [];
      const others = (id: string) => within.some((user) => user.id !== id);
      const mayLead = (id: string) => others(id) && (!isMade(crmId) || !isMember(team, id));
      return [crmId, new Set([...reporting.commonTo(within)].filter(mayLead))];
    }),
  );
  const leads = new Map<string, string[]>();
  for (const { crmId, parentId } of teams) {
    for (const id of leaders.get(crmId) ?? []) {
      if (parentId !== null && leaders.get(parentId)?.has(id)) continue;
      addTo(leads, id, crmId);
    }
  }
  return leads;
}

/** A team that follows from its manager is not led by somebody in it, even if all others there report to them. */
function isMade(crmId: string): boolean {
  return crmId.includes(":");
}

function isMember(team: Team, id: string): boolean {
  return team.members.some((user) => user.id === id);
}

function wayUp(crmId: string, byId: ReadonlyMap<string, Team>): readonly string[] {
  const way: string[] = [];
  for (let team = byId.get(crmId); team && !way.includes(team.crmId); team = byId.get(team.parentId ?? "")) {
    way.push(team.crmId);
  }
  return way;
}

function addTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
