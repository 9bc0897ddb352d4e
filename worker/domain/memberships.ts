import type { LocalDay } from "../../shared/contracts/time.ts";
import type { Membership } from "./facts.ts";

/** The team of a person on a day; '' when in none. Where memberships overlap, the one that began last. */
export function teamOn(memberships: readonly Membership[], day: LocalDay): string {
  let held: Membership | null = null;
  for (const membership of memberships) {
    const { from, until } = membership;
    if ((from !== null && from > day) || (until !== null && until < day)) continue;
    if (held === null || (from ?? "") > (held.from ?? "")) held = membership;
  }
  return held?.teamId ?? "";
}
