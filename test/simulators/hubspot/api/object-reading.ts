import { DAY } from "../../../organisation/zone-clock.ts";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { isObject, ok } from "../../shared/exchange.ts";
import type { ObjectType } from "../portal/object-types.ts";
import { objectTypeNamed } from "../portal/object-types.ts";
import type { PortalRecord } from "../portal/portal.ts";
import { tableOf } from "../portal/portal.ts";
import {
  checkQuery,
  invalid,
  notFound,
  readBoolean,
  readJsonObject,
  readLimit,
  readList,
  refusal,
} from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import type { Caller } from "./caller.ts";
import { objectScopes, requireScope } from "./caller.ts";
import type { View } from "./record-answer.ts";
import { readAssociationTypes, recordAnswer } from "./record-answer.ts";

const PAGE = { usual: 10, highest: 100 } as const;
const PAGE_WITH_HISTORY = { usual: 10, highest: 50 } as const;
export const BATCH_INPUTS_MAX = 100;
const BATCH_INPUTS_WITH_HISTORY_MAX = 50;
const RECYCLE_BIN_DAYS = 90;
/** A longer address than this is refused before anybody reads it. */
const ADDRESS_LENGTH_MAX = 8000;

export function readObjectType(incoming: Incoming): ObjectType {
  const name = incoming.params.type ?? "";
  const type = objectTypeNamed(name);
  if (!type) throw invalid(`Unable to infer object type from: ${name}`);
  return type;
}

export function allowReading(simulation: Simulation, caller: Caller, type: ObjectType): void {
  requireScope(caller, objectScopes(type, "read"));
  const strict = simulation.settings.emailWithoutScope === "refused";
  if (type === "emails" && strict) requireScope(caller, ["sales-email-read"]);
}

function readView(incoming: Incoming, type: ObjectType): View {
  if (incoming.url.href.length > ADDRESS_LENGTH_MAX) throw refusal(414, "URI_TOO_LONG", "URI Too Long");
  return {
    type,
    properties: readList(incoming.url, "properties"),
    withHistory: readList(incoming.url, "propertiesWithHistory"),
    associations: readAssociationTypes(readList(incoming.url, "associations")),
  };
}

/** In the recycle bin, and not so long that it was emptied. */
function isInBin(record: PortalRecord, now: number): boolean {
  return record.archivedAt !== null && record.archivedAt > now - RECYCLE_BIN_DAYS * DAY;
}

function isThere(record: PortalRecord, archived: boolean, now: number): boolean {
  return archived ? isInBin(record, now) : record.archivedAt === null;
}

/** Records lie in the order of their ids. */
function firstPlaceAfter(records: readonly PortalRecord[], id: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Number(records[middle]?.id) > id) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** `GET /crm/objects/{type}`: in the order of ids. */
export function listRecords(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  allowReading(simulation, caller, type);
  checkQuery(incoming.url, [
    "limit",
    "after",
    "properties",
    "propertiesWithHistory",
    "associations",
    "archived",
  ]);
  const view = readView(incoming, type);
  const archived = readBoolean(incoming.url, "archived");
  const limit = readLimit(incoming.url, view.withHistory.length > 0 ? PAGE_WITH_HISTORY : PAGE);
  const after = incoming.url.searchParams.get("after");
  if (after !== null && !/^\d+$/.test(after)) throw invalid(`Invalid paging cursor: ${after}`);
  const now = simulation.now();
  const page: PortalRecord[] = [];
  const all = tableOf(caller.portal, type).all();
  let place = firstPlaceAfter(all, Number(after ?? 0));
  for (; place < all.length && page.length <= limit; place += 1) {
    const record = all[place];
    if (record && isThere(record, archived, now)) page.push(record);
  }
  const hasMore = page.length > limit;
  const shown = page.slice(0, limit);
  const last = shown.at(-1);
  const results = shown.map((record) => recordAnswer(simulation, caller, { record, view }));
  if (!last || !hasMore) return ok({ results });
  return ok({ results, paging: { next: { after: last.id, link: nextLink(simulation, incoming, last.id) } } });
}

function nextLink(simulation: Simulation, incoming: Incoming, after: string): string {
  const link = new URL(incoming.url.pathname + incoming.url.search, simulation.url);
  link.searchParams.set("after", after);
  return link.href;
}

/** `GET /crm/objects/{type}/{id}`: an id that was merged away answers with the survivor. */
export function getRecord(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  allowReading(simulation, caller, type);
  checkQuery(incoming.url, ["properties", "propertiesWithHistory", "associations", "archived", "idProperty"]);
  const view = readView(incoming, type);
  const idProperty = incoming.url.searchParams.get("idProperty");
  if (idProperty !== null && idProperty !== "hs_object_id")
    throw invalid(`${idProperty} is not a unique property`);
  const record = tableOf(caller.portal, type).resolve(incoming.params.id ?? "");
  const archived = readBoolean(incoming.url, "archived");
  if (!record || !isThere(record, archived, simulation.now())) throw notFound();
  return ok(recordAnswer(simulation, caller, { record, view }));
}

export function readNames(value: unknown, name: string): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== "string")) {
    throw invalid(`Invalid input JSON: "${name}" must be a list of names.`);
  }
  return value;
}

/** The ids of `inputs`, as text or number. */
export function readInputIds(inputs: unknown, highest: number): readonly string[] {
  if (!Array.isArray(inputs)) throw invalid('Invalid input JSON: "inputs" must be a list.');
  if (inputs.length > highest)
    throw invalid(`Batch size ${inputs.length} is above the highest allowed, ${highest}.`);
  return inputs.map((input: unknown) => {
    const id = isObject(input) ? input.id : undefined;
    if ((typeof id !== "string" && typeof id !== "number") || String(id) === "") {
      throw invalid('Invalid input JSON: every input must have an "id".');
    }
    return String(id);
  });
}

/** `POST /crm/objects/{type}/batch/read`: 207 when some are not there. */
export function readBatch(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  allowReading(simulation, caller, type);
  checkQuery(incoming.url, ["archived"]);
  const body = readJsonObject(incoming, ["inputs", "properties", "propertiesWithHistory", "idProperty"]);
  const withHistory = readNames(body.propertiesWithHistory, "propertiesWithHistory");
  const highest = withHistory.length > 0 ? BATCH_INPUTS_WITH_HISTORY_MAX : BATCH_INPUTS_MAX;
  const ids = readInputIds(body.inputs, highest);
  const view: View = {
    type,
    properties: readNames(body.properties, "properties"),
    withHistory,
    associations: [],
  };
  const archived = readBoolean(incoming.url, "archived");
  const now = simulation.now();
  const table = tableOf(caller.portal, type);
  const found = new Map<string, PortalRecord>();
  const missing: string[] = [];
  for (const id of ids) {
    const record = table.resolve(id);
    if (record && isThere(record, archived, now)) found.set(record.id, record);
    else missing.push(id);
  }
  const results = [...found.values()].map((record) => recordAnswer(simulation, caller, { record, view }));
  return batchAnswer(now, results, missing);
}

/** A batch's answer, with what could not be found told once for all. */
export function batchAnswer(now: number, results: readonly unknown[], missing: readonly string[]): Answer {
  const at = new Date(now).toISOString();
  const common = { status: "COMPLETE", results, startedAt: at, completedAt: at };
  if (missing.length === 0) return ok(common);
  const error = {
    status: "error",
    category: "OBJECT_NOT_FOUND",
    message: "Could not get some objects, they may be deleted or not exist. Check that ids are valid.",
    context: { ids: missing },
  };
  return { status: 207, json: { ...common, numErrors: 1, errors: [error] } };
}
