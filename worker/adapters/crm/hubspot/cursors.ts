import * as v from "valibot";
import { readJson } from "../reply.ts";

const Total = v.nullable(v.number());

/** Behind which record a search goes on, and how many there were at its start. */
const SearchPlace = v.object({ afterId: v.string(), total: Total });

/** Where a list goes on, in HubSpot's own words. */
const ListPlace = v.object({ after: v.string(), total: Total });

/**
 * How far a walk through changes came. `from`: everything at or after the stamp. `tie`: more records than a
 * page carry one stamp, and are walked by id. `after`: everything after the stamp.
 */
const ChangePlace = v.variant("walk", [
  v.object({ walk: v.literal("from"), stamp: v.string() }),
  v.object({ walk: v.literal("tie"), stamp: v.string(), afterId: v.nullable(v.string()) }),
  v.object({ walk: v.literal("after"), stamp: v.string() }),
]);

export type SearchPlace = v.InferOutput<typeof SearchPlace>;
export type ListPlace = v.InferOutput<typeof ListPlace>;
export type ChangePlace = v.InferOutput<typeof ChangePlace>;

/** A place as an opaque text that survives a restart. */
export function writeCursor(place: SearchPlace | ListPlace | ChangePlace): string {
  return JSON.stringify(place);
}

/** Null at the beginning; a cursor of an older version begins again, which only repeats. */
export function readSearchPlace(cursor: string | null): SearchPlace | null {
  return readPlace(SearchPlace, cursor);
}

/** The same for a list. */
export function readListPlace(cursor: string | null): ListPlace | null {
  return readPlace(ListPlace, cursor);
}

/** The same for a walk through changes. */
export function readChangePlace(cursor: string | null): ChangePlace | null {
  return readPlace(ChangePlace, cursor);
}

function readPlace<Place>(schema: v.GenericSchema<unknown, Place>, cursor: string | null): Place | null {
  const parsed = v.safeParse(schema, cursor === null ? null : readJson(cursor));
  return parsed.success ? parsed.output : null;
}
