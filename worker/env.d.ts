/** The Worker's bindings, as wrangler.toml declares them. Only `worker/compose*.ts` read them. */
declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    ASSETS: Fetcher;
    /** One object for each tenant, named by its id. */
    LANE: DurableObjectNamespace<import("./adapters/lane-calls.ts").LaneObject & Rpc.DurableObjectBranded>;
    /** One room for each tenant, named by its id. */
    ROOM: DurableObjectNamespace<import("./adapters/durable/board-room.ts").BoardRoomObject>;
    SYNC_QUEUE: Queue<import("./ports/sync.ts").SyncMessage>;
    BACKFILL: Workflow<import("./adapters/backfill-workflow.ts").BackfillRun>;
    PUBLIC_URL: string;
    HUBSPOT_API_URL: string;
    HUBSPOT_APP_URL: string;
    HUBSPOT_CLIENT_ID: string;
    HUBSPOT_CLIENT_SECRET: string;
    /** Salesforce is offered where its client id is set. */
    SALESFORCE_LOGIN_URL?: string;
    SALESFORCE_CLIENT_ID?: string;
    SALESFORCE_CLIENT_SECRET?: string;
    SALESFORCE_CANVAS_SECRET?: string;
    SALESFORCE_JWT_KEY?: string;
    TOKEN_KEYS: string;
    SESSION_KEY: string;
    OPERATOR_KEY: string;
  }
}
