import { env } from "cloudflare:workers";

/** In one call: applied one by one, as Wrangler does, they take most of the time of a small file of tests. */
await env.DB.batch(
  env.TEST_MIGRATIONS.flatMap(({ queries }) => queries).map((query) => env.DB.prepare(query)),
);
