import * as v from "valibot";
import type { Split } from "../../../../domain/records.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { OtherId, Text } from "../../read-values.ts";
import { sharesOf } from "../../shares.ts";
import type { SalesforceContext } from "../api/context.ts";
import type { QueryPage } from "../api/gateway.ts";
import { fieldsOf, type ObjectFields, type WantedFields } from "../api/object-fields.ts";
import { Flag, rowIdOf } from "../api/read-values.ts";
import { isOneOf, writeSoql } from "../api/soql.ts";
import type { OpportunityRows } from "./read-opportunity.ts";
import { readStages, STAGE_FIELDS, type StageBook } from "./stage-book.ts";

/** As many ids as one query names; longer ones come near the limits of a query. */
export const IDS_PER_QUERY = 200;

const HISTORY: WantedFields = {
  object: "OpportunityHistory",
  required: ["Id", "OpportunityId", "StageName", "CreatedDate"],
  optional: ["Amount", "CloseDate"],
};
const OWNERS: WantedFields = {
  object: "OpportunityFieldHistory",
  required: ["Id", "OpportunityId", "Field", "OldValue", "NewValue", "CreatedDate"],
  optional: [],
};
/** Who shares an opportunity. */
export const SPLIT_FIELDS: WantedFields = {
  object: "OpportunitySplit",
  required: ["Id", "OpportunityId", "SplitOwnerId", "SplitPercentage", "SplitTypeId"],
  optional: [],
};
const SPLIT_TYPES: WantedFields = {
  object: "OpportunitySplitType",
  required: ["Id", "IsTotalValidated"],
  optional: ["SplitField", "IsActive", "DeveloperName"],
};

/** The rows of some opportunities, and the stages they speak of. */
export interface RowsOfOpportunities {
  readonly stages: StageBook;
  rowsOf(opportunityId: string): OpportunityRows;
}

const SplitType = v.object({ Id: Text, IsTotalValidated: Flag, SplitField: Text, IsActive: Text });
const SplitRow = v.object({
  OpportunityId: OtherId,
  SplitOwnerId: OtherId,
  SplitPercentage: Text,
  SplitTypeId: OtherId,
});

/** What may be asked for beside opportunities. What is null is hidden, or the org has none. */
export interface RowPlan {
  readonly stages: ObjectFields;
  readonly history: ObjectFields | null;
  readonly owners: ObjectFields | null;
  readonly splits: ObjectFields | null;
  readonly splitTypes: ObjectFields | null;
}

/** Looks up what there is, once for all pieces of a page. */
export async function planRows(context: SalesforceContext): Promise<Result<RowPlan, CrmFailure>> {
  const beside = [HISTORY, OWNERS, SPLIT_FIELDS, SPLIT_TYPES];
  await context.gateway.describeTogether([STAGE_FIELDS, ...beside].map(({ object }) => object));
  const stages = await fieldsOf(context, STAGE_FIELDS);
  if (!stages.ok) return stages;
  if (stages.value === null) return err({ reason: "scope_missing", scopes: [STAGE_FIELDS.object] });
  const found: (ObjectFields | null)[] = [];
  for (const wanted of beside) {
    const fields = await fieldsOf(context, wanted);
    // Without one of its fields an object tells nothing, and the rest goes on without it.
    if (!fields.ok && fields.error.reason !== "field_missing") return fields;
    found.push(fields.ok ? fields.value : null);
  }
  const [history = null, owners = null, splits = null, splitTypes = null] = found;
  return ok({ stages: stages.value, history, owners, splits, splitTypes });
}

