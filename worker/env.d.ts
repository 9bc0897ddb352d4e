/** The Worker's bindings, as wrangler.toml declares them. Only `worker/compose.ts` reads them. */
declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    ASSETS: Fetcher;
    PUBLIC_URL: string;
    HUBSPOT_API_URL: string;
    HUBSPOT_APP_URL: string;
    HUBSPOT_CLIENT_ID: string;
    HUBSPOT_CLIENT_SECRET: string;
    TOKEN_KEYS: string;
    SESSION_KEY: string;
    OPERATOR_KEY: string;
  }
}
