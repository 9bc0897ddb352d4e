/** Which rows are drawn, and in which order: search, short boards, and an order that waits for the reader. */
import { NO_FIGURE } from "../../../shared/wording/numbers.ts";
import type { RowView } from "./row-view.ts";

/** A board longer than this is drawn in parts to whoever only competes on it. */
const SHORT_BOARD_ROWS_MAX = 20;
const TOP_ROWS = 10;

/** A row, or a gap of rows that are not drawn; `count` is how many of them have a place. */
export type ShownRow =
  | { readonly kind: "row"; readonly row: RowView }
  | { readonly kind: "gap"; readonly key: string; readonly count: number; readonly last: boolean };

/** Whose name holds what is looked for. Private members have none. */
export function matching(rows: readonly RowView[], sought: string): readonly RowView[] {
  const text = plainOf(sought);
  if (text === "") return rows;
  return rows.filter(({ name, isPrivate }) => !isPrivate && plainOf(name).includes(text));
}

/** Without accents and capitals, so that "jose" finds "José". */
function plainOf(text: string): string {
  return text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** The top, the own row and its neighbours, with gaps between; everything where it is short, or asked for. */
export function shorten(rows: readonly RowView[], whole: boolean): readonly ShownRow[] {
  const asRow = (row: RowView): ShownRow => ({ kind: "row", row });
  if (whole || rows.length <= SHORT_BOARD_ROWS_MAX) return rows.map(asRow);
  const own = rows.findIndex(({ isMe }) => isMe);
  const isShown = (index: number) => index < TOP_ROWS || (own >= 0 && Math.abs(index - own) <= 1);
  const shown: ShownRow[] = [];
  let left: RowView[] = [];
  const places = () => left.filter(({ rank }) => rank !== NO_FIGURE).length;
  rows.forEach((row, index) => {
    if (!isShown(index)) {
      left.push(row);
      return;
    }
    if (left.length > 0) shown.push({ kind: "gap", key: `gap:${index}`, count: places(), last: false });
    left = [];
    shown.push(asRow(row));
  });
  if (left.length > 0) shown.push({ kind: "gap", key: "gap:end", count: places(), last: true });
  return shown;
}

/** The order that was read so far, without who is gone; who is new comes last. */
export function heldOrder(held: readonly string[], latest: readonly string[]): readonly string[] {
  const present = new Set(latest);
  const kept = held.filter((key) => present.has(key));
  const known = new Set(kept);
  return [...kept, ...latest.filter((key) => !known.has(key))];
}

/** How many places have somebody else in the latest order. */
export function placesChanged(shown: readonly string[], latest: readonly string[]): number {
  return latest.filter((key, index) => shown[index] !== key).length;
}

/** Rows in another order; a key without a row is left out. */
export function inOrder(rows: readonly RowView[], order: readonly string[]): readonly RowView[] {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return order.flatMap((key) => byKey.get(key) ?? []);
}
