/** The Worker alone on a local database, configured by `.dev.vars`, which is read before anything is started. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import {
  unstable_readConfig as readWranglerConfig,
  unstable_getVarsForDev as variablesForDev,
} from "wrangler";
import { explainVariables } from "./dev-variables.ts";
import { buildPages, QUIET_ENVIRONMENT, ROOT, runTool } from "./worker-process.ts";

const wrangler = path.join(ROOT, "node_modules/.bin/wrangler");

/** What the Worker would be given, as wrangler reads it. */
function variables(): Readonly<Record<string, unknown>> {
  const { configPath, vars } = readWranglerConfig({ config: path.join(ROOT, "wrangler.toml") });
  const bindings = variablesForDev(configPath, undefined, vars, undefined, true);
  return Object.fromEntries(
    Object.entries(bindings).map(([name, binding]) => [name, "value" in binding ? binding.value : undefined]),
  );
}

if (!existsSync(path.join(ROOT, ".dev.vars"))) {
  console.error("There is no .dev.vars: copy .dev.vars.example and fill it in.");
  process.exit(1);
}
const lines = explainVariables(variables());
if (lines.length > 0) {
  console.error("The Worker cannot start with this .dev.vars:");
  for (const line of lines) console.error(`  ${line}`);
  process.exit(1);
}
await buildPages();
await runTool(wrangler, ["d1", "migrations", "apply", "standings", "--local"]);
const child = spawn(wrangler, ["dev", "--local", ...process.argv.slice(2)], {
  cwd: ROOT,
  env: { ...process.env, ...QUIET_ENVIRONMENT },
  stdio: "inherit",
});
child.on("exit", (code) => process.exit(code ?? 0));
