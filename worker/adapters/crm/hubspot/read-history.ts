import * as v from "valibot";
import { byTime } from "../history.ts";
import { Text, When } from "../read-values.ts";

/** One version of a property. Versions without a stamp tell nothing about when. */
const Version = v.object({ value: Text, timestamp: When });

/** HubSpot sends the newest version first; an absent history is an empty one. */
export const History = v.pipe(
  v.nullish(v.array(Version), []),
  v.transform((versions) =>
    versions
      .flatMap(({ value, timestamp }) => (timestamp === null ? [] : [{ at: timestamp, value }]))
      .reverse()
      .sort(byTime),
  ),
);
