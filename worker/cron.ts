import { wakeOverdue } from "./app/sync/wake-overdue.ts";
import { composeWaking } from "./compose-sync.ts";

/** The clock's entry. Lanes wake themselves; this wakes those whose own call was lost. */
export async function onSchedule(event: ScheduledController, env: Cloudflare.Env): Promise<void> {
  await wakeOverdue(composeWaking(env), new Date(event.scheduledTime).toISOString(), crypto.randomUUID());
}
