import { useState } from "preact/hooks";
import { QUOTA_METRIC_IDS, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { Cell } from "./cells.ts";
import { applyEdits, discard, EMPTY_DRAFT, leaveCell, typeInto, undo } from "./draft.ts";
import {
  type CellText,
  copiedFrom,
  isAmountOf,
  openGrid,
  pasteOver,
  raisedTexts,
  settled,
} from "./open-grid.ts";
import type { DeskAnswers, GridRow, NewSeat, QuotaSpan } from "./quota-desk.ts";
import { readPercent } from "./read-amount.ts";

/** Something that was done, or could not be, to be said. */
export type GridNotice =
  | { readonly kind: "pasted" | "copied"; readonly count: number }
  | {
      readonly kind: "too_many_rows" | "too_many_columns";
      readonly pasted: number;
      readonly room: number;
    };

/** The rows, their cells, and what can be done to them. */
export type GridEditing = ReturnType<typeof useGridEditing>;

/** What is typed, pasted and selected over what is saved. */
export function useGridEditing(answers: DeskAnswers, span: QuotaSpan, language: string) {
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [newSeats, setNewSeats] = useState<readonly NewSeat[]>([]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [notice, setNotice] = useState<GridNotice | null>(null);
  const grid = openGrid(answers, span, { texts: draft.texts, newSeats, selected, language });
  const { book, chosen } = grid;
  const edit = (texts: readonly CellText[]) => setDraft(applyEdits(draft, settled(texts, book)));

  return {
    ...grid,
    selected,
    notice,
    hasChanges: draft.texts.size > 0,
    canUndo: draft.past.length > 0,
    // A cell that is being typed into stays in the draft, so that "130,000" on the way to "135,000" does not jump.
    type: (cell: Cell, text: string) => setDraft(typeInto(draft, cell.key, text)),
    leave(cell: Cell) {
      const text = draft.texts.get(cell.key);
      const left = text === undefined ? null : (settled([[cell, text]], book).get(cell.key) ?? null);
      setDraft(leaveCell(text === undefined ? draft : typeInto(draft, cell.key, left)));
    },
    restore: (cell: Cell) => setDraft(leaveCell(typeInto(draft, cell.key, null))),
    undo: () => setDraft(undo(draft)),
    discard() {
      setDraft(discard(draft));
      setNewSeats([]);
    },
    /** After saving there is nothing to step back to. */
    settleSaved() {
      setDraft(EMPTY_DRAFT);
      setNotice(null);
    },
    select: setSelected,
    paste(row: GridRow, metric: QuotaMetricId, text: string) {
      const laid = pasteOver(grid, { row, metric, text });
      if (laid.kind === "laid") edit(laid.texts);
      setNotice(laid.kind === "laid" ? { kind: "pasted", count: laid.texts.length } : laid);
    },
    copyFrom(before: QuotaSpan) {
      const copied = copiedFrom(grid, { answers, before, language });
      edit(copied);
      setNotice({ kind: "copied", count: copied.length });
    },
    applyToChosen: (metric: QuotaMetricId, text: string) =>
      edit(chosen.map((row) => [book.cellOf(row, metric), text])),
    raiseChosen: (metric: QuotaMetricId, percent: number) =>
      edit(chosen.flatMap((row) => raisedTexts(book, book.cellOf(row, metric), percent))),
    addSeat: (teamId: string, nameOf: (number: number) => string) =>
      setNewSeats([...newSeats, { id: freeName(nameOf, answers, newSeats), teamId }]),
    removeSeat(row: GridRow) {
      setNewSeats(newSeats.filter(({ id }) => id !== row.subject.id));
      edit(QUOTA_METRIC_IDS.map((metric) => [book.cellOf(row, metric), ""]));
    },
    isAmount: (metric: QuotaMetricId, text: string) => isAmountOf(book, metric, text),
    percentOf: (text: string) => readPercent(text, language),
  };
}

/** The first name that no seat has, in this period or another. */
function freeName(
  nameOf: (number: number) => string,
  { sheet }: DeskAnswers,
  newSeats: readonly NewSeat[],
): string {
  const taken = new Set([...sheet.quotas.map(({ subject }) => subject.id), ...newSeats.map(({ id }) => id)]);
  let number = 1;
  while (taken.has(nameOf(number))) number += 1;
  return nameOf(number);
}
