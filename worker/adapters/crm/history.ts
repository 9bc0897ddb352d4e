import { compareTexts } from "../../domain/compare-texts.ts";
import type { Deal, HistoryEntry, HistoryName } from "../../domain/records.ts";

/** What could be read of one history, oldest first. */
export interface ReadHistory<T> {
  readonly entries: readonly HistoryEntry<T>[];
  /** False where a past value was left out. */
  readonly complete: boolean;
}

/**
 * A history without the entries that `read` answers with undefined. Nobody can mend the past, so a past value that
 * cannot be read costs no more than itself: only present values make a record unreadable.
 */
export function readEntries<Raw, T>(
  raws: readonly Raw[],
  read: (raw: Raw) => HistoryEntry<T> | undefined,
): ReadHistory<T> {
  const entries = raws.flatMap((raw) => read(raw) ?? []);
  return { entries, complete: entries.length === raws.length };
}

/** The values of a history as something else; those that `read` answers with undefined are left out. */
export function readValues<Raw, T>(
  history: ReadHistory<Raw>,
  read: (value: Raw) => T | undefined,
): ReadHistory<T> {
  const { entries, complete } = readEntries(history.entries, ({ at, value }) => {
    const known = read(value);
    return known === undefined ? undefined : { at, value: known };
  });
  return { entries, complete: complete && history.complete };
}

/** Names the histories from which something was left out. */
export function incompleteOf(
  histories: Readonly<Record<HistoryName, { readonly complete: boolean }>>,
): Pick<Deal, "incompleteHistories"> {
  const names: readonly HistoryName[] = ["stage", "owner", "amount", "close"];
  const incomplete = names.filter((name) => !histories[name].complete);
  return incomplete.length === 0 ? {} : { incompleteHistories: incomplete };
}

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
