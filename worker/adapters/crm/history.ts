import { compareTexts } from "../../domain/compare-texts.ts";
import type { HistoryEntry } from "../../domain/records.ts";

/** Oldest first, and an entry only where the value changed. */
export function changesOf<T>(
  entries: readonly HistoryEntry<T>[],
  isSame: (left: T, right: T) => boolean = Object.is,
): HistoryEntry<T>[] {
  return entries.filter((entry, index) => {
    const before = entries[index - 1];
    return before === undefined || !isSame(before.value, entry.value);
  });
}

/** For a stable sort: entries of one instant keep their order. */
export function byTime(left: { readonly at: string }, right: { readonly at: string }): number {
  return compareTexts(left.at, right.at);
}
