import type { SObjectAnswer } from "../soql/run-query.ts";
import type { RestCall } from "./rest.ts";

const OWN_ONLY: readonly string[] = ["task", "event", "emailmessage"];

/** Without View All Data these show only what the caller owns; deals have a permission of their own. */
export function isOwnOnly(object: string): boolean {
  return OWN_ONLY.includes(object.toLowerCase());
}

/** Whether sharing lets the caller see a row of such an object. A sum over rows is not shown at all. */
export function isVisible({ caller }: RestCall, { attributes }: SObjectAnswer): boolean {
  const id = attributes.url?.split("/").at(-1) ?? "";
  const record = caller.org.objects.get(attributes.type)?.get(id);
  const owner = record?.fields.OwnerId ?? record?.fields.CreatedById;
  return record !== undefined && owner === caller.grant.userId;
}
