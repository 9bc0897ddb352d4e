import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { Cause } from "../../domain/credits.ts";
import { err } from "../../domain/result.ts";
import type { FaultType, LaneVerdict, SyncHint, TenantLane } from "../../ports/sync.ts";
import { createReconciler, type Reconciler } from "../reconcile/reconcile-when-due.ts";
import { makeAdjustment, withdrawAdjustment } from "./adjust.ts";
import { beginBackfill, stepBackfill } from "./backfill.ts";
import { ACTIVITY_KINDS } from "./backfill-plan.ts";
import { type ErasureRequest, eraseContact, erasePerson } from "./erase-person.ts";
import { runJobs } from "./jobs.ts";
import { createLaneCore, type LaneCore, pauseAfter, verdictOf } from "./lane-core.ts";
import type { LaneParts } from "./lane-parts.ts";
import { onceAtATime } from "./once-at-a-time.ts";
import { recredit, refreshPeople } from "./people.ts";
import { followPipelines } from "./pipelines.ts";
import { pollChanges } from "./poll.ts";
import { announceAll } from "./reading.ts";
import { tryRefusedAccess } from "./refused-access.ts";
import { lacksFields } from "./rules.ts";
import { sweepArchived } from "./sweep.ts";
import { syncRecords } from "./sync-records.ts";

const PEOPLE_CAUSE: Cause = { kind: "people" };
/** What the CRM refused may be mended there by now: it is tried again every day and with every sync. */
const REFUSED: readonly FaultType[] = ["rejected", "field_missing"];
/** A backfill that nobody walks, and that gave no sign of life for this long, has lost its workflow. */
const BACKFILL_STALLED_SECONDS = 10;
/** How often a lane looks whether its backfill is walked. */
export const BACKFILL_LOOK_SECONDS = 5;
/** After a failed look at people. */
const PEOPLE_AGAIN_SECONDS = 900;
/** After a notice, polls look for its companions more often. */
const ATTENTIVE_SECONDS = 600;
/** When nothing else is planned. */
const TICK_IDLE_SECONDS = 300;

/** A tenant's lane, and when it wants to be called next. */
export interface Lane extends Omit<TenantLane, "wake" | "retire" | "erasePerson"> {
  /** Does whatever is due and answers when something is due again; null when nothing ever is. */
  tick(): Promise<Instant | null>;
  erasePerson(request: ErasureRequest): Promise<void>;
  /** The tenant is erased: nothing is written any more once this has come back. */
  close(): Promise<void>;
}

/**
 * The one place that reads from the tenant's CRM and writes its ledger. Works that must not overlap with
 * themselves run once at a time; whatever they write takes its turn with everything else.
 */
