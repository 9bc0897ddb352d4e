import type { GridRow } from "./quota-desk.ts";
import type { QuotasWords } from "./words/en.ts";

/** What a line of the grid is called, with its team where the line alone says too little. */
export function lineName(row: GridRow, words: QuotasWords): string {
  switch (row.subject.kind) {
    case "member":
    case "vacant":
      return row.name;
    case "team":
      return words.teamLine(words.teamQuota, row.name);
    case "default":
      return row.subject.id === null ? words.everybody : words.teamLine(words.teamDefault, row.name);
  }
}
