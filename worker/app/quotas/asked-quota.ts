import type { ResolvedQuota } from "../../domain/quota/quota-book.ts";
import type { Member } from "../../ports/tenants.ts";

/** What is asked of a person: the default is for those who sell, so an owner or admin without a result has none. */
export function askedQuota(
  { role }: Pick<Member, "role">,
  quota: ResolvedQuota | null,
  result: number | null,
): ResolvedQuota | null {
  const administers = role === "owner" || role === "admin";
  return administers && quota?.source === "default" && !result ? null : quota;
}
