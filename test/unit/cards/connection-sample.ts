import type { Connection } from "../../../shared/contracts/connection.ts";
import type { DataChecks } from "../../../shared/contracts/data-checks.ts";
import type { Reconciliation } from "../../../shared/contracts/reconciliation.ts";

export const AT = "2026-11-20T19:31:00.000Z";

/** A connection on its first reading: deals are done, calls are half way. */
export function buildConnection(change: Partial<Connection> = {}): Connection {
  return {
    crm: "hubspot",
    crmId: "8841207",
    name: "Brightline",
    state: "backfilling",
    connectedAt: "2026-11-20T18:52:00.000Z",
    freshness: { state: "backfilling", at: AT, asOf: "2026-11-20T19:32:00.000Z" },
    backfillStartedAt: "2026-11-20T18:52:00.000Z",
    progress: [
      { kind: "deal", done: 18_412, expected: 18_412, secondsLeft: null },
      { kind: "call", done: 52_870, expected: 67_300, secondsLeft: 240 },
      { kind: "email", done: 0, expected: null, secondsLeft: null },
    ],
    secondsLeft: null,
    kinds: [
      { kind: "deal", state: "live", at: AT, read: 18_412 },
      { kind: "call", state: "reading", at: null, read: 52_870 },
      { kind: "email", state: "not_granted", at: "2026-11-19T15:00:00.000Z", read: 0 },
    ],
    lastSync: [{ kind: "deal", at: AT }],
    allowance: { limit: 110, remaining: 99, windowSeconds: 10 },
    faults: [
      {
        type: "unavailable",
        subject: "deal",
        since: AT,
        count: 3,
        detail: "",
        remedy: "Nothing: it passes.",
      },
      {
        type: "scope_missing",
        subject: "goals",
        since: AT,
        count: 1,
        detail: "crm.objects.goals.read",
        remedy: "Connect again.",
      },
    ],
    pings: null,
    openJobs: [],
    ...change,
  };
}

export function buildChecks(): DataChecks {
  return {
    at: AT,
    period: { from: "2026-07-01", to: "2026-12-31", timeZone: "America/New_York" },
    checks: [
      { check: "won_without_amount", count: 3, of: 236 },
      { check: "won_without_owner", count: 0, of: null },
    ],
  };
}

export function buildReconciliation(change: Partial<Reconciliation> = {}): Reconciliation {
  return {
    period: { from: "2026-10-01", to: "2026-12-31", timeZone: "America/New_York", quarter: 4 },
    currency: "USD",
    at: AT,
    firstAt: "2026-11-20T18:55:00.000Z",
    final: true,
    crm: { count: 236, amountMinor: 241_000_000 },
    standings: { count: 236, amountMinor: 241_000_000 },
    steps: [],
    mended: 0,
    ...change,
  };
}

/** Two deals in a pipeline that does not count, one with another rate, one that nothing explains. */
export function buildBridged(): Reconciliation {
  return buildReconciliation({
    standings: { count: 233, amountMinor: 240_000_050 },
    steps: [
      { step: "pipeline_not_included", deals: 2, count: -2, amountMinor: -990_000 },
      { step: "currency", deals: 1, count: 0, amountMinor: 150 },
      { step: "former_owner", deals: 12, count: 0, amountMinor: 0 },
      { step: "unexplained", deals: 1, count: -1, amountMinor: -10_100 },
    ],
    mended: 2,
  });
}
