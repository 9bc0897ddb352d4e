import { err, ok, type Result } from "../../../../domain/result.ts";
import type { BackfillStretch, CrmFailure, CrmPage } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import { withPresentFields } from "../api/object-fields.ts";
import { homeOf } from "../org/home.ts";
import { daysWithin } from "../org/local-days.ts";
import { type PresentSource, presentSources, type TimeSpan } from "../reading/record-sources.ts";
import { ROWS_PER_PAGE } from "./fetch-changed.ts";
import { type RowQuery, walkRows } from "./walk-rows.ts";

/** One page of a backfill stretch: by ids, and where there are many rows by Bulk API 2.0. */
export function fetchStretch(
  context: SalesforceContext,
  stretch: BackfillStretch,
  cursor: string | null,
): Promise<Result<CrmPage, CrmFailure>> {
  const kind = "of" in stretch ? stretch.of : "deal";
  return withPresentFields(context, async () => {
    const sources = await presentSources(context, kind);
    if (!sources.ok) return sources;
    const home = await homeOf(context);
    if (!home.ok) return home;
    const span = "from" in stretch ? { ...stretch, ...daysWithin(stretch, home.value.timeZone) } : null;
    return readRowPage(context, sources.value, {
      cursor,
      mayAskBulk: true,
      queryOf: (present) => queryOf(present, stretch, span),
    });
  });
}

interface PageWanted {
  readonly cursor: string | null;
  readonly mayAskBulk: boolean;
  readonly queryOf: (present: PresentSource) => RowQuery;
}

/** One page of what the queries of a kind find, read. */
export async function readRowPage(
  context: SalesforceContext,
  sources: readonly PresentSource[],
  { cursor, mayAskBulk, queryOf: toQuery }: PageWanted,
): Promise<Result<CrmPage, CrmFailure>> {
  const page = await walkRows(context, sources.map(toQuery), { cursor, mayAskBulk });
  if (!page.ok) return page;
  const { object, rows, next, total } = page.value;
  const from = sources.find(({ fields }) => fields.object === object);
  if (from === undefined) return err({ reason: "unavailable", detail: "a walk without an object" });
  const read = await from.source.read(context, rows);
  return read.ok ? ok({ ...read.value, next, total }) : read;
}

function queryOf(
  { source, fields }: PresentSource,
  stretch: BackfillStretch,
  span: TimeSpan | null,
): RowQuery {
  return {
    fields,
    where: [
      ...(source.isArchivable ? ["IsDeleted = false"] : []),
      ...source.conditions(fields),
      ...(span === null ? [] : [source.within(fields, span)]),
      ...conditionsOf(stretch),
    ],
    deleted: source.isArchivable,
    rowsMax: rowsMaxOf(source),
  };
}

function conditionsOf(stretch: BackfillStretch): readonly string[] {
  switch (stretch.kind) {
    case "deals_closed":
      return [stretch.wonOnly ? "IsWon = true" : "IsClosed = true"];
    case "deals_open":
      return ["IsClosed = false"];
    case "activities":
    case "all":
      return [];
  }
}

/** Opportunities need further calls, so fewer come at once. */
export function rowsMaxOf({ kind }: PresentSource["source"]): number {
  return kind === "deal" ? ROWS_PER_PAGE.deal : ROWS_PER_PAGE.activity;
}
