import type { Instant } from "../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { JobKind, JobStore } from "../../ports/sync.ts";

/** What people of a tenant may ask for themselves. */
export type RequestedKind = Exclude<JobKind, "rebuild">;

/** What asking for work needs. Made for a tenant. */
export interface JobDesk {
  readonly tenantId: string;
  /** The request that asks. */
  readonly requestId: string;
  readonly jobs: JobStore;
  readonly newId: () => string;
  readonly wakeLane: () => Promise<void>;
  readonly now: Instant;
}

/** Asking again sooner finds nothing new, and costs the CRM's allowance. */
const PAUSE_SECONDS = 60;

/** Starts a job; one of the kind that is not done yet is answered instead of another. */
export async function requestJob(
  { tenantId, requestId, jobs, newId, wakeLane, now }: JobDesk,
  kind: RequestedKind,
): Promise<Result<string, { readonly retryAfterSeconds: number }>> {
  const latest = await jobs.findLatest(tenantId, kind);
  if (latest && latest.finishedAt === null) {
    await wakeLane();
    return ok(latest.id);
  }
  const again = latest && secondsAfter(latest.createdAt, PAUSE_SECONDS);
  if (again !== null && again > now) {
    return err({ retryAfterSeconds: Math.ceil((Date.parse(again) - Date.parse(now)) / 1000) });
  }
  const id = newId();
  await jobs.create({ id, tenantId, kind, requestId }, now);
  await wakeLane();
  return ok(id);
}
