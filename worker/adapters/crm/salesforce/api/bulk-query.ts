import * as v from "valibot";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { readJson } from "../../reply.ts";
import type { SalesforceContext } from "./context.ts";
import { readCsvRecords } from "./csv.ts";
import { API_VERSION } from "./transport.ts";

const PATH = `/services/data/v${API_VERSION}/jobs/query`;
/** Before each look at a job, so many times this: one that runs long is looked at less and less often. */
const PAUSE_MILLIS = 1000;
const PAUSE_MILLIS_MAX = 5000;
/** From then on a page waits no more: whoever walks asks again with the next one. */
const WAIT_PER_PAGE_MILLIS = 2000;
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

/** Looks at a job until it is done, for a few seconds at most. `looks` is how often it was looked at by now. */
export async function awaitJob(
  { gateway, insist, sleep }: SalesforceContext,
  { id, looks: before }: { readonly id: string; readonly looks: number },
): Promise<Result<{ readonly state: JobState; readonly looks: number }, CrmFailure>> {
  let waited = 0;
  for (let looks = before; ; ) {
    const pause = Math.min(PAUSE_MILLIS * looks, PAUSE_MILLIS_MAX);
    if (pause > 0) await sleep(pause);
    waited += pause;
    looks += 1;
    const reply = await insist(() =>
      gateway.request({ method: "GET", path: `${PATH}/${encodeURIComponent(id)}` }),
    );
    if (!reply.ok) return reply.error.reason === "rejected" ? ok({ state: "lost", looks }) : reply;
    const job = v.safeParse(Job, readJson(reply.value.text));
    if (!job.success) return err({ reason: "unavailable", detail: "a bulk job that cannot be read" });
    const state = stateOf(job.output.state);
    if (state !== "working" || waited >= WAIT_PER_PAGE_MILLIS) return ok({ state, looks });
  }
}

function stateOf(word: string): JobState {
  if (word === "JobComplete") return "done";
  return word === "Failed" || word === "Aborted" ? "lost" : "working";
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
