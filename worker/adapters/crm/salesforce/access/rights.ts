import * as v from "valibot";
import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { RecordId, Text } from "../../read-values.ts";
import { readJson } from "../../reply.ts";
import type { SalesforceContext } from "../api/context.ts";
import { isNotToBeHad } from "../api/failures.ts";
import { Flag, fieldOf } from "../api/read-values.ts";
import { textLiteral, writeSoql } from "../api/soql.ts";

/** The package's permission set for admins, whatever namespace it is installed under. */
const ADMIN_PERMISSION_SET = "Standings_Admin";
const ADMIN_PROFILE = "System Administrator";
const VIEW_ALL = "PermissionsViewAllData";

/** Who may set up Standings, and whether we see everybody's activities. Null is not known. */
export interface Rights {
  readonly adminIds: ReadonlySet<string> | null;
  readonly seesAllData: boolean | null;
}

/** A user and the profile they have. */
export interface ProfiledUser {
  readonly id: string;
  readonly profileId: string | null;
}

const Profile = v.object({ Id: RecordId, Name: v.fallback(Text, null), [VIEW_ALL]: v.fallback(Flag, false) });

type Profile = v.InferOutput<typeof Profile>;

const UserInfo = v.object({ user_id: RecordId });

/**
 * Admins are the holders of the permission set; while nobody holds it, those with Salesforce's own profile for
 * administrators, so that a new org has somebody to begin with.
 */
export async function fetchRights(
  context: SalesforceContext,
  users: readonly ProfiledUser[],
): Promise<Result<Rights, CrmFailure>> {
  const profiles = await fetchProfiles(context);
  if (!profiles.ok) return profiles;
  const holders = await fetchHolders(context);
  if (!holders.ok) return holders;
  const seesAllData = await fetchSeesAllData(context, { users, profiles: profiles.value });
  if (!seesAllData.ok) return seesAllData;
  return ok({ adminIds: adminsOf(users, holders.value, profiles.value), seesAllData: seesAllData.value });
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

async function fetchHolders(
  context: SalesforceContext,
): Promise<Result<readonly string[] | null, CrmFailure>> {
  const soql = writeSoql({
    fields: ["AssigneeId"],
    from: "PermissionSetAssignment",
    where: [`PermissionSet.Name = ${textLiteral(ADMIN_PERMISSION_SET)}`],
  });
  const rows = await unlessHidden(context, soql);
  if (!rows.ok) return rows;
  if (rows.value === null) return ok(null);
  return ok(rows.value.flatMap((raw) => idIn(raw, "AssigneeId") ?? []));
}

async function fetchProfiles(
  context: SalesforceContext,
): Promise<Result<readonly Profile[] | null, CrmFailure>> {
  const described = await context.insist(() => context.gateway.describe("Profile"));
  if (!described.ok) return described;
  const known = described.value;
  if (known === null) return ok(null);
  const fields = ["Id", "Name", VIEW_ALL].filter((name) => known.has(name));
  const rows = await unlessHidden(context, writeSoql({ fields, from: "Profile", where: [] }));
  if (!rows.ok) return rows;
  if (rows.value === null) return ok(null);
  return ok(
    rows.value.flatMap((raw) => {
      const profile = v.safeParse(Profile, raw);
      return profile.success ? [profile.output] : [];
    }),
  );
}

/** By the profile of the user we sign in as, or by any permission set they were given. */
async function fetchSeesAllData(
  context: SalesforceContext,
  {
    users,
    profiles,
  }: { readonly users: readonly ProfiledUser[]; readonly profiles: readonly Profile[] | null },
): Promise<Result<boolean | null, CrmFailure>> {
  const self = await fetchOwnId(context);
  if (!self.ok) return self;
  if (self.value === null) return ok(null);
  const userId = self.value;
  const profileId = users.find(({ id }) => id === userId)?.profileId ?? null;
  if (profiles?.some((profile) => profile.Id === profileId && profile[VIEW_ALL])) return ok(true);
  const described = await context.insist(() => context.gateway.describe("PermissionSet"));
  if (!described.ok) return described;
  const otherwise = profiles === null ? null : false;
  if (!described.value?.has(VIEW_ALL)) return ok(otherwise);
  const soql = writeSoql({
    fields: ["Id"],
    from: "PermissionSetAssignment",
    where: [`AssigneeId = ${textLiteral(userId)}`, `PermissionSet.${VIEW_ALL} = true`],
    limit: 1,
  });
  const rows = await unlessHidden(context, soql);
  if (!rows.ok) return rows;
  return ok(rows.value === null ? otherwise : rows.value.length > 0);
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

/** Null where this user may not ask. */
async function unlessHidden(
  { gateway }: SalesforceContext,
  soql: string,
): Promise<Result<readonly unknown[] | null, CrmFailure>> {
  const rows = await gateway.queryAllPages(soql);
  return !rows.ok && isNotToBeHad(rows.error) ? ok(null) : rows;
}

function idIn(raw: unknown, field: string): string | null {
  const id = v.safeParse(RecordId, fieldOf(raw, field));
  return id.success ? id.output : null;
}
