import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { awaitJob, createJob, fetchResults } from "../api/bulk-query.ts";
import type { SalesforceContext } from "../api/context.ts";
import { isNotToBeHad } from "../api/failures.ts";
import type { QueryPage } from "../api/gateway.ts";
import type { ObjectFields } from "../api/object-fields.ts";
import { rowIdOf } from "../api/read-values.ts";
import { textLiteral, writeSoql } from "../api/soql.ts";
import { readStretchPlace, type StretchPlace, writeCursor } from "./cursors.ts";

/** More rows than one page holds are a matter for bulk. */
const ROWS_WITHOUT_BULK_MAX = 2000;

/** Rows of one object, in no order that matters. */
export interface RowQuery {
  readonly fields: ObjectFields;
  readonly where: readonly string[];
  /** Shows what is deleted or archived too. */
  readonly deleted: boolean;
  readonly rowsMax: number;
}

/** Raw rows of one of the objects, and where the walk goes on. */
export interface RowPage {
  readonly object: string;
  readonly rows: readonly unknown[];
  readonly next: string | null;
  readonly total: number | null;
}

/**
 * One page of a walk through all rows of some queries. The first page of each comes by an ordinary query, which
 * also tells how many there are; of many the rest comes by bulk. Where bulk is refused, or a job is lost, the walk
 * goes on by ids behind what it has: rows that come twice change nothing.
 */
export async function walkRows(
  context: SalesforceContext,
  queries: readonly RowQuery[],
  { cursor, mayAskBulk }: { readonly cursor: string | null; readonly mayAskBulk: boolean },
): Promise<Result<RowPage, CrmFailure>> {
  const place = readStretchPlace(cursor);
  const index = Math.max(
    0,
    queries.findIndex(({ fields }) => fields.object === place?.object),
  );
  const query = queries[index];
  if (query === undefined) return err({ reason: "unavailable", detail: "a walk through nothing" });
  const { object } = query.fields;
  const here = place?.object === object ? place : beginningOf(object, mayAskBulk);
  const step = await takeStep(context, query, here);
  if (!step.ok) return step;
  const { rows, next } = step.value;
  const following = queries[index + 1]?.fields.object;
  const onward = next ?? (following === undefined ? null : beginningOf(following, mayAskBulk));
  return ok({
    object,
    rows,
    next: onward === null ? null : writeCursor(onward),
    total: queries.length === 1 ? step.value.total : null,
  });
}

function beginningOf(object: string, mayAskBulk: boolean): StretchPlace {
  return { object, afterId: null, total: null, job: null, mayAskBulk };
}

interface Step {
  readonly rows: readonly unknown[];
  /** Null at the end of the object's rows. */
  readonly next: StretchPlace | null;
  readonly total: number | null;
}

function takeStep(
  context: SalesforceContext,
  query: RowQuery,
  place: StretchPlace,
): Promise<Result<Step, CrmFailure>> {
  return place.job === null
    ? takeKeysetStep(context, query, place)
    : takeBulkStep(context, query, { ...place, job: place.job });
}

async function takeKeysetStep(
  context: SalesforceContext,
  query: RowQuery,
  place: StretchPlace,
): Promise<Result<Step, CrmFailure>> {
  const { deleted, rowsMax } = query;
  const isFirst = place.afterId === null;
  const page = await fetchBehind(context, query, place.afterId);
  if (!page.ok) return page;
  const { records: rows, next: locator } = page.value;
  const total = isFirst ? page.value.total : place.total;
  if (rows.length === 0 || (locator === null && rows.length < rowsMax))
    return ok({ rows, next: null, total });
  const afterId = rowIdOf(rows.at(-1));
  if (afterId === null || afterId === place.afterId) {
    return err({ reason: "unavailable", detail: "a walk that does not go on behind its last row" });
  }
  const next: StretchPlace = { ...place, afterId, total };
  const isMany = total === null || total > ROWS_WITHOUT_BULK_MAX;
  if (!isFirst || !place.mayAskBulk || !isMany) return ok({ rows, next, total });
  const job = await createJob(context, writeSoql(behind(query, afterId)), deleted);
  if (!job.ok) return ok({ rows, next, total });
  return ok({
    rows,
    next: { ...next, job: { id: job.value, locator: null, isDone: false, looks: 0 } },
    total,
  });
}

/**
 * A page behind an id. The first is asked for without a limit: its answer counts all rows, and still holds no more
 * than a page of them. Where that takes Salesforce too long, nobody counts.
 */
async function fetchBehind(
  { gateway }: SalesforceContext,
  query: RowQuery,
  afterId: string | null,
): Promise<Result<QueryPage, CrmFailure>> {
  const { deleted, rowsMax } = query;
  const parts = { ...behind(query, afterId), orderBy: ["Id"] };
  if (afterId === null) {
    const counted = await gateway.query(writeSoql(parts), { deleted, pageSize: rowsMax });
    if (counted.ok || !tookTooLong(counted.error)) return counted;
  }
  const page = await gateway.query(writeSoql({ ...parts, limit: rowsMax }), { deleted, pageSize: rowsMax });
  return page.ok ? ok({ ...page.value, total: null }) : page;
}

function tookTooLong(failure: CrmFailure): boolean {
  return failure.reason === "unavailable" && failure.detail === "QUERY_TIMEOUT";
}

function behind({ fields, where }: RowQuery, afterId: string | null) {
  return {
    fields: fields.names,
    from: fields.object,
    where: afterId === null ? where : [`Id > ${textLiteral(afterId)}`, ...where],
  };
}

type PlaceInJob = StretchPlace & { readonly job: NonNullable<StretchPlace["job"]> };

/** No rows and a cursor while the job is worked on: whoever walks asks again. */
async function takeBulkStep(
  context: SalesforceContext,
  query: RowQuery,
  place: PlaceInJob,
): Promise<Result<Step, CrmFailure>> {
  const { job, total } = place;
  const withoutJob: Step = { rows: [], next: { ...place, job: null, mayAskBulk: false }, total };
  if (!job.isDone) {
    const awaited = await awaitJob(context, job);
    if (!awaited.ok) return isNotToBeHad(awaited.error) ? ok(withoutJob) : awaited;
    const { state, looks } = awaited.value;
    if (state === "working") return ok({ rows: [], next: { ...place, job: { ...job, looks } }, total });
    if (state === "lost") return ok(withoutJob);
  }
  const results = await fetchResults(context, job, query.rowsMax);
  if (!results.ok) return isNotToBeHad(results.error) ? ok(withoutJob) : results;
  if (results.value === null) return ok(withoutJob);
  const { rows, locator } = results.value;
  if (locator === null) return ok({ rows, next: null, total });
  return ok({ rows, next: { ...place, job: { ...job, locator, isDone: true } }, total });
}
