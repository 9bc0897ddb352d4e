import * as v from "valibot";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { readJson } from "../../reply.ts";
import type { SalesforceContext } from "./context.ts";
import { readCsvRecords } from "./csv.ts";
import { API_VERSION } from "./transport.ts";

const PATH = `/services/data/v${API_VERSION}/jobs/query`;
/** How often and how far apart one page looks at a job. Whoever walks asks again with the next page. */
const LOOKS_PER_PAGE = 3;
const PAUSE_MILLIS = 1000;
/** How Salesforce says that there is no more. */
const NO_LOCATOR = "null";

const Job = v.object({ id: v.string(), state: v.optional(v.string(), "") });

/** What became of a job. `lost`: it failed or is gone, and never has results. */
export type JobState = "working" | "done" | "lost";

/** Rows of a job's results. All values are text, and nothing is null. */
export interface BulkRows {
  readonly rows: readonly unknown[];
  /** Where the results go on; null at the end. */
  readonly locator: string | null;
}

/** Asks for everything that a query finds. Its id. */
export async function createJob(
  { gateway, insist }: SalesforceContext,
  query: string,
  deleted: boolean,
): Promise<Result<string, CrmFailure>> {
  const body = { operation: deleted ? "queryAll" : "query", query };
  const reply = await insist(() => gateway.request({ method: "POST", path: PATH, body }));
  if (!reply.ok) return reply;
  const job = v.safeParse(Job, readJson(reply.value.text));
  return job.success ? ok(job.output.id) : err({ reason: "unavailable", detail: "a bulk job without an id" });
}

/** Looks at a job until it is done, for a few seconds at most. */
export async function awaitJob(
  { gateway, insist, sleep }: SalesforceContext,
  id: string,
): Promise<Result<JobState, CrmFailure>> {
  for (let look = 1; ; look += 1) {
    const reply = await insist(() =>
      gateway.request({ method: "GET", path: `${PATH}/${encodeURIComponent(id)}` }),
    );
    if (!reply.ok) return reply.error.reason === "rejected" ? ok("lost") : reply;
    const job = v.safeParse(Job, readJson(reply.value.text));
    if (!job.success) return err({ reason: "unavailable", detail: "a bulk job that cannot be read" });
    if (job.output.state === "JobComplete") return ok("done");
    if (job.output.state === "Failed" || job.output.state === "Aborted") return ok("lost");
    if (look === LOOKS_PER_PAGE) return ok("working");
    await sleep(PAUSE_MILLIS);
  }
}

/** One page of a job's results; null where they are gone or the place in them is. */
export async function fetchResults(
  { gateway, insist }: SalesforceContext,
  job: { readonly id: string; readonly locator: string | null },
  rowsMax: number,
): Promise<Result<BulkRows | null, CrmFailure>> {
  const place = job.locator === null ? "" : `&locator=${encodeURIComponent(job.locator)}`;
  const path = `${PATH}/${encodeURIComponent(job.id)}/results?maxRecords=${rowsMax}${place}`;
  const reply = await insist(() => gateway.request({ method: "GET", path, headers: { accept: "text/csv" } }));
  if (!reply.ok) return reply.error.reason === "rejected" ? ok(null) : reply;
  const rows = readCsvRecords(reply.value.text);
  if (rows === null) return err({ reason: "unavailable", detail: "bulk results that are no table" });
  const locator = reply.value.headers["sforce-locator"] ?? NO_LOCATOR;
  return ok({ rows, locator: locator === NO_LOCATOR || locator === "" ? null : locator });
}
