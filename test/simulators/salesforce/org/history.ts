import type { FieldValue, Org } from "./org.ts";
import { tableOf } from "./org.ts";
import { blankRecord } from "./records.ts";

type Fields = Readonly<Record<string, FieldValue>>;

/** The fields whose change Salesforce keeps in OpportunityHistory. */
const KEPT = ["StageName", "Amount", "CloseDate", "Probability", "ForecastCategory"] as const;

/** A row for how an opportunity stands after a change, unless nothing that is kept has changed. */
export function addHistoryRow(
  org: Org,
  opportunityId: string,
  change: {
    readonly previous: Fields | null;
    readonly current: Fields;
    readonly at: number;
    readonly userId: string | null;
    readonly isDeleted?: FieldValue;
  },
): void {
  const { previous, current, at, userId } = change;
  if (previous && KEPT.every((name) => previous[name] === current[name])) return;
  const table = tableOf(org, "OpportunityHistory");
  const kept = [...KEPT, "ExpectedRevenue", "CurrencyIsoCode"];
  const fields = {
    ...Object.fromEntries(kept.map((name) => [name, current[name] ?? null])),
    OpportunityId: opportunityId,
    PrevAmount: previous?.Amount ?? null,
    PrevCloseDate: previous?.CloseDate ?? null,
    IsDeleted: change.isDeleted ?? false,
  };
  table.add(blankRecord(org, table, fields, { createdAt: at, modifiedAt: at, userId }));
}

function nameOf(org: Org, ownerId: string): FieldValue {
  const owner = tableOf(org, "User").get(ownerId) ?? tableOf(org, "Group").get(ownerId);
  return owner?.fields.Name ?? null;
}

/** Salesforce writes two rows for a change of a reference: one with the names and one with the ids. */
export function addOwnerHistory(
  org: Org,
  opportunityId: string,
  change: {
    readonly from: string;
    readonly to: string;
    readonly at: number;
    readonly userId: string | null;
    readonly isDeleted?: FieldValue;
  },
): void {
  const { from, to, at, userId, isDeleted = false } = change;
  const table = tableOf(org, "OpportunityFieldHistory");
  const rows = [
    { DataType: "Text", OldValue: nameOf(org, from), NewValue: nameOf(org, to) },
    { DataType: "EntityId", OldValue: from, NewValue: to },
  ];
  for (const row of rows) {
    const fields = { ...row, OpportunityId: opportunityId, Field: "Owner", IsDeleted: isDeleted };
    table.add(blankRecord(org, table, fields, { createdAt: at, modifiedAt: at, userId }));
  }
}
