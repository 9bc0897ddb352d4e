import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type {
  FaultRow,
  KindState,
  StretchRow,
  SyncStateStore,
  SyncStatus,
} from "../../../worker/ports/sync.ts";

/** The state store in memory. */
export class FakeState implements SyncStateStore {
  status: SyncStatus = {
    attempt: 0,
    leg: 0,
    backfillStartedAt: null,
    backfillSeenAt: null,
    nextPollAt: null,
    nextSweepAt: null,
    nextPeopleAt: null,
    failuresInARow: 0,
    allowance: null,
    recredit: null,
    askedFields: { amounts: [], owners: [] },
  };
  stretches: StretchRow[] = [];
  kinds = new Map<CrmRecordKind, KindState>();
  faults: FaultRow[] = [];
  rules = false;
  watchedUntil: Instant | null = null;

  hasRules = async () => this.rules;
  loadStatus = async () => this.status;
  changeStatus = async (change: Partial<SyncStatus>) => {
    this.status = { ...this.status, ...change };
  };
  markWatched = async (until: Instant) => {
    this.watchedUntil = until;
  };
  loadWatchedUntil = async () => this.watchedUntil;
  loadStretches = async () => this.stretches;
  replaceStretches: SyncStateStore["replaceStretches"] = async (keep, planned) => {
    const rows = planned.map((stretch, at) => ({
      ...stretch,
      position: keep + at,
      state: "waiting" as const,
      cursor: null,
      seen: 0,
      stored: 0,
      expected: null,
    }));
    this.stretches = [...this.stretches.slice(0, keep), ...rows];
  };
  saveCheckpoint: SyncStateStore["saveCheckpoint"] = async (position, change) => {
    this.stretches = this.stretches.map((stretch) =>
      stretch.position === position
        ? {
            ...stretch,
            state: change.state,
            cursor: change.cursor,
            seen: stretch.seen + change.seenMore,
            stored: stretch.stored + change.storedMore,
            expected: change.expected ?? stretch.expected,
          }
        : stretch,
    );
  };
  reopenParkedStretches = async () => {
    const parked = this.stretches.filter(({ state }) => state === "parked");
    this.stretches = this.stretches.map((stretch) =>
      stretch.state === "parked" ? { ...stretch, state: "waiting" } : stretch,
    );
    return parked.length;
  };
  loadKinds = async () => [...this.kinds.values()];
  changeKind: SyncStateStore["changeKind"] = async (kind, change) => {
    this.kinds.set(kind, { ...(this.kinds.get(kind) ?? newKind(kind)), ...change });
  };
  resetKinds = async (kinds: readonly CrmRecordKind[]) => {
    for (const kind of kinds) this.kinds.set(kind, newKind(kind));
  };
  purged: string[] = [];
  loadPurged = async (kind: CrmRecordKind) =>
    this.purged.filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(kind.length + 1));
  addPurged = async (kind: CrmRecordKind, crmIds: readonly string[]) => {
    this.purged.push(...crmIds.map((id) => `${kind}:${id}`));
  };
  loadCoverage = async () => [...this.kinds.values()].filter(({ granted }) => granted);
  loadProgress: SyncStateStore["loadProgress"] = async () => [];
  recordFaults: SyncStateStore["recordFaults"] = async (faults, now) => {
    for (const fault of faults) {
      const known = this.faults.find(({ type, subject }) => type === fault.type && subject === fault.subject);
      this.faults = this.faults.filter((other) => other !== known);
      this.faults.push({ ...fault, since: known?.since ?? now, lastAt: now, count: (known?.count ?? 0) + 1 });
    }
  };
  clearFaults: SyncStateStore["clearFaults"] = async (type, subjects) => {
    this.faults = this.faults.filter(
      (fault) => fault.type !== type || (subjects !== null && !subjects.includes(fault.subject)),
    );
  };
  loadFaults = async () => this.faults;
}

export function newKind(kind: CrmRecordKind): KindState {
  return {
    kind,
    granted: true,
    completeFrom: null,
    pollSince: null,
    pollCursor: null,
    pollStartedAt: null,
    lastSyncAt: null,
  };
}
