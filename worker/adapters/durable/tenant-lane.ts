import { DurableObject } from "cloudflare:workers";
import type { ErasureRequest } from "../../app/sync/erase-person.ts";
import { BACKFILL_LOOK_SECONDS, createLane, type Lane } from "../../app/sync/lane.ts";
import type { LaneParts } from "../../app/sync/lane-parts.ts";
import type { AdjustmentDraft, AskedBy } from "../../ports/adjustments.ts";
import type {
  BackfillOutcome,
  LaneVerdict,
  SyncHint,
  TenantLane as TenantLaneCalls,
} from "../../ports/sync.ts";
import type { LaneObject } from "../lane-calls.ts";

/** What a lane stands on, by tenant: which CRM it reads is looked up. Joined in `compose-sync.ts`. */
export type OpenLane = (env: Cloudflare.Env, tenantId: string) => Promise<LaneParts>;

const TENANT_KEY = "tenantId";
/** After a tick that threw; the runtime's own retries end after a few. */
const TICK_AGAIN_MILLISECONDS = 60_000;

/**
 * A tenant's lane: one object, so that reading from the CRM and writing the ledger have one place. It wakes
 * itself by alarm. Everything that matters lies in D1; what is in memory can be made again.
 */
export function tenantLaneClass(open: OpenLane) {
  return class TenantLane extends DurableObject<Cloudflare.Env> implements LaneObject {
    opening: Promise<Lane> | null = null;

    async syncRecords(tenantId: string, hints: readonly SyncHint[]): Promise<LaneVerdict> {
      return (await this.laneOf(tenantId)).syncRecords(hints);
    }

    async startBackfill(tenantId: string, requestId?: string): Promise<void> {
      await (await this.laneOf(tenantId)).startBackfill(requestId);
      await wakeAt(this.ctx.storage, Date.now() + BACKFILL_LOOK_SECONDS * 1000);
    }

    async resumeBackfill(tenantId: string, requestId?: string): Promise<void> {
      await (await this.laneOf(tenantId)).resumeBackfill(requestId);
    }

    async backfillStep(tenantId: string, attempt: number): Promise<BackfillOutcome> {
      const outcome = await (await this.laneOf(tenantId)).backfillStep(attempt);
      if (outcome.kind === "done") await wakeAt(this.ctx.storage, Date.now());
      return outcome;
    }

    async poll(tenantId: string): Promise<LaneVerdict> {
      return (await this.laneOf(tenantId)).poll();
    }

    async sweepArchived(tenantId: string): Promise<LaneVerdict> {
      return (await this.laneOf(tenantId)).sweepArchived();
    }

    async refreshPeople(tenantId: string): Promise<LaneVerdict> {
      return (await this.laneOf(tenantId)).refreshPeople();
    }

    async readQuotas(tenantId: string): ReturnType<TenantLaneCalls["readQuotas"]> {
      return (await this.laneOf(tenantId)).readQuotas();
    }

    async readDealFields(tenantId: string): ReturnType<TenantLaneCalls["readDealFields"]> {
      return (await this.laneOf(tenantId)).readDealFields();
    }

    async erasePerson(tenantId: string, request: ErasureRequest): Promise<void> {
      await (await this.laneOf(tenantId)).erasePerson(request);
    }

    async makeAdjustment(
      tenantId: string,
      draft: AdjustmentDraft,
      by: AskedBy,
    ): ReturnType<TenantLaneCalls["makeAdjustment"]> {
      return (await this.laneOf(tenantId)).makeAdjustment(draft, by);
    }

    async withdrawAdjustment(
      tenantId: string,
      id: string,
      by: AskedBy,
    ): ReturnType<TenantLaneCalls["withdrawAdjustment"]> {
      return (await this.laneOf(tenantId)).withdrawAdjustment(id, by);
    }

    /** Wakes the lane: the work is done by alarm, so that nobody waits for it. */
    async wake(tenantId: string): Promise<void> {
      await this.laneOf(tenantId);
      await wakeAt(this.ctx.storage, Date.now());
    }

    async retire(): Promise<void> {
      // One that cannot be opened has nothing to close.
      const lane = await this.opening?.catch(() => null);
      await lane?.close();
      this.opening = null;
      await this.ctx.storage.deleteAlarm();
      await this.ctx.storage.deleteAll();
    }

    override async alarm(): Promise<void> {
      const tenantId = await this.ctx.storage.get<string>(TENANT_KEY);
      if (tenantId === undefined) return;
      const lane = await this.laneOf(tenantId);
      await tickAndPlan(lane, this.ctx.storage);
    }

    /** The name of an object is not told in an alarm, so the tenant is kept. */
    laneOf(tenantId: string): Promise<Lane> {
      this.opening ??= this.openLane(tenantId);
      return this.opening;
    }

    /** Whoever asks while it opens gets the same lane. One that could not be opened is tried again. */
    async openLane(tenantId: string): Promise<Lane> {
      try {
        await this.ctx.storage.put(TENANT_KEY, tenantId);
        return createLane(await open(this.env, tenantId));
      } catch (error) {
        this.opening = null;
        throw error;
      }
    }
  };
}

/** A tick that throws is tried again by the runtime a few times, and by this alarm for ever. */
async function tickAndPlan(lane: Lane, storage: DurableObjectStorage): Promise<void> {
  const again = Date.now() + TICK_AGAIN_MILLISECONDS;
  await storage.setAlarm(again);
  const next = await lane.tick();
  const planned = await storage.getAlarm();
  // Somebody asked for a tick while this one was under way.
  if (planned !== null && planned < again) return;
  await (next === null ? storage.deleteAlarm() : storage.setAlarm(Date.parse(next)));
}

/** The earliest wish counts: a job that came during a tick must not wait for the next poll. */
async function wakeAt(storage: DurableObjectStorage, at: number): Promise<void> {
  const planned = await storage.getAlarm();
  if (planned === null || planned > at) await storage.setAlarm(at);
}
