/** The Worker alone on a local database, configured by `.dev.vars`. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { QUIET_ENVIRONMENT, ROOT, runTool } from "./worker-process.ts";

const wrangler = path.join(ROOT, "node_modules/.bin/wrangler");

if (!existsSync(path.join(ROOT, ".dev.vars"))) {
  console.error("There is no .dev.vars: copy .dev.vars.example and fill it in.");
  process.exit(1);
}
await runTool(wrangler, ["d1", "migrations", "apply", "standings", "--local"]);
const child = spawn(wrangler, ["dev", "--local", ...process.argv.slice(2)], {
  cwd: ROOT,
  env: { ...process.env, ...QUIET_ENVIRONMENT },
  stdio: "inherit",
});
child.on("exit", (code) => process.exit(code ?? 0));
