import * as v from "valibot";
import type { Instant } from "../../../../shared/contracts/time.ts";
import type { CloseDate, Deal, Split } from "../../../domain/records.ts";
import { err, type Result } from "../../../domain/result.ts";
import type { RecordRejection } from "../../../ports/crm.ts";
import {
  isSameClose,
  moneyOf,
  pastMinorOf,
  textOf,
  UnreadableField,
  unlessUnreadable,
} from "../deal-values.ts";
import { byTime, changesOf, incompleteOf, type ReadHistory, readEntries, readValues } from "../history.ts";
import { MaybeCurrencyCode, OtherId, Text, Title, When } from "../read-values.ts";
import { commonProperties, envelopeEntries, rejectionOf } from "./read-fields.ts";
import { History } from "./read-history.ts";

/** What of the tenant a deal is read by. */
export interface DealContext {
  readonly homeCurrency: string;
  readonly amountProperties: readonly string[];
  readonly ownerProperties: readonly string[];
  /** Which stage a stage-date property is about, by property name. */
  readonly stageOfDateProperty: ReadonlyMap<string, string>;
  /** Splits by deal; absent when they were not asked for. */
  readonly splits: ReadonlyMap<string, readonly Split[]>;
}

/** Properties read with each deal, apart from the tenant's own and the stage dates. */
export const DEAL_PROPERTIES = [
  "dealname",
  "amount",
  "amount_in_home_currency",
  "deal_currency_code",
  "dealstage",
  "pipeline",
  "dealtype",
  "closedate",
  "createdate",
  "hs_closed_won_date",
  "hs_merged_object_ids",
  "hs_lastmodifieddate",
  "hubspot_owner_id",
  "hs_created_by_user_id",
  "hs_object_source_user_id",
] as const;

export const DEAL_HISTORIES = ["dealstage", "hubspot_owner_id", "amount", "closedate"] as const;

const Histories = v.object({
  dealstage: History,
  hubspot_owner_id: History,
  amount: History,
  closedate: History,
});

const HubSpotDeal = v.object({
  ...envelopeEntries,
  // Any of them may be missing; an answer without the whole is broken, and must not empty the deal.
  properties: v.looseObject({
    ...commonProperties,
    dealname: Title,
    amount: Text,
    amount_in_home_currency: Text,
    deal_currency_code: MaybeCurrencyCode,
    dealstage: OtherId,
    pipeline: OtherId,
    dealtype: Text,
    closedate: When,
    createdate: When,
    hs_closed_won_date: When,
    hs_merged_object_ids: Text,
  }),
  propertiesWithHistory: v.pipe(v.nullish(v.unknown(), {}), v.transform(Object), Histories),
});

type HubSpotDeal = v.InferOutput<typeof HubSpotDeal>;

/** One raw deal to one of ours. A record we cannot read is rejected whole, never half filled. */
export function readDeal(raw: unknown, context: DealContext): Result<Deal, RecordRejection> {
  const parsed = v.safeParse(HubSpotDeal, raw);
  if (!parsed.success) return err(rejectionOf("deal", raw, parsed.issues[0].path));
  const deal = unlessUnreadable(() => buildDeal(parsed.output, context));
  return deal.ok ? deal : err(rejectionOf("deal", raw, deal.error));
}

