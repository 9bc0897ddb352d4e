import { rmSync } from "node:fs";
import path from "node:path";
import { freePort, localSecrets, ROOT, startWorker, type WorkerProcess } from "./worker-process.ts";

/** A tenant as `GET /operator/tenants` tells it. */
export interface TenantState {
  readonly id: string;
  readonly crmId: string;
  readonly name: string;
  readonly state: string;
  readonly progress: readonly {
    readonly kind: string;
    readonly done: number;
    readonly expected: number | null;
  }[];
}

/** A job of the operator that has ended. */
export interface EndedJob {
  readonly state: string;
  readonly result: unknown;
}

/** The Worker in its own process, with what its operator may do. */
export interface Standings {
  readonly worker: WorkerProcess;
  readonly secrets: Readonly<Record<"TOKEN_KEYS" | "SESSION_KEY" | "OPERATOR_KEY", string>>;
  operator(path: string, init?: RequestInit): Promise<Response>;
  tenants(): Promise<readonly TenantState[]>;
  /** Waits until every tenant is live or needs a new consent; tells each state on the way. */
  untilLive(onProgress?: (tenants: readonly TenantState[]) => void): Promise<readonly TenantState[]>;
  apiKey(tenantId: string, role?: string): Promise<string>;
  /** Starts a job and waits for its end. */
  runJob(tenantId: string, kind: "sync" | "rebuild"): Promise<EndedJob>;
  /** Ends the Worker without a warning, and starts it again on what it had kept. */
  crash(): Promise<void>;
  /** Ends the Worker and throws away what it had kept. */
  stop(): Promise<void>;
}

export interface StandingsOptions {
  /** Where its local state lies, below `.wrangler/`. */
  readonly state: string;
  readonly port?: number;
  /** Where HubSpot, or what stands in for it, answers. */
  readonly hubspotUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly vars?: Readonly<Record<string, string>>;
}

const POLL_MILLISECONDS = 250;
const WAIT_MILLISECONDS_MAX = 15 * 60_000;

/** Asks again until there is an answer. */
export async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const endsAt = Date.now() + WAIT_MILLISECONDS_MAX;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > endsAt) throw new Error(`It did not come to ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

export async function startStandings(options: StandingsOptions): Promise<Standings> {
  const port = options.port ?? (await freePort());
  const secrets = localSecrets();
  // Several may run at once on one machine, in tests above all.
  const state = `${options.state}-${process.pid}-${port}`;
  const start = (keepState: boolean) =>
    startWorker({
      port,
      state,
      keepState,
      vars: {
        ...secrets,
        HUBSPOT_CLIENT_ID: options.clientId,
        HUBSPOT_CLIENT_SECRET: options.clientSecret,
        HUBSPOT_API_URL: options.hubspotUrl,
        HUBSPOT_APP_URL: options.hubspotUrl,
        ...options.vars,
      },
    });
  let worker = await start(false);
  const operator = (path: string, init: RequestInit = {}) =>
    fetch(`${worker.url}/operator/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${secrets.OPERATOR_KEY}`, "content-type": "application/json" },
    });
  const tenants = async () => {
    const { tenants: all } = await readJson<{ tenants: readonly TenantState[] }>(await operator("tenants"));
    return all;
  };
  return {
    get worker() {
      return worker;
    },
    secrets,
    operator,
    tenants,
    untilLive: (onProgress) => untilLive(tenants, onProgress),
    async apiKey(tenantId, role = "admin") {
      const body = JSON.stringify({ role });
      const answer = await operator(`tenants/${tenantId}/api-keys`, { method: "POST", body });
      return (await readJson<{ key: string }>(answer)).key;
    },
    async runJob(tenantId, kind) {
      const started = await operator(`tenants/${tenantId}/${kind}`, { method: "POST" });
      const { jobId } = await readJson<{ jobId: string }>(started);
      return until(`the end of the ${kind}`, async () => {
        const job = await readJson<EndedJob>(await operator(`jobs/${jobId}`));
        return job.state === "done" || job.state === "failed" ? job : null;
      });
    },
    async crash() {
      await worker.kill();
      worker = await start(true);
    },
    async stop() {
      await worker.stop();
      rmSync(path.join(ROOT, ".wrangler", state), { recursive: true, force: true });
    },
  };
}

async function readJson<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

function untilLive(
  load: () => Promise<readonly TenantState[]>,
  onProgress?: (tenants: readonly TenantState[]) => void,
): Promise<readonly TenantState[]> {
  return until("a live tenant", async () => {
    const tenants = await load().catch(unlessUnreachable);
    onProgress?.(tenants);
    const settled = tenants.every(({ state }) => state === "live" || state === "reconnect");
    return tenants.length > 0 && settled ? tenants : null;
  });
}

/** The Worker may be starting anew, as after a change of its code; that it never answers is told at the end. */
function unlessUnreachable(error: unknown): readonly TenantState[] {
  if (error instanceof TypeError) return [];
  throw error;
}
