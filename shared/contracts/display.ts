/** Screens on a wall: their keys, and the board that a key shows. The wire beside `api.ts`. */
import * as v from "valibot";
import { MetricHead, PeriodHead } from "./api.ts";
import { DISPLAY_METRIC_IDS, METRIC_IDS, PERIOD_NAMES } from "./ids.ts";
import { Count, plainText } from "./values.ts";

const LABEL_LENGTH_MAX = 60;
const ID_LENGTH_MAX = 100;
/** So many places fit on a screen and can be read from the back of the room. */
export const DISPLAY_PLACES = 8;
/** So many of those who improved most. */
export const DISPLAY_IMPROVED = 5;
/** So many keys one tenant can have at a time. */
export const DISPLAY_KEYS_MAX = 50;

/** Which board a screen shows. */
const DisplayBoard = {
  metric: v.pipe(
    v.picklist(METRIC_IDS),
    v.check((id) => DISPLAY_METRIC_IDS.includes(id), "is not shown to everybody"),
  ),
  period: v.picklist(PERIOD_NAMES),
  by: v.picklist(["member", "team"]),
};

/** `POST /display-keys`. */
export const DisplayKeyRequest = v.strictObject({
  label: plainText(LABEL_LENGTH_MAX),
  ...DisplayBoard,
  /** The people or teams under this team alone; everybody without. */
  teamId: v.optional(v.nullable(plainText(ID_LENGTH_MAX)), null),
});
export type DisplayKeyRequest = v.InferOutput<typeof DisplayKeyRequest>;

/** What is told of a display key: never the key. */
export const DisplayKeyHead = v.object({
  id: v.string(),
  label: v.string(),
  metric: v.picklist(METRIC_IDS),
  period: v.picklist(PERIOD_NAMES),
  by: v.picklist(["member", "team"]),
  teamId: v.nullable(v.string()),
  createdAt: v.string(),
});
export type DisplayKeyHead = v.InferOutput<typeof DisplayKeyHead>;

/** `GET /display-keys`. */
export const DisplayKeys = v.object({ keys: v.array(DisplayKeyHead) });
export type DisplayKeys = v.InferOutput<typeof DisplayKeys>;

/** The key and its address are shown once: only a hash is kept. */
export const DisplayKeyMade = v.object({ ...DisplayKeyHead.entries, key: v.string(), url: v.string() });
export type DisplayKeyMade = v.InferOutput<typeof DisplayKeyMade>;

const Figure = v.nullable(v.number());
/** The figure of the part that is compared, and what it stands against; null without data. */
const Compared = { compared: Figure, previous: Figure };

/** A place on a screen. */
export const DisplayRow = v.object({
  /** Null while deals of the period are still arriving. */
  rank: v.nullable(Count),
  tied: v.boolean(),
  /** Null for a private member. */
  name: v.nullable(v.string()),
  value: Figure,
  ...Compared,
  smallSample: v.boolean(),
  /** Against the same board without the last seven days; null without such a board. */
  movement: v.nullable(v.object({ rankBefore: v.nullable(Count) })),
});
export type DisplayRow = v.InferOutput<typeof DisplayRow>;

/** What a screen goes through, in this order. */
export const DISPLAY_SLIDES = ["standings", "improved"] as const;
export type DisplaySlide = (typeof DISPLAY_SLIDES)[number];

/** `GET /display`: the board as every member sees it, and nothing that only some see. */
export const Display = v.object({
  label: v.string(),
  metric: MetricHead,
  periodName: v.picklist(PERIOD_NAMES),
  period: PeriodHead,
  comparedWith: v.nullable(PeriodHead),
  /** Working days that are compared. */
  comparedDays: v.nullable(Count),
  by: v.picklist(["member", "team"]),
  teamName: v.nullable(v.string()),
  /** The best places alone. */
  rows: v.array(DisplayRow),
  /** How many places there are. */
  of: Count,
  soFar: v.boolean(),
  /** The largest gains against what is compared, by name, largest first. */
  improved: v.array(v.object({ name: v.string(), ...Compared })),
  /** Over the people shown by name, everybody's place included. */
  total: v.object({ value: Figure, ...Compared }),
  /** What the people shown did today; a figure without data is left out. */
  today: v.array(v.object({ metric: MetricHead, value: v.number() })),
  slides: v.array(v.picklist(DISPLAY_SLIDES)),
  asOf: v.string(),
  /** When the CRM was last read; null before the first time. */
  syncedAt: v.nullable(v.string()),
});
export type Display = v.InferOutput<typeof Display>;
