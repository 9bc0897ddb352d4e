/** How the connection to the CRM stands: the wire beside `api.ts`. */
import * as v from "valibot";
import { CRM_NAMES, TENANT_STATES } from "./ids.ts";

const Count = v.pipe(v.number(), v.integer());

/** How far the first reading of a kind is. */
export const Progress = v.object({
  kind: v.string(),
  done: Count,
  /** Null while the CRM has not told. */
  expected: v.nullable(Count),
});

/** Something that stands in the way, until it is cleared. */
export const Fault = v.object({
  /** Stable: `token_revoked`, `scope_missing`, `record_unreadable`, `rate_limited`, `unavailable` … */
  type: v.string(),
  /** What it touches: a kind, a feature, a record id. */
  subject: v.string(),
  since: v.string(),
  count: Count,
  /** What an admin does about it. */
  remedy: v.string(),
});

/** `GET /connection`. */
export const Connection = v.object({
  crm: v.picklist(CRM_NAMES),
  crmId: v.string(),
  name: v.string(),
  state: v.picklist(TENANT_STATES),
  connectedAt: v.string(),
  progress: v.array(Progress),
  /** Seconds until the backfill is done, by its pace so far; null when unknown or done. */
  secondsLeft: v.nullable(Count),
  lastSync: v.array(v.object({ kind: v.string(), at: v.nullable(v.string()) })),
  allowance: v.object({
    limit: v.nullable(Count),
    remaining: v.nullable(Count),
    windowSeconds: v.nullable(v.number()),
  }),
  faults: v.array(Fault),
});
export type Connection = v.InferOutput<typeof Connection>;
