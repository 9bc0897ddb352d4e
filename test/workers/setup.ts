import { env } from "cloudflare:workers";

const OWN_TABLES = `SELECT name FROM sqlite_master
  WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`;

/** In one call: one by one, as Wrangler applies them, they take most of the time of a small file of tests. */
async function migrate(): Promise<void> {
  await env.DB.batch(
    env.TEST_MIGRATIONS.flatMap(({ queries }) => queries).map((query) => env.DB.prepare(query)),
  );
}

async function emptyTables(names: readonly string[]): Promise<void> {
  await env.DB.batch([
    env.DB.prepare("PRAGMA defer_foreign_keys = on"),
    ...names.map((name) => env.DB.prepare(`DELETE FROM ${name}`)),
  ]);
}

/**
 * Files run one after another in the same Worker, each on an empty database: a Worker of its own for each file takes
 * longer than most files do. Rooms and lanes outlive a file, so tenants that have one are named as no others are.
 */
const { results: tables } = await env.DB.prepare(OWN_TABLES).all<{ name: string }>();
if (tables.length > 0) await emptyTables(tables.map(({ name }) => name));
else await migrate();
