import * as v from "valibot";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import type { CloseDate, Deal, HistoryEntry, Split } from "../../../../domain/records.ts";
import { err, type Result } from "../../../../domain/result.ts";
import type { RecordRejection } from "../../../../ports/crm.ts";
import {
  isSameClose,
  moneyOf,
  pastMinorOf,
  textOf,
  UnreadableField,
  unlessUnreadable,
} from "../../deal-values.ts";
import { changesOf, incompleteOf, type ReadHistory, readEntries, readValues } from "../../history.ts";
import { MaybeCurrencyCode, OtherId, Text, Title, When } from "../../read-values.ts";
import type { WantedFields } from "../api/object-fields.ts";
import {
  Day,
  Flag,
  fieldOf,
  headOf,
  instantIn,
  rejectionOf,
  rowEntries,
  StageName,
} from "../api/read-values.ts";
import { toFullId } from "../api/record-ids.ts";
import type { StageBook } from "./stage-book.ts";

/** What is read of each opportunity, apart from what the tenant's rules add. */
export const OPPORTUNITY_FIELDS: WantedFields = {
  object: "Opportunity",
  required: ["Id", "StageName", "CloseDate", "OwnerId", "IsDeleted", "IsWon", "IsClosed"],
  optional: [
    "CreatedDate",
    "CreatedById",
    "Name",
    "Amount",
    "CurrencyIsoCode",
    "RecordTypeId",
    "Type",
    "IsPrivate",
    "LastModifiedDate",
  ],
};

const ORIGIN = { kind: "deal", object: OPPORTUNITY_FIELDS.object } as const;

/** The pipeline of opportunities without a record type. */
export const PLAIN_PIPELINE = "opportunity";

/** Rows of other objects that belong to an opportunity, raw and oldest first. */
export interface OpportunityRows {
  readonly history: readonly unknown[];
  readonly owners: readonly unknown[];
  readonly splits: readonly Split[];
}

/** What of the org an opportunity is read by. */
export interface OpportunityContext {
  readonly homeCurrency: string;
  readonly amountFields: readonly string[];
  readonly ownerFields: readonly string[];
  readonly stages: StageBook;
  readonly rows: OpportunityRows;
}

const Opportunity = v.object({
  ...rowEntries,
  Name: Title,
  StageName,
  CloseDate: Day,
  OwnerId: OtherId,
  Amount: Text,
  CurrencyIsoCode: MaybeCurrencyCode,
  RecordTypeId: OtherId,
  Type: Text,
  IsPrivate: Flag,
  IsWon: Flag,
});

/** What one row per change of stage, amount or close date says; a field that cannot be read costs that alone. */
const PAST = { StageName, Amount: Text, CloseDate: Day } as const;

/** Salesforce writes each change twice, once with names and once with ids. */
const OwnerRow = v.object({ CreatedDate: When, OldValue: Text, NewValue: Text });

type OpportunityRow = v.InferOutput<typeof Opportunity>;

/** One raw opportunity to a deal of ours. One we cannot read is rejected whole, never half filled. */
export function readOpportunity(raw: unknown, context: OpportunityContext): Result<Deal, RecordRejection> {
  const parsed = v.safeParse(Opportunity, raw);
  if (!parsed.success) return err(rejectionOf(ORIGIN, raw, parsed.issues[0].path));
  const deal = unlessUnreadable(() => buildDeal(raw, parsed.output, context));
  return deal.ok ? deal : err(rejectionOf(ORIGIN, raw, deal.error));
}

function buildDeal(raw: unknown, row: OpportunityRow, context: OpportunityContext): Deal {
  const head = headOf(row);
  if (head === null) throw new UnreadableField("SystemModstamp");
  const currency = row.CurrencyIsoCode ?? context.homeCurrency;
  const histories = historiesOf(context, head, currency);
  return {
    kind: "deal",
    ...head,
    title: row.IsPrivate ? null : row.Name,
    ownerId: row.OwnerId,
    pipelineId: row.RecordTypeId ?? PLAIN_PIPELINE,
    stageId: row.StageName === null ? null : context.stages.idOf(row.StageName),
    dealType: row.Type,
    close: closeOf(row.CloseDate),
    wonAt: row.IsWon ? wonAtOf(histories.stageHistory, context.stages) : null,
    amount: moneyOf("Amount", row.Amount, currency),
    // Salesforce converts for the user who asks; the domain converts by the rate of the close date.
    amountHome: null,
    otherAmounts: Object.fromEntries(
      context.amountFields.map((name) => [name, moneyOf(name, textOf(name, fieldOf(raw, name)), currency)]),
    ),
    otherOwners: Object.fromEntries(
      context.ownerFields.map((name) => [name, textOf(name, fieldOf(raw, name))]),
    ),
    ...histories,
    splits: context.rows.splits,
    mergedIds: [],
  };
}

