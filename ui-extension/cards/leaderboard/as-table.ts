/**
 * Rows of the board are grids, so that those out of view need no layout, which a table cannot do. Some browsers tell
 * a screen reader of no table then: so each part says what it is.
 */
export const AS_TABLE = { role: "table" } as const;

/** The head and the body of it. */
export const AS_ROWS = { role: "rowgroup" } as const;

/** A row. */
export const AS_ROW = { role: "row" } as const;

/** What a row is about. */
export const AS_ROW_HEAD = { role: "rowheader" } as const;

/** The head of a column. */
export const AS_COLUMN_HEAD = { role: "columnheader" } as const;

/** Any other cell. */
export const AS_CELL = { role: "cell" } as const;
