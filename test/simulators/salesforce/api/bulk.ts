import type { Answer } from "../../shared/exchange.ts";
import { isObject, ok } from "../../shared/exchange.ts";
import type { BulkJob, BulkState } from "../serving/bulk-jobs.ts";
import { csvOf } from "../serving/bulk-jobs.ts";
import { notFound, readJsonObject, refusal } from "../serving/refusals.ts";
import type { AnswerValue, SObjectAnswer } from "../soql/run-query.ts";
import { runFor } from "./query.ts";
import type { RestCall, RestRoute } from "./rest.ts";

const RESULT_PAGES_AT_ONCE = 5;
const AGGREGATE = /\b(?:COUNT|COUNT_DISTINCT|SUM|AVG|MIN|MAX)\s*\(|\bGROUP\s+BY\b|\bOFFSET\s+\d|\bTYPEOF\b/i;

/** An edition such as Professional has no Bulk API at all. */
function checkEdition({ simulation, caller }: RestCall): void {
  if (!simulation.faults.isOn("no_bulk", caller.org.id)) return;
  throw refusal(400, "FEATURENOTENABLED", "Bulk API is not enabled for this organization or user.");
}

/** The select list and the object; a refusal of what bulk queries cannot do. */
function readSoql(soql: string): { readonly columns: readonly string[]; readonly object: string } {
  const [, list = "", object = ""] = /^\s*SELECT\s+([\s\S]+?)\s+FROM\s+(\w+)/i.exec(soql) ?? [];
  if (object === "") throw refusal(400, "MALFORMED_QUERY", "unexpected token in the query");
  if (AGGREGATE.test(soql)) {
    throw refusal(
      400,
      "API_ERROR",
      "GROUP BY, aggregate functions, OFFSET and TYPEOF are not supported in Bulk Query",
    );
  }
  if (list.includes("(")) {
    throw refusal(400, "API_ERROR", "Nested queries are not supported in Bulk Query");
  }
  return { columns: list.split(",").map((column) => column.trim()), object };
}

function memberOf(record: SObjectAnswer, name: string): AnswerValue | undefined {
  const key = Object.keys(record).find((known) => known.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : record[key];
}

function isRecord(value: unknown): value is SObjectAnswer {
  return isObject(value) && isObject(value.attributes);
}

/** A value as the CSV has it; dates with times end in Z there. */
function cellOf(record: SObjectAnswer, path: string): string {
  let value: unknown = record;
  for (const step of path.split(".")) value = isRecord(value) ? memberOf(value, step) : null;
  if (value === null || value === undefined || isObject(value)) return "";
  return String(value).replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+0000$/, "$1Z");
}

function jobAnswer(job: BulkJob): Readonly<Record<string, unknown>> {
  const at = new Date(job.createdAt).toISOString().replace("Z", "+0000");
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.userId,
    createdDate: at,
    systemModstamp: at,
    state: job.state,
    concurrencyMode: "Parallel",
    contentType: "CSV",
    apiVersion: Number(job.apiVersion),
    lineEnding: job.lineEnding,
    columnDelimiter: "COMMA",
    ...(job.state === "JobComplete"
      ? {
          numberRecordsProcessed: job.rows.length,
          retries: 0,
          totalProcessingTime: 60,
          isPkChunkingSupported: true,
        }
      : {}),
  };
}

function createJob(call: RestCall): Answer {
  checkEdition(call);
  const { simulation, caller, version } = call;
  const { operation, query, lineEnding } = readJsonObject(call.incoming);
  if (operation !== "query" && operation !== "queryAll") {
    throw refusal(400, "INVALIDJOB", "The operation must be query or queryAll");
  }
  if (typeof query !== "string") throw refusal(400, "INVALIDJOB", "A query is required");
  const { columns, object } = readSoql(query);
  const { records } = runFor(call, query, operation === "queryAll");
  const job = simulation.bulkJobs.add({
    orgId: caller.org.id,
    userId: caller.grant.userId,
    operation,
    object,
    apiVersion: version,
    createdAt: simulation.now(),
    lineEnding: lineEnding === "CRLF" ? "CRLF" : "LF",
    columns,
    rows: records.map((record) => columns.map((column) => cellOf(record, column))),
  });
  return ok(jobAnswer(job));
}

function jobOf(call: RestCall): BulkJob {
  checkEdition(call);
  const job = call.simulation.bulkJobs.find(call.caller.org.id, call.incoming.params.id ?? "");
  if (!job) throw notFound();
  return job;
}