export function createLane(parts: LaneParts): Lane {
  const core = createLaneCore(parts);
  const poll = onceAtATime(() => whileConnected(core, () => pollChanges(core)));
  const sweep = onceAtATime(() => whileConnected(core, () => sweepArchived(core)));
  const people = onceAtATime(() => whileConnected(core, () => lookAtPeople(core)));
  const reconciler = createReconciler(core);
  const reconcile = onceAtATime(() => whileConnected(core, reconciler.now));
  const steps = new Map<number, () => ReturnType<TenantLane["backfillStep"]>>();
  const stepOf = (attempt: number) => {
    const known = steps.get(attempt) ?? onceAtATime(() => stepBackfill(core, attempt, reconciler));
    steps.set(attempt, known);
    return known;
  };
  let stepsUnderWay = 0;
  const step = async (attempt: number) => {
    stepsUnderWay += 1;
    try {
      return await stepOf(attempt)();
    } finally {
      stepsUnderWay -= 1;
    }
  };
  const { startBackfill, resumeBackfill, reopenBackfill, readWhatCameBack } = createBackfillSwitches(core);
  const jobs = onceAtATime(() => runJobs(core, { reopenBackfill, readWhatCameBack, reconcile }));
  const isWalked = () => stepsUnderWay > 0;
  const tick = onceAtATime(async () => {
    await jobs();
    return doWhatIsDue(core, {
      poll,
      people,
      isWalked,
      startBackfill,
      resumeBackfill,
      reopenBackfill,
      readWhatCameBack,
      reconciler,
    });
  });
  const quotas = onceAtATime(() => readQuotas(core));
  const dealFields = onceAtATime(() => readDealFields(core));
  return {
    readQuotas: quotas,
    readDealFields: dealFields,
    syncRecords: async (hints) => {
      await eraseContacts(core, hints);
      return whileConnected(core, async () => {
        await parts.state.markWatched(core.after(ATTENTIVE_SECONDS));
        return syncRecords(core, hints, async (failure, kind) => {
          const decision = await core.fail(failure, kind);
          if (decision.fault === "scope_missing") await core.leaveOut(kind);
          return verdictOf(decision);
        });
      });
    },
    startBackfill,
    resumeBackfill,
    backfillStep: step,
    poll,
    sweepArchived: sweep,
    refreshPeople: people,
    erasePerson: (request) => erasePerson(core, request),
    makeAdjustment: (draft, by) => makeAdjustment(core, draft, by),
    withdrawAdjustment: (id, by) => withdrawAdjustment(core, id, by),
    tick,
    close: () => core.turns.close(),
  };
}

/** Starts the backfill, and takes it up again where something of it was left. */
function createBackfillSwitches(core: LaneCore) {
  const { parts } = core;
  const resumeBackfill = async (requestId?: string) => {
    const { attempt, leg } = await parts.state.loadStatus();
    await parts.state.changeStatus({ leg: leg + 1, backfillSeenAt: parts.clock.now() });
    await parts.startWorkflow({ attempt, leg: leg + 1, requestId });
  };
  const startBackfill = async (requestId?: string) => {
    await parts.startWorkflow({ ...(await beginBackfill(core)), requestId });
  };
  /** What the CRM shows of again is read anew; a backfill that is under way sees to it at its end. */
  const readWhatCameBack = async (requestId?: string) => {
    const { backfillSeenAt } = await parts.state.loadStatus();
    const isLive = (await parts.directory.find(parts.tenantId))?.state === "live";
    if (!isLive || backfillSeenAt !== null) return;
    const kinds = await parts.state.loadKinds();
    if (kinds.some(({ granted, pollSince }) => granted && pollSince === null)) await startBackfill(requestId);
  };
  const reopenBackfill = async (requestId?: string) => {
    for (const type of REFUSED) await parts.state.clearFaults(type, null);
    if ((await parts.state.reopenParkedStretches()) > 0) await resumeBackfill(requestId);
  };
  return { startBackfill, resumeBackfill, reopenBackfill, readWhatCameBack };
}

/** What stands in the way is written down like any other fault, and told to whoever asked. */
async function readQuotas(core: LaneCore): ReturnType<TenantLane["readQuotas"]> {
  const { parts } = core;
  if (await isCutOff(core)) return err({ reason: "token_revoked" });
  const quotas = await core.client.fetchQuotas();
  if (quotas.ok) await parts.state.clearFaults("scope_missing", ["goals"]);
  else await core.fail(quotas.error, "goals");
  return quotas;
}

async function readDealFields(core: LaneCore): ReturnType<TenantLane["readDealFields"]> {
  if (await isCutOff(core)) return err({ reason: "token_revoked" });
  return core.client.fetchDealFields();
}

async function isCutOff({ parts }: LaneCore): Promise<boolean> {
  const tenant = await parts.directory.find(parts.tenantId);
  return !tenant || tenant.state === "reconnect" || tenant.state === "uninstalled";
}

/** Erasing needs nothing of the CRM, so it does not wait for anybody to connect again. */
async function eraseContacts(core: LaneCore, hints: readonly SyncHint[]): Promise<void> {
  const contactIds = hints.flatMap((hint) => (hint.change === "person_erased" ? [hint.contactId] : []));
  if (contactIds.length === 0 || !(await core.parts.directory.find(core.parts.tenantId))) return;
  for (const contactId of new Set(contactIds)) await eraseContact(core, contactId);
}

