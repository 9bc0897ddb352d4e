import * as v from "valibot";
import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure, CrmPeople, CrmPerson } from "../../../../ports/crm.ts";
import { OtherId, RecordId, Text, Title, When } from "../../read-values.ts";
import { findGaps } from "../access/gaps.ts";
import { fetchRights, type Rights } from "../access/rights.ts";
import type { SalesforceContext } from "../api/context.ts";
import { fieldsOf, withPresentFields } from "../api/object-fields.ts";
import { queryUnlessHidden } from "../api/query-unless-hidden.ts";
import { Flag } from "../api/read-values.ts";
import { textLiteral, writeSoql } from "../api/soql.ts";
import { type OrgRole, planTeams, type TeamPlan } from "./teams.ts";

/** What is odd about a user costs that alone: without the user, all their records count for nobody. */
const MaybeId = v.fallback(OtherId, null);
const MaybeWhen = v.fallback(When, null);

const User = v.object({
  Id: RecordId,
  Name: v.fallback(Title, null),
  Email: v.fallback(Text, null),
  IsActive: Flag,
  ManagerId: MaybeId,
  UserRoleId: MaybeId,
  ProfileId: MaybeId,
  CreatedDate: MaybeWhen,
  LastModifiedDate: MaybeWhen,
});

const UserRole = v.object({ Id: RecordId, Name: v.fallback(Title, null), ParentRoleId: MaybeId });
const Queue = v.object({ Id: RecordId, Name: v.fallback(Title, null), CreatedDate: MaybeWhen });

type User = v.InferOutput<typeof User>;

const USER_FIELDS = {
  object: "User",
  required: ["Id", "Name", "IsActive"],
  optional: ["UserType", "Email", "ManagerId", "UserRoleId", "ProfileId", "CreatedDate", "LastModifiedDate"],
};
const ROLES = writeSoql({
  fields: ["Id", "Name", "ParentRoleId"],
  from: "UserRole",
  where: [],
  orderBy: ["Id"],
});
/** `Group` is a word of the query language as well; here it is a name, as Salesforce takes it. */
const QUEUES = writeSoql({
  fields: ["Id", "Name", "CreatedDate"],
  from: "Group",
  where: [`Type = ${textLiteral("Queue")}`],
  orderBy: ["Id"],
});

/** Everybody of the staff, those who left among them, queues, teams, and what could not be asked. */
export async function fetchPeople(context: SalesforceContext): Promise<Result<CrmPeople, CrmFailure>> {
  const users = await withPresentFields(context, () => fetchUsers(context));
  if (!users.ok) return users;
  const roles = await fetchRoles(context);
  if (!roles.ok) return roles;
  const queues = await fetchQueues(context);
  if (!queues.ok) return queues;
  const profiled = users.value.map(({ Id, ProfileId, IsActive }) => ({
    id: Id,
    profileId: ProfileId,
    active: IsActive,
  }));
  const rights = await fetchRights(context, profiled);
  if (!rights.ok) return rights;
  const gaps = await findGaps(context, rights.value);
  if (!gaps.ok) return gaps;
  const plan = planTeams(users.value.map(teamUserOf), roles.value ?? []);
  const staff = users.value.map((user) => personOf(user, plan, rights.value));
  // Without roles, managers still make teams; without either nothing can be said of them.
  const knowsTeams = roles.value !== null || plan.leads !== null;
  return ok({
    people: [...staff, ...queues.value],
    isPartial: rights.value.seesAllUsers === false,
    adminHolders: rights.value.adminHolders,
    teams: plan.teams,
    gaps: knowsTeams
      ? gaps.value
      : [...gaps.value, { feature: "teams", scopes: ["View Roles and Role Hierarchy"], fields: [] }],
  });
}

/** Staff only: partners, customers and machines have types of their own. */
async function fetchUsers(context: SalesforceContext): Promise<Result<readonly User[], CrmFailure>> {
  const fields = await context.insist(() => fieldsOf(context, USER_FIELDS));
  if (!fields.ok) return fields;
  const soql = writeSoql({
    fields: fields.value?.names ?? USER_FIELDS.required,
    from: "User",
    where: fields.value?.has("UserType") === true ? [`UserType = ${textLiteral("Standard")}`] : [],
    orderBy: ["Id"],
  });
  const rows = await context.gateway.queryAllPages(soql);
  return rows.ok ? ok(readEach(User, rows.value)) : rows;
}

/** Null where this user may not look at roles. */
async function fetchRoles(
  context: SalesforceContext,
): Promise<Result<readonly OrgRole[] | null, CrmFailure>> {
  const rows = await queryUnlessHidden(context, ROLES);
  if (!rows.ok || rows.value === null) return rows.ok ? ok(null) : rows;
  return ok(
    readEach(UserRole, rows.value).map(({ Id, Name, ParentRoleId }) => ({
      id: Id,
      name: Name ?? `Role ${Id}`,
      parentId: ParentRoleId,
    })),
  );
}

/** Queues own records but are nobody. An org where they cannot be asked has records of unknown owners. */
async function fetchQueues(context: SalesforceContext): Promise<Result<readonly CrmPerson[], CrmFailure>> {
  const rows = await queryUnlessHidden(context, QUEUES);
  if (!rows.ok) return rows;
  return ok(
    readEach(Queue, rows.value ?? []).map(({ Id, Name, CreatedDate }) => ({
      ownerId: Id,
      userId: null,
      kind: "queue" as const,
      name: Name ?? `Queue ${Id}`,
      email: null,
      archived: false,
      archivedAt: null,
      createdAt: CreatedDate,
      superAdmin: false,
      primaryTeamId: null,
      teamIds: [],
      leadsTeamIds: null,
    })),
  );
}

function teamUserOf({ Id, Name, ManagerId, UserRoleId, IsActive }: User) {
  return {
    id: Id,
    name: Name ?? `User ${Id}`,
    managerId: ManagerId,
    roleId: UserRoleId,
    active: IsActive,
  };
}

/** In Salesforce the owner of a record is the user itself. */
function personOf(user: User, plan: TeamPlan, rights: Rights): CrmPerson {
  const { Id, Name, Email, IsActive, CreatedDate, LastModifiedDate } = user;
  const teamId = plan.teamOf.get(Id) ?? null;
  return {
    ownerId: Id,
    userId: Id,
    kind: "person",
    name: Name ?? Email ?? `User ${Id}`,
    email: Email,
    archived: !IsActive,
    // Users are switched off, never deleted, and no field keeps the day; it is mostly their last change.
    archivedAt: IsActive ? null : LastModifiedDate,
    createdAt: CreatedDate,
    superAdmin: IsActive && rights.adminIds?.has(Id) === true,
    primaryTeamId: teamId,
    teamIds: teamId === null ? [] : [teamId],
    leadsTeamIds: plan.leads === null ? null : (plan.leads.get(Id) ?? []),
  };
}

/** A row without an id is nobody. */
function readEach<T>(schema: v.GenericSchema<unknown, T>, raws: readonly unknown[]): T[] {
  return raws.flatMap((raw) => {
    const parsed = v.safeParse(schema, raw);
    return parsed.success ? [parsed.output] : [];
  });
}
