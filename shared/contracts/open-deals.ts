/** The open deals behind a figure of what is due or in the pipeline: the wire beside `api.ts`. */
import * as v from "valibot";
import { MemberHead } from "./api.ts";
import { Count, LocalDaySchema } from "./values.ts";

/** An open deal as it counts for its person: of a shared one the person's part. */
export const OpenDeal = v.object({
  /** The CRM's id; '' once erased for privacy. */
  crmId: v.string(),
  title: v.nullable(v.string()),
  /** Opens the deal in the CRM; null where there is no such page. */
  url: v.nullable(v.string()),
  /** Minor units of the home currency. */
  amountMinor: Count,
  /** As the CRM holds it, before conversion and split. */
  original: v.nullable(v.object({ minor: Count, currency: v.string() })),
  closeDay: v.nullable(LocalDaySchema),
  /** Null where the pipeline no longer has such a stage. */
  stageLabel: v.nullable(v.string()),
  pipelineLabel: v.nullable(v.string()),
  /** Whether its close date lies before today. */
  pastDue: v.boolean(),
});
export type OpenDeal = v.InferOutput<typeof OpenDeal>;

/** `GET /deals/open`: the deals of a person that are open now, in pipelines that count and with an amount. */
export const OpenDeals = v.object({
  member: MemberHead,
  /** The close dates asked for, both included; null for every date. */
  from: v.nullable(LocalDaySchema),
  to: v.nullable(LocalDaySchema),
  asOf: v.string(),
  today: LocalDaySchema,
  timeZone: v.string(),
  currency: v.string(),
  /** Over all pages. */
  count: Count,
  amountMinor: Count,
  /** The latest close date first. */
  deals: v.array(OpenDeal),
  /** Pass as `after` for the next page. */
  next: v.nullable(v.string()),
});
export type OpenDeals = v.InferOutput<typeof OpenDeals>;
