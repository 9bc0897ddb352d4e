/** Credit that admins add, move or leave out: the wire beside `api.ts`. */
import * as v from "valibot";
import { ADJUSTMENT_ACTIONS, AMOUNT_EVENT_IDS, CRM_RECORD_KINDS, EVENT_IDS, type EventId } from "./ids.ts";
import { AMOUNT_MAX, Count, LocalDaySchema, plainText } from "./values.ts";

const REASON_LENGTH_MAX = 500;
const ID_LENGTH_MAX = 100;

/** Whose credit can be moved or left out. Revenue is one thing, whichever sign it has. */
export const ADJUSTABLE_EVENT_IDS: readonly EventId[] = EVENT_IDS.filter((id) => id !== "deal_refunded");

/** What can be added: an open deal is no credit yet, and a cycle has a length that nobody can give. */
export const ADDABLE_EVENT_IDS: readonly EventId[] = ADJUSTABLE_EVENT_IDS.filter(
  (id) => id !== "deal_due" && id !== "deal_cycle",
);

const RequestEntries = {
  /** The caller's own name for it: the same again, under the same id, changes nothing. Left out, one is made. */
  id: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/,
        "must be a letter or digit and up to 99 more, with . _ : - among them",
      ),
    ),
  ),
  /** Shown wherever the credit is explained. */
  reason: plainText(REASON_LENGTH_MAX),
  /** An active owner or admin by member id; whoever asks, when it is left out. An API key has to give it. */
  approvedBy: v.optional(plainText(ID_LENGTH_MAX)),
};

/** The record whose credit it is about, by the CRM's id. */
const AdjustedRecord = v.strictObject({
  kind: v.picklist(CRM_RECORD_KINDS),
  crmId: plainText(ID_LENGTH_MAX),
});

const Amount = v.strictObject({
  minor: v.pipe(
    Count,
    v.minValue(-AMOUNT_MAX),
    v.maxValue(AMOUNT_MAX),
    v.check((minor) => minor !== 0, "must not be 0"),
  ),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, "must be a currency, such as EUR")),
});

const AddedCredit = v.strictObject({
  ...RequestEntries,
  action: v.literal("add"),
  event: v.picklist(ADDABLE_EVENT_IDS),
  memberId: plainText(ID_LENGTH_MAX),
  day: LocalDaySchema,
  /** Minor units; only, and always, for an event that is there for its amount. What is below 0 takes away. */
  amount: v.optional(Amount),
});

/** `POST /adjustments`: what an admin does to credit. */
export const AdjustmentRequest = v.variant("action", [
  v.pipe(
    AddedCredit,
    v.forward(
      v.check(
        ({ event, amount }) => AMOUNT_EVENT_IDS.includes(event) === (amount !== undefined),
        "is given for an event that is there for its amount, and for no other",
      ),
      ["amount"],
    ),
  ),
  v.strictObject({
    ...RequestEntries,
    action: v.literal("move"),
    event: v.picklist(ADJUSTABLE_EVENT_IDS),
    record: AdjustedRecord,
    /** Who gets the credit, whole. */
    memberId: plainText(ID_LENGTH_MAX),
  }),
  v.strictObject({
    ...RequestEntries,
    action: v.literal("exclude"),
    event: v.picklist(ADJUSTABLE_EVENT_IDS),
    record: AdjustedRecord,
  }),
]);
export type AdjustmentRequest = v.InferOutput<typeof AdjustmentRequest>;

/** An adjustment as it was made. */
export const MadeAdjustment = v.object({
  id: v.string(),
  action: v.picklist(ADJUSTMENT_ACTIONS),
  event: v.picklist(EVENT_IDS),
  /** Null for added credit. */
  record: v.nullable(v.object({ kind: v.picklist(CRM_RECORD_KINDS), crmId: v.string() })),
  /** Who gets the credit; null where it is left out. */
  member: v.nullable(v.object({ id: v.string(), name: v.string() })),
  /** Null where it is that of the record. */
  day: v.nullable(LocalDaySchema),
  amount: v.nullable(v.object({ minor: Count, currency: v.string() })),
  reason: v.string(),
  approvedBy: v.object({ id: v.string(), name: v.string() }),
  madeAt: v.string(),
  state: v.picklist(["stands", "withdrawn"]),
  /** Null while it stands. */
  withdrawnAt: v.nullable(v.string()),
});
export type MadeAdjustment = v.InferOutput<typeof MadeAdjustment>;

/** `GET /adjustments`: newest first, withdrawn ones included. */
export const MadeAdjustments = v.object({
  adjustments: v.array(MadeAdjustment),
  /** Pass as `after` for the next page; null on the last. */
  next: v.nullable(v.string()),
});
export type MadeAdjustments = v.InferOutput<typeof MadeAdjustments>;
