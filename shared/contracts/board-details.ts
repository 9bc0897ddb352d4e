/** What `GET /leaderboard` adds with `details=true`: personal parts, never sent over the socket. */
import * as v from "valibot";
import { QUOTA_STATES } from "./ids.ts";
import { Count } from "./values.ts";

const Day = v.pipe(v.string(), v.isoDate());

/** So many whole weeks are shown beside a figure. */
export const WEEKS_SHOWN = 8;

/** What stands beside one place. */
export const RowDetails = v.object({
  /**
   * Against the same period's board without the last seven days. Null without a place, and where the period
   * had not begun by then, or had ended.
   */
  movement: v.nullable(
    v.object({
      /** Null: nobody's place then. */
      rankBefore: v.nullable(Count),
      isNew: v.boolean(),
      /** The day whose end the place is of. */
      since: Day,
    }),
  ),
  /** The gap to the nearest better value that the viewer sees; null at the top and without a place. */
  toNext: v.nullable(v.number()),
  /**
   * The value in each of the last eight weeks that are over, oldest first; of attainment its result. Empty for
   * whoever has no figures on the board.
   */
  weeks: v.array(v.nullable(v.number())),
  /** Whether one of the weeks has fewer cases than the metric asks for. */
  fewPerWeek: v.boolean(),
  /** Of the board's metric and period; null where there is none, or the viewer may not see it. */
  quota: v.nullable(
    v.object({
      /** Percent, unrounded. */
      attainment: v.nullable(v.number()),
      status: v.picklist(QUOTA_STATES),
      /** Percent of the working days that are completed, the person's own leave left out. */
      pace: v.number(),
    }),
  ),
  /** New to the company; false for those whom the viewer does not see in full. */
  ramping: v.boolean(),
  /** Has no place on a board that gives places. Says nothing of the reason. */
  notRanked: v.boolean(),
  /** Shown here by name, but not to peers. */
  hiddenFromPeers: v.boolean(),
  /** Of those seen in full: since when the person is away; null when not, or not told. */
  awaySince: v.nullable(Day),
  /** Of a team: how many of its people are counted, and what each brought on average. */
  people: v.nullable(Count),
  perPerson: v.nullable(v.number()),
  /** Of a team: the viewer is in it. */
  mine: v.boolean(),
});
export type RowDetails = v.InferOutput<typeof RowDetails>;

/** The viewer's own place. */
export const Standing = v.object({
  rank: v.nullable(Count),
  tied: v.boolean(),
  rankBefore: v.nullable(Count),
  /** The day whose end `rankBefore` is of; null without one. */
  since: v.nullable(Day),
  toNext: v.nullable(v.number()),
  /** The place that `toNext` leads to. */
  nextRank: v.nullable(Count),
  /** How many places there are. */
  of: Count,
});
export type Standing = v.InferOutput<typeof Standing>;

/** The quota of the people whose quotas the viewer sees. */
export const TeamQuota = v.object({
  attainment: v.nullable(v.number()),
  pace: v.number(),
  /** In the unit of the metric. */
  quota: v.nullable(v.number()),
  /** Over so many people: the answer says of whom it speaks. */
  people: Count,
  /** How many have a status, and for how many of them it is on track or reached. */
  judged: Count,
  onTrack: Count,
});
export type TeamQuota = v.InferOutput<typeof TeamQuota>;

const Choice = v.object({ value: v.string(), label: v.string() });

/** What the filters offer. Where there are fewer than two, there is nothing to choose and the list is empty. */
export const BoardChoices = v.object({
  regions: v.array(v.string()),
  departments: v.array(v.string()),
  /** Pipelines and deal types, as `segment` takes them; empty for a metric that is not made of deals. */
  segments: v.array(v.object({ ...Choice.entries, kind: v.picklist(["pipeline", "type"]) })),
});
export type BoardChoices = v.InferOutput<typeof BoardChoices>;

/** What stands above the rows. */
export const BoardDetails = v.object({
  standing: v.nullable(Standing),
  teamQuota: v.nullable(TeamQuota),
  /** The line below the first places. */
  club: v.nullable(v.object({ places: Count })),
  /** The total over the same people in the compared period, and what it stands against. */
  totals: v.object({ previous: v.nullable(v.number()), compared: v.nullable(v.number()) }),
  /** Completed working days of the period, or of the part that is compared. */
  comparedDays: v.nullable(Count),
  choices: BoardChoices,
});
export type BoardDetails = v.InferOutput<typeof BoardDetails>;
