import * as v from "valibot";
import { ok, type Result } from "../../../../domain/result.ts";
import { secondsAfter } from "../../../../domain/seconds-after.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { RecordId, Text } from "../../read-values.ts";
import { readJson } from "../../reply.ts";
import type { SalesforceContext } from "../api/context.ts";
import { isNotToBeHad } from "../api/failures.ts";
import { queryUnlessHidden } from "../api/query-unless-hidden.ts";
import { fieldOf, idIn } from "../api/read-values.ts";
import { textLiteral, writeSoql } from "../api/soql.ts";
import { fetchAdminHolders } from "./admin-holders.ts";

const ADMIN_PROFILE = "System Administrator";
const VIEW_ALL_DATA = "PermissionsViewAllData";
const VIEW_ALL_USERS = "PermissionsViewAllUsers";

/** How long an answer to what we see is taken for the present one. */
const SIGHT_SECONDS = 60;

type Permission = typeof VIEW_ALL_DATA | typeof VIEW_ALL_USERS;

const SHARING_OF_USERS = writeSoql({
  fields: ["InternalSharingModel"],
  from: "EntityDefinition",
  where: [`QualifiedApiName = ${textLiteral("User")}`],
});

/** Who may set up Standings, and whether we see everybody, and everybody's activities. Null is not known. */
export interface Rights {
  readonly adminIds: ReadonlySet<string> | null;
  /** How many active users hold the permission set for admins. */
  readonly adminHolders: number | null;
  readonly seesAllData: boolean | null;
  readonly seesAllUsers: boolean | null;
}

/** A user and the profile they have. */
export interface ProfiledUser {
  readonly id: string;
  readonly profileId: string | null;
  readonly active: boolean;
}

const MaybeGranted = v.fallback(v.nullish(v.boolean(), null), null);

const Profile = v.object({
  Id: RecordId,
  Name: v.fallback(Text, null),
  [VIEW_ALL_DATA]: MaybeGranted,
  [VIEW_ALL_USERS]: MaybeGranted,
});

type Profile = v.InferOutput<typeof Profile>;

/** The user we sign in as. */
interface Self {
  readonly id: string;
  readonly profile: Profile | null;
}

const UserInfo = v.object({ user_id: RecordId });

/**
 * Admins are the holders of the permission set; while nobody active holds it, those with Salesforce's own profile
 * for administrators, so that a new org has somebody to begin with.
 */
export async function fetchRights(
  context: SalesforceContext,
  users: readonly ProfiledUser[],
): Promise<Result<Rights, CrmFailure>> {
  const profiles = await fetchProfiles(context);
  if (!profiles.ok) return profiles;
  const holders = await fetchAdminHolders(context);
  if (!holders.ok) return holders;
  const activeIds = new Set(users.filter(({ active }) => active).map(({ id }) => id));
  const holderIds = holders.value && [...holders.value.intersection(activeIds)];
  const admins = {
    adminIds: adminsOf(users, holderIds, profiles.value),
    adminHolders: holderIds?.length ?? null,
  };
  const ownId = await fetchOwnId(context);
  if (!ownId.ok) return ownId;
  if (ownId.value === null) return ok({ ...admins, seesAllData: null, seesAllUsers: null });
  const id = ownId.value;
  const profileId = users.find((user) => user.id === id)?.profileId ?? null;
  const self = { id, profile: profiles.value?.find((profile) => profile.Id === profileId) ?? null };
  const seesAllData = await fetchHas(context, VIEW_ALL_DATA, self);
  if (!seesAllData.ok) return seesAllData;
  const seesAllUsers = await fetchSeesAllUsers(context, self);
  if (!seesAllUsers.ok) return seesAllUsers;
  return ok({ ...admins, seesAllData: seesAllData.value, seesAllUsers: seesAllUsers.value });
}

/**
 * Whether we see everybody's activities; null where nobody can tell. It takes up to four calls, so one answer serves a
 * burst of notices, and no longer: what is not found is buried by it.
 */
export async function fetchSeesAllData(
  context: SalesforceContext,
): Promise<Result<boolean | null, CrmFailure>> {
  const { memory, now } = context;
  const toldAt = now();
  const { sight } = memory;
  if (sight && toldAt < secondsAfter(sight.toldAt, SIGHT_SECONDS)) return ok(sight.seesAllData);
  const told = await askSeesAllData(context);
  if (told.ok) memory.sight = { seesAllData: told.value, toldAt };
  return told;
}

