import * as v from "valibot";
import type { Instant } from "../../../shared/contracts/time.ts";

const TITLE_LENGTH_MAX = 300;
const ID_LENGTH_MAX = 100;
const MILLIS = /^-?\d{1,15}$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
/** Four-digit years only, so that instants compare as strings. */
const FIRST_MILLIS = Date.parse("0001-01-01T00:00:00.000Z");
const LAST_MILLIS = Date.parse("9999-12-31T23:59:59.999Z");

/** A value as a CRM writes it: mostly text, but numbers and booleans are seen too. Empty is nothing. */
const Value = v.pipe(
  v.nullish(v.union([v.string(), v.number(), v.boolean()]), null),
  v.transform((value) => (value === null || value === "" ? null : String(value))),
);

/** Text, or null when it is missing, null or empty. */
export const Text = v.pipe(
  Value,
  v.transform((text) => (text === null ? null : text.trim() || null)),
);

/** The code of a currency that has to be there. */
export const CurrencyCode = v.pipe(v.string(), v.trim(), v.toUpperCase(), v.regex(/^[A-Z]{3}$/));

/** The same where it may be missing. */
export const MaybeCurrencyCode = v.pipe(Text, v.nullable(CurrencyCode));

/** An id of something else, such as an owner or a stage. */
export const OtherId = v.pipe(Text, v.nullable(v.pipe(v.string(), v.maxLength(ID_LENGTH_MAX))));

/** What a record is called: well-formed, without NUL (which ends text in SQLite), and not endless. */
export const Title = v.pipe(
  Text,
  v.transform((text) =>
    text === null ? null : shorten(text.toWellFormed().replaceAll("\u0000", "\ufffd"), TITLE_LENGTH_MAX),
  ),
);

/** An instant in ISO form or in milliseconds. */
export const When = v.pipe(
  Text,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    if (dataset.value === null) return null;
    const instant = readInstant(dataset.value);
    if (instant !== null) return instant;
    addIssue({ message: "is no instant" });
    return NEVER;
  }),
);

/** The id of the record itself. */
export const RecordId = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^[^\s\p{Cc}]+$/u),
  v.maxLength(ID_LENGTH_MAX),
);

/** Text to an instant of ours; null when it is none, such as 30 February. */
export function readInstant(text: string): Instant | null {
  const millis = MILLIS.test(text) ? Number(text) : readIsoMillis(text);
  if (millis === null || Number.isNaN(millis) || millis < FIRST_MILLIS || millis > LAST_MILLIS) return null;
  return new Date(millis).toISOString();
}

function readIsoMillis(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, zone] = match;
  const date = `${year}-${month}-${day}`;
  // JavaScript rolls 30 February over to March; such a date is somebody's mistake, not a day.
  const midnight = Date.parse(`${date}T00:00:00.000Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null;
  if (text.length === date.length) return midnight;
  // Without a zone JavaScript would take the machine's.
  return Date.parse(zone === undefined ? `${text.replace(" ", "T")}Z` : text.replace(" ", "T"));
}

/** Cuts between characters, never inside one. */
function shorten(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}
