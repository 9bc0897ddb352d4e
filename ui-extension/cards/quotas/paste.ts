/** Cells copied in a spreadsheet, laid over the grid. */

/** The lines of a spreadsheet's clipboard with their cells. An empty line at the end is none. */
export function readPasted(text: string): readonly (readonly string[])[] {
  const lines = text.replace(/\r\n?/gu, "\n").split("\n");
  if (lines.at(-1)?.trim() === "") lines.pop();
  return lines.map((line) => line.split("\t").map(unquoted));
}

/** Whether a text is more than one cell; one alone goes into the field like any text. */
export function isColumn(text: string): boolean {
  return /[\t\r\n]/u.test(text.trimEnd());
}

/** Where cells are laid: rows from the one with the focus downwards, columns from it to the right. */
export interface PasteTarget {
  /** The cells by row, all as wide as the grid is from the focus on. */
  readonly rows: readonly (readonly string[])[];
}

/** Cells with their new texts, or why nothing was pasted. */
export type LaidPaste =
  | { readonly kind: "laid"; readonly texts: ReadonlyMap<string, string> }
  | { readonly kind: "too_many_rows"; readonly pasted: number; readonly room: number }
  | { readonly kind: "too_many_columns"; readonly pasted: number; readonly room: number };

/** All of it or nothing: what does not fit is an error, and not cut off. A blank leaves its cell as it is. */
export function layPaste(pasted: readonly (readonly string[])[], { rows }: PasteTarget): LaidPaste {
  if (pasted.length > rows.length) {
    return { kind: "too_many_rows", pasted: pasted.length, room: rows.length };
  }
  const width = Math.max(0, ...pasted.map((line) => line.length));
  const room = rows[0]?.length ?? 0;
  if (width > room) return { kind: "too_many_columns", pasted: width, room };
  const texts = new Map<string, string>();
  for (const [index, line] of pasted.entries()) {
    for (const [column, text] of line.entries()) {
      const key = rows[index]?.[column];
      if (key !== undefined && text.trim() !== "") texts.set(key, text.trim());
    }
  }
  return { kind: "laid", texts };
}

/** A spreadsheet puts a cell in quotes that holds a quote or a break. */
function unquoted(cell: string): string {
  const inner = /^"(.*)"$/u.exec(cell)?.[1];
  return inner === undefined ? cell : inner.replaceAll('""', '"');
}
