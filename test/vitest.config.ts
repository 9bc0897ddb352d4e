import path from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

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

export default defineConfig({
  root,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/unit/**/*.test.tsx"],
          environment: "node",
          // Against a test that never ends. A busy machine is slow, and that is no fault.
          testTimeout: 60_000,
        },
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
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "product",
          include: ["test/product/**/*.test.ts"],
          environment: "node",
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