async function askSeesAllData(context: SalesforceContext): Promise<Result<boolean | null, CrmFailure>> {
  const ownId = await fetchOwnId(context);
  if (!ownId.ok || ownId.value === null) return ownId.ok ? ok(null) : ownId;
  const id = ownId.value;
  const profiles = await fetchProfiles(context);
  if (!profiles.ok) return profiles;
  const soql = writeSoql({ fields: ["ProfileId"], from: "User", where: [`Id = ${textLiteral(id)}`] });
  const users = await queryUnlessHidden(context, soql);
  if (!users.ok) return users;
  const profileId = idIn(users.value?.[0], "ProfileId");
  const profile = profiles.value?.find(({ Id }) => Id === profileId) ?? null;
  return fetchHas(context, VIEW_ALL_DATA, { id, profile });
}

function adminsOf(
  users: readonly ProfiledUser[],
  holders: readonly string[] | null,
  profiles: readonly Profile[] | null,
): ReadonlySet<string> | null {
  if (holders && holders.length > 0) return new Set(holders);
  if (profiles === null) return null;
  const admin = new Set(profiles.filter(({ Name }) => Name === ADMIN_PROFILE).map(({ Id }) => Id));
  return new Set(users.filter(({ profileId }) => admin.has(profileId ?? "")).map(({ id }) => id));
}

async function fetchProfiles(
  context: SalesforceContext,
): Promise<Result<readonly Profile[] | null, CrmFailure>> {
  const described = await context.insist(() => context.gateway.describe("Profile"));
  if (!described.ok) return described;
  const known = described.value;
  if (known === null) return ok(null);
  const fields = ["Id", "Name", VIEW_ALL_DATA, VIEW_ALL_USERS].filter((name) => known.has(name));
  const rows = await queryUnlessHidden(context, writeSoql({ fields, from: "Profile", where: [] }));
  if (!rows.ok) return rows;
  if (rows.value === null) return ok(null);
  return ok(
    rows.value.flatMap((raw) => {
      const profile = v.safeParse(Profile, raw);
      return profile.success ? [profile.output] : [];
    }),
  );
}

/** By the profile of the user we sign in as, or by any permission set they were given; null where neither tells. */
async function fetchHas(
  context: SalesforceContext,
  permission: Permission,
  { id, profile }: Self,
): Promise<Result<boolean | null, CrmFailure>> {
  const byProfile = profile?.[permission] ?? null;
  if (byProfile === true) return ok(true);
  const described = await context.insist(() => context.gateway.describe("PermissionSet"));
  if (!described.ok) return described;
  if (!described.value?.has(permission)) return ok(byProfile);
  const soql = writeSoql({
    fields: ["Id"],
    from: "PermissionSetAssignment",
    where: [`AssigneeId = ${textLiteral(id)}`, `PermissionSet.${permission} = true`],
    limit: 1,
  });
  const rows = await queryUnlessHidden(context, soql);
  if (!rows.ok) return rows;
  return ok(rows.value === null ? byProfile : rows.value.length > 0);
}

/** Most orgs show all users to everybody; where one does not, or does not say so, a permission is needed. */
async function fetchSeesAllUsers(
  context: SalesforceContext,
  self: Self,
): Promise<Result<boolean | null, CrmFailure>> {
  const isGranted = await fetchHas(context, VIEW_ALL_USERS, self);
  if (!isGranted.ok || isGranted.value !== false) return isGranted;
  const rows = await queryUnlessHidden(context, SHARING_OF_USERS);
  if (!rows.ok) return rows;
  const model = fieldOf(rows.value?.[0], "InternalSharingModel");
  return ok(typeof model === "string" && model.startsWith("Read"));
}

async function fetchOwnId({
  gateway,
  insist,
}: SalesforceContext): Promise<Result<string | null, CrmFailure>> {
  const answer = await insist(() => gateway.request({ method: "GET", path: "/services/oauth2/userinfo" }));
  if (!answer.ok) return isNotToBeHad(answer.error) ? ok(null) : answer;
  const info = v.safeParse(UserInfo, readJson(answer.value.text));
  return ok(info.success ? info.output.user_id : null);
}