function buildDeal(deal: HubSpotDeal, context: DealContext): Deal {
  const { id, properties } = deal;
  const currency = properties.deal_currency_code ?? context.homeCurrency;
  const modifiedAt = properties.hs_lastmodifieddate ?? deal.updatedAt ?? deal.createdAt;
  if (modifiedAt === null) throw new UnreadableField("updatedAt");
  return {
    kind: "deal",
    crmId: id,
    modifiedAt,
    createdAt: properties.createdate ?? deal.createdAt,
    archived: deal.archived,
    title: properties.dealname,
    creatorUserId: properties.hs_created_by_user_id ?? properties.hs_object_source_user_id,
    ownerId: properties.hubspot_owner_id,
    pipelineId: properties.pipeline,
    stageId: properties.dealstage,
    dealType: properties.dealtype,
    close: closeDateOf(properties.closedate),
    wonAt: properties.hs_closed_won_date,
    amount: moneyOf("properties.amount", properties.amount, currency),
    amountHome: moneyOf(
      "properties.amount_in_home_currency",
      properties.amount_in_home_currency,
      context.homeCurrency,
    ),
    otherAmounts: otherAmountsOf(properties, currency, context.amountProperties),
    otherOwners: otherOwnersOf(properties, context.ownerProperties),
    ...historiesOf(deal, currency, context),
    splits: context.splits.get(id) ?? [],
    mergedIds: mergedIdsOf(properties.hs_merged_object_ids),
  };
}

function historiesOf(
  { properties, propertiesWithHistory: { dealstage, hubspot_owner_id: owner, ...past } }: HubSpotDeal,
  currency: string,
  context: DealContext,
) {
  const stage = stageHistoryOf(dealstage, stageDatesOf(properties, context));
  const amount = readValues(past.amount, (value) => pastMinorOf(value, currency));
  const close = readValues(past.closedate, pastCloseOf);
  return {
    stageHistory: changesOf(stage.entries),
    ownerHistory: changesOf(owner.entries),
    amountHistory: changesOf(amount.entries),
    closeHistory: changesOf(close.entries, isSameClose),
    ...incompleteOf({ stage, owner, amount, close }),
  };
}

type Properties = HubSpotDeal["properties"];

function otherAmountsOf(
  properties: Properties,
  currency: string,
  names: readonly string[],
): Deal["otherAmounts"] {
  return Object.fromEntries(
    names.map((name) => [name, moneyOf(`properties.${name}`, extraText(properties, name), currency)]),
  );
}

function otherOwnersOf(properties: Properties, names: readonly string[]): Deal["otherOwners"] {
  return Object.fromEntries(names.map((name) => [name, extraText(properties, name)]));
}

function extraText(properties: Properties, name: string): string | null {
  const value = Object.entries(properties).find(([key]) => key === name)?.[1];
  return textOf(`properties.${name}`, value);
}

function closeDateOf(at: Instant | null): CloseDate | null {
  return at === null ? null : { kind: "instant", at };
}

function pastCloseOf(value: string | null): CloseDate | null | undefined {
  const parsed = v.safeParse(When, value);
  return parsed.success ? closeDateOf(parsed.output) : undefined;
}

/** HubSpot writes them itself, so one that cannot be read is left out like any past value. */
function stageDatesOf(properties: Properties, context: DealContext): ReadHistory<string> {
  const dates = Object.entries(properties).flatMap(([name, value]) => {
    const stageId = context.stageOfDateProperty.get(name);
    return stageId === undefined || value === null || value === "" ? [] : [{ stageId, value }];
  });
  const { entries, complete } = readEntries(dates, ({ stageId, value }) => {
    const parsed = v.safeParse(When, value);
    return parsed.success && parsed.output !== null ? { at: parsed.output, value: stageId } : undefined;
  });
  return { entries: entries.toSorted(byTime), complete };
}

/** HubSpot keeps the last versions only: what happened before the oldest of them comes from the stage dates. */
function stageHistoryOf(
  versions: ReadHistory<string | null>,
  stageDates: ReadHistory<string>,
): ReadHistory<string> {
  const known = versions.entries.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const oldest = known[0]?.at;
  const before = stageDates.entries.filter(({ at }) => oldest === undefined || at < oldest);
  return { entries: [...before, ...known], complete: versions.complete && stageDates.complete };
}

function mergedIdsOf(text: string | null): string[] {
  return (text ?? "")
    .split(";")
    .map((id) => id.trim())
    .filter((id) => id !== "");
}