/** Histories, owners and splits of up to `IDS_PER_QUERY` opportunities in one call. */
export async function fetchRowsOf(
  context: SalesforceContext,
  { stages: stageFields, history, owners, splits, splitTypes }: RowPlan,
  ids: readonly string[],
): Promise<Result<RowsOfOpportunities, CrmFailure>> {
  const ofIds = [isOneOf("OpportunityId", ids)];
  const inOrder = ["CreatedDate", "Id"];
  const answers = await askTogether(context, {
    stages: soqlOf(stageFields, []),
    history: history && soqlOf(history, ofIds, inOrder),
    owners: owners && soqlOf(owners, ["Field = 'Owner'", ...ofIds], inOrder),
    splits: splits && splitTypes && soqlOf(splits, ofIds),
    splitTypes: splits && splitTypes && soqlOf(splitTypes, []),
  });
  if (!answers.ok) return answers;
  const stages = readStages(answers.value.get("stages") ?? []);
  if (stages === null) return err({ reason: "unavailable", detail: "the stages cannot be read" });
  const byDeal = {
    history: groupByDeal(answers.value.get("history")),
    owners: groupByDeal(answers.value.get("owners")),
    splits: groupByDeal(answers.value.get("splits")),
  };
  const revenue = revenueTypeIn(answers.value.get("splitTypes") ?? []);
  return ok({
    stages,
    rowsOf: (id) => ({
      history: byDeal.history.get(id) ?? [],
      owners: byDeal.owners.get(id) ?? [],
      splits: readSplits(byDeal.splits.get(id) ?? [], revenue),
    }),
  });
}

function soqlOf(fields: ObjectFields, where: readonly string[], orderBy: readonly string[] = []): string {
  return writeSoql({ fields: fields.names, from: fields.object, where, orderBy });
}

/** All rows of each query. Together they are one call, unless an answer is longer than a page. */
async function askTogether(
  context: SalesforceContext,
  soqls: Readonly<Record<string, string | null>>,
): Promise<Result<ReadonlyMap<string, readonly unknown[]>, CrmFailure>> {
  const asked = Object.entries(soqls).flatMap(([name, soql]) => (soql === null ? [] : [{ name, soql }]));
  const pages = await context.insist(() => context.gateway.queryTogether(asked.map(({ soql }) => soql)));
  if (!pages.ok) return pages;
  const answers = new Map<string, readonly unknown[]>();
  for (const [index, { name }] of asked.entries()) {
    const page = pages.value[index];
    if (page === undefined) return err({ reason: "unavailable", detail: "a query without an answer" });
    const rows = await rowsFrom(context, page);
    if (!rows.ok) return rows;
    answers.set(name, rows.value);
  }
  return ok(answers);
}

async function rowsFrom(
  { gateway, insist }: SalesforceContext,
  first: QueryPage,
): Promise<Result<readonly unknown[], CrmFailure>> {
  const rows = [...first.records];
  let { next } = first;
  while (next !== null) {
    const locator: string = next;
    const page = await insist(() => gateway.more(locator));
    // A locator may expire: that passes when the page is asked for anew.
    if (!page.ok && page.error.reason === "rejected")
      return err({ reason: "unavailable", detail: "rows that broke off" });
    if (!page.ok) return page;
    rows.push(...page.value.records);
    next = page.value.next;
  }
  return ok(rows);
}

const OfDeal = v.object({ OpportunityId: v.string() });

function groupByDeal(rows: readonly unknown[] = []): ReadonlyMap<string, readonly unknown[]> {
  return Map.groupBy(rows, (raw) => {
    const parsed = v.safeParse(OfDeal, raw);
    return parsed.success ? parsed.output.OpportunityId : "";
  });
}

/** Revenue is what adds up to the whole; overlays do not. Of several the one that splits the amount counts. */
function revenueTypeIn(rows: readonly unknown[]): string | null {
  const validated = rows.flatMap((raw) => {
    const parsed = v.safeParse(SplitType, raw);
    if (!parsed.success) return [];
    const { IsTotalValidated, IsActive, SplitField } = parsed.output;
    const id = rowIdOf(raw);
    return id !== null && IsTotalValidated && IsActive !== "false" ? [{ id, field: SplitField }] : [];
  });
  const ofAmount = validated.find(({ field }) => field === "Amount" || field === "Opportunity.Amount");
  return (ofAmount ?? validated[0])?.id ?? null;
}

function readSplits(rows: readonly unknown[], revenueType: string | null): readonly Split[] {
  if (revenueType === null) return [];
  const splits = rows.flatMap((raw) => {
    const parsed = v.safeParse(SplitRow, raw);
    if (!parsed.success) return [{ ownerId: null, percentage: null }];
    const { SplitOwnerId, SplitPercentage, SplitTypeId } = parsed.output;
    return SplitTypeId === revenueType ? [{ ownerId: SplitOwnerId, percentage: SplitPercentage }] : [];
  });
  return sharesOf(splits.filter(({ percentage }) => Number(percentage) !== 0));
}
