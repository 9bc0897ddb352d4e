import type { Answer } from "../../shared/exchange.ts";
import { ok } from "../../shared/exchange.ts";
import { refusal } from "../serving/refusals.ts";
import type { SObjectAnswer } from "../soql/run-query.ts";
import { runQuery } from "../soql/run-query.ts";
import type { RestCall, RestRoute } from "./rest.ts";
import { isOwnOnly, isVisible } from "./sharing.ts";

const SOQL_CHARACTERS_MAX = 100_000;
const PAGE_ROWS_MIN = 200;
const PAGE_ROWS_MAX = 2000;

export interface FoundRows {
  readonly records: readonly SObjectAnswer[];
  readonly totalSize: number;
}

/** Runs a query for whoever calls: what sharing hides is left out without a word. Refuses what cannot be run. */
export function runFor(call: RestCall, soql: string, withDeleted: boolean): FoundRows {
  if (soql.length > SOQL_CHARACTERS_MAX) {
    throw refusal(400, "QUERY_TOO_COMPLICATED", "SOQL statements cannot be longer than 100,000 characters.");
  }
  const outcome = runQuery(call.caller.org, soql, { withDeleted, apiVersion: call.version });
  if (!outcome.ok) throw refusal(outcome.status, outcome.errorCode, outcome.message);
  if (!call.simulation.faults.isOn("only_deals", call.caller.org.id)) return outcome;
  const object = /\bFROM\s+(\w+)/i.exec(soql)?.[1] ?? "";
  if (!isOwnOnly(object)) return outcome;
  const records = outcome.records.filter((record) => isVisible(call, record));
  return { records, totalSize: records.length };
}

/** How many rows a page holds: what is asked for is a hint within bounds. */
function pageRowsFor({ incoming, simulation }: RestCall): number {
  const options = String(incoming.headers["sforce-query-options"] ?? "");
  const asked = /batchSize=(\d+)/i.exec(options)?.[1];
  const wanted = asked === undefined ? PAGE_ROWS_MAX : Number(asked);
  const within = Math.min(PAGE_ROWS_MAX, Math.max(PAGE_ROWS_MIN, wanted));
  return Math.min(within, simulation.settings.pageRowsMax);
}

function pageAnswer(
  call: RestCall,
  page: {
    readonly rows: readonly unknown[];
    readonly totalSize: number;
    readonly from: number;
    readonly pageRows: number;
    readonly locator: () => string;
  },
): Answer {
  const until = page.from + page.pageRows;
  const done = until >= page.rows.length;
  const records = page.rows.slice(page.from, until);
  const next = done
    ? {}
    : { nextRecordsUrl: `/services/data/v${call.version}/query/${page.locator()}-${until}` };
  return ok({ totalSize: page.totalSize, done, ...next, records });
}

function firstPage(call: RestCall, withDeleted: boolean): Answer {
  const soql = call.incoming.url.searchParams.get("q");
  if (soql === null || soql.trim() === "") {
    throw refusal(400, "MALFORMED_QUERY", "A query string has to be specified");
  }
  const { records, totalSize } = runFor(call, soql, withDeleted);
  const pageRows = pageRowsFor(call);
  const locator = () =>
    call.simulation.locators.open({
      orgId: call.caller.org.id,
      rows: records,
      pageRows,
      openedAt: call.simulation.now(),
    });
  return pageAnswer(call, { rows: records, totalSize, from: 0, pageRows, locator });
}

/** `GET /query/{locator}`: any page of a query that is open still. */
function laterPage(call: RestCall): Answer {
  const { simulation, caller, incoming } = call;
  const invalid = refusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  const [, id, from] = /^(\w+)-(\d+)$/.exec(incoming.params.locator ?? "") ?? [];
  if (id === undefined || from === undefined) throw invalid;
  if (simulation.faults.strikes("expired_locator", caller.org.id)) simulation.locators.expire(id);
  const open = simulation.locators.find(id);
  if (!open || open.orgId !== caller.org.id) throw invalid;
  if (open.openedAt + simulation.settings.locatorLifetimeMilliseconds < simulation.now()) throw invalid;
  return pageAnswer(call, {
    rows: open.rows,
    totalSize: open.rows.length,
    from: Number(from),
    pageRows: open.pageRows,
    locator: () => id,
  });
}

export const QUERY_ROUTES: readonly RestRoute[] = [
  { method: "GET", path: "/query", handle: (call) => firstPage(call, false) },
  { method: "GET", path: "/queryAll", handle: (call) => firstPage(call, true) },
  { method: "GET", path: "/query/:locator", handle: laterPage },
  { method: "GET", path: "/queryAll/:locator", handle: laterPage },
];
