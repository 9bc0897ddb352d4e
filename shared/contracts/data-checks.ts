/** What is not as it should be in the CRM's data: the wire of `/connection/checks`. */
import * as v from "valibot";
import { CRM_RECORD_KINDS } from "./ids.ts";
import { Count } from "./values.ts";

/**
 * Closed: each is worded by the page. Those of won deals look at the present and the previous quarter, but for what has
 * no date.
 */
export const DATA_CHECKS = [
  "won_without_amount",
  "won_without_owner",
  "open_past_close_date",
  "open_without_close_date",
  /** Won and lost deals that are in no period. */
  "closed_without_close_date",
  /** Calls, e-mails, meetings, tasks and messages that are in no period. */
  "activity_without_date",
  "open_without_owner",
  /** Open deals that belong to people who left. */
  "owner_left",
  "currency_without_rate",
  /** Pipelines that do not count and in which deals are won. */
  "pipeline_not_included",
  "person_without_team",
] as const;
export type DataCheckName = (typeof DATA_CHECKS)[number];

/** `GET /connection/checks`. */
export const DataChecks = v.object({
  at: v.string(),
  /** The days of the won deals that are looked at. */
  period: v.object({ from: v.string(), to: v.string(), timeZone: v.string() }),
  checks: v.array(
    v.object({
      check: v.picklist(DATA_CHECKS),
      /** How many things are not as they should be. */
      count: Count,
      /** Of how many; null where that says nothing. */
      of: v.nullable(Count),
    }),
  ),
});
export type DataChecks = v.InferOutput<typeof DataChecks>;

/** A record, person, pipeline or currency that a check found. */
export const CheckedRecord = v.object({
  kind: v.picklist([...CRM_RECORD_KINDS, "person", "pipeline", "currency"]),
  id: v.string(),
  title: v.nullable(v.string()),
  /** Where it opens in the CRM; null where it has no page there. */
  url: v.nullable(v.string()),
  /** The close date of a deal. */
  day: v.nullable(v.string()),
  amount: v.nullable(v.object({ minor: Count, currency: v.string() })),
  /** Whose record it is. */
  person: v.nullable(v.string()),
  /** Deals of a pipeline or currency. */
  deals: v.nullable(Count),
});
export type CheckedRecord = v.InferOutput<typeof CheckedRecord>;

/** `GET /connection/checks/{check}/records`. */
export const CheckedRecords = v.object({
  check: v.picklist(DATA_CHECKS),
  records: v.array(CheckedRecord),
  total: Count,
  /** Give it back as `after` for the next page; null at the end. */
  next: v.nullable(v.string()),
});
export type CheckedRecords = v.InferOutput<typeof CheckedRecords>;
