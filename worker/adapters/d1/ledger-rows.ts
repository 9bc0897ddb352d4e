/** The rows of the ledger's tables and what they are in the domain. */
import * as v from "valibot";
import { EVENT_IDS, LEFT_OUT_REASONS, RECORD_KINDS } from "../../../shared/contracts/ids.ts";
import type { Cause, Credit, CreditLine, CreditMark } from "../../domain/credits.ts";
import { type HeldRecord, isErasedId } from "../../domain/ledger/held-record.ts";
import type { LinkRole, RecordLink } from "../../domain/ledger/record-links.ts";
import type { Adjustment, LedgerRecord } from "../../domain/records.ts";
import { SqlBoolean } from "./read-rows.ts";

/** Lines of several generations stand beside each other. */
export interface GenerationCredit extends Credit {
  readonly generation: number;
}

const RecordHeadColumns = {
  kind: v.picklist(RECORD_KINDS),
  crm_id: v.string(),
  modified_at: v.string(),
  content_hash: v.string(),
  archived: SqlBoolean,
  merged_into: v.nullable(v.string()),
  erased: SqlBoolean,
};

/** A record without its fields. */
export const HeadRow = v.pipe(
  v.object(RecordHeadColumns),
  v.transform(({ crm_id, modified_at, content_hash, merged_into, ...row }) => ({
    ...row,
    crmId: crm_id,
    modifiedAt: modified_at,
    contentHash: content_hash,
    mergedInto: merged_into,
  })),
);
export type RecordHeadRow = v.InferOutput<typeof HeadRow>;

// Only `recordRow` below writes this JSON, so its shape inside is not checked again field by field.
const Fields = v.custom<object>((value) => typeof value === "object" && value !== null);
const StoredRecord = v.custom<LedgerRecord>(
  (value) => typeof value === "object" && value !== null && "kind" in value && "crmId" in value,
);

/** A record with its fields. */
export const HeldRow = v.pipe(
  v.object({ ...RecordHeadColumns, fields: v.nullable(v.string()) }),
  v.transform((row): HeldRecord => {
    const head = {
      kind: row.kind,
      crmId: row.crm_id,
      modifiedAt: row.modified_at,
      archived: row.archived,
    };
    const fields = row.fields === null ? null : v.parse(Fields, JSON.parse(row.fields));
    return {
      ...head,
      contentHash: row.content_hash,
      mergedInto: row.merged_into,
      erased: row.erased,
      record: fields && v.parse(StoredRecord, { ...fields, ...head }),
    };
  }),
);

/** Adjustments with their fields, as one text of JSON; null for none. */
export const AdjustmentList = v.pipe(
  v.nullable(v.pipe(v.string(), v.parseJson())),
  v.nullable(
    v.array(v.object({ crmId: v.string(), modifiedAt: v.string(), archived: SqlBoolean, fields: Fields })),
  ),
  v.transform((rows): readonly Adjustment[] =>
    (rows ?? []).flatMap(({ fields, ...row }) => {
      const record = v.parse(StoredRecord, { ...fields, ...row, kind: "adjustment" });
      return record.kind === "adjustment" ? [record] : [];
    }),
  ),
);

export const HEAD_COLUMNS = "kind, crm_id, modified_at, content_hash, archived, merged_into, erased";

/** A held record as `records` takes it; what stands in columns is not repeated in the JSON. */
export function recordRow(held: HeldRecord): readonly unknown[] {
  const { kind, crmId, modifiedAt, contentHash, archived, mergedInto, erased } = held;
  return [kind, crmId, modifiedAt, contentHash, Number(archived), mergedInto, Number(erased), fieldsOf(held)];
}

function fieldsOf({ record }: HeldRecord): object | null {
  if (!record) return null;
  const { kind, crmId, modifiedAt, archived, ...fields } = record;
  return fields;
}

const LINK_ROLES = [
  "sent",
  "unsent",
  "received",
  "same",
  "note",
  "target",
  "idle",
] as const satisfies readonly LinkRole[];

export const LinkRow = v.pipe(
  v.object({
    key: v.string(),
    at: v.string(),
    kind: v.picklist(RECORD_KINDS),
    crm_id: v.string(),
    role: v.picklist(LINK_ROLES),
  }),
  v.transform(({ crm_id, ...row }): RecordLink => ({ ...row, crmId: crm_id })),
);

