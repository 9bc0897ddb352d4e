import type { Instant } from "../../../shared/contracts/time.ts";
import { agedState, type Freshness } from "../../../shared/live/freshness.ts";
import type { KindState } from "../../ports/sync.ts";
import type { Tenant } from "../../ports/tenants.ts";

/** What the judgement is made from. */
export interface FreshnessParts {
  readonly tenant: Pick<Tenant, "state">;
  readonly kinds: readonly Pick<KindState, "granted" | "lastSyncAt">[];
}

/** How fresh what is kept of the CRM is. The kind that was synced longest ago decides. */
export function freshnessOf({ tenant, kinds }: FreshnessParts, now: Instant): Freshness {
  const stamps = kinds.flatMap(({ granted, lastSyncAt }) => (granted && lastSyncAt ? [lastSyncAt] : []));
  const at = stamps.toSorted()[0] ?? null;
  const { state } = tenant;
  if (state === "reconnect" || state === "uninstalled") return { state: "reconnect", at };
  if (state !== "live") return { state: "backfilling", at };
  return { state: agedState({ state: "live", at }, now), at };
}
