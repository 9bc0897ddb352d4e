import type { CrmRecordKind, JobState } from "../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../shared/contracts/time.ts";
import type { ExtraFields } from "../domain/counting.ts";
import type { Result } from "../domain/result.ts";
import type { AdjustmentWriter } from "./adjustments.ts";
import type { ApiAllowance, BackfillStretch, CrmDealField, CrmFailure, CrmQuota } from "./crm.ts";

/** A hint on the queue: ids only, so that what is written is always what the CRM says now. */
export type SyncHint =
  | {
      readonly change: "changed" | "deleted" | "restored" | "merged";
      readonly kind: CrmRecordKind;
      readonly recordId: string;
      /** Ids that were merged into the record; empty for every other change. */
      readonly mergedIds: readonly string[];
      /** The CRM user who caused it, where the CRM tells. */
      readonly actor: string | null;
    }
  | { readonly change: "person_erased"; readonly contactId: string };

/** One queue message: hints of one tenant. */
export interface SyncMessage {
  readonly tenantId: string;
  /** The request that brought the notice. */
  readonly requestId: string;
  readonly hints: readonly SyncHint[];
}

/** What became of a piece of work. Nothing that must be retried is ever acknowledged. */
export type LaneVerdict =
  | { readonly kind: "done" }
  /** Not written yet: the same work again after the delay. */
  | { readonly kind: "retry"; readonly delaySeconds: number; readonly reason: string }
  /** Nothing more can be done until the customer acts; the reason is recorded and shown. */
  | { readonly kind: "stopped"; readonly reason: string };

export type BackfillOutcome =
  /** The step used up its share; the next goes on from the checkpoint. */
  | { readonly kind: "more" }
  | { readonly kind: "wait"; readonly delaySeconds: number }
  | { readonly kind: "done" }
  /** The customer has to act, or a newer backfill has taken over. */
  | { readonly kind: "stopped"; readonly reason: string };

/** A tenant's lane as the rest of the Worker calls it. */
export interface TenantLane extends AdjustmentWriter {
  syncRecords(hints: readonly SyncHint[]): Promise<LaneVerdict>;
  /** Begins a backfill: plans it, and starts the workflow that walks it, under the id of the request that asked. */
  startBackfill(requestId?: string): Promise<void>;
  /** Starts the workflow again for a backfill that stands still. */
  resumeBackfill(requestId?: string): Promise<void>;
  backfillStep(attempt: number): Promise<BackfillOutcome>;
  poll(): Promise<LaneVerdict>;
  sweepArchived(): Promise<LaneVerdict>;
  refreshPeople(): Promise<LaneVerdict>;
  /** The quotas that the CRM holds, read for somebody who waits. Writes nothing, so it takes no turn. */
  readQuotas(): Promise<Result<readonly CrmQuota[], CrmFailure>>;
  /** The fields of deals that the CRM has now, likewise. */
  readDealFields(): Promise<Result<readonly CrmDealField[], CrmFailure>>;
  /** Looks at what is due, jobs first, and then again by itself. Answers at once. */
  wake(): Promise<void>;
  /** Takes out what is derived from a person whom the CRM has erased; an address leads to them. */
  erasePerson(request: { readonly email: string; readonly contactId: string | null }): Promise<void>;
  /** Ends everything the lane would do by itself: the tenant was erased. */
  retire(): Promise<void>;
}

export interface TenantLanes {
  of(tenantId: string): TenantLane;
}

/** What a stretch of the backfill reads. */
export type StretchRead =
  | { readonly kind: "account" }
  | { readonly kind: "people" }
  | { readonly kind: "records"; readonly stretch: BackfillStretch }
  | { readonly kind: "archived"; readonly of: CrmRecordKind }
  | { readonly kind: "contacts" };

export interface PlannedStretch {
  /** What the stretch is called in progress and logs, such as `deal:open`. */
  readonly name: string;
  /** Null for what is no record. */
  readonly kind: CrmRecordKind | null;
  readonly read: StretchRead;
  /** The kind is complete from this day on once the stretch is done; null when it proves nothing. */
  readonly completeFrom: LocalDay | null;
}

export type StretchState = "waiting" | "done" | "gap" | "parked";

/** A stretch with its checkpoint. */
export interface StretchRow extends PlannedStretch {
  readonly position: number;
  readonly state: StretchState;
  readonly cursor: string | null;
  /** Records read so far. */
  readonly seen: number;
  /** Records that were new or changed. */
  readonly stored: number;
  readonly expected: number | null;
}

export interface StretchCheckpoint {
  readonly state: StretchState;
  readonly cursor: string | null;
  readonly seenMore: number;
  readonly storedMore: number;
  /** Null keeps what is known. */
  readonly expected: number | null;
}

/** Where syncing of one kind stands. */
export interface KindState {
  readonly kind: CrmRecordKind;
  /** False when the CRM did not grant what the kind needs. */
  readonly granted: boolean;
  readonly completeFrom: LocalDay | null;
  /** Changes from here on are still to be polled; null before the backfill ended. */
  readonly pollSince: Instant | null;
  /** Inside a walk that is not finished. */
  readonly pollCursor: string | null;
  readonly pollStartedAt: Instant | null;
  readonly lastSyncAt: Instant | null;
}

