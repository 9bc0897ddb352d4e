import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BuiltWorkerStart } from "./built-worker.ts";
import { isPortFree } from "./command-line.ts";

export const ROOT = path.join(import.meta.dirname, "../..");
const WRANGLER = path.join(ROOT, "node_modules/.bin/wrangler");

/** Keeps wrangler from looking for the network, where there may be none. */
export const QUIET_ENVIRONMENT = {
  DO_NOT_TRACK: "1",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  CI: "true",
};

/** Whatever way this process ends, the Workers that it started end with it. */
const running = new Set<number>();
process.on("exit", () => {
  for (const pid of running) killGroup(pid, "SIGKILL");
});

const READY_TRIES_MAX = 300;
const READY_PAUSE_MILLISECONDS = 200;
const READY_ANSWER_MILLISECONDS = 3_000;
const OUTPUT_KEPT = 20_000;

/** Secrets for one local run: never the same twice, never stored. */
export function localSecrets(): Readonly<Record<"TOKEN_KEYS" | "SESSION_KEY" | "OPERATOR_KEY", string>> {
  return {
    TOKEN_KEYS: `local:${randomBytes(32).toString("base64")}`,
    SESSION_KEY: randomBytes(32).toString("base64url"),
    OPERATOR_KEY: randomBytes(24).toString("base64url"),
  };
}

/** Below those that systems give to whoever asks for any port, which would take one between two looks. */
const FIRST_PORT = 10_000;
const PORTS = 20_000;
/** Processes that look at the same time begin at places of their own. */
const PORTS_APART = 37;
let nextPlace = process.pid * PORTS_APART;

/** A port that nobody listens on, and that no other process is likely to take before the caller does. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS; tries += 1) {
    const port = FIRST_PORT + (nextPlace % PORTS);
    nextPlace += 1;
    if (await isPortFree(port)) return port;
  }
  throw new Error("No port is free.");
}

/** Runs one command to its end; its output is shown only when it fails. */
export function runTool(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...QUIET_ENVIRONMENT },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = keepOutput(child);
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output()}`));
    });
  });
}

/** Builds the pages that the Worker serves. */
export function buildPages(): Promise<void> {
  const vite = path.join(ROOT, "node_modules/vite/bin/vite.js");
  return runTool(process.execPath, [vite, "build", "--config", "ui-extension/vite.config.ts"]);
}

export interface WorkerProcess {
  readonly url: string;
  /** What the Worker has logged so far. */
  output(): string;
  /** Fires a cron, as Cloudflare would. */
  runCron(cron: string): Promise<void>;
  stop(): Promise<void>;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<void>;
}

/**
 * Builds the Worker into a folder; answers with the file that `built-worker.ts` runs. Where the environment variable
 * `BUILT_WORKER` names it, the Worker starts in a third of the time, and nothing of wrangler stands before it.
 */
export async function buildWorker(folder: string): Promise<string> {
  await runTool(WRANGLER, ["deploy", "--dry-run", "--outdir", folder]);
  const { unstable_getMiniflareWorkerOptions: readOptions } = await import("wrangler");
  const built = path.join(folder, "worker.json");
  writeFileSync(built, JSON.stringify(readOptions(path.join(ROOT, "wrangler.toml")).workerOptions));
  return built;
}

async function startCommand(
  worker: Omit<BuiltWorkerStart, "built">,
): Promise<readonly [string, ...string[]]> {
  const { port, vars, state } = worker;
  const { BUILT_WORKER: built } = process.env;
  if (built !== undefined) {
    const start: BuiltWorkerStart = { built, ...worker };
    return [process.execPath, path.join(import.meta.dirname, "built-worker.ts"), JSON.stringify(start)];
  }
  return [
    WRANGLER,
    ...["dev", "--local", "--ip", "127.0.0.1", "--port", String(port)],
    ...["--inspector-port", String(await freePort()), "--show-interactive-dev-session=false"],
    ...["--persist-to", state],
    ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
  ];
}

/**
 * The Worker in real workerd, on a database that is migrated and empty at first: as `buildWorker` left it where
 * `BUILT_WORKER` says so, else through `wrangler dev`.
 */
export async function startWorker(options: {
  readonly port: number;
  readonly vars: Readonly<Record<string, string>>;
  /** Where its local state lies, below `.wrangler/`. */
  readonly state: string;
  readonly keepState?: boolean;
}): Promise<WorkerProcess> {
  const state = path.join(ROOT, ".wrangler", options.state);
  if (!options.keepState) {
    rmSync(state, { recursive: true, force: true });
    cpSync(await migratedState(), state, { recursive: true });
  }
  const url = `http://localhost:${options.port}`;
  const vars = { PUBLIC_URL: url, ...options.vars };
  const [command, ...args] = await startCommand({ port: options.port, vars, state });
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...QUIET_ENVIRONMENT },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) {
    running.add(pid);
    child.on("exit", () => running.delete(pid));
  }
  const output = keepOutput(child);
  const worker: WorkerProcess = {
    url,
    output,
    stop: () => stopGroup(child),
    kill: () => endGroup(child, "SIGKILL"),
    runCron: async (cron) => {
      await fetch(`${url}/cdn-cgi/local/scheduled?cron=${encodeURIComponent(cron)}`);
    },
  };
  await waitUntilReady(url, child, output);
  return worker;
}

/** An empty database with every migration, made once for each set of migrations and copied from then on. */
export async function migratedState(): Promise<string> {
  const folder = path.join(ROOT, "worker/migrations");
  const names = readdirSync(folder).toSorted();
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(readFileSync(path.join(folder, name)));
  const made = path.join(ROOT, ".wrangler", `migrated-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(made)) return made;
  // Several may begin at once, in this process and in others.
  const making = `${made}-${randomBytes(4).toString("hex")}`;
  await runTool(WRANGLER, ["d1", "migrations", "apply", "standings", "--local", "--persist-to", making]);
  try {
    renameSync(making, made);
  } catch (error) {
    // Another process made the same meanwhile.
    if (!existsSync(made)) throw error;
    rmSync(making, { recursive: true, force: true });
  }
  return made;
}

function keepOutput(child: ChildProcess): () => string {
  let kept = "";
  const keep = (chunk: Buffer) => {
    kept = (kept + chunk.toString()).slice(-OUTPUT_KEPT);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => kept;
}

async function waitUntilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let tries = 0; tries < READY_TRIES_MAX; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The Worker did not start:\n${output()}`);
    // A Worker that is being built takes the connection, and answers when it is ready or never.
    const signal = AbortSignal.timeout(READY_ANSWER_MILLISECONDS);
    const answered = await fetch(`${url}/api/v1/healthz`, { signal }).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MILLISECONDS));
  }
  await stopGroup(child);
  throw new Error(`The Worker did not become ready:\n${output()}`);
}

function stopGroup(child: ChildProcess): Promise<void> {
  return endGroup(child, "SIGTERM");
}

/** Wrangler starts processes of its own: the whole group ends with it. */
function endGroup(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => killGroup(pid, "SIGKILL"), 5_000);
    child.on("exit", () => {
      clearTimeout(force);
      killGroup(pid, "SIGKILL");
      resolve();
    });
    killGroup(pid, signal);
  });
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The group has already gone, which is what was wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
