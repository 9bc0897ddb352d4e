import type { Answer } from "../../shared/exchange.ts";
import { ok } from "../../shared/exchange.ts";
import type { OrgRecord } from "../org/org.ts";
import type { OrgTable } from "../org/org-table.ts";
import { firstFrom } from "../org/org-table.ts";
import { dateTimeText } from "../org/wire-time.ts";
import { refusal } from "../serving/refusals.ts";
import type { RestCall, RestRoute } from "./rest.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UPDATED_DAYS = 30;
const DELETED_DAYS = 15;
const IDS_MAX = 600_000;

interface Span {
  readonly from: number;
  readonly until: number;
}

function instantIn({ incoming }: RestCall, name: string): number {
  const text = incoming.url.searchParams.get(name) ?? "";
  const at = Date.parse(text.replace(/ (\d\d:?\d\d)$/, "+$1").replace(/\+0000$/, "Z"));
  if (Number.isNaN(at))
    throw refusal(400, "INVALID_REPLICATION_DATE", `${name} is missing or cannot be read`);
  // Seconds are ignored.
  return Math.floor(at / MINUTE) * MINUTE;
}

/** The span that is asked for; a refusal where it is too short, or begins before the log does. */
function spanOf(call: RestCall, days: number): Span {
  const from = instantIn(call, "start");
  const until = instantIn(call, "end");
  if (until - from <= MINUTE) {
    const message = "startDate must chronologically precede endDate by more than one minute";
    throw refusal(400, "INVALID_REPLICATION_DATE", message);
  }
  if (from < call.simulation.now() - days * DAY) {
    throw refusal(
      400,
      "INVALID_REPLICATION_DATE",
      `startDate before org replication enabled date or ${days} days`,
    );
  }
  return { from, until };
}

/** Up to where all is told: not beyond the start of a transaction that still runs. */
function coveredUntil({ simulation, caller }: RestCall, { until }: Span): string {
  const now = simulation.now();
  const oldest = simulation.lateCommits.oldest(caller.org.id) ?? now;
  return dateTimeText(Math.floor(Math.min(until, now, oldest) / MINUTE) * MINUTE);
}

function changedIn(table: OrgTable, { from, until }: Span): readonly OrgRecord[] {
  if (!table.field("SystemModstamp")) {
    throw refusal(400, "INVALID_TYPE", `${table.name} cannot be replicated`);
  }
  const records = table
    .byCursor()
    .slice(firstFrom(table, dateTimeText(from)), firstFrom(table, dateTimeText(until)));
  if (records.length > IDS_MAX) {
    throw refusal(400, "EXCEEDED_ID_LIMIT", "The number of ids is above the limit: ask for a shorter span");
  }
  return records;
}

function updated(call: RestCall, table: OrgTable): Answer {
  const span = spanOf(call, UPDATED_DAYS);
  const changed = changedIn(table, span).filter(({ fields }) => fields.IsDeleted !== true);
  return ok({ ids: changed.map(({ id }) => id), latestDateCovered: coveredUntil(call, span) });
}

function deleted(call: RestCall, table: OrgTable): Answer {
  const span = spanOf(call, DELETED_DAYS);
  const binned = changedIn(table, span).filter(({ fields }) => fields.IsDeleted === true);
  const gone = [
    ...binned.map(({ id, fields }) => ({ id, deletedDate: fields.SystemModstamp })),
    ...call.caller.org.purged
      .filter(({ object, at }) => object === table.name && at >= span.from && at < span.until)
      .map(({ id, at }) => ({ id, deletedDate: dateTimeText(at) })),
  ];
  return ok({
    deletedRecords: gone,
    earliestDateAvailable: dateTimeText(call.simulation.now() - DELETED_DAYS * DAY),
    latestDateCovered: coveredUntil(call, span),
  });
}

/** What changed and what went, by the log of the org. */
export function replicationRoutes(tableFor: (call: RestCall) => OrgTable): readonly RestRoute[] {
  return [
    { method: "GET", path: "/sobjects/:object/updated", handle: (call) => updated(call, tableFor(call)) },
    { method: "GET", path: "/sobjects/:object/deleted", handle: (call) => deleted(call, tableFor(call)) },
  ];
}
