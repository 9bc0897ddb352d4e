/** Bundles an extension as HubSpot would, with simulated components in the place of HubSpot's own. */
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../../../..");
const EXTENSIONS = path.join(ROOT, "ui-extension/hubspot/src/app");

/** The extensions of the project, by the name in the simulator's addresses. */
const ENTRIES: Readonly<Record<string, string>> = {
  "deal-quota": "cards/deal-quota.tsx",
  "quota-tab": "cards/quota-tab.tsx",
  "standings-page": "pages/standings-page.tsx",
  settings: "settings/settings-page.tsx",
};

const made = new Map<string, Promise<string>>();

/** The script of an extension; null when the project has none of that name. Made once for each. */
export function extensionScript(name: string): Promise<string> | null {
  const entry = ENTRIES[name];
  if (entry === undefined) return null;
  const known = made.get(name);
  if (known) return known;
  const script = bundle(path.join(EXTENSIONS, entry));
  made.set(name, script);
  return script;
}

async function bundle(entry: string): Promise<string> {
  // Only when somebody opens such a page: most runs of the simulator never do.
  const { build } = await import("vite");
  const here = (file: string) => path.join(import.meta.dirname, file);
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    // Whatever environment the simulator runs in, as HubSpot ships it: without what only development needs.
    oxc: { jsx: { development: false } },
    resolve: {
      alias: [
        { find: /^react\/jsx-runtime$/, replacement: "preact/jsx-runtime" },
        { find: /^react$/, replacement: "preact/compat" },
        { find: /^@hubspot\/ui-extensions$/, replacement: here("components.tsx") },
        { find: /^@hubspot\/ui-extensions\/experimental$/, replacement: here("experimental.tsx") },
        { find: /^@hubspot\/ui-extensions\/pages$/, replacement: here("pages.tsx") },
      ],
    },
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ["es"], fileName: "extension" },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !("output" in output)) throw new Error(`Nothing was built of ${entry}`);
  const [chunk] = output.output;
  return chunk.code;
}
