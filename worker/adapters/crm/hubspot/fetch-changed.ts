import * as v from "valibot";
import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { Instant } from "../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure, CrmPage } from "../../../ports/crm.ts";
import { TYPE_OF_KIND } from "./activities.ts";
import type { ClientContext } from "./client-context.ts";
import { type ChangePlace, readChangePlace, writeCursor } from "./cursors.ts";
import { behind, FOUND_PER_PAGE, hasMore, nextId } from "./fetch-slice.ts";
import type { SearchFilter, SearchRequest } from "./gateway.ts";
import { When } from "./read-fields.ts";
import { type RawPage, readPage } from "./read-page.ts";
import { propertiesToFind, readFound } from "./read-records.ts";

const STAMP = "hs_lastmodifieddate";

/**
 * What changed since an instant, oldest first. Each page begins at the last stamp of the page before it, not
 * at a number of results: records that change during the walk move to its end and push nothing out, and no
 * query comes near the cap of 10,000. Where a whole page carries one stamp, its records are walked by id.
 */
export async function fetchChanged(
  context: ClientContext,
  kind: CrmRecordKind,
  { since, cursor }: { readonly since: Instant; readonly cursor: string | null },
): Promise<Result<CrmPage, CrmFailure>> {
  const place = readChangePlace(cursor) ?? { walk: "from", stamp: since };
  const page = readPage(await context.gateway.search(TYPE_OF_KIND[kind], questionAt(place, kind)));
  if (!page.ok) return page;
  const next = nextPlace(place, page.value);
  if (!next.ok) return next;
  const read = await readFound(context, kind, page.value.results);
  if (!read.ok) return read;
  return ok({
    records: read.value.records,
    rejections: read.value.rejections,
    next: next.value === null ? null : writeCursor(next.value),
    total: null,
  });
}

function questionAt(place: ChangePlace, kind: CrmRecordKind): SearchRequest {
  return {
    filters: filtersAt(place),
    sortBy: place.walk === "tie" ? "hs_object_id" : STAMP,
    properties: propertiesToFind(kind),
    limit: kind === "deal" ? FOUND_PER_PAGE.deal : FOUND_PER_PAGE.activity,
  };
}

function filtersAt(place: ChangePlace): readonly SearchFilter[] {
  const value = String(Date.parse(place.stamp));
  switch (place.walk) {
    case "from":
      return [{ propertyName: STAMP, operator: "GTE", value }];
    case "after":
      return [{ propertyName: STAMP, operator: "GT", value }];
    case "tie":
      return behind(
        [
          { propertyName: STAMP, operator: "GTE", value },
          { propertyName: STAMP, operator: "LTE", value },
        ],
        place.afterId,
      );
  }
}

/** Null at the end. */
function nextPlace(place: ChangePlace, page: RawPage): Result<ChangePlace | null, CrmFailure> {
  const { stamp } = place;
  if (place.walk === "tie") {
    const afterId = nextId(page, place.afterId);
    if (!afterId.ok) return afterId;
    return ok(
      afterId.value === null ? { walk: "after", stamp } : { walk: "tie", stamp, afterId: afterId.value },
    );
  }
  if (!hasMore(page)) return ok(null);
  const last = lastStampOf(page);
  if (last === null) return err({ reason: "unavailable", detail: "a search without stamps" });
  // Stamps finer than ours could look older than the question; the tie walk gets past them too.
  return ok(last > stamp ? { walk: "from", stamp: last } : { walk: "tie", stamp, afterId: null });
}

const Stamped = v.object({ properties: v.object({ [STAMP]: When }) });

function lastStampOf({ results }: RawPage): Instant | null {
  const stamps = results.flatMap((raw) => {
    const parsed = v.safeParse(Stamped, raw);
    return parsed.success ? (parsed.output.properties[STAMP] ?? []) : [];
  });
  return stamps.toSorted().at(-1) ?? null;
}
