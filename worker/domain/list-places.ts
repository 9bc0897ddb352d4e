/**
 * Places in lists: what a page of a list ended at, as its cursor says it. The last line of a page makes one, and the
 * question for the next page brings it back. A place is only where to go on: which list it is in, the question says.
 */
import * as v from "valibot";
import { EVENT_IDS, RECORD_KINDS } from "../../shared/contracts/ids.ts";

/** '' for what has no day. */
const Day = v.pipe(v.string(), v.regex(/^([+-]?\d{4,6}-\d{2}-\d{2})?$/));
const RecordId = v.pipe(v.string(), v.minLength(1));
const Json = v.pipe(v.string(), v.parseJson());

const LinePlace = v.pipe(
  Json,
  v.strictTuple([
    Day,
    v.picklist(RECORD_KINDS),
    RecordId,
    v.picklist(EVENT_IDS),
    v.pipe(v.number(), v.safeInteger()),
  ]),
);
const RecordPlace = v.pipe(Json, v.strictTuple([Day, RecordId]));
const AdjustmentPlace = v.pipe(Json, v.strictTuple([v.pipe(v.string(), v.isoTimestamp()), RecordId]));
const Offset = v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/), v.transform(Number));

/** A line by its day, kind, record, event and number. */
export type LinePlace = v.InferOutput<typeof LinePlace>;

/** A place among the lines behind a figure; null for what no page ended at. */
export function readLinePlace(text: string): LinePlace | null {
  return readAs(LinePlace, text);
}

/** A place among records, by day and record; null for what no page ended at. */
export function readRecordPlace(text: string): v.InferOutput<typeof RecordPlace> | null {
  return readAs(RecordPlace, text);
}

/** A place among adjustments, by when each was made and its id; null for what no page ended at. */
export function readAdjustmentPlace(text: string): v.InferOutput<typeof AdjustmentPlace> | null {
  return readAs(AdjustmentPlace, text);
}

/** How many came before, in a list that is made anew for each page; null for what no page ended at. */
export function readOffset(text: string): number | null {
  return readAs(Offset, text);
}

function readAs<T>(schema: v.GenericSchema<unknown, T>, text: string): T | null {
  const parsed = v.safeParse(schema, text);
  return parsed.success ? parsed.output : null;
}