export function linkRow(link: RecordLink): readonly unknown[] {
  return [link.key, link.at, link.kind, link.crmId, link.role];
}

/** The columns of a credit, in the order of `creditRow`, after the tenant. */
export const CREDIT_COLUMNS = [
  "generation",
  "kind",
  "crm_id",
  "event",
  "line",
  "known_from",
  "known_until",
  "member_id",
  "team_id",
  "day",
  "at",
  "count",
  "unit",
  "amount_minor",
  "seconds",
  "left_out",
  "pipeline_id",
  "deal_type",
  "marks",
  "original_minor",
  "original_currency",
  "rate",
] as const;

/** A credit as `credits` takes it. */
export function creditRow(credit: GenerationCredit): readonly unknown[] {
  return [
    credit.generation,
    credit.kind,
    credit.crmId,
    credit.event,
    credit.line,
    credit.knownFrom,
    credit.knownUntil,
    credit.memberId,
    credit.teamId,
    credit.day ?? "",
    credit.at,
    credit.count,
    credit.unit,
    credit.amountMinor,
    credit.seconds,
    credit.leftOut ?? "",
    credit.slice.pipelineId,
    credit.slice.dealType,
    credit.marks.join(" "),
    credit.original?.minor ?? null,
    credit.original?.currency ?? null,
    credit.rate,
  ];
}

const ZeroOrOne = v.picklist([0, 1]);
const MARKS = [
  "present_owner",
  "close_date_moved",
  "future",
  "adjusted",
  "split",
  "by_duration",
] as const satisfies readonly CreditMark[];
const Marks = v.array(v.picklist(MARKS));

/** What a row of `credits` says, checked. */
export const CreditRowShape = v.object({
  generation: v.number(),
  kind: v.picklist(RECORD_KINDS),
  crm_id: v.string(),
  event: v.picklist(EVENT_IDS),
  line: v.number(),
  known_from: v.number(),
  known_until: v.nullable(v.number()),
  member_id: v.string(),
  team_id: v.string(),
  day: v.string(),
  at: v.nullable(v.string()),
  count: ZeroOrOne,
  unit: ZeroOrOne,
  amount_minor: v.number(),
  seconds: v.number(),
  left_out: v.picklist(["", ...LEFT_OUT_REASONS]),
  pipeline_id: v.string(),
  deal_type: v.string(),
  marks: v.string(),
  original_minor: v.nullable(v.number()),
  original_currency: v.nullable(v.string()),
  rate: v.nullable(v.number()),
});

export const CreditRow = v.pipe(CreditRowShape, v.transform(toCredit));

/** A checked row as a credit. */
export function toCredit(row: v.InferOutput<typeof CreditRowShape>): GenerationCredit {
  return {
    generation: row.generation,
    kind: row.kind,
    crmId: row.crm_id,
    knownFrom: row.known_from,
    knownUntil: row.known_until,
    ...toLine(row),
  };
}

function toLine(row: v.InferOutput<typeof CreditRowShape>): CreditLine {
  const { original_minor: minor, original_currency: currency } = row;
  return {
    event: row.event,
    line: row.line,
    memberId: row.member_id,
    teamId: row.team_id,
    day: row.day || null,
    at: row.at,
    count: row.count,
    unit: row.unit,
    amountMinor: row.amount_minor,
    seconds: row.seconds,
    leftOut: row.left_out || null,
    slice: { pipelineId: row.pipeline_id, dealType: row.deal_type },
    marks: row.marks === "" ? [] : v.parse(Marks, row.marks.split(" ")),
    original: minor === null || currency === null ? null : { minor, currency },
    rate: row.rate,
  };
}

/** A credit as screens see it: a token in the place of an erased id is nothing. */
export function shownCrmId(crmId: string): string {
  return isErasedId(crmId) ? "" : crmId;
}

const CAUSE_KINDS = [
  "backfill",
  "webhook",
  "poll",
  "sweep",
  "rules",
  "people",
  "rates",
  "adjustment",
  "erasure",
  "manual",
] as const satisfies readonly Cause["kind"][];

const CauseShape = v.object({
  kind: v.picklist(CAUSE_KINDS),
  actor: v.exactOptional(v.string()),
  note: v.exactOptional(v.string()),
});

/** A revision's cause as it is stored: JSON. */
export function readCause(text: string): Cause {
  return v.parse(CauseShape, JSON.parse(text));
}
