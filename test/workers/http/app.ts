import type { Hono } from "hono";
import { createUnconfiguredPort } from "../../../worker/adapters/crm/unconfigured-port.ts";
import { createSealing, type Sealing } from "../../../worker/adapters/sealing.ts";
import { createLane, type Lane } from "../../../worker/app/sync/lane.ts";
import { composeHttp, queryContextOf } from "../../../worker/compose.ts";
import { composeLaneParts } from "../../../worker/compose-sync.ts";
import { readConfig } from "../../../worker/config.ts";
import { ok } from "../../../worker/domain/result.ts";
import type { HttpDependencies, HttpEnv } from "../../../worker/http/context.ts";
import { createApp } from "../../../worker/http/router.ts";
import type { Applied } from "../../../worker/ports/ledger.ts";
import type { LogEntry } from "../../../worker/ports/logging.ts";
import type { TenantLane } from "../../../worker/ports/sync.ts";

const ORIGIN = "https://standings.test";
/** A Wednesday. */
export const NOW = "2026-03-11T10:00:00.000Z";

/** The real app over the real stores, with a clock, a log and sockets that the test holds. */
export class TestApp {
  readonly logged: LogEntry[] = [];
  readonly sockets: { readonly tenantId: string; readonly endsAt: string; readonly request: Request }[] = [];
  /** Lanes that were woken or retired, or told to erase, such as `wake north-tenant`. */
  readonly lanes: string[] = [];
  /** Whose change was told to the open pages, such as `north-tenant north-member`. */
  readonly announced: string[] = [];
  /** What lanes wrote, as they told it to the rooms. */
  readonly applied: Applied[] = [];
  readonly #inPlace = new Map<string, Lane>();
  now = NOW;
  /** What the CRM answers when its goals are read. */
  goals: Awaited<ReturnType<TenantLane["readQuotas"]>> = ok([]);
  /** What the CRM answers when its fields of deals are read. */
  dealFields: Awaited<ReturnType<TenantLane["readDealFields"]>> = ok([]);
  readonly #app: Hono<HttpEnv>;

  /** `more` are the routes of the CRMs, which are joined elsewhere. */
  constructor(
    env: Cloudflare.Env,
    overrides: Partial<HttpDependencies> = {},
    more: readonly Hono<HttpEnv>[] = [],
  ) {
    const config = readConfig(env);
    if (!config.ok) throw new Error(JSON.stringify(config.error));
    const note = (what: string) => {
      this.lanes.push(what);
      return Promise.resolve();
    };
    const sealing = createSealing(config.value.tokenKeys);
    const laneOf = (tenantId: string) => this.#laneOf(tenantId, { db: env.DB, sealing });
    const dependencies = composeHttp(env, config.value, {
      laneOf: (tenantId) => ({
        wake: () => note(`wake ${tenantId}`),
        retire: () => note(`retire ${tenantId}`),
        readQuotas: async () => this.goals,
        readDealFields: async () => this.dealFields,
        refreshPeople: async () => {
          await note(`read the people of ${tenantId}`);
          return { kind: "done" };
        },
        makeAdjustment: (...asked) => laneOf(tenantId).makeAdjustment(...asked),
        withdrawAdjustment: (...asked) => laneOf(tenantId).withdrawAdjustment(...asked),
        erasePerson: ({ email }) => note(`erase ${email} in ${tenantId}`),
      }),
      openLive: (viewer, endsAt, request) => {
        this.sockets.push({ tenantId: viewer.tenantId, endsAt, request });
        return Promise.resolve(new Response("a socket"));
      },
      announceAll: async (tenantId, memberId) => {
        this.announced.push(`${tenantId} ${memberId}`);
      },
      more: [],
    });
    this.#app = createApp(
      {
        ...dependencies,
        now: () => this.now,
        queryContext: (tenant) => queryContextOf(env.DB, tenant, this.now),
        log: (entry) => this.logged.push(entry),
        ...overrides,
      },
      more,
    );
  }

  /** The lane itself, in place and by the clock that the test holds. */
  #laneOf(tenantId: string, { db, sealing }: { db: D1Database; sealing: Sealing }): Lane {
    const held = this.#inPlace.get(tenantId);
    if (held) return held;
    const clock = { now: () => this.now, sleep: async () => undefined };
    const lane = createLane(
      composeLaneParts(db, tenantId, {
        crm: createUnconfiguredPort("CRM"),
        sealing,
        clock,
        announce: async (applied) => void this.applied.push(applied),
        startWorkflow: async () => undefined,
      }),
    );
    this.#inPlace.set(tenantId, lane);
    return lane;
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return Promise.resolve(this.#app.fetch(new Request(`${ORIGIN}${path}`, init)));
  }
}
