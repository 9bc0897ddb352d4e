import * as v from "valibot";
import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { CrmRecord } from "../../../domain/records.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure, RecordRejection } from "../../../ports/crm.ts";
import { Text } from "../read-values.ts";
import type { ClientContext } from "./client-context.ts";
import { fetchSplits } from "./deal-splits.ts";
import { type RawBatch, readRecordBatch, rejectUnanswered } from "./read-batch.ts";
import { DEAL_HISTORIES, DEAL_PROPERTIES, readDeal } from "./read-deal.ts";
import { rawIdOf } from "./read-page.ts";
import { learnStageDates } from "./stage-dates.ts";

/** What a read of records gave. */
export interface ReadRecords {
  readonly records: readonly CrmRecord[];
  readonly rejections: readonly RecordRejection[];
  /** Ids of the records that came, readable or not, and of those that HubSpot failed to answer for. */
  readonly knownIds: readonly string[];
}

/** A read that asked for nothing. */
export const NOTHING_READ: ReadRecords = { records: [], rejections: [], knownIds: [] };

/** HubSpot answers 50 records with their histories, and refuses more. */
const DEALS_PER_READ = 50;
/** HubSpot keeps the last versions of a property; beyond them the stage dates tell. */
const VERSIONS_KEPT = 20;

/** Deals with their histories. Search and lists do not carry those, so deals are always read this way. */
export async function readDealsById(
  context: ClientContext,
  ids: readonly string[],
  archived: boolean,
): Promise<Result<ReadRecords, CrmFailure>> {
  let read = NOTHING_READ;
  for (let from = 0; from < ids.length; from += DEALS_PER_READ) {
    const raws = await fetchRawDeals(context, ids.slice(from, from + DEALS_PER_READ), archived);
    if (!raws.ok) return raws;
    const piece = await readRawDeals(context, raws.value.results, archived);
    if (!piece.ok) return piece;
    read = joinReads(read, piece.value, asUnanswered("deal", raws.value.unanswered.keys()));
  }
  return ok(read);
}

/** Raw deals as ours, with what their own answer lacks. */
export async function readRawDeals(
  context: ClientContext,
  raws: readonly unknown[],
  archived: boolean,
): Promise<Result<ReadRecords, CrmFailure>> {
  const completed = await addStageDates(context, raws, archived);
  if (!completed.ok) return completed;
  const homeCurrency = await context.homeCurrency();
  if (!homeCurrency.ok) return homeCurrency;
  const splits = await fetchSplits(context, archived ? [] : idsOf(completed.value.results));
  if (!splits.ok) return splits;
  const { ofDeal, unanswered } = splits.value;
  const whole = withoutIds(completed.value.results, unanswered);
  const { amounts, owners } = context.options.extraProperties;
  const results = whole.map((raw) =>
    readDeal(raw, {
      homeCurrency: homeCurrency.value,
      amountProperties: amounts,
      ownerProperties: owners,
      stageOfDateProperty: context.memory.stageOfDateProperty,
      splits: ofDeal,
    }),
  );
  return ok(
    joinReads(
      sortResults(results, whole),
      asUnanswered("deal", [...completed.value.unanswered.keys(), ...unanswered]),
    ),
  );
}

/** Puts what could be read beside what could not. */
export function sortResults(
  results: readonly Result<CrmRecord, RecordRejection>[],
  raws: readonly unknown[],
): ReadRecords {
  return {
    records: results.flatMap((result) => (result.ok ? [result.value] : [])),
    rejections: results.flatMap((result) => (result.ok ? [] : [result.error])),
    knownIds: idsOf(raws),
  };
}

/** Several reads as one. */
export function joinReads(...reads: readonly ReadRecords[]): ReadRecords {
  return {
    records: reads.flatMap(({ records }) => records),
    rejections: reads.flatMap(({ rejections }) => rejections),
    knownIds: reads.flatMap(({ knownIds }) => knownIds),
  };
}

/** What is known of records that HubSpot failed to answer for, or for a part of which it did. */
export function asUnanswered(kind: CrmRecordKind, ids: Iterable<string>): ReadRecords {
  const knownIds = [...ids];
  return { records: [], rejections: rejectUnanswered(kind, knownIds), knownIds };
}

/** The ids of raw records, where they can be read. */
export function idsOf(raws: readonly unknown[]): string[] {
  return raws.flatMap((raw) => rawIdOf(raw) ?? []);
}

/** The raw records of all other ids. */
export function withoutIds(raws: readonly unknown[], ids: { has(id: string): boolean }): readonly unknown[] {
  return raws.filter((raw) => !ids.has(rawIdOf(raw) ?? ""));
}

/** All properties of a deal that are read with it. */
export function dealPropertyNames({ options }: ClientContext): string[] {
  const { amounts, owners } = options.extraProperties;
  return [...new Set([...DEAL_PROPERTIES, ...amounts, ...owners])];
}

function fetchRawDeals(
  context: ClientContext,
  ids: readonly string[],
  archived: boolean,
): Promise<Result<RawBatch, CrmFailure>> {
  return readRecordBatch(context, "deals", {
    ids,
    properties: dealPropertyNames(context),
    propertiesWithHistory: DEAL_HISTORIES,
    archived,
  });
}

const DealStages = v.object({
  properties: v.object({ dealstage: Text }),
  propertiesWithHistory: v.nullish(v.object({ dealstage: v.nullish(v.array(v.unknown()), []) }), null),
});

/**
 * Adds the stage dates to deals whose history does not reach back to their beginning. A deal whose dates HubSpot
 * failed to answer for is left out: with its history cut it would be another.
 */
async function addStageDates(
  context: ClientContext,
  raws: readonly unknown[],
  archived: boolean,
): Promise<Result<RawBatch, CrmFailure>> {
  const cut = raws.filter(hasCutHistory);
  const ids = idsOf(cut);
  const asTheyAre = ok({ results: raws, unanswered: new Map<string, CrmFailure>() });
  if (ids.length === 0) return asTheyAre;
  const names = await learnStageDates(context, cut.flatMap(stageOf));
  if (!names.ok) return names;
  if (names.value.length === 0) return asTheyAre;
  const request = { ids, properties: names.value, propertiesWithHistory: [], archived };
  const batch = await readRecordBatch(context, "deals", request);
  if (!batch.ok) return batch;
  const { results, unanswered } = batch.value;
  const datesById = new Map(results.map((raw) => [rawIdOf(raw), Object(raw).properties]));
  const whole = withoutIds(raws, unanswered);
  return ok({
    results: whole.map((raw) => withProperties(raw, datesById.get(rawIdOf(raw)))),
    unanswered,
  });
}

function withProperties(raw: unknown, more: unknown): unknown {
  if (more === undefined) return raw;
  const { properties, ...rest } = Object(raw);
  return { ...rest, properties: { ...Object(more), ...Object(properties) } };
}

function hasCutHistory(raw: unknown): boolean {
  const parsed = v.safeParse(DealStages, raw);
  if (!parsed.success || parsed.output.properties.dealstage === null) return false;
  const versions = parsed.output.propertiesWithHistory?.dealstage.length ?? 0;
  return versions === 0 || versions >= VERSIONS_KEPT;
}

function stageOf(raw: unknown): string[] {
  const parsed = v.safeParse(DealStages, raw);
  return parsed.success && parsed.output.properties.dealstage !== null
    ? [parsed.output.properties.dealstage]
    : [];
}
