import type { Building } from "./building.ts";
import { put } from "./building.ts";

/** The product's permission set for admins, and the group through which the org gives it. */
const ADMIN_SET = "Standings_Admin";
const ADMIN_GROUP = "Sales_Operations";

const PROFILES = {
  admin: "System Administrator",
  rep: "Standard User",
  integration: "Minimum Access - API Only Integrations",
} as const;

/** The permission set that an admin gives the integration user. */
export const READING = "Read_Sales_Records";

/** Profiles, the permission set behind each, the permission sets that the product needs, and who has them. */
export function createProfiles(building: Building): void {
  const { org, organisation, places, foundedAt } = building;
  const stamps = { createdAt: foundedAt };
  const profile = (name: string, isAdmin: boolean) => {
    const rights = { PermissionsModifyAllData: isAdmin, PermissionsViewAllData: isAdmin };
    const { id } = put(building, "Profile", { Name: name, UserType: "Standard", ...rights }, stamps);
    const owned = { Name: `X${id}`, Label: name, IsOwnedByProfile: true, ProfileId: id };
    put(building, "PermissionSet", owned, stamps);
    return id;
  };
  const admin = profile(PROFILES.admin, true);
  const standard = profile(PROFILES.rep, false);
  const integration = profile(PROFILES.integration, false);
  const reading = put(
    building,
    "PermissionSet",
    { Name: READING, Label: "Read sales records", IsCustom: true, PermissionsViewAllData: true },
    stamps,
  );
  const users = org.objects.get("User");
  const assign = (userId: string, profileId: string) => {
    const user = users?.get(userId);
    if (user) users?.change(user, { ProfileId: profileId });
  };
  for (const person of organisation.people) {
    assign(places.users.get(person.userId) ?? "", person.superAdmin ? admin : standard);
  }
  assign(org.integrationUserId, integration);
  const given = { PermissionSetId: reading.id, AssigneeId: org.integrationUserId, IsActive: true };
  put(building, "PermissionSetAssignment", given, stamps);
  createAdminGroup(building);
}

/**
 * The admins hold the product's permission set as large orgs give such sets: through a group. Their assignments name
 * the group, and as permission set the one that Salesforce keeps for the sum of the group.
 */
function createAdminGroup(building: Building): void {
  const { organisation, places, foundedAt } = building;
  const stamps = { createdAt: foundedAt };
  const set = { Name: ADMIN_SET, Label: "Standings Admin", IsCustom: true, Type: "Regular" };
  const { id: PermissionSetId } = put(building, "PermissionSet", set, stamps);
  const named = { DeveloperName: ADMIN_GROUP, MasterLabel: "Sales Operations", Status: "Updated" };
  const { id: PermissionSetGroupId } = put(building, "PermissionSetGroup", named, stamps);
  put(building, "PermissionSetGroupComponent", { PermissionSetGroupId, PermissionSetId }, stamps);
  const sum = { Name: ADMIN_GROUP, Label: "Sales Operations", Type: "Group", PermissionSetGroupId };
  const { id: sumId } = put(building, "PermissionSet", sum, stamps);
  for (const { userId, superAdmin } of organisation.people) {
    const AssigneeId = places.users.get(userId);
    if (!superAdmin || AssigneeId === undefined) continue;
    const given = { PermissionSetId: sumId, PermissionSetGroupId, AssigneeId, IsActive: true };
    put(building, "PermissionSetAssignment", given, stamps);
  }
}