/** Where syncing of the tenant stands. Only its lane writes it. */
export interface SyncStatus {
  /** Counts backfills; a workflow of an older one stops. */
  readonly attempt: number;
  /** Counts the workflows of one backfill. */
  readonly leg: number;
  readonly backfillStartedAt: Instant | null;
  /** The last sign of life of the backfill; null when none is under way. */
  readonly backfillSeenAt: Instant | null;
  readonly nextPollAt: Instant | null;
  readonly nextSweepAt: Instant | null;
  readonly nextPeopleAt: Instant | null;
  readonly failuresInARow: number;
  readonly allowance: ApiAllowance | null;
  /** Crediting again that is not finished. */
  readonly recredit: { readonly cursor: string | null; readonly note: string } | null;
  /** Fields of deals beyond the usual ones that every reading of deals asks for since the last backfill began. */
  readonly askedFields: ExtraFields;
}

export interface KindProgress {
  readonly kind: CrmRecordKind;
  readonly done: number;
  readonly expected: number | null;
}

/** Something that stands in the way, until it is cleared. */
export interface FaultRow {
  readonly type: FaultType;
  readonly subject: string;
  readonly since: Instant;
  readonly lastAt: Instant;
  readonly count: number;
  /** Where, or which scopes; never customer text. */
  readonly detail: string;
}

export const FAULT_TYPES = [
  "token_revoked",
  "scope_missing",
  "field_missing",
  "record_unreadable",
  "rate_limited",
  "unavailable",
  "misconfigured",
  "rejected",
  "person_erased",
  "notice_given_up",
  "pipeline_not_counted",
  "reconcile_difference",
] as const;
export type FaultType = (typeof FAULT_TYPES)[number];

/** Checkpoints, coverage, progress and faults of one tenant. Made for a tenant. */
export interface SyncStateStore {
  /** False until the account was read for the first time. */
  hasRules(): Promise<boolean>;
  loadStatus(): Promise<SyncStatus>;
  /** Only what is named changes. */
  changeStatus(change: Partial<SyncStatus>): Promise<void>;
  /** Somebody looks: poll more often until then. */
  markWatched(until: Instant): Promise<void>;
  loadWatchedUntil(): Promise<Instant | null>;

  loadStretches(): Promise<readonly StretchRow[]>;
  /** Replaces everything after the first `keep` stretches. */
  replaceStretches(keep: number, stretches: readonly PlannedStretch[]): Promise<void>;
  saveCheckpoint(position: number, checkpoint: StretchCheckpoint): Promise<void>;
  /** Stretches that were given up wait again; answers how many. */
  reopenParkedStretches(): Promise<number>;

  loadKinds(): Promise<readonly KindState[]>;
  /** Deleted records that the CRM has no more, so that nobody looks for them again. */
  loadPurged(kind: CrmRecordKind): Promise<readonly string[]>;
  addPurged(kind: CrmRecordKind, crmIds: readonly string[]): Promise<void>;

  /** Only what is named changes; a kind that is not known yet begins as granted. */
  changeKind(kind: CrmRecordKind, change: Partial<Omit<KindState, "kind">>): Promise<void>;
  /** Before a backfill: nothing of these kinds is known to be complete, and all of them may be granted. */
  resetKinds(kinds: readonly CrmRecordKind[]): Promise<void>;

  loadCoverage(): Promise<
    readonly { readonly kind: CrmRecordKind; readonly completeFrom: LocalDay | null }[]
  >;
  loadProgress(): Promise<readonly KindProgress[]>;

  recordFaults(
    faults: readonly { readonly type: FaultType; readonly subject: string; readonly detail: string }[],
    now: Instant,
  ): Promise<void>;
  clearFaults(type: FaultType, subjects: readonly string[] | null): Promise<void>;
  loadFaults(): Promise<readonly FaultRow[]>;
}

/** What spans tenants: the operator's list, and the cron's choice of who is due. */
export interface SyncOverview {
  loadProgress(): Promise<ReadonlyMap<string, readonly KindProgress[]>>;
  /** Tenants whose lane should have done something by now, longest overdue first. */
  listOverdue(now: Instant, limit: number): Promise<readonly string[]>;
}

export const JOB_KINDS = ["sync", "rebuild", "reconcile"] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export interface Job {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: JobKind;
  /** The request that asked for it; null for those of before requests were kept. */
  readonly requestId: string | null;
  readonly state: JobState;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
  /** JSON; null until it is finished. */
  readonly result: unknown;
}

/** Work an operator asked for. */
export interface JobStore {
  create(
    job: Pick<Job, "id" | "tenantId" | "kind"> & { readonly requestId?: string },
    now: Instant,
  ): Promise<void>;
  find(jobId: string): Promise<Job | null>;
  /** The job of that kind that was asked for last. */
  findLatest(tenantId: string, kind: JobKind): Promise<Job | null>;
  /** Jobs of the tenant that are not finished, oldest first. */
  listOpen(tenantId: string): Promise<readonly Job[]>;
  save(
    jobId: string,
    tenantId: string,
    change: { readonly state: JobState; readonly result: unknown },
    now: Instant,
  ): Promise<void>;
}

/** States of consents under way: kept hashed, used once. */
export interface ConsentStates {
  save(hash: string, times: { readonly now: Instant; readonly expiresAt: Instant }): Promise<void>;
  /** True when it was there and had not expired; it is gone afterwards. */
  take(hash: string, now: Instant): Promise<boolean>;
}
