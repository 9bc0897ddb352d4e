import type { Person, Team } from "../../../organisation/organisation.ts";
import { createProfiles } from "./build-profiles.ts";
import type { Building } from "./building.ts";
import { put } from "./building.ts";
import type { FieldValue } from "./org.ts";

/** Names for use in code: letters, digits and single underscores. */
export function developerName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]+/g, "_").replaceAll(/^_|_$/g, "");
}

function userFields(building: Building, person: Person): Record<string, FieldValue> {
  const { org, organisation } = building;
  return {
    Username: person.email,
    FirstName: person.firstName,
    LastName: person.lastName,
    Name: `${person.firstName} ${person.lastName}`,
    Alias: person.email.slice(0, 8),
    Email: person.email,
    Title: person.role,
    Department: organisation.teams.find(({ id }) => id === person.teamId)?.name ?? null,
    IsActive: person.leftAt === null,
    UserType: "Standard",
    TimeZoneSidKey: org.timeZone,
    LocaleSidKey: "en_US",
    LanguageLocaleKey: "en_US",
    EmailEncodingKey: "UTF-8",
    ForecastEnabled: person.role !== "admin",
  };
}

/** Somebody who left and came back has two owner ids but is one user, active again. */
function addUser(building: Building, person: Person): void {
  const { org, places } = building;
  const known = places.users.get(person.userId);
  const fields = userFields(building, person);
  if (known) {
    places.owners.set(person.ownerId, known);
    const table = org.objects.get("User");
    const record = table?.get(known);
    if (record && fields.IsActive === true) table?.change(record, fields);
    return;
  }
  // A user who comes back is made active again, so the first day stays.
  const entries = building.organisation.people.filter(({ userId }) => userId === person.userId);
  const joinedAt = Math.min(...entries.map((entry) => entry.joinedAt));
  const stamps = { createdAt: joinedAt, modifiedAt: person.leftAt ?? joinedAt };
  const { id } = put(building, "User", fields, stamps);
  places.users.set(person.userId, id);
  places.owners.set(person.ownerId, id);
  if (person.superAdmin && org.adminUserId === "") org.adminUserId = id;
}

/** Two users whom no organisation knows: the one an integration runs as, and the one that triggers run as. */
function addMachines(building: Building): void {
  const { org, foundedAt } = building;
  const common = { IsActive: true, TimeZoneSidKey: org.timeZone, ForecastEnabled: false };
  const machine = (name: string, fields: Record<string, FieldValue>) =>
    put(
      building,
      "User",
      {
        ...common,
        LastName: name,
        Name: name,
        Username: `${developerName(name).toLowerCase()}@${org.id.toLowerCase()}.example`,
        Email: `${developerName(name).toLowerCase()}@crm.example`,
        ...fields,
      },
      { createdAt: foundedAt },
    ).id;
  org.integrationUserId = machine("Integration User", { UserType: "Standard" });
  machine("Automated Process", { UserType: "AutomatedProcess" });
}

function addRole(building: Building, team: Team): void {
  const { places, organisation, foundedAt } = building;
  const parent = organisation.teams.find(({ id }) => id === team.parentId);
  if (parent && !places.teams.has(parent.id)) addRole(building, parent);
  if (places.teams.has(team.id)) return;
  const lead = managerOf(building, team.id);
  const fields = {
    Name: team.name,
    DeveloperName: developerName(team.name),
    ParentRoleId: places.teams.get(team.parentId ?? "") ?? null,
    ForecastUserId: lead,
    PortalType: "None",
  };
  const role = put(building, "UserRole", fields, { createdAt: foundedAt });
  places.teams.set(team.id, role.id);
  const group = { DeveloperName: developerName(team.name), Type: "Role", RelatedId: role.id };
  put(building, "Group", group, { createdAt: foundedAt });
}

/** The user who leads a team, if somebody does. */
export function managerOf({ organisation, places }: Building, teamId: string | null): string | null {
  const lead = organisation.people.find(
    (person) => person.teamId === teamId && person.role === "manager" && person.leftAt === null,
  );
  return lead ? (places.users.get(lead.userId) ?? null) : null;
}

function placeInTree(building: Building, person: Person): void {
  const { org, places, organisation } = building;
  const table = org.objects.get("User");
  const user = table?.get(places.users.get(person.userId) ?? "");
  if (!user) return;
  const team = organisation.teams.find(({ id }) => id === person.teamId);
  const above = person.role === "manager" ? (team?.parentId ?? null) : person.teamId;
  const lead = above === null ? null : managerOf(building, above);
  table?.change(user, {
    UserRoleId: places.teams.get(person.teamId ?? "") ?? null,
    ManagerId: lead === user.id ? null : lead,
  });
}

/** A queue is a group, whose members are the reps of the first team that has any. */
function addQueues(building: Building): void {
  const { places, organisation, foundedAt } = building;
  const first = organisation.people.find(({ role, leftAt }) => role === "rep" && leftAt === null);
  const members = organisation.people.filter(
    ({ role, leftAt, teamId }) => role === "rep" && leftAt === null && teamId === first?.teamId,
  );
  for (const { ownerId, name } of organisation.queues) {
    const fields = { Name: name, DeveloperName: developerName(name), Type: "Queue" };
    const group = put(building, "Group", fields, { createdAt: foundedAt });
    places.owners.set(ownerId, group.id);
    for (const { userId } of members) {
      const member = { GroupId: group.id, UserOrGroupId: places.users.get(userId) ?? null };
      put(building, "GroupMember", member, { createdAt: foundedAt });
    }
  }
}

/** Users, roles, groups, and who may do what. */
export function buildPeople(building: Building): void {
  const { organisation } = building;
  for (const person of organisation.people) addUser(building, person);
  addMachines(building);
  if (building.org.adminUserId === "") building.org.adminUserId = building.org.integrationUserId;
  for (const team of organisation.teams) addRole(building, team);
  for (const person of organisation.people) placeInTree(building, person);
  addQueues(building);
  createProfiles(building);
}