function closeOf(day: string | null): CloseDate | null {
  return day === null ? null : { kind: "day", day };
}

function historiesOf(
  { rows, stages }: OpportunityContext,
  { createdAt }: { readonly createdAt: Instant | null },
  currency: string,
) {
  // In the order they were asked for: rows of one instant keep the order of their ids.
  const past = readEntries(rows.history, readStamp);
  const stage = stagesIn(
    readValues(past, (row) => pastOf("StageName", row)),
    stages,
  );
  const amounts = readValues(past, (row) => pastOf("Amount", row));
  const amount = readValues(amounts, (text) => pastMinorOf(text, currency));
  const days = readValues(past, (row) => pastOf("CloseDate", row));
  const close = readValues(days, closeOf);
  const owners = readEntries(rows.owners, readOwnerRow);
  return {
    stageHistory: changesOf(stage.entries),
    ownerHistory: ownersIn(owners.entries, createdAt),
    amountHistory: changesOf(amount.entries),
    closeHistory: changesOf(close.entries, isSameClose),
    ...incompleteOf({ stage, owner: owners, amount, close }),
  };
}

/** A row without a stamp tells nothing about when. */
function readStamp(row: unknown): HistoryEntry<unknown> | undefined {
  const at = instantIn(row, "CreatedDate");
  return at === null ? undefined : { at, value: row };
}

function pastOf(name: keyof typeof PAST, row: unknown): string | null | undefined {
  const parsed = v.safeParse(PAST[name], fieldOf(row, name));
  return parsed.success ? parsed.output : undefined;
}

function stagesIn({ entries, complete }: ReadHistory<string | null>, stages: StageBook): ReadHistory<string> {
  const named = entries.flatMap(({ at, value }) =>
    value === null ? [] : [{ at, value: stages.idOf(value) }],
  );
  return { entries: named, complete };
}

/** When it came to be won and has been since: moving from one won stage to another is no second win. */
function wonAtOf(history: readonly HistoryEntry<string>[], stages: StageBook): Instant | null {
  const before = history.findLastIndex(({ value }) => !stages.isWon(value));
  return history[before + 1]?.at ?? null;
}

function readOwnerRow(raw: unknown): HistoryEntry<v.InferOutput<typeof OwnerRow>> | undefined {
  const parsed = v.safeParse(OwnerRow, raw);
  if (!parsed.success || parsed.output.CreatedDate === null) return undefined;
  return { at: parsed.output.CreatedDate, value: parsed.output };
}

/**
 * Who owned it since when. Without rows nothing is known: the field may not have been tracked, and then the
 * present owner counts, marked as such.
 */
function ownersIn(
  rows: readonly HistoryEntry<v.InferOutput<typeof OwnerRow>>[],
  createdAt: Instant | null,
): HistoryEntry<string | null>[] {
  const changes = rows.flatMap(({ at, value: { OldValue, NewValue } }) => {
    const to = toUserId(NewValue);
    return to === null ? [] : [{ at, from: toUserId(OldValue), to }];
  });
  const first = changes[0];
  if (first === undefined) return [];
  const begun = createdAt !== null && createdAt < first.at ? createdAt : first.at;
  const entries = changes.map(({ at, to }) => ({ at, value: to }));
  return changesOf(first.from === null ? entries : [{ at: begun, value: first.from }, ...entries]);
}

/** Null for a name. Opportunities belong to users alone, whose ids begin with 005. */
function toUserId(value: string | null): string | null {
  return value?.startsWith("005") ? toFullId(value) : null;
}
