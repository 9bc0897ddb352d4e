/** What the bench asks of its Worker: every command with its arguments and its answer. */
import * as v from "valibot";
import { METRIC_IDS } from "../../shared/contracts/ids.ts";

/** The kinds that are measured; the share is that of the generated organisation. */
export const SAMPLE_SHARES = {
  deal: 0.08,
  call: 0.3,
  email: 0.38,
  meeting: 0.11,
  task: 0.08,
  communication: 0.05,
} as const;

export const SAMPLE_KINDS = ["deal", "call", "email", "meeting", "task", "communication"] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

/** As many as the lane writes together. */
export const RECORDS_PER_BATCH = 1000;

/** The months of the seeded histories, and the closed quarter among them that is read. */
export const HISTORY_MONTHS = ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"] as const;
export const QUARTER = { from: "2026-07-01", to: "2026-09-30" } as const;
/** When the bench asks. */
export const NOW = "2026-11-20T12:00:00.000Z";

const Tenant = { tenantId: v.string() };
/** Our app as an org knows it. */
const OfOrg = { app: v.object({ loginUrl: v.string(), clientId: v.string(), clientSecret: v.string() }) };

export const COMMANDS = {
  /** People, teams, pipelines, rates and rules; no records yet. */
  prepare: {
    args: v.object({ ...Tenant, members: v.number() }),
    answer: v.object({}),
  },
  /** Won deals of one month, straight into the credits. */
  seedMonth: {
    args: v.object({
      ...Tenant,
      dealsPerMember: v.number(),
      month: v.picklist(HISTORY_MONTHS),
    }),
    answer: v.object({ credits: v.number() }),
  },
  /** The cells of the seeded credits. */
  seedCells: {
    args: v.object(Tenant),
    answer: v.object({ cells: v.number() }),
  },
  /** An index that answers a GROUP BY by itself, for the peer. */
  indexForPeer: { args: v.object({}), answer: v.object({}) },
  /** Whether the cells are what the ledger says. */
  rebuild: {
    args: v.object(Tenant),
    answer: v.object({ cells: v.number(), credits: v.number(), differences: v.number() }),
  },
  /** The whole board of the closed quarter, as the API loads it. */
  readBoard: {
    args: v.object({ ...Tenant, metric: v.picklist(METRIC_IDS) }),
    answer: v.object({
      measures: v.number(),
      total: v.nullable(v.number()),
      rowsRead: v.number(),
      cellRowsRead: v.number(),
      milliseconds: v.number(),
    }),
  },
  /** The same count by a GROUP BY over the ledger's lines. */
  groupBy: {
    args: v.object({ ...Tenant, index: v.picklist(["ledger", "peer"]) }),
    answer: v.object({ total: v.number(), rowsRead: v.number(), milliseconds: v.number() }),
  },
  /** Records of one kind through the real writer, so many per batch. */
  apply: {
    args: v.object({
      ...Tenant,
      kind: v.picklist(SAMPLE_KINDS),
      from: v.number(),
      count: v.number(),
      /** 0 as created; a higher one changes every record. */
      version: v.number(),
      perBatch: v.number(),
    }),
    answer: v.object({
      stored: v.number(),
      unchanged: v.number(),
      rowsWritten: v.number(),
      rowsRead: v.number(),
      queries: v.number(),
      milliseconds: v.number(),
      /** Of those: at least one query was outstanding. */
      databaseMilliseconds: v.number(),
    }),
  },
  /** The same records written as bare rows with one index and no guard: no credits, no cells. */
  applyBare: {
    args: v.object({
      ...Tenant,
      kind: v.picklist(SAMPLE_KINDS),
      from: v.number(),
      count: v.number(),
      version: v.number(),
      perBatch: v.number(),
    }),
    answer: v.object({ rowsWritten: v.number(), milliseconds: v.number() }),
  },
  /** A tenant of a Salesforce org, from the code of a consent. */
  connectOrg: {
    args: v.object({
      ...OfOrg,
      code: v.string(),
      redirectUri: v.string(),
      codeVerifier: v.string(),
      now: v.string(),
    }),
    answer: v.object(Tenant),
  },
  /** Reads all of an org by the tenant's own lane. */
  backfillOrg: {
    args: v.object({ ...OfOrg, ...Tenant, now: v.string() }),
    answer: v.object({ records: v.number(), rowsWritten: v.number() }),
  },
  /** What the lane does by itself over a time in which nothing happens. */
  passTime: {
    args: v.object({
      ...OfOrg,
      ...Tenant,
      from: v.string(),
      to: v.string(),
      /** Else every tick is that of a lane that was just opened, as one that slept in between. */
      keepsLane: v.boolean(),
      /** Somebody looks at a board all the time. */
      isWatched: v.boolean(),
    }),
    answer: v.object({ ticks: v.number(), faults: v.array(v.string()) }),
  },
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandArgs<N extends CommandName> = v.InferOutput<(typeof COMMANDS)[N]["args"]>;
export type CommandAnswer<N extends CommandName> = v.InferOutput<(typeof COMMANDS)[N]["answer"]>;
