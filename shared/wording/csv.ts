/** Tables as files for spreadsheets. */

/** Rows as a file: a byte order mark, by which spreadsheets know UTF-8, and lines as RFC 4180 has them. */
export function csvFile(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/**
 * A cell, quoted where it has to be. A text that a spreadsheet would take for a formula gets an apostrophe in front;
 * a negative number is a number.
 */
export function csvCell(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^\s*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Whole minor units as a plain number, whatever the language: 8640050 US cents are "86400.50". */
export function plainMinor(minor: number, digits: number): string {
  const sign = minor < 0 ? "-" : "";
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  if (digits === 0) return `${sign}${text}`;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
