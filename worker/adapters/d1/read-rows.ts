import * as v from "valibot";

type RowSchema<T> = v.BaseSchema<unknown, T, v.BaseIssue<unknown>>;

/** The rows of a D1 answer as the schema says they are. A row that is otherwise is our own fault: it throws. */
export function readRows<T>(schema: RowSchema<T>, answer: D1Result | undefined): readonly T[] {
  if (!answer) throw new Error("A D1 batch gave fewer answers than it had statements");
  return answer.results.map((row) => v.parse(schema, row));
}

/** SQLite has no booleans: 0 and 1. */
export const SqlBoolean = v.pipe(
  v.picklist([0, 1]),
  v.transform((value) => value === 1),
);
