/** Joins the parts of the live side: the rooms, and how sockets and lanes reach them. */
import type { BoardChoice } from "../shared/contracts/live.ts";
import { metricById } from "../shared/metrics/catalogue.ts";
import { createLedgerReader } from "./adapters/d1/ledger-reader.ts";
import { createTenantDirectory } from "./adapters/d1/tenant-directory.ts";
import { type BoardRoomObject, boardRoomClass, roomRequest } from "./adapters/durable/board-room.ts";
import { loadLeaderboard } from "./app/boards/load-leaderboard.ts";
import type { EvaluateBoard } from "./app/live/watched-boards.ts";
import { resultMetricOf } from "./app/scene/figures.ts";
import { sharedViewer } from "./app/viewer.ts";
import { queryContextOf } from "./compose.ts";
import type { Announce } from "./compose-sync.ts";
import { measuresOf } from "./domain/metrics/evaluate.ts";
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
  return ({ tenantId, memberId, role }, endsAt, request) =>
    roomOf(env, tenantId).fetch(
      roomRequest(request, { tenantId, memberId, role, endsAt: Date.parse(endsAt) }),
    );
}

function roomOf(env: Cloudflare.Env, tenantId: string): DurableObjectStub<BoardRoomObject> {
  return env.ROOM.get(env.ROOM.idFromName(tenantId));
}

/** As every member may see it, compared, because a page that watches shows the change as well. */
function evaluateFor(db: D1Database, tenantId: string): EvaluateBoard {
  return async ({ team, by = "member", ...choice }) => {
    const tenant = await createTenantDirectory(db).find(tenantId);
    if (!tenant) return err({ reason: "not_loaded" });
    const query = { ...choice, by, compare: true, teamId: team, quotaMetric: QUOTA_METRIC } as const;
    return loadLeaderboard(
      queryContextOf(db, tenant, new Date().toISOString()),
      query,
      sharedViewer(tenantId),
    );
  };
}

/** A board of attainment moves with the results that are set against the quotas. */
function eventsOf({ metric }: BoardChoice) {
  const result = resultMetricOf({ metric: metricById(metric), quotaMetric: QUOTA_METRIC });
  return measuresOf(result).map(({ event }) => event);
}
