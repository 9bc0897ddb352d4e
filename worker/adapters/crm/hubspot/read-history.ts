import * as v from "valibot";
import { byTime, type ReadHistory, readEntries } from "../history.ts";
import { Text, When } from "../read-values.ts";

/** One version of a property. */
const Version = v.object({ value: Text, timestamp: When });

const NOTHING_READ: ReadHistory<string | null> = { entries: [], complete: false };

/**
 * HubSpot sends the newest version first; an absent history is an empty one. A version that cannot be read, or has
 * no stamp, tells nothing about when.
 */
export const History = v.pipe(
  v.nullish(v.unknown(), []),
  v.transform((versions): ReadHistory<string | null> => {
    if (!Array.isArray(versions)) return NOTHING_READ;
    const { entries, complete } = readEntries(versions.toReversed(), readVersion);
    return { entries: entries.toSorted(byTime), complete };
  }),
);

function readVersion(raw: unknown) {
  const parsed = v.safeParse(Version, raw);
  if (!parsed.success || parsed.output.timestamp === null) return undefined;
  return { at: parsed.output.timestamp, value: parsed.output.value };
}
