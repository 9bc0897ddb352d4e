/** How the connection to the CRM stands: the wire beside `api.ts`. */
import * as v from "valibot";
import { CRM_NAMES, TENANT_STATES } from "./ids.ts";
import { SYNC_STATES } from "./quota-card.ts";
import { Count } from "./values.ts";

/** How far the first reading of a kind is. */
export const Progress = v.object({
  kind: v.string(),
  done: Count,
  /** Null while the CRM has not told. */
  expected: v.nullable(Count),
});

export type Progress = v.InferOutput<typeof Progress>;

/** How syncing of a kind stands. */
export const KIND_STATES = ["live", "reading", "waiting", "not_granted"] as const;
export type KindSyncState = (typeof KIND_STATES)[number];

/** Something that stands in the way, until it is cleared. */
export const Fault = v.object({
  /** Stable: `token_revoked`, `scope_missing`, `record_unreadable`, `pipeline_not_counted` … */
  type: v.string(),
  /** What it touches: a kind, a feature, a record id. */
  subject: v.string(),
  since: v.string(),
  count: Count,
  /** Where, or which permissions; never the customer's text. */
  detail: v.string(),
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
  /** How fresh the figures are, by the same judgement as the quota card's. */
  freshness: v.object({
    state: v.picklist(SYNC_STATES),
    /** The oldest of the last syncs of all kinds; null before the first. */
    at: v.nullable(v.string()),
    /** When this was judged. */
    asOf: v.string(),
  }),
  /** In the order in which the kinds are read. */
  progress: v.array(
    v.object({
      ...Progress.entries,
      /** Until this kind is read, those before it included; null when unknown or done. */
      secondsLeft: v.nullable(Count),
    }),
  ),
  /** When the reading of everything began; null where none is under way. */
  backfillStartedAt: v.nullable(v.string()),
  /** Seconds until the backfill is done, by its pace so far; null when unknown or done. */
  secondsLeft: v.nullable(Count),
  /** Every kind there is, those that the CRM did not grant included. */
  kinds: v.array(
    v.object({
      kind: v.string(),
      state: v.picklist(KIND_STATES),
      at: v.nullable(v.string()),
      /** Read from the CRM so far. */
      read: Count,
    }),
  ),
  lastSync: v.array(v.object({ kind: v.string(), at: v.nullable(v.string()) })),
  allowance: v.object({
    limit: v.nullable(Count),
    remaining: v.nullable(Count),
    windowSeconds: v.nullable(v.number()),
  }),
  faults: v.array(Fault),
  /** Of an account that signs its notices with a key of its own; null of every other. */
  pings: v.nullable(
    v.object({
      /** When the key was made; null before. The key itself is never told again. */
      keyMadeAt: v.nullable(v.string()),
      /** When a notice signed with it last came, to the minute. */
      lastAt: v.nullable(v.string()),
    }),
  ),
  /** Work that somebody asked for and that is not done: `sync`, `reconcile` … */
  openJobs: v.array(v.string()),
});
export type Connection = v.InferOutput<typeof Connection>;
