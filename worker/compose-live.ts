/** Joins the parts of the live side: the rooms, and how sockets and lanes reach them. */
import type { BoardChoice } from "../shared/contracts/live.ts";
import { metricById } from "../shared/metrics/catalogue.ts";
import { createLedgerReader } from "./adapters/d1/ledger-reader.ts";
import { loadStandingCredentials } from "./adapters/d1/standing-credentials.ts";
import { createTenantDirectory } from "./adapters/d1/tenant-directory.ts";
import { type BoardRoomObject, boardRoomClass, roomRequest } from "./adapters/durable/board-room.ts";
import { answerNarrowed } from "./app/boards/known-filters.ts";
import { loadLeaderboard } from "./app/boards/load-leaderboard.ts";
import type { EvaluateBoard } from "./app/live/watched-boards.ts";
import { resultMetricOf } from "./app/scene/figures.ts";
import { sharedViewer } from "./app/viewer.ts";
import { queryContextOf } from "./compose.ts";
import type { Announce } from "./compose-sync.ts";
import { measuresOf } from "./domain/metrics/evaluate.ts";
import { leftOutEventsOf } from "./domain/metrics/left-out-events.ts";
import { err } from "./domain/result.ts";
import type { HttpDependencies } from "./http/context.ts";

/** The quota that a watched board of attainment is about. */
const QUOTA_METRIC = "revenue_closed";

/** The class of the rooms, for the Worker to export. */
export function composeBoardRoom() {
  return boardRoomClass((env) => ({
    evaluateFor: (tenantId) => evaluateFor(env.DB, tenantId),
    eventsOf,
    loadRevision: (tenantId) => createLedgerReader(env.DB, tenantId).loadRevision(),
    loadStanding: (tenantId, ids) => loadStandingCredentials(env.DB, tenantId, ids),
    now: () => Date.now(),
  }));
}

/** A lane tells its tenant's room what a revision changed; the room answers at once and works on. */
export const announce: Announce = async (env, tenantId, { revision, touched }) => {
  if (revision === null) return;
  await roomOf(env, tenantId).announce(tenantId, {
    revision,
    touched: { events: touched.events, days: touched.days },
    memberIds: touched.memberIds,
  });
};

/** Who is shown, and to whom, is part of every board: all are evaluated again, at the revision there is. */
export function announceAllOf(env: Cloudflare.Env): HttpDependencies["announceAll"] {
  return async (tenantId, changedMemberId) => {
    const revision = await createLedgerReader(env.DB, tenantId).loadRevision();
    await roomOf(env, tenantId).announce(tenantId, {
      revision,
      touched: { events: null, days: null },
      memberIds: [],
      changedMemberIds: changedMemberId === null ? [] : [changedMemberId],
    });
  };
}

/** Hands a socket whose viewer is proven to the tenant's room. */
export function openLiveOf(env: Cloudflare.Env): HttpDependencies["openLive"] {
  return ({ tenantId, memberId, role }, endsAt, request, credential) => {
    const credentialId = credential.kind === "session" ? credential.sessionId : credential.keyId;
    const watcher = { tenantId, memberId, credentialId, role, endsAt: Date.parse(endsAt) };
    return roomOf(env, tenantId).fetch(roomRequest(request, watcher));
  };
}

function roomOf(env: Cloudflare.Env, tenantId: string): DurableObjectStub<BoardRoomObject> {
  return env.ROOM.get(env.ROOM.idFromName(tenantId));
}

/** As every member may see it, compared, because a page that watches shows the change as well. */
function evaluateFor(db: D1Database, tenantId: string): EvaluateBoard {
  return async ({ team, by = "member", ...choice }) => {
    const tenant = await createTenantDirectory(db).find(tenantId);
    if (!tenant) return err({ reason: "not_loaded" });
    const asked = { ...choice, by, compare: true, teamId: team, quotaMetric: QUOTA_METRIC } as const;
    const context = queryContextOf(db, tenant, new Date().toISOString());
    const asker = sharedViewer(tenantId);
    const load = () => loadLeaderboard(context, asked, asker);
    return answerNarrowed(load, { context, asked, asker });
  };
}

/** A board of attainment moves with the results that are set against the quotas. */
function eventsOf({ metric }: BoardChoice) {
  const result = resultMetricOf({ metric: metricById(metric), quotaMetric: QUOTA_METRIC });
  const events = measuresOf(result).map(({ event }) => event);
  // A board says how much is left out as well.
  return [...events, ...leftOutEventsOf(events).map(({ event }) => event)];
}
