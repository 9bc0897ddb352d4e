import type { Job, JobKind, LaneVerdict } from "../../ports/sync.ts";
import type { LaneCore } from "./lane-core.ts";
import { verdictOf } from "./lane-core.ts";
import { refreshPeople } from "./people.ts";
import { pollChanges } from "./poll.ts";
import { announceAll } from "./reading.ts";
import { sweepArchived } from "./sweep.ts";

/** Differences that a job's result lists; their number is given whole. */
const DIFFERENCES_LISTED_MAX = 100;
const RECREDIT_CAUSE = { kind: "manual" } as const;

/** What a job can do beside what its lane does by itself. */
export interface JobTools {
  /** Opens what was given up, and lets the backfill go on. */
  readonly reopenBackfill: (requestId?: string) => Promise<void>;
  /** Reads anew what the CRM withheld before and shows now. */
  readonly readWhatCameBack: (requestId?: string) => Promise<void>;
  /** Holds the present and the previous period against the CRM. */
  readonly reconcile: () => Promise<LaneVerdict>;
}

/** Runs the jobs that are open, oldest first. A job that a crash cut off runs again: each can be repeated. */
export async function runJobs(core: LaneCore, tools: JobTools): Promise<void> {
  const { jobs, tenantId, clock, log } = core.parts;
  for (const job of await jobs.listOpen(tenantId)) {
    await jobs.save(job.id, tenantId, { state: "running", result: null }, clock.now());
    const outcome = await runJob(core, job, tools);
    await jobs.save(job.id, tenantId, outcome, clock.now());
    const { id: jobId, kind } = job;
    log({ event: `job_${outcome.state}`, requestId: job.requestId ?? jobId, tenantId, jobId, kind });
  }
}

type JobOutcome = { readonly state: "done" | "failed"; readonly result: unknown };

function runJob(core: LaneCore, job: Job, tools: JobTools): Promise<JobOutcome> {
  const run: Readonly<Record<JobKind, () => Promise<JobOutcome>>> = {
    sync: () => syncNow(core, job, tools),
    rebuild: () => rebuild(core),
    reconcile: async () => {
      const { kind } = await tools.reconcile();
      return { state: kind === "done" ? "done" : "failed", result: { reconciled: kind } };
    },
  };
  return run[job.kind]();
}

/** Everything a lane does by the clock, now. */
async function syncNow(core: LaneCore, { requestId }: Job, tools: JobTools): Promise<JobOutcome> {
  const tenant = await core.parts.directory.find(core.parts.tenantId);
  if (tenant?.state === "reconnect" || tenant?.state === "uninstalled") {
    return { state: "failed", result: { reason: tenant.state } };
  }
  await tools.reopenBackfill(requestId ?? undefined);
  const people = await refreshPeople(core, RECREDIT_CAUSE);
  await tools.readWhatCameBack(requestId ?? undefined);
  const steps: readonly (readonly [string, LaneVerdict])[] = [
    ["people", people.ok ? { kind: "done" } : verdictOf(await core.fail(people.error, "people"))],
    ["changes", await pollChanges(core)],
    ["archived", await sweepArchived(core)],
  ];
  // Last, because they follow from what people did.
  await core.parts.organisation.decideRoles(core.parts.clock.now());
  await announceAll(core);
  const undone = steps.filter(([, verdict]) => verdict.kind !== "done");
  const result = Object.fromEntries(steps.map(([name, verdict]) => [name, verdict.kind]));
  return { state: undone.length === 0 ? "done" : "failed", result };
}

/** Every cell from the ledger. In a turn, because nothing may be written in between. */
async function rebuild(core: LaneCore): Promise<JobOutcome> {
  const report = await core.turns.take(() => core.parts.ledger.rebuildCells());
  return {
    state: "done",
    result: {
      cells: report.cells,
      credits: report.credits,
      differenceCount: report.differences.length,
      differences: report.differences.slice(0, DIFFERENCES_LISTED_MAX),
    },
  };
}
