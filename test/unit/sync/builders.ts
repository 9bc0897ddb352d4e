import type { Instant } from "../../../shared/contracts/time.ts";
import type { Call, Deal } from "../../../worker/domain/records.ts";
import type { Clock } from "../../../worker/ports/clock.ts";
import type { Grant } from "../../../worker/ports/crm.ts";

export const START: Instant = "2026-11-18T12:00:00.000Z";

/** A clock that only sleeping moves. */
export function fakeClock(
  start: Instant = START,
): Clock & { pass(milliseconds: number): void; slept: number[] } {
  let now = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now).toISOString(),
    async sleep(milliseconds) {
      slept.push(milliseconds);
      now += milliseconds;
    },
    pass(milliseconds) {
      now += milliseconds;
    },
  };
}

export function buildDeal(crmId: string, change: Partial<Deal> = {}): Deal {
  return {
    kind: "deal",
    crmId,
    modifiedAt: "2026-11-01T00:00:00.000Z",
    createdAt: "2026-10-01T00:00:00.000Z",
    archived: false,
    title: `Deal ${crmId}`,
    creatorUserId: null,
    ownerId: null,
    pipelineId: null,
    stageId: null,
    dealType: null,
    close: null,
    wonAt: null,
    amount: null,
    amountHome: null,
    otherAmounts: {},
    otherOwners: {},
    stageHistory: [],
    ownerHistory: [],
    amountHistory: [],
    closeHistory: [],
    splits: [],
    mergedIds: [],
    ...change,
  };
}

export function buildCall(crmId: string): Call {
  return {
    kind: "call",
    crmId,
    modifiedAt: "2026-11-01T00:00:00.000Z",
    createdAt: null,
    archived: false,
    title: null,
    creatorUserId: null,
    ownerId: null,
    at: "2026-11-01T00:00:00.000Z",
    direction: "outbound",
    durationSeconds: 60,
    connected: true,
    completed: true,
    duplicateKey: null,
  };
}

export function buildGrant(change: Partial<Grant> = {}): Grant {
  return {
    accessToken: "access-1",
    refreshToken: "refresh-1",
    expiresAt: "2026-11-18T12:30:00.000Z",
    scopes: ["oauth"],
    crmId: "42",
    userId: "7",
    apiUrl: null,
    userName: null,
    ...change,
  };
}
