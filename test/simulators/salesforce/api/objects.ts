import type { Answer } from "../../shared/exchange.ts";
import { ok } from "../../shared/exchange.ts";
import { deleteRecord } from "../org/changes.ts";
import { describeAll, describeObject } from "../org/describe.ts";
import type { OrgRecord } from "../org/org.ts";
import type { OrgTable } from "../org/org-table.ts";
import { visibleFields, visibleTable } from "../org/visibility.ts";
import { notFound, readJsonObject, refusal } from "../serving/refusals.ts";
import { replicationRoutes } from "./replication.ts";
import type { RestCall, RestRoute } from "./rest.ts";
import { readFields, writeChange, writeNew } from "./writing.ts";

const SECOND = 1000;

/** The object that the address names, as far as the caller may see it. */
export function tableFor({ caller, incoming }: RestCall): OrgTable {
  const table = visibleTable(caller.org, incoming.params.object ?? "");
  if (!table) throw notFound();
  return table;
}

/** The record that the address names; one in the Recycle Bin is not there. */
function recordFor(call: RestCall, table: OrgTable): OrgRecord {
  const record = table.get(call.incoming.params.id ?? "");
  if (!record || record.fields.IsDeleted === true) {
    throw notFound("Provided external ID field does not exist or is not accessible");
  }
  return record;
}

/** When what a describe shows last changed: a new moment whenever something is hidden or shown. */
function describedAt({ simulation, caller }: RestCall): number {
  const { objects, fields } = caller.org.missing;
  const hidden = [...fields].map(([object, names]) => `${object}:${[...names].toSorted().join()}`);
  const state = [...objects, ...hidden].toSorted().join(";");
  const known = simulation.describes.get(caller.org.id);
  if (known?.state === state) return known.at;
  const now = Math.floor(simulation.now() / SECOND) * SECOND;
  const at = known ? Math.max(now, known.at + SECOND) : now;
  simulation.describes.set(caller.org.id, { state, at });
  return at;
}

/** Answers with 304 who has the present state already. */
function unlessKnown(call: RestCall, json: () => unknown): Answer {
  const at = describedAt(call);
  const headers = { "last-modified": new Date(at).toUTCString() };
  const since = Date.parse(call.incoming.headers["if-modified-since"] ?? "");
  return since >= at ? { status: 304, headers } : { status: 200, headers, json: json() };
}

function describe(call: RestCall): Answer {
  const name = call.incoming.params.object ?? "";
  const described = describeObject(call.caller.org, name);
  if (!described) throw notFound();
  const root = `/services/data/v${call.version}/sobjects/${described.name}`;
  const urls = { sobject: root, describe: `${root}/describe`, rowTemplate: `${root}/{ID}` };
  return unlessKnown(call, () => ({ ...described, urls }));
}

function listObjects(call: RestCall): Answer {
  const sobjects = describeAll(call.caller.org);
  return unlessKnown(call, () => ({ encoding: "UTF-8", maxBatchSize: 200, sobjects }));
}

function readRecord(call: RestCall): Answer {
  const table = tableFor(call);
  const record = recordFor(call, table);
  const asked = call.incoming.url.searchParams.get("fields")?.split(",");
  const visible = visibleFields(call.caller.org, table).map(({ name }) => name);
  const names = asked?.map((name) => {
    const known = visible.find((one) => one.toLowerCase() === name.trim().toLowerCase());
    if (known) return known;
    throw refusal(400, "INVALID_FIELD", `No such column '${name}' on entity '${table.name}'.`);
  });
  const url = `/services/data/v${call.version}/sobjects/${table.name}/${record.id}`;
  const fields = [...new Set(["Id", ...(names ?? visible)])].map((name) => [
    name,
    record.fields[name] ?? null,
  ]);
  return ok({ attributes: { type: table.name, url }, ...Object.fromEntries(fields) });
}

function writeFor(call: RestCall, table: OrgTable) {
  const { org, grant } = call.caller;
  return { org, table, fields: readFields(org, table, readJsonObject(call.incoming)), userId: grant.userId };
}

function createRecord(call: RestCall): Answer {
  const id = writeNew(call.simulation, writeFor(call, tableFor(call)));
  return { status: 201, json: { id, success: true, errors: [] } };
}

function changeRecord(call: RestCall): Answer {
  const table = tableFor(call);
  const record = recordFor(call, table);
  writeChange(call.simulation, writeFor(call, table), record.id);
  return { status: 204 };
}

function removeRecord(call: RestCall): Answer {
  const table = tableFor(call);
  const record = recordFor(call, table);
  deleteRecord(call.caller.org, table.name, record.id, { userId: call.caller.grant.userId });
  return { status: 204 };
}

export const OBJECT_ROUTES: readonly RestRoute[] = [
  { method: "GET", path: "/sobjects", handle: listObjects },
  { method: "GET", path: "/sobjects/:object/describe", handle: describe },
  ...replicationRoutes(tableFor),
  { method: "POST", path: "/sobjects/:object", handle: createRecord },
  { method: "GET", path: "/sobjects/:object/:id", handle: readRecord },
  { method: "PATCH", path: "/sobjects/:object/:id", handle: changeRecord },
  { method: "DELETE", path: "/sobjects/:object/:id", handle: removeRecord },
];
