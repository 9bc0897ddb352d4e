import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
import type { Log } from "../ports/logging.ts";
import type { BackfillOutcome, TenantLanes } from "../ports/sync.ts";

/** Which backfill a workflow walks. A long one is walked by several, one after another. */
export interface BackfillRun {
  readonly tenantId: string;
  readonly attempt: number;
  readonly leg: number;
  /** The request that asked for it, if one did. */
  readonly requestId?: string | undefined;
}

/** Two recorded steps a turn at most, and an instance may record 1,024. */
const TURNS_PER_LEG_MAX = 450;
const STEP_CONFIG = {
  retries: { limit: 8, delay: "3 seconds", backoff: "exponential" },
  timeout: "3 minutes",
} as const;

/** The name of a run's workflow: asking for it twice starts it once. */
export function instanceIdOf({ tenantId, attempt, leg }: BackfillRun): string {
  return `${tenantId}-${attempt}-${leg}`;
}

/** Walks a backfill step by step. The checkpoint lies with the lane; the workflow only never forgets to go on. */
export function backfillClass(open: (env: Cloudflare.Env) => TenantLanes, log: Log) {
  return class Backfill extends WorkflowEntrypoint<Cloudflare.Env, BackfillRun> {
    override async run(event: Readonly<WorkflowEvent<BackfillRun>>, step: WorkflowStep): Promise<string> {
      const { tenantId, attempt, leg, requestId } = event.payload;
      const logEnd = (outcome: string) => {
        const run = { requestId: requestId ?? event.instanceId, tenantId, attempt, leg };
        log({ event: "backfill_leg_ended", ...run, outcome });
        return outcome;
      };
      const lane = open(this.env).of(tenantId);
      for (let turn = 0; turn < TURNS_PER_LEG_MAX; turn += 1) {
        const outcome = await step.do(`read ${turn}`, STEP_CONFIG, () => lane.backfillStep(attempt));
        if (outcome.kind === "done" || outcome.kind === "stopped") return logEnd(wordsOf(outcome));
        if (outcome.kind === "wait") await step.sleep(`wait ${turn}`, outcome.delaySeconds * 1000);
      }
      await step.do("hand over", STEP_CONFIG, () => lane.resumeBackfill(requestId));
      return logEnd("handed over");
    }
  };
}

function wordsOf(outcome: BackfillOutcome): string {
  return outcome.kind === "stopped" ? `stopped: ${outcome.reason}` : outcome.kind;
}
