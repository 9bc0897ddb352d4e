/**
 * The rows of a table as Bulk API 2.0 writes it: comma separated, quoted where needed, a quote doubled within
 * quotes (RFC 4180). A last line that is empty is none. Null when a quote is never closed.
 */
export function readCsv(text: string): string[][] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at);
    if (cell === null) return null;
    row.push(cell.value);
    at = cell.end;
    if (text[at] === ",") {
      at += 1;
      if (at < text.length) continue;
      row.push("");
    } else {
      if (text[at] === "\r") at += 1;
      if (text[at] === "\n") at += 1;
    }
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The rows as objects by the names of the first line; an empty cell is nothing. Null when it is no table. */
export function readCsvRecords(text: string): Record<string, string | null>[] | null {
  const [names, ...rows] = readCsv(text) ?? [];
  if (names === undefined) return text === "" ? [] : null;
  if (rows.some((row) => row.length !== names.length)) return null;
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] || null])));
}

interface Cell {
  readonly value: string;
  /** Behind its last character. */
  readonly end: number;
}

const CELL_END = /[,\r\n]/g;

function readPlain(text: string, from: number): Cell {
  CELL_END.lastIndex = from;
  const end = CELL_END.exec(text)?.index ?? text.length;
  return { value: text.slice(from, end), end };
}

function readQuoted(text: string, from: number): Cell | null {
  let value = "";
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return null;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const end = quote + 1;
      return end === text.length || /[,\r\n]/.test(text.charAt(end)) ? { value, end } : null;
    }
    value += '"';
    at = quote + 2;
  }
}
