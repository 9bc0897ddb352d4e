import { composeApp } from "./compose.ts";
import { announce, announceAllOf, composeBoardRoom, openLiveOf } from "./compose-live.ts";
import { composeBackfill, composeSyncRoutes, composeTenantLane, lanesOf } from "./compose-sync.ts";
import { onSchedule } from "./cron.ts";
import { onQueue } from "./queue.ts";

export class TenantLane extends composeTenantLane(announce) {}
export class BoardRoom extends composeBoardRoom() {}
export class Backfill extends composeBackfill() {}

type App = ReturnType<typeof composeApp>;
/** The routes are joined once for each environment, which is once in the life of an isolate. */
const apps = new WeakMap<Cloudflare.Env, App>();

function appOf(env: Cloudflare.Env): App {
  const known = apps.get(env);
  if (known) return known;
  const app = composeApp(env, (config) => ({
    laneOf: (tenantId) => lanesOf(env).of(tenantId),
    openLive: openLiveOf(env),
    announceAll: announceAllOf(env),
    more: composeSyncRoutes(env, config),
  }));
  apps.set(env, app);
  return app;
}

export default {
  fetch: (request, env, context) => appOf(env).fetch(request, env, context),
  queue: (batch, env) => onQueue(batch, env),
  scheduled: (event, env) => onSchedule(event, env),
} satisfies ExportedHandler<Cloudflare.Env>;
