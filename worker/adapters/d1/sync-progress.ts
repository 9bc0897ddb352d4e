import { CRM_RECORD_KINDS, type CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { KindProgress, StretchRow } from "../../ports/sync.ts";

/**
 * How far a backfill is, by kind. The list of everything has the last word; until it has begun to overtake
 * the earlier stretches, what those found new is counted, and never more than there is said to be.
 */
export function progressOf(stretches: readonly StretchRow[]): readonly KindProgress[] {
  return CRM_RECORD_KINDS.flatMap((kind) => {
    const ofKind = stretches.filter((stretch) => stretch.kind === kind && stretch.read.kind === "records");
    const isRefused = ofKind.every(({ state }) => state === "gap");
    return isRefused ? [] : [progressOfKind(kind, ofKind)];
  });
}

function progressOfKind(kind: CrmRecordKind, stretches: readonly StretchRow[]): KindProgress {
  const whole = stretches.find(({ read }) => read.kind === "records" && read.stretch.kind === "all");
  if (whole?.state === "done") return { kind, done: whole.seen, expected: whole.seen };
  const expected = whole?.expected ?? null;
  const stored = stretches.reduce((sum, stretch) => sum + stretch.stored, 0);
  const done = Math.max(whole?.seen ?? 0, stored);
  return { kind, done: expected === null ? done : Math.min(done, expected), expected };
}
