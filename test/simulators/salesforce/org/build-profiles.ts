import type { Building } from "./building.ts";
import { put } from "./building.ts";

const PROFILES = {
  admin: "System Administrator",
  rep: "Standard User",
  integration: "Minimum Access - API Only Integrations",
} as const;

/** The permission set that an admin gives the integration user. */
export const READING = "Read_Sales_Records";

/** Profiles, the permission set behind each, one permission set of the product's kind, and who has them. */
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
}
