import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { Instant } from "../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { BackfillStretch, CrmBinPage, CrmFailure, CrmPage } from "../../../ports/crm.ts";
import { TYPE_OF_KIND } from "./activities.ts";
import type { ClientContext } from "./client-context.ts";
import { readListPlace, readSearchPlace, writeCursor } from "./cursors.ts";
import {
  dealPropertyNames,
  joinReads,
  type ReadRecords,
  readDealsById,
  readRawDeals,
  withoutIds,
} from "./deals-by-id.ts";
import type { HubSpotGateway, SearchFilter } from "./gateway.ts";
import { type RawPage, rawIdOf, readPage } from "./read-page.ts";
import { propertiesToFind, readFound } from "./read-records.ts";

/** Deals of a page are read again by id, fifty at a time: two reads a page. */
export const FOUND_PER_PAGE = { deal: 100, activity: 200 } as const;
const LISTED_PER_PAGE = 100;
const COUNTING_LIMIT = 1;

/** One page of a backfill stretch. */
export function fetchStretch(
  context: ClientContext,
  stretch: BackfillStretch,
  cursor: string | null,
): Promise<Result<CrmPage, CrmFailure>> {
  switch (stretch.kind) {
    case "deals_closed":
      return fetchFound(context, { kind: "deal", filters: closedFilters(stretch) }, cursor);
    case "deals_open":
      return fetchFound(context, { kind: "deal", filters: [is("hs_is_closed", "false")] }, cursor);
    case "activities":
      return fetchFound(context, { kind: stretch.of, filters: within("hs_timestamp", stretch) }, cursor);
    case "all":
      return fetchListed(context, stretch.of, cursor);
  }
}

/** The recycle bin, page by page. What was merged away stands in the merged record itself. */
export async function fetchArchived(
  context: ClientContext,
  kind: CrmRecordKind,
  cursor: string | null,
): Promise<Result<CrmBinPage, CrmFailure>> {
  const place = readListPlace(cursor);
  const page = await list(context, { kind, after: place?.after ?? null, archived: true });
  if (!page.ok) return page;
  const read = await readArchived(context, kind, page.value.results);
  if (!read.ok) return read;
  // HubSpot keeps no log of what left its bin.
  return ok({ ...pageOf(read.value, nextOfList(page.value, place?.after ?? null, null), null), gone: [] });
}

/** Deals won within a span of close dates. */
export function wonFilters(span: { readonly from: Instant; readonly to: Instant }): readonly SearchFilter[] {
  return [is("hs_is_closed_won", "true"), ...within("closedate", span)];
}

/** Goes behind a record in the order of ids, so that no query ever comes near HubSpot's cap of 10,000. */
export function behind(filters: readonly SearchFilter[], afterId: string | null): readonly SearchFilter[] {
  return afterId === null
    ? filters
    : [...filters, { propertyName: "hs_object_id", operator: "GT", value: afterId }];
}

/**
 * The highest id of a page, behind which the next one begins. Null when there is no next one: HubSpot names
 * a next page, or counts more than it sent.
 */
export function nextId(page: RawPage, afterId: string | null): Result<string | null, CrmFailure> {
  if (!hasMore(page)) return ok(null);
  const ids = page.results.flatMap((raw) => rawIdOf(raw) ?? []).toSorted(byNumber);
  const last = ids.at(-1);
  if (last === undefined || (afterId !== null && byNumber(last, afterId) <= 0)) {
    return err({ reason: "unavailable", detail: "the search does not go on behind its last record" });
  }
  return ok(last);
}

/** Whether HubSpot says that a page is not the last. */
export function hasMore({ results, after, total }: RawPage): boolean {
  return results.length > 0 && (after !== null || (total !== null && total > results.length));
}

interface Wanted {
  readonly kind: CrmRecordKind;
  readonly filters: readonly SearchFilter[];
}

