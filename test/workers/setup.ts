import { env } from "cloudflare:workers";

const OWN_TABLES = `SELECT name FROM sqlite_master
  WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`;

/**
 * Files run one after another in the same Worker, each on an empty database: a Worker of its own for each file takes
 * longer than most files do.
 */
const { results: tables } = await env.DB.prepare(OWN_TABLES).all<{ name: string }>();
await env.DB.batch(
  tables.length > 0
    ? [
        env.DB.prepare("PRAGMA defer_foreign_keys = on"),
        ...tables.map(({ name }) => env.DB.prepare(`DELETE FROM ${name}`)),
      ]
    : // In one call: one by one, as Wrangler applies them, they take most of the time of a small file of tests.
      env.TEST_MIGRATIONS.flatMap(({ queries }) => queries).map((query) => env.DB.prepare(query)),
);
