/** The grid as it stands, and what an action on many cells would type into them. */
import { QUOTA_METRIC_IDS, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import { type Cell, type CellBook, openCellBook, settleText, textOf } from "./cells.ts";
import { raisedBy } from "./changes.ts";
import type { Edits, Texts } from "./draft.ts";
import { type LaidPaste, layPaste, readPasted } from "./paste.ts";
import {
  buildGroups,
  type DeskAnswers,
  type GridGroup,
  type GridRow,
  type NewSeat,
  type QuotaSpan,
} from "./quota-desk.ts";
import { readAmount, writeAmount } from "./read-amount.ts";

/** A cell with the text that is to stand in it. */
export type CellText = readonly [Cell, string];

/** Every line and cell of a period, with what is typed over what is saved. */
export interface OpenGrid {
  readonly everybody: GridRow;
  readonly groups: readonly GridGroup[];
  /** All lines, from the top. */
  readonly rows: readonly GridRow[];
  /** People and vacant seats: what can be selected, and what is summed. */
  readonly seats: readonly GridRow[];
  /** Those of them that are selected. */
  readonly chosen: readonly GridRow[];
  readonly cells: readonly Cell[];
  readonly book: CellBook;
}

/** Reads the grid of a period. */
export function openGrid(
  answers: DeskAnswers,
  span: QuotaSpan,
  options: {
    readonly texts: Texts;
    readonly newSeats: readonly NewSeat[];
    readonly selected: ReadonlySet<string>;
    readonly language: string;
  },
): OpenGrid {
  const { everybody, groups } = buildGroups(answers, span, options.newSeats);
  const rows = [everybody, ...groups.flatMap((group) => group.rows)];
  const seats = rows.filter(isSeat);
  const book = openCellBook(answers, span, options);
  return {
    everybody,
    groups,
    rows,
    seats,
    chosen: seats.filter(({ id }) => options.selected.has(id)),
    cells: rows.flatMap((row) => QUOTA_METRIC_IDS.map((metric) => book.cellOf(row, metric))),
    book,
  };
}

/** Texts as changes of a draft: what says the same as what is saved is no change. */
export function settled(texts: readonly CellText[], book: CellBook): Edits {
  return new Map(
    texts.map(([cell, text]) => [cell.key, settleText(text, cell.saved, book.kindOf(cell.metric))]),
  );
}

/** What pasting at a cell comes to: texts for the cells below and to the right, or why it does not fit. */
export function pasteOver(
  { rows, book }: OpenGrid,
  { row, metric, text }: { readonly row: GridRow; readonly metric: QuotaMetricId; readonly text: string },
): { readonly kind: "laid"; readonly texts: readonly CellText[] } | Exclude<LaidPaste, { kind: "laid" }> {
  const sort = rows.filter((each) => isSameSort(each, row));
  const below = sort.slice(sort.findIndex(({ id }) => id === row.id));
  const columns = QUOTA_METRIC_IDS.slice(QUOTA_METRIC_IDS.indexOf(metric));
  const target = below.map((each) => columns.map((column) => book.cellOf(each, column)));
  const laid = layPaste(readPasted(text), { rows: target.map((line) => line.map(({ key }) => key)) });
  if (laid.kind !== "laid") return laid;
  return { kind: "laid", texts: target.flat().flatMap((cell) => pairWith(cell, laid.texts.get(cell.key))) };
}

/** What was set in another period, for the same lines. */
export function copiedFrom(
  { cells, book }: OpenGrid,
  options: { readonly answers: DeskAnswers; readonly before: QuotaSpan; readonly language: string },
): readonly CellText[] {
  const earlier = openCellBook(options.answers, options.before, {
    texts: new Map(),
    language: options.language,
  });
  return cells.flatMap((cell) => {
    const saved = earlier.savedOf(cell.key);
    return saved === null || saved.amount === null
      ? []
      : pairWith(cell, textOf(saved, book.kindOf(cell.metric)));
  });
}

/** A cell raised by a percentage. What has no amount cannot be raised. */
export function raisedTexts(book: CellBook, cell: Cell, percent: number): readonly CellText[] {
  if (cell.amount === null) return [];
  const kind = book.kindOf(cell.metric);
  const unitSize = kind.currency === null ? 1 : 10 ** minorDigitsOf(kind.currency);
  return [[cell, writeAmount(raisedBy(cell.amount, percent, unitSize), kind)]];
}

/** Whether a text is an amount of this metric. */
export function isAmountOf(book: CellBook, metric: QuotaMetricId, text: string): boolean {
  return readAmount(text, book.kindOf(metric)).kind === "amount";
}

function isSeat({ subject }: GridRow): boolean {
  return subject.kind === "member" || subject.kind === "vacant";
}

/** A column of people goes down the people and seats; one of teams down the teams; one of defaults down the defaults. */
function isSameSort(left: GridRow, right: GridRow): boolean {
  return isSeat(left) ? isSeat(right) : left.subject.kind === right.subject.kind;
}

function pairWith(cell: Cell, text: string | undefined): readonly CellText[] {
  return text === undefined ? [] : [[cell, text]];
}
