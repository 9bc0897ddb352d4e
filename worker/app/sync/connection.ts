import type { Connection, KindSyncState } from "../../../shared/contracts/connection.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { FramingStore } from "../../ports/framing.ts";
import type { FaultRow, JobStore, KindProgress, KindState, SyncStateStore } from "../../ports/sync.ts";
import type { Tenant } from "../../ports/tenants.ts";
import { remedyOf } from "./faults.ts";
import { freshnessOf } from "./freshness.ts";
import { ACCESS_SUBJECT, REFUSED_DETAIL } from "./refused-access.ts";

/** Where the connection of a tenant is looked up. */
export interface ConnectionParts {
  readonly tenant: Tenant;
  readonly state: SyncStateStore;
  readonly jobs: Pick<JobStore, "listOpen">;
  readonly framing: Pick<FramingStore, "loadNoticeKeyState">;
}

/** How the connection of a tenant stands, in the words of the API. */
export async function describeConnection(
  { tenant, state, jobs, framing }: ConnectionParts,
  now: Instant,
): Promise<Connection> {
  const signsItself = tenant.crm === "salesforce";
  const [status, kinds, progress, faults, openJobs, noticeKey] = await Promise.all([
    state.loadStatus(),
    state.loadKinds(),
    state.loadProgress(),
    state.loadFaults(),
    jobs.listOpen(tenant.id),
    signsItself ? framing.loadNoticeKeyState() : null,
  ]);
  const startedAt = tenant.state === "backfilling" ? status.backfillStartedAt : null;
  const seconds = startedAt === null ? null : (Date.parse(now) - Date.parse(startedAt)) / 1000;
  const left = progress.map((_, at) => secondsLeft(progress, at, seconds));
  return {
    crm: tenant.crm,
    crmId: tenant.crmId,
    name: tenant.name,
    state: tenant.state,
    connectedAt: tenant.connectedAt,
    freshness: { ...freshnessOf({ tenant, kinds }, now), asOf: now },
    backfillStartedAt: startedAt,
    progress: progress.map((kind, at) => ({
      ...kind,
      secondsLeft: isRead(kind) ? null : (left[at] ?? null),
    })),
    secondsLeft: left.at(-1) ?? null,
    kinds: kinds.map((kind) => ({
      kind: kind.kind,
      state: stateOf(kind),
      at: kind.lastSyncAt,
      read: progress.find((each) => each.kind === kind.kind)?.done ?? 0,
    })),
    lastSync: kinds
      .filter(({ granted }) => granted)
      .map(({ kind, lastSyncAt }) => ({ kind, at: lastSyncAt })),
    allowance: status.allowance ?? { limit: null, remaining: null, windowSeconds: null },
    faults: withOneRevocation(faults).map(({ type, subject, since, count, detail }) => ({
      type,
      subject,
      since,
      count,
      detail,
      remedy: remedyOf(type, detail),
    })),
    pings: signsItself ? { keyMadeAt: noticeKey?.madeAt ?? null, lastAt: noticeKey?.heardAt ?? null } : null,
    openJobs: openJobs.map(({ kind }) => kind),
  };
}

/**
 * Access is of the whole account, whatever was asked for when it turned out to be over: it is told once, since the first
 * time. Where the consent itself is over, that is what is told, and not that tokens were refused.
 */
function withOneRevocation(faults: readonly FaultRow[]): readonly FaultRow[] {
  const revocations = faults.filter(({ type }) => type === "token_revoked");
  const [first] = revocations.toSorted((one, other) => (one.since < other.since ? -1 : 1));
  if (!first) return faults;
  const isRefusal = revocations.every(({ detail }) => detail === REFUSED_DETAIL);
  const told = {
    ...first,
    subject: ACCESS_SUBJECT,
    count: revocations.reduce((sum, { count }) => sum + count, 0),
    detail: isRefusal ? REFUSED_DETAIL : "",
  };
  return [told, ...faults.filter(({ type }) => type !== "token_revoked")];
}

/** A kind is live once what changes in it is polled. */
function stateOf({ granted, pollSince, completeFrom }: KindState): KindSyncState {
  if (!granted) return "not_granted";
  if (pollSince !== null) return "live";
  return completeFrom === null ? "waiting" : "reading";
}

function isRead({ done, expected }: KindProgress): boolean {
  return expected !== null && done >= expected;
}

/**
 * Until the kinds up to a place are read, by the pace so far; null while one of them has not told how much there
 * is, or nothing was read yet.
 */
function secondsLeft(progress: readonly KindProgress[], upTo: number, seconds: number | null): number | null {
  if (seconds === null || seconds <= 0) return null;
  let left = 0;
  for (const kind of progress.slice(0, upTo + 1)) {
    if (kind.expected === null) return null;
    left += Math.max(0, kind.expected - kind.done);
  }
  const done = progress.reduce((sum, kind) => sum + kind.done, 0);
  return done === 0 ? null : Math.ceil((left * seconds) / done);
}
