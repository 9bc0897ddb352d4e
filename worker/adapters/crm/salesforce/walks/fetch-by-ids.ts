import type { CrmRecordKind } from "../../../../../shared/contracts/ids.ts";
import type { CrmRecord } from "../../../../domain/records.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure, CrmRecordsById, RecordRejection } from "../../../../ports/crm.ts";
import { fetchSeesAllData } from "../access/rights.ts";
import type { SalesforceContext } from "../api/context.ts";
import { type ObjectFields, withPresentFields } from "../api/object-fields.ts";
import { rowIdOf } from "../api/read-values.ts";
import { toFullId } from "../api/record-ids.ts";
import { isOneOf, writeSoql } from "../api/soql.ts";
import type { ReadRows } from "../reading/opportunities.ts";
import { IDS_PER_QUERY } from "../reading/opportunity-rows.ts";
import { idPrefixesOf, type PresentSource, presentSources } from "../reading/record-sources.ts";

/**
 * Records by id, those in the recycle bin and in the archive included. A notice of a task may be followed up under
 * every kind a task can be, of which it is one at most. What lies in an object that is hidden by now is not asked for,
 * and so not missing. Salesforce keeps no trace of merges.
 */
export function fetchByIds(
  context: SalesforceContext,
  kind: CrmRecordKind,
  ids: readonly string[],
): Promise<Result<CrmRecordsById, CrmFailure>> {
  return withPresentFields(context, async () => {
    const sources = await presentSources(context, kind);
    if (!sources.ok) return sources;
    // Salesforce refuses the whole query for one id that is none.
    const wanted = [...new Set(ids)].map((id) => ({ id, fullId: toFullId(id) }));
    const fullIds = [...new Set(wanted.flatMap(({ fullId }) => fullId ?? []))];
    const records: CrmRecord[] = [];
    const rejections: RecordRejection[] = [];
    const others: string[] = [];
    for (const present of sources.value) {
      const read = await readSource(
        context,
        present,
        fullIds.filter((id) => id.startsWith(present.source.idPrefix)),
      );
      if (!read.ok) return read;
      records.push(...read.value.records);
      rejections.push(...read.value.rejections);
      others.push(...read.value.others);
    }
    const answered = new Set([...records.map(idOf), ...rejections.map(idOf), ...others]);
    const shown = sources.value.map(({ source }) => source.idPrefix);
    const unasked = idPrefixesOf(kind).filter((prefix) => !shown.includes(prefix));
    const isSettled = (id: string) => answered.has(id) || unasked.some((prefix) => id.startsWith(prefix));
    const unanswered = wanted.filter(({ fullId }) => fullId === null || !isSettled(fullId));
    const missing = await withoutHidden(context, kind, unanswered);
    if (!missing.ok) return missing;
    return ok({ records, rejections, missing: missing.value.map(({ id }) => id), others, merged: [] });
  });
}

interface WantedId {
  readonly id: string;
  /** Null where it is no id of Salesforce's. */
  readonly fullId: string | null;
}

/**
 * Activities that are not found are gone only for one who sees everybody's: once View All Data was taken away, all
 * those of others are not found, and the boards must not lose them.
 */
async function withoutHidden(
  context: SalesforceContext,
  kind: CrmRecordKind,
  unanswered: readonly WantedId[],
): Promise<Result<readonly WantedId[], CrmFailure>> {
  if (kind === "deal" || unanswered.every(({ fullId }) => fullId === null)) return ok(unanswered);
  const seesAllData = await fetchSeesAllData(context);
  if (!seesAllData.ok) return seesAllData;
  return ok(seesAllData.value === false ? unanswered.filter(({ fullId }) => fullId === null) : unanswered);
}

function idOf({ crmId }: { readonly crmId: string }): string {
  return crmId;
}

/** What was read, and the ids of rows that are no records of the kind, such as the pattern of a series. */
async function readSource(
  context: SalesforceContext,
  { source, fields }: PresentSource,
  ids: readonly string[],
): Promise<Result<ReadRows & { readonly others: readonly string[] }, CrmFailure>> {
  const rows = await fetchRowsById(context, fields, ids);
  if (!rows.ok) return rows;
  if (rows.value.length === 0) return ok({ records: [], rejections: [], others: [] });
  const read = await source.read(context, rows.value);
  if (!read.ok) return read;
  const ofKind = new Set([...read.value.records, ...read.value.rejections].map(idOf));
  const others = rows.value.flatMap((raw) => rowIdOf(raw) ?? []).filter((id) => !ofKind.has(id));
  return ok({ ...read.value, others });
}

/** Raw rows by id, deleted and archived ones among them. */
export async function fetchRowsById(
  context: SalesforceContext,
  fields: ObjectFields,
  ids: readonly string[],
): Promise<Result<readonly unknown[], CrmFailure>> {
  const rows: unknown[] = [];
  for (let open = ids; open.length > 0; ) {
    const asked = open.slice(0, IDS_PER_QUERY);
    const page = await context.insist(() => context.gateway.query(soqlOf(fields, asked), { deleted: true }));
    if (!page.ok) return page;
    const { records, next } = page.value;
    rows.push(...records);
    const answered = new Set(records.map(rowIdOf));
    // How many rows a page holds is Salesforce's to say: what a longer answer left over is asked for again.
    const left = next === null ? [] : asked.filter((id) => !answered.has(id));
    if (left.length === asked.length) {
      return err({ reason: "unavailable", detail: "a page without any of the rows that were asked for" });
    }
    open = [...left, ...open.slice(asked.length)];
  }
  return ok(rows);
}

function soqlOf({ names, object }: ObjectFields, ids: readonly string[]): string {
  return writeSoql({ fields: names, from: object, where: [isOneOf("Id", ids)] });
}
