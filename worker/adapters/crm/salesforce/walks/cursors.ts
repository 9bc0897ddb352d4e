import * as v from "valibot";
import { readJson } from "../../reply.ts";

/** Behind which row a walk in the order of a field, and of ids within it, goes on. */
const RowPlace = v.object({ at: v.string(), id: v.string() });

/** How far a walk through changes came: which of its steps, and behind which row. */
const ChangePlace = v.object({
  step: v.string(),
  /** Null at the beginning of the step. */
  after: v.nullable(RowPlace),
  /** When the walk began. */
  begunAt: v.string(),
});

/**
 * How far a stretch came. By keyset: behind the id. By bulk: a job that is asked for, and where its results go
 * on; where one is lost, the walk goes on behind the id.
 */
const StretchPlace = v.object({
  object: v.string(),
  afterId: v.nullable(v.string()),
  total: v.nullable(v.number()),
  /** Rows behind `afterId` by bulk. Null: not asked for. */
  job: v.nullable(
    v.object({
      id: v.string(),
      locator: v.nullable(v.string()),
      isDone: v.boolean(),
      /** How often it was looked at. */
      looks: v.optional(v.number(), 0),
    }),
  ),
  /** False once bulk was refused. */
  mayAskBulk: v.boolean(),
});

export type RowPlace = v.InferOutput<typeof RowPlace>;
export type ChangePlace = v.InferOutput<typeof ChangePlace>;
export type StretchPlace = v.InferOutput<typeof StretchPlace>;

/** A place as an opaque text that survives a restart. */
export function writeCursor(place: ChangePlace | StretchPlace): string {
  return JSON.stringify(place);
}

/** Null at the beginning; a cursor of an older version begins again, which only repeats. */
export function readChangePlace(cursor: string | null): ChangePlace | null {
  return readPlace(ChangePlace, cursor);
}

/** The same for a stretch. */
export function readStretchPlace(cursor: string | null): StretchPlace | null {
  return readPlace(StretchPlace, cursor);
}

function readPlace<Place>(schema: v.GenericSchema<unknown, Place>, cursor: string | null): Place | null {
  const parsed = v.safeParse(schema, cursor === null ? null : readJson(cursor));
  return parsed.success ? parsed.output : null;
}
