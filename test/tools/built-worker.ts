/** Runs the Worker as `buildWorker` left it, in real workerd, until the process is ended. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from "miniflare";

/** The one argument of this program, as JSON. */
export interface BuiltWorkerStart {
  /** What `buildWorker` answered. */
  readonly built: string;
  readonly port: number;
  /** The folder of its local state. */
  readonly state: string;
  readonly vars: Readonly<Record<string, string>>;
}

const { built, port, state, vars } = JSON.parse(process.argv[2] ?? "") as BuiltWorkerStart;
const options = JSON.parse(readFileSync(built, "utf8")) as V4WorkerOptions & { bindings: object };
const folder = path.dirname(built);
const runtime = new Miniflare(
  convertV4MiniflareOptions({
    host: "127.0.0.1",
    port,
    // Where wrangler keeps the same.
    resourcePersistencePath: path.join(state, "v3"),
    unsafeTriggerHandlers: true,
    logRequests: false,
    workers: [
      {
        ...options,
        name: "standings",
        modulesRoot: folder,
        modules: [{ type: "ESModule", path: path.join(folder, "index.js") }],
        bindings: { ...options.bindings, ...vars },
      },
    ],
  }),
);
await runtime.ready;
