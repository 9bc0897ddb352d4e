import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { bundleWorker, migratedState, ROOT } from "../tools/worker-process.ts";

/** Makes once, before the trials of the whole product, what each start of the Worker would make anew. */
export default async function prepare(): Promise<() => void> {
  const wranglerFolder = path.join(ROOT, ".wrangler");
  mkdirSync(wranglerFolder, { recursive: true });
  const folder = mkdtempSync(path.join(wranglerFolder, "bundle-"));
  const [bundle] = await Promise.all([bundleWorker(folder), migratedState()]);
  process.env.WORKER_BUNDLE = bundle;
  return () => rmSync(folder, { recursive: true, force: true });
}