async function fetchFound(
  context: ClientContext,
  { kind, filters }: Wanted,
  cursor: string | null,
): Promise<Result<CrmPage, CrmFailure>> {
  const place = readSearchPlace(cursor);
  const page = readPage(
    await context.gateway.search(TYPE_OF_KIND[kind], {
      filters: behind(filters, place?.afterId ?? null),
      sortBy: "hs_object_id",
      properties: propertiesToFind(kind),
      limit: kind === "deal" ? FOUND_PER_PAGE.deal : FOUND_PER_PAGE.activity,
    }),
  );
  if (!page.ok) return page;
  const afterId = nextId(page.value, place?.afterId ?? null);
  if (!afterId.ok) return afterId;
  const read = await readFound(context, kind, page.value.results);
  if (!read.ok) return read;
  const total = place === null ? page.value.total : place.total;
  const next = afterId.value === null ? null : writeCursor({ afterId: afterId.value, total });
  return ok(pageOf(read.value, next, total));
}

/** Lists know no cap and no lag: completeness comes from here. */
async function fetchListed(
  context: ClientContext,
  kind: CrmRecordKind,
  cursor: string | null,
): Promise<Result<CrmPage, CrmFailure>> {
  const place = readListPlace(cursor);
  const total = place === null ? await countAll(context.gateway, kind) : ok(place.total);
  if (!total.ok) return total;
  const page = await context.insist(() =>
    list(context, { kind, after: place?.after ?? null, archived: false }),
  );
  if (!page.ok) return page;
  const read = await readFound(context, kind, page.value.results);
  if (!read.ok) return read;
  const next = nextOfList(page.value, place?.after ?? null, total.value);
  return ok(pageOf(read.value, next, total.value));
}

interface ListWanted {
  readonly kind: CrmRecordKind;
  readonly after: string | null;
  readonly archived: boolean;
}

async function list(
  context: ClientContext,
  { kind, after, archived }: ListWanted,
): Promise<Result<RawPage, CrmFailure>> {
  const properties = kind === "deal" && archived ? dealPropertyNames(context) : propertiesToFind(kind);
  const request = { limit: LISTED_PER_PAGE, after, properties, archived };
  return readPage(await context.gateway.list(TYPE_OF_KIND[kind], request));
}

/** A list does not say how many there are; a search does, even beyond its cap. It is for progress only. */
async function countAll(
  gateway: HubSpotGateway,
  kind: CrmRecordKind,
): Promise<Result<number | null, CrmFailure>> {
  const page = readPage(
    await gateway.search(TYPE_OF_KIND[kind], {
      filters: [],
      sortBy: "hs_object_id",
      properties: ["hs_lastmodifieddate"],
      limit: COUNTING_LIMIT,
    }),
  );
  if (page.ok) return ok(page.value.total);
  return page.error.reason === "rejected" ? ok(null) : page;
}

/** Archived deals are read with their histories, and where that is not to be had, as the list tells them. */
async function readArchived(
  context: ClientContext,
  kind: CrmRecordKind,
  raws: readonly unknown[],
): Promise<Result<ReadRecords, CrmFailure>> {
  if (kind !== "deal") return readFound(context, kind, raws);
  const ids = raws.flatMap((raw) => rawIdOf(raw) ?? []);
  const withHistory = await readDealsById(context, ids, true);
  if (!withHistory.ok) return withHistory;
  const rest = withoutIds(raws, new Set(withHistory.value.knownIds));
  const fromList = await readRawDeals(context, rest, true);
  return fromList.ok ? ok(joinReads(withHistory.value, fromList.value)) : fromList;
}

function pageOf(read: ReadRecords, next: string | null, total: number | null): CrmPage {
  return { records: read.records, rejections: read.rejections, next, total };
}

/** Where a list goes on; null at its end. */
export function nextOfList({ after }: RawPage, before: string | null, total: number | null): string | null {
  return after === null || after === before ? null : writeCursor({ after, total });
}

function closedFilters(stretch: Extract<BackfillStretch, { kind: "deals_closed" }>): readonly SearchFilter[] {
  return stretch.wonOnly
    ? wonFilters(stretch)
    : [is("hs_is_closed", "true"), ...within("closedate", stretch)];
}

function is(propertyName: string, value: string): SearchFilter {
  return { propertyName, operator: "EQ", value };
}

/** From is included, to is not. Searches compare instants in milliseconds. */
function within(
  propertyName: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): readonly SearchFilter[] {
  return [
    { propertyName, operator: "GTE", value: String(Date.parse(from)) },
    { propertyName, operator: "LT", value: String(Date.parse(to)) },
  ];
}

/** Ids are whole numbers of any length. */
function byNumber(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}
