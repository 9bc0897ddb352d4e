/** A tenant's own lane over a Salesforce org, on a clock that the bench turns. */
import { createSalesforcePort } from "../../../worker/adapters/crm/salesforce/salesforce-port.ts";
import { createConnectionStore } from "../../../worker/adapters/d1/connection-store.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { createSealing, readTokenKeys } from "../../../worker/adapters/sealing.ts";
import { createLane, type Lane } from "../../../worker/app/sync/lane.ts";
import { composeLaneParts } from "../../../worker/compose-sync.ts";
import type { CommandAnswer, CommandArgs } from "../commands.ts";
import { meterDatabase } from "./metered-database.ts";

const KEY_BYTES = 32;
const keys = readTokenKeys(`bench:${btoa("0".repeat(KEY_BYTES))}`);
const sealing = createSealing(keys.ok ? keys.value : []);

/** Time that passes only where somebody waits or the bench says so. */
class TurnedClock {
  #at: number;

  constructor(at: string) {
    this.#at = Date.parse(at);
  }

  readonly milliseconds = (): number => this.#at;
  readonly now = (): string => new Date(this.#at).toISOString();
  readonly sleep = async (milliseconds: number): Promise<void> => {
    this.#at += milliseconds;
  };

  turnTo(at: string): void {
    this.#at = Math.max(this.#at, Date.parse(at));
  }
}

type App = CommandArgs<"connectOrg">["app"];

function portOf(app: App, clock: TurnedClock) {
  return createSalesforcePort({ ...app, jwtKey: null }, { sleep: clock.sleep, now: clock.milliseconds });
}

/** A lane as it is after a cold start: it remembers nothing. */
function openLane(db: D1Database, tenantId: string, app: App, clock: TurnedClock): Lane {
  return createLane(
    composeLaneParts(db, tenantId, {
      crm: portOf(app, clock),
      sealing,
      clock,
      announce: async () => undefined,
      startWorkflow: async () => undefined,
    }),
  );
}

/** Ends a consent, as the callback does. */
export async function connectOrg(
  db: D1Database,
  { app, code, redirectUri, codeVerifier, now }: CommandArgs<"connectOrg">,
): Promise<CommandAnswer<"connectOrg">> {
  const consent = { code, redirectUri, codeVerifier };
  const grant = await portOf(app, new TurnedClock(now)).exchangeCode(consent, now);
  if (!grant.ok) throw new Error(`The org gave no token: ${JSON.stringify(grant.error)}`);
  const { crmId } = grant.value;
  const installed = { crm: "salesforce", crmId, name: crmId, crmAppUrl: app.loginUrl } as const;
  const { id: tenantId } = await createTenantDirectory(db).install(installed, now);
  await createConnectionStore(db, tenantId, sealing).saveGrant(grant.value);
  return { tenantId };
}

/** The whole backfill, step by step as the workflow walks it. */
export async function backfillOrg(
  db: D1Database,
  { app, tenantId, now }: CommandArgs<"backfillOrg">,
): Promise<CommandAnswer<"backfillOrg">> {
  const clock = new TurnedClock(now);
  const metered = meterDatabase(db);
  const lane = openLane(metered.db, tenantId, app, clock);
  await lane.startBackfill();
  const state = createSyncStateStore(db, tenantId);
  const { attempt } = await state.loadStatus();
  for (;;) {
    const outcome = await lane.backfillStep(attempt);
    if (outcome.kind === "done") break;
    if (outcome.kind === "stopped") throw new Error(`The backfill stopped: ${outcome.reason}`);
    if (outcome.kind === "wait") await clock.sleep(outcome.delaySeconds * 1000);
  }
  const progress = await state.loadProgress();
  return {
    records: progress.reduce((sum, { done }) => sum + done, 0),
    rowsWritten: metered.costs.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
  };
}

/** Whatever the lane does by itself from one instant to another, each time it wants to be called. */
export async function passTime(
  db: D1Database,
  { app, tenantId, from, to, keepsLane, isWatched }: CommandArgs<"passTime">,
): Promise<CommandAnswer<"passTime">> {
  const clock = new TurnedClock(from);
  const state = createSyncStateStore(db, tenantId);
  if (isWatched) await state.markWatched(to);
  let lane = openLane(db, tenantId, app, clock);
  let ticks = 0;
  for (; clock.now() < to; ticks += 1) {
    const next = await lane.tick();
    if (next === null) throw new Error("The lane wants to be called no more");
    if (!keepsLane) lane = openLane(db, tenantId, app, clock);
    clock.turnTo(next);
  }
  const faults = await state.loadFaults();
  return { ticks, faults: faults.map(({ type, subject }) => `${type} ${subject}`) };
}
