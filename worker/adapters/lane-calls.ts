import type { ErasureRequest } from "../app/sync/erase-person.ts";
import type { AdjustmentDraft, AskedBy } from "../ports/adjustments.ts";
import type { BackfillOutcome, LaneVerdict, SyncHint, TenantLane, TenantLanes } from "../ports/sync.ts";

/** The object of a lane as it is called from outside: the tenant first, because an alarm does not know it. */
export interface LaneObject {
  syncRecords(tenantId: string, hints: readonly SyncHint[]): Promise<LaneVerdict>;
  startBackfill(tenantId: string, requestId?: string): Promise<void>;
  resumeBackfill(tenantId: string, requestId?: string): Promise<void>;
  backfillStep(tenantId: string, attempt: number): Promise<BackfillOutcome>;
  poll(tenantId: string): Promise<LaneVerdict>;
  sweepArchived(tenantId: string): Promise<LaneVerdict>;
  refreshPeople(tenantId: string): Promise<LaneVerdict>;
  readQuotas(tenantId: string): ReturnType<TenantLane["readQuotas"]>;
  readDealFields(tenantId: string): ReturnType<TenantLane["readDealFields"]>;
  erasePerson(tenantId: string, request: ErasureRequest): Promise<void>;
  makeAdjustment(
    tenantId: string,
    draft: AdjustmentDraft,
    by: AskedBy,
  ): ReturnType<TenantLane["makeAdjustment"]>;
  withdrawAdjustment(tenantId: string, id: string, by: AskedBy): ReturnType<TenantLane["withdrawAdjustment"]>;
  wake(tenantId: string): Promise<void>;
  retire(): Promise<void>;
}

/** Lanes by tenant. The object's name is the tenant's id, so there is one for each. */
export function createLanes(objectOf: (tenantId: string) => LaneObject): TenantLanes {
  return {
    of(tenantId) {
      const lane = () => objectOf(tenantId);
      return {
        syncRecords: (hints) => lane().syncRecords(tenantId, hints),
        startBackfill: (requestId) => lane().startBackfill(tenantId, requestId),
        resumeBackfill: (requestId) => lane().resumeBackfill(tenantId, requestId),
        backfillStep: (attempt) => lane().backfillStep(tenantId, attempt),
        poll: () => lane().poll(tenantId),
        sweepArchived: () => lane().sweepArchived(tenantId),
        refreshPeople: () => lane().refreshPeople(tenantId),
        readQuotas: () => lane().readQuotas(tenantId),
        readDealFields: () => lane().readDealFields(tenantId),
        erasePerson: (request) => lane().erasePerson(tenantId, request),
        makeAdjustment: (draft, by) => lane().makeAdjustment(tenantId, draft, by),
        withdrawAdjustment: (id, by) => lane().withdrawAdjustment(tenantId, id, by),
        wake: () => lane().wake(tenantId),
        retire: () => lane().retire(),
      };
    },
  };
}