/** Without consent there is nothing to read; connecting again reads everything. */
async function whileConnected(core: LaneCore, work: () => Promise<LaneVerdict>): Promise<LaneVerdict> {
  const tenant = await core.parts.directory.find(core.parts.tenantId);
  if (!tenant) return { kind: "stopped", reason: "erased" };
  if (tenant.state === "reconnect" || tenant.state === "uninstalled") {
    return { kind: "stopped", reason: tenant.state };
  }
  return work();
}

async function lookAtPeople(core: LaneCore): Promise<LaneVerdict> {
  const refreshed = await refreshPeople(core, PEOPLE_CAUSE);
  if (refreshed.ok) {
    await core.parts.organisation.decideRoles(core.parts.clock.now());
    // Whoever only watches is not ranked.
    await announceAll(core);
    return { kind: "done" };
  }
  const verdict = verdictOf(await core.fail(refreshed.error, "people"));
  const pause = pauseAfter(verdict, PEOPLE_AGAIN_SECONDS);
  await core.parts.state.changeStatus({ nextPeopleAt: core.after(pause) });
  return verdict;
}

interface DueWork {
  readonly poll: () => Promise<LaneVerdict>;
  readonly people: () => Promise<LaneVerdict>;
  /** Whether a step of the backfill is under way. */
  readonly isWalked: () => boolean;
  readonly startBackfill: () => Promise<void>;
  readonly resumeBackfill: () => Promise<void>;
  readonly reopenBackfill: () => Promise<void>;
  readonly readWhatCameBack: () => Promise<void>;
  readonly reconciler: Reconciler;
}

async function doWhatIsDue(core: LaneCore, work: DueWork): Promise<Instant | null> {
  const { parts } = core;
  const tenant = await parts.directory.find(parts.tenantId);
  if (tenant?.state === "reconnect") return tryRefusedAccess(core);
  if (!tenant || tenant.state === "uninstalled") return null;
  const status = await parts.state.loadStatus();
  const isDue = (at: Instant | null) => at !== null && at <= parts.clock.now();
  const { backfillSeenAt } = status;
  const isSilent = backfillSeenAt !== null && backfillSeenAt < core.after(-BACKFILL_STALLED_SECONDS);
  if (isSilent && !work.isWalked()) await work.resumeBackfill();
  if (tenant.state !== "live") return core.after(BACKFILL_LOOK_SECONDS);
  await followPipelines(core);
  if (await lacksFields(core)) await work.startBackfill();
  if (status.recredit) await recredit(core);
  if (isDue(status.nextPeopleAt)) {
    await work.people();
    await work.reopenBackfill();
    await work.readWhatCameBack();
  }
  if (isDue(status.nextPollAt)) await work.poll();
  if (isDue(status.nextSweepAt)) await sweepArchived(core, kindsToSweep(parts.clock.now()));
  await work.reconciler.whenDue();
  return nextDue(core);
}

/** Deals each time, and the activities one kind after another: their bins are large and matter less. */
function kindsToSweep(now: Instant): readonly CrmRecordKind[] {
  const activity = ACTIVITY_KINDS[new Date(now).getUTCHours() % ACTIVITY_KINDS.length];
  return activity === undefined ? ["deal"] : ["deal", activity];
}

async function nextDue(core: LaneCore): Promise<Instant> {
  const { nextPollAt, nextSweepAt, nextPeopleAt } = await core.parts.state.loadStatus();
  const planned = [nextPollAt, nextSweepAt, nextPeopleAt, core.after(TICK_IDLE_SECONDS)];
  const earliest = planned.filter((at) => at !== null).toSorted()[0];
  const soon = core.after(1);
  return earliest !== undefined && earliest > soon ? earliest : soon;
}
