import { CRM_RECORD_KINDS, type CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { KindProgress, SliceRow } from "../../ports/sync.ts";

/**
 * How far a backfill is, by kind. The list of everything has the last word; until it has begun to overtake
 * the earlier slices, what those found new is counted, and never more than there is said to be.
 */
export function progressOf(slices: readonly SliceRow[]): readonly KindProgress[] {
  return CRM_RECORD_KINDS.flatMap((kind) => {
    const ofKind = slices.filter((slice) => slice.kind === kind && slice.read.kind === "records");
    const isRefused = ofKind.every(({ state }) => state === "gap");
    return isRefused ? [] : [progressOfKind(kind, ofKind)];
  });
}

function progressOfKind(kind: CrmRecordKind, slices: readonly SliceRow[]): KindProgress {
  const whole = slices.find(({ read }) => read.kind === "records" && read.slice.kind === "all");
  if (whole?.state === "done") return { kind, done: whole.seen, expected: whole.seen };
  const expected = whole?.expected ?? null;
  const stored = slices.reduce((sum, slice) => sum + slice.stored, 0);
  const done = Math.max(whole?.seen ?? 0, stored);
  return { kind, done: expected === null ? done : Math.min(done, expected), expected };
}
