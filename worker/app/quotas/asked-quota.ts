import { administers } from "../../../shared/contracts/ids.ts";
import type { ResolvedQuota } from "../../domain/quota/quota-book.ts";
import type { Member } from "../../ports/tenants.ts";

/** What is asked of a person: the default is for those who sell, so an owner or admin without a result has none. */
export function askedQuota(
  { role }: Pick<Member, "role">,
  quota: ResolvedQuota | null,
  result: number | null,
): ResolvedQuota | null {
  return administers(role) && quota?.source === "default" && !result ? null : quota;
}
