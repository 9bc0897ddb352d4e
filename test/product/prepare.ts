import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { buildWorker, migratedState, ROOT } from "../tools/worker-process.ts";

/** Makes once, before the trials of the whole product, what each start of the Worker would make anew. */
export default async function prepare(): Promise<() => void> {
  const wranglerFolder = path.join(ROOT, ".wrangler");
  mkdirSync(wranglerFolder, { recursive: true });
  const folder = mkdtempSync(path.join(wranglerFolder, "built-"));
  const [built] = await Promise.all([buildWorker(folder), migratedState()]);
  process.env.BUILT_WORKER = built;
  return () => rmSync(folder, { recursive: true, force: true });
}
