/** What goes over the socket of `GET /api/v1/live`. Only what every member may see. */
import * as v from "valibot";
import { LeaderboardRow, LeftOut, PeriodHead } from "./api.ts";
import { METRIC_IDS, PERIOD_NAMES } from "./ids.ts";

/** A board that somebody watches: the same choices as in the query of `GET /leaderboard`. */
export const BoardChoice = v.object({
  metric: v.picklist(METRIC_IDS),
  period: v.optional(v.picklist(PERIOD_NAMES)),
  from: v.optional(v.pipe(v.string(), v.isoDate())),
  to: v.optional(v.pipe(v.string(), v.isoDate())),
  by: v.optional(v.picklist(["member", "team"])),
  team: v.optional(v.pipe(v.string(), v.maxLength(100))),
  region: v.optional(v.pipe(v.string(), v.maxLength(100))),
  department: v.optional(v.pipe(v.string(), v.maxLength(100))),
  segment: v.optional(v.pipe(v.string(), v.maxLength(120))),
});
export type BoardChoice = v.InferOutput<typeof BoardChoice>;

export const LiveRequest = v.variant("type", [
  v.object({ type: v.literal("watch"), board: BoardChoice }),
  v.object({ type: v.literal("unwatch") }),
]);
export type LiveRequest = v.InferOutput<typeof LiveRequest>;

/** The days of a watched board, as in the answer of `GET /leaderboard`. */
const BoardHead = v.object({
  period: PeriodHead,
  comparedWith: v.nullable(PeriodHead),
  comparedPart: v.optional(v.nullable(PeriodHead)),
});
export type BoardHead = v.InferOutput<typeof BoardHead>;

export const LiveMessage = v.variant("type", [
  /** The whole shared board: after `watch`, and when a difference could not be made. */
  v.object({
    type: v.literal("board"),
    board: BoardChoice,
    /** Counts the messages of this board: a gap means that one was missed, so watch again. */
    sequence: v.number(),
    revision: v.number(),
    /** What the rows are about: it moves on at midnight, and then the whole board comes anew. */
    head: v.optional(BoardHead),
    rows: v.array(LeaderboardRow),
    total: v.nullable(v.number()),
    leftOut: LeftOut,
    soFar: v.boolean(),
  }),
  /** Rows that changed, whole, by member or team id; `order` is the new order of ids when it changed. */
  v.object({
    type: v.literal("difference"),
    board: BoardChoice,
    sequence: v.number(),
    revision: v.number(),
    changed: v.array(LeaderboardRow),
    removed: v.array(v.string()),
    order: v.nullable(v.array(v.string())),
    total: v.nullable(v.number()),
    leftOut: LeftOut,
    soFar: v.boolean(),
  }),
  /** Something that only the viewer may see may have changed: fetch it. */
  v.object({ type: v.literal("refresh"), revision: v.number() }),
  v.object({ type: v.literal("refused"), reason: v.string() }),
  /**
   * The session has ended, or what its person may see has changed; the socket closes after this. Ask for a
   * new ticket: it comes with the new rights.
   */
  v.object({ type: v.literal("ended") }),
]);
export type LiveMessage = v.InferOutput<typeof LiveMessage>;
