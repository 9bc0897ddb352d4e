/** Which records depend on others, and how they are found. Pure: the links are loaded beforehand. */
import { compareTexts } from "../compare-texts.ts";
import type { LedgerRecord } from "../records.ts";
import type { IsMember } from "../sent-by-member.ts";
import { changedExchanges } from "./correspondence.ts";
import { type HeldRecord, isErasedId, nameOf, type RecordName } from "./held-record.ts";
import type { LinkTable } from "./link-table.ts";
import { peopleOf, personKeyLink, type RecordLink, sameActivityKeys } from "./record-links.ts";

/** A record that becomes another. */
export interface RecordChange {
  /** Null when nothing was known of it. */
  readonly before: HeldRecord | null;
  readonly after: HeldRecord;
}

/** A stretch of a key's links; without ends, all of them. */
export interface LinkStretch {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** After every instant, and every other text that stands in its place. */
export const END_OF_TIME = "~";

/** All links of a key. */
export function wholeKey(key: string): LinkStretch {
  return { key, from: "", to: END_OF_TIME };
}

/** The correspondence with everybody outside, as far around an e-mail as it matters. */
export function correspondenceStretches(
  record: LedgerRecord | null,
  options: { readonly reach: number; readonly isMember: IsMember },
): readonly LinkStretch[] {
  if (record?.kind !== "email" || record.at === null) return [];
  const at = Date.parse(record.at);
  const from = instantText(at - options.reach);
  const to = instantText(at + options.reach);
  return peopleOf(record)
    .filter((person) => !options.isMember(person))
    .map((person) => ({ key: personKeyLink(person), from, to }));
}

/** Years beyond four digits do not compare as text. */
function instantText(milliseconds: number): string {
  if (milliseconds >= Date.UTC(9999, 11, 31)) return END_OF_TIME;
  if (milliseconds <= Date.UTC(101, 0, 1)) return "";
  return new Date(milliseconds).toISOString();
}

/** Overlapping stretches of a key are read once. */
export function mergeStretches(stretches: readonly LinkStretch[]): readonly LinkStretch[] {
  const merged: LinkStretch[] = [];
  const sorted = stretches.toSorted(
    (one, other) => compareTexts(one.key, other.key) || compareTexts(one.from, other.from),
  );
  for (const stretch of sorted) {
    const last = merged.at(-1);
    if (last?.key === stretch.key && stretch.from <= last.to) {
      merged[merged.length - 1] = { ...last, to: stretch.to > last.to ? stretch.to : last.to };
    } else {
      merged.push(stretch);
    }
  }
  return merged;
}

/**
 * Of the records of one activity that stand, the earliest counts (by id at one instant), whichever came first,
 * and a note only where there is nothing else. One that was erased goes on counting, since its credits stay for
 * good.
 */
export function countingRecord(links: readonly RecordLink[]): string | null {
  const full = links.filter((link) => link.role === "same");
  const standing = [...full, ...links.filter((link) => link.role === "note")];
  return (standing.find((link) => isErasedId(link.crmId)) ?? standing[0])?.crmId ?? null;
}

/** The record that counts instead of this one under any of its keys; null when it counts itself. */
export function countsInstead(
  held: HeldRecord | null,
  links: (key: string) => readonly RecordLink[],
): string | null {
  if (!held) return null;
  const counting = sameActivityKeys(held.record).map((key) => countingRecord(links(key)));
  return counting.find((crmId) => crmId !== null && crmId !== held.crmId) ?? null;
}

/** Records that repeat another one now and did not before, or the other way round, beside the changed ones. */
export function changedRepetitions(
  table: LinkTable,
  changes: readonly RecordChange[],
): readonly RecordName[] {
  const keys = new Set<string>();
  for (const { before, after } of changes) {
    for (const record of [before?.record ?? null, after.record]) {
      for (const key of sameActivityKeys(record)) keys.add(key);
    }
  }
  const names = [...keys].flatMap((key) => {
    const same = table.after(key);
    return countingRecord(table.before(key)) === countingRecord(same) ? [] : same;
  });
  return namesIn(names, changes);
}

/** E-mails whose correspondence a batch changes, beside the changed ones. */
export function changedCorrespondents(
  table: LinkTable,
  changes: readonly RecordChange[],
): readonly RecordName[] {
  const { gone, written } = table.changes();
  const keys = new Set(
    [...gone, ...written].filter((link) => link.key.startsWith("p:")).map((link) => link.key),
  );
  const ids = new Set<string>();
  for (const key of keys) {
    for (const id of changedExchanges(table.before(key), table.after(key))) ids.add(id);
  }
  const names = [...ids].map((crmId) => ({ kind: "email" as const, crmId }));
  return namesIn(names, changes);
}

/** Records that an adjustment among the changed ones concerns or concerned. */
export function changedTargets(changes: readonly RecordChange[]): readonly RecordName[] {
  const targets = changes
    .flatMap(({ before, after }) => [before?.record, after.record])
    .flatMap((record) => (record?.kind === "adjustment" && record.target ? [record.target] : []));
  return namesIn(targets, changes);
}

/** Without the changed records themselves, and without those that were erased. */
function namesIn(names: readonly RecordName[], changes: readonly RecordChange[]): readonly RecordName[] {
  const changed = new Set(changes.map(({ after }) => nameOf(after)));
  const found = new Map<string, RecordName>();
  for (const { kind, crmId } of names) {
    const name = { kind, crmId };
    const text = nameOf(name);
    if (!changed.has(text) && !isErasedId(crmId)) found.set(text, name);
  }
  return [...found.values()];
}
