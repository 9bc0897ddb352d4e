import type { Connection } from "../../../shared/contracts/connection.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { KindProgress, SyncStateStore } from "../../ports/sync.ts";
import type { Tenant } from "../../ports/tenants.ts";
import { remedyOf } from "./faults.ts";

/** How the connection of a tenant stands, in the words of the API. */
export async function describeConnection(
  tenant: Tenant,
  state: SyncStateStore,
  now: Instant,
): Promise<Connection> {
  const [status, kinds, progress, faults] = await Promise.all([
    state.loadStatus(),
    state.loadKinds(),
    state.loadProgress(),
    state.loadFaults(),
  ]);
  const startedAt = tenant.state === "backfilling" ? status.backfillStartedAt : null;
  return {
    crm: tenant.crm,
    crmId: tenant.crmId,
    name: tenant.name,
    state: tenant.state,
    connectedAt: tenant.connectedAt,
    progress: [...progress],
    secondsLeft: startedAt === null ? null : secondsLeft(progress, startedAt, now),
    lastSync: kinds
      .filter(({ granted }) => granted)
      .map(({ kind, lastSyncAt }) => ({ kind, at: lastSyncAt })),
    allowance: status.allowance ?? { limit: null, remaining: null, windowSeconds: null },
    faults: faults.map(({ type, subject, since, count, detail }) => ({
      type,
      subject,
      since,
      count,
      remedy: remedyOf(type, detail),
    })),
  };
}

/** By the pace so far; null while some kind has not told how much there is. */
function secondsLeft(progress: readonly KindProgress[], startedAt: Instant, now: Instant): number | null {
  let done = 0;
  let left = 0;
  for (const kind of progress) {
    if (kind.expected === null) return null;
    done += kind.done;
    left += Math.max(0, kind.expected - kind.done);
  }
  const seconds = (Date.parse(now) - Date.parse(startedAt)) / 1000;
  return done === 0 || seconds <= 0 ? null : Math.ceil((left * seconds) / done);
}
