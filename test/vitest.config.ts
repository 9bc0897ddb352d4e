import path from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = path.join(import.meta.dirname, "..");
const migrations = await readD1Migrations(path.join(root, "worker/migrations"));

process.env.DO_NOT_TRACK ??= "1";
process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= "false";
process.env.WRANGLER_HIDE_BANNER ??= "true";
process.env.WRANGLER_SEND_ERROR_REPORTS ??= "false";

/** Nothing a test did not ask for leaves the machine. */
function denyOutbound(request: Request): Response {
  return new Response(`A test called ${new URL(request.url).origin}`, { status: 599 });
}

/** The trials of the whole product take longest, so nothing else is left to wait for them at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const [product, rest] = [true, false].map((is) =>
      sorted.filter(({ project }) => (project.name === "product") === is),
    );
    return [...(product ?? []), ...(rest ?? [])];
  }
}

const UNIT = {
  environment: "node",
  // So many small files: a thread starts in a fraction of the time of a process.
  pool: "threads",
  // Against a test that never ends. A busy machine is slow, and that is no fault.
  testTimeout: 60_000,
} as const;

/** Of the unit tests those that put a window, or another build of a package, in place of what all code sees. */
const ISOLATED = ["cards", "hubspot-cards", "salesforce-simulator"].flatMap((folder) => [
  `test/unit/${folder}/**/*.test.ts`,
  `test/unit/${folder}/**/*.test.tsx`,
]);

export default defineConfig({
  root,
  // As in wrangler.toml, which the test runner does not read for this.
  resolve: { alias: { undici: path.join(root, "worker/shims/undici.cjs") } },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    // For two cores: the trials of the whole product wait half of their time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          ...UNIT,
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          exclude: ISOLATED,
          // They leave nothing behind, so that each thread need load what they test once only.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { ...UNIT, name: "unit-isolated", include: ISOLATED },
      },
      {
        extends: true,
        plugins: [
          cloudflareTest({
            wrangler: { configPath: path.join(root, "wrangler.toml") },
            remoteBindings: false,
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: migrations,
                PUBLIC_URL: "https://standings.test",
                HUBSPOT_API_URL: "https://api.hubapi.test",
                HUBSPOT_APP_URL: "https://app.hubspot.test",
                HUBSPOT_CLIENT_ID: "test-client",
                HUBSPOT_CLIENT_SECRET: "test-client-secret",
                SALESFORCE_LOGIN_URL: "https://login.salesforce.test",
                SALESFORCE_CLIENT_ID: "test-consumer",
                SALESFORCE_CLIENT_SECRET: "test-consumer-secret",
                SALESFORCE_CANVAS_SECRET: "test-canvas-secret,test-former-canvas-secret",
                TOKEN_KEYS: "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                SESSION_KEY: "test-session-key-that-is-long-enough",
                OPERATOR_KEY: "test-operator-key-long-enough",
              },
              outboundService: denyOutbound,
            },
          }),
        ],
        test: {
          name: "workers",
          include: ["test/workers/**/*.test.ts"],
          setupFiles: ["test/workers/setup.ts"],
          // A Worker of its own for each file takes longer than most files do; setup.ts empties the database.
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "product",
          include: ["test/product/**/*.test.ts"],
          globalSetup: ["test/product/prepare.ts"],
          environment: "node",
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