/** Each look brings a job one state on. */
const NEXT_STATE: Readonly<Record<BulkState, BulkState>> = {
  UploadComplete: "InProgress",
  InProgress: "JobComplete",
  JobComplete: "JobComplete",
  Aborted: "Aborted",
  Failed: "Failed",
};

function readJob(call: RestCall): Answer {
  const job = jobOf(call);
  job.state = NEXT_STATE[job.state];
  return ok(jobAnswer(job));
}

function abortJob(call: RestCall): Answer {
  const job = jobOf(call);
  if (readJsonObject(call.incoming).state !== "Aborted") {
    throw refusal(400, "INVALIDJOBSTATE", "A query job can only be aborted");
  }
  if (job.state !== "JobComplete") job.state = "Aborted";
  return ok(jobAnswer(job));
}

function deleteJob(call: RestCall): Answer {
  const job = jobOf(call);
  call.simulation.bulkJobs.remove(job.id);
  return { status: 204 };
}

/** A job whose results can be had, asked for by the version that made it. */
function completeJob(call: RestCall): BulkJob {
  const job = jobOf(call);
  if (job.apiVersion !== call.version) {
    throw refusal(409, "VERSION_MISMATCH", "Use the API version that created the query job");
  }
  if (job.state !== "JobComplete") {
    throw refusal(400, "INVALIDJOBSTATE", `The job is in the state ${job.state}`);
  }
  return job;
}

/** A locator says where its page begins, without looking as if it did. */
function locatorAt(row: number): string {
  return Buffer.from(`row:${row}`).toString("base64url");
}

function rowOf(locator: string | null): number {
  if (locator === null) return 0;
  const row = /^row:(\d+)$/.exec(Buffer.from(locator, "base64url").toString("utf8"))?.[1];
  if (row === undefined) throw refusal(400, "INVALID_QUERY_LOCATOR", "The locator is not valid");
  return Number(row);
}

function rowsAtOnce({ incoming, simulation }: RestCall): number {
  const asked = Number(incoming.url.searchParams.get("maxRecords") ?? simulation.settings.bulkRowsUsual);
  if (!Number.isInteger(asked) || asked < 1) {
    throw refusal(400, "INVALID_PARAMETER", "maxRecords must be a positive number");
  }
  return asked;
}

function results(call: RestCall): Answer {
  const job = completeJob(call);
  const from = rowOf(call.incoming.url.searchParams.get("locator"));
  const until = from + rowsAtOnce(call);
  const rows = job.rows.slice(from, until);
  const headers = {
    "sforce-numberofrecords": String(rows.length),
    "sforce-locator": until < job.rows.length ? locatorAt(until) : "null",
  };
  return { status: 200, text: csvOf(job, rows), type: "text/csv; charset=UTF-8", headers };
}

/** `GET …/resultPages`: the addresses of up to five pages, to be read side by side. */
function resultPages(call: RestCall): Answer {
  const job = completeJob(call);
  const root = `/services/data/v${call.version}/jobs/query/${job.id}`;
  const size = call.simulation.settings.bulkRowsUsual;
  const from = rowOf(call.incoming.url.searchParams.get("locator"));
  const starts = Array.from({ length: RESULT_PAGES_AT_ONCE }, (_, place) => from + place * size);
  const next = from + RESULT_PAGES_AT_ONCE * size;
  const done = next >= job.rows.length;
  return ok({
    resultPages: starts
      .filter((start) => start === 0 || start < job.rows.length)
      .map((start) => ({ resultUrl: `${root}/results?locator=${locatorAt(start)}` })),
    ...(done ? {} : { nextRecordsUrl: `${root}/resultPages?locator=${locatorAt(next)}` }),
    done,
  });
}

function listJobs(call: RestCall): Answer {
  checkEdition(call);
  return ok({ done: true, records: call.simulation.bulkJobs.of(call.caller.org.id).map(jobAnswer) });
}

export const BULK_ROUTES: readonly RestRoute[] = [
  { method: "POST", path: "/jobs/query", handle: createJob },
  { method: "GET", path: "/jobs/query", handle: listJobs },
  { method: "GET", path: "/jobs/query/:id", handle: readJob },
  { method: "PATCH", path: "/jobs/query/:id", handle: abortJob },
  { method: "DELETE", path: "/jobs/query/:id", handle: deleteJob },
  { method: "GET", path: "/jobs/query/:id/results", handle: results },
  { method: "GET", path: "/jobs/query/:id/resultPages", handle: resultPages },
];
