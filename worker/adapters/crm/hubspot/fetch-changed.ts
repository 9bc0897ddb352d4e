import * as v from "valibot";
import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { Instant } from "../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmChangesPage, CrmFailure } from "../../../ports/crm.ts";
import { When } from "../read-values.ts";
import { TYPE_OF_KIND } from "./activities.ts";
import type { ClientContext } from "./client-context.ts";
import { type ChangePlace, readChangePlace, writeCursor } from "./cursors.ts";
import { behind, FOUND_PER_PAGE, hasMore, nextId } from "./fetch-stretch.ts";
import type { ObjectType, SearchFilter, SearchRequest } from "./gateway.ts";
import { type RawPage, readPage } from "./read-page.ts";
import { propertiesToFind, readFound } from "./read-records.ts";

/** What a walk through changes asks for. Its properties include the stamp. */
export interface ChangeWalk {
  readonly type: ObjectType;
  /** The property that says when a record changed. */
  readonly stampName: string;
  readonly properties: readonly string[];
  readonly limit: number;
}

/** What changed since an instant, oldest first. */
export async function fetchChanged(
  context: ClientContext,
  kind: CrmRecordKind,
  { since, cursor }: { readonly since: Instant; readonly cursor: string | null },
): Promise<Result<CrmChangesPage, CrmFailure>> {
  const walk: ChangeWalk = {
    type: TYPE_OF_KIND[kind],
    stampName: "hs_lastmodifieddate",
    properties: propertiesToFind(kind),
    limit: kind === "deal" ? FOUND_PER_PAGE.deal : FOUND_PER_PAGE.activity,
  };
  const page = await walkChanges(context, walk, { since, cursor });
  if (!page.ok) return page;
  const { results, next } = page.value;
  const read = await readFound(context, kind, results);
  if (!read.ok) return read;
  const { records, rejections } = read.value;
  return ok({ records, rejections, next, total: null, gone: [] });
}

/**
 * A raw page of what changed. Each page begins at the last stamp of the page before it, not at a number of
 * results: records that change during the walk move to its end and push nothing out, and no query comes near
 * the cap of 10,000. Where a whole page carries one stamp, its records are walked by id.
 */
export async function walkChanges(
  { gateway }: ClientContext,
  walk: ChangeWalk,
  { since, cursor }: { readonly since: Instant; readonly cursor: string | null },
): Promise<Result<{ readonly results: readonly unknown[]; readonly next: string | null }, CrmFailure>> {
  const place = readChangePlace(cursor) ?? { walk: "from", stamp: since };
  const page = readPage(await gateway.search(walk.type, questionAt(place, walk)));
  if (!page.ok) return page;
  const next = nextPlace(place, page.value, walk.stampName);
  if (!next.ok) return next;
  return ok({
    results: page.value.results,
    next: next.value === null ? null : writeCursor(next.value),
  });
}

function questionAt(place: ChangePlace, { stampName, properties, limit }: ChangeWalk): SearchRequest {
  return {
    filters: filtersAt(place, stampName),
    sortBy: place.walk === "tie" ? "hs_object_id" : stampName,
    properties,
    limit,
  };
}

function filtersAt(place: ChangePlace, propertyName: string): readonly SearchFilter[] {
  const value = String(Date.parse(place.stamp));
  switch (place.walk) {
    case "from":
      return [{ propertyName, operator: "GTE", value }];
    case "after":
      return [{ propertyName, operator: "GT", value }];
    case "tie":
      return behind(
        [
          { propertyName, operator: "GTE", value },
          { propertyName, operator: "LTE", value },
        ],
        place.afterId,
      );
  }
}

/** Null at the end. */
function nextPlace(
  place: ChangePlace,
  page: RawPage,
  stampName: string,
): Result<ChangePlace | null, CrmFailure> {
  const { stamp } = place;
  if (place.walk === "tie") {
    const afterId = nextId(page, place.afterId);
    if (!afterId.ok) return afterId;
    return ok(
      afterId.value === null ? { walk: "after", stamp } : { walk: "tie", stamp, afterId: afterId.value },
    );
  }
  if (!hasMore(page)) return ok(null);
  const last = lastStampOf(page, stampName);
  if (last === null) return err({ reason: "unavailable", detail: "a search without stamps" });
  // Stamps finer than ours could look older than the question; the tie walk gets past them too.
  return ok(last > stamp ? { walk: "from", stamp: last } : { walk: "tie", stamp, afterId: null });
}

const Properties = v.object({ properties: v.record(v.string(), v.unknown()) });

function lastStampOf({ results }: RawPage, stampName: string): Instant | null {
  const stamps = results.flatMap((raw) => {
    const record = v.safeParse(Properties, raw);
    const stamp = v.safeParse(When, record.success ? record.output.properties[stampName] : null);
    return stamp.success ? (stamp.output ?? []) : [];
  });
  return stamps.toSorted().at(-1) ?? null;
}
