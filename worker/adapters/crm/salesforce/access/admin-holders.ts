import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import { queryUnlessHidden } from "../api/query-unless-hidden.ts";
import { idIn } from "../api/read-values.ts";
import { isOneOf, textLiteral, writeSoql } from "../api/soql.ts";

/** The package's permission set for admins, whatever namespace it is installed under. */
const ADMIN_PERMISSION_SET = textLiteral("Standings_Admin");

/** Users who hold the permission set for admins, each once; null where this user may not ask. */
export async function fetchAdminHolders(
  context: SalesforceContext,
): Promise<Result<ReadonlySet<string> | null, CrmFailure>> {
  const direct = await fetchIds(context, "AssigneeId", {
    from: "PermissionSetAssignment",
    where: `PermissionSet.Name = ${ADMIN_PERMISSION_SET}`,
  });
  if (!direct.ok || direct.value === null) return direct;
  const byGroup = await fetchHoldersByGroup(context);
  if (!byGroup.ok) return byGroup;
  return ok(new Set([...direct.value, ...byGroup.value]));
}

/**
 * Whoever is given a group of permission sets is not assigned the sets in it. The parts of a group are found by id:
 * they may be of two objects, so that a query cannot ask for their names. What is hidden of this has no holders.
 */
async function fetchHoldersByGroup(
  context: SalesforceContext,
): Promise<Result<ReadonlySet<string>, CrmFailure>> {
  const none: ReadonlySet<string> = new Set();
  const sets = await fetchIds(context, "Id", {
    from: "PermissionSet",
    where: `Name = ${ADMIN_PERMISSION_SET}`,
  });
  if (!sets.ok) return sets;
  if (sets.value === null || sets.value.size === 0) return ok(none);
  const groups = await fetchIds(context, "PermissionSetGroupId", {
    from: "PermissionSetGroupComponent",
    where: isOneOf("PermissionSetId", [...sets.value]),
  });
  if (!groups.ok) return groups;
  if (groups.value === null || groups.value.size === 0) return ok(none);
  const holders = await fetchIds(context, "AssigneeId", {
    from: "PermissionSetAssignment",
    where: isOneOf("PermissionSetGroupId", [...groups.value]),
  });
  return holders.ok ? ok(holders.value ?? none) : holders;
}

/** The ids in one field of the rows; null where this user may not ask. */
async function fetchIds(
  context: SalesforceContext,
  field: string,
  { from, where }: { readonly from: string; readonly where: string },
): Promise<Result<ReadonlySet<string> | null, CrmFailure>> {
  const rows = await queryUnlessHidden(context, writeSoql({ fields: [field], from, where: [where] }));
  if (!rows.ok || rows.value === null) return rows.ok ? ok(null) : rows;
  return ok(new Set(rows.value.flatMap((raw) => idIn(raw, field) ?? [])));
}
