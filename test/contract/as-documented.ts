import * as v from "valibot";
import { expect } from "vitest";

/**
 * An answer as its schema promises it, and nothing beside: a field that the schema does not know is a failure, although
 * parsing alone would drop it in silence.
 */
export function asDocumented<T>(schema: v.GenericSchema<unknown, T>, answer: unknown): T {
  const parsed = v.parse(schema, answer);
  expect(answer).toEqual(parsed);
  return parsed;
}
