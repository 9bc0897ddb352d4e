import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../tools/worker-process.ts";

const OUTPUT_BYTES_MAX = 16 * 1024 * 1024;

/** Keeps wrangler from looking for the network, where there may be none. */
const QUIET_ENVIRONMENT = {
  DO_NOT_TRACK: "1",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  CI: "true",
};

/** For what runs inside this process: wrangler reads the same variables there. */
export function keepWranglerQuiet(): void {
  Object.assign(process.env, QUIET_ENVIRONMENT);
}

/** Runs a tool of the project to its end and answers with what it printed. */
export async function runTool(tool: "wrangler" | "vite", args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    path.join(ROOT, "node_modules/.bin", tool),
    [...args],
    { cwd: ROOT, env: { ...process.env, ...QUIET_ENVIRONMENT }, maxBuffer: OUTPUT_BYTES_MAX },
  );
  return stdout + stderr;
}
