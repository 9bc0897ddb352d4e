import type { LedgerRecord } from "../records.ts";

/**
 * The text that tells whether two versions of a record differ: everything but the CRM's stamp, with sorted
 * keys, so that the order in which an adapter fills a record does not matter.
 */
export function contentOf(record: LedgerRecord): string {
  return textWithSortedKeys({ ...record, modifiedAt: undefined });
}

/** JSON that is equal for equal data, whatever the order of the keys. */
export function textWithSortedKeys(data: object): string {
  return JSON.stringify(sorted(data));
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
