/** What people did by day, week and hour: the wire beside `api.ts`. */
import * as v from "valibot";
import { Activity, ActivityMeasures, MemberHead, MetricHead, PeriodHead, TeamHead } from "./api.ts";
import { Count, LocalDaySchema } from "./values.ts";

/** What is averaged: the same columns, as broken numbers. */
const AverageMeasures = v.object({
  emailsSent: v.number(),
  emailsReceived: v.number(),
  callsMade: v.number(),
  callsAnswered: v.number(),
  callsReceived: v.number(),
  talkSeconds: v.number(),
  meetingsBooked: v.number(),
  meetingsHeld: v.number(),
  dealsCreated: v.number(),
  dealsAdvanced: v.number(),
  tasksCompleted: v.number(),
  messagesSent: v.number(),
});

/** Whose average it is: the people of a team that the viewer is shown, never fewer than three. */
const AverageHead = { team: v.nullable(TeamHead), people: Count };

/** `GET /activity`: the days of each person, of all of them together, and a member's team on average. */
export const ActivityPage = v.object({
  ...Activity.entries,
  comparedWith: v.nullable(PeriodHead),
  comparedPart: v.nullable(PeriodHead),
  today: LocalDaySchema,
  /** The days of the period that are neither weekend nor holiday. */
  workingDays: v.array(LocalDaySchema),
  members: v.array(
    v.object({
      member: MemberHead,
      days: v.array(v.object({ day: LocalDaySchema, ...ActivityMeasures.entries })),
      totals: v.object({ ...ActivityMeasures.entries, connectRate: v.nullable(v.number()) }),
    }),
  ),
  /** Everybody in `members` together. */
  days: v.array(v.object({ day: LocalDaySchema, ...ActivityMeasures.entries })),
  summary: v.array(
    v.object({
      metric: MetricHead,
      value: v.nullable(v.number()),
      previous: v.nullable(v.number()),
      compared: v.nullable(v.number()),
    }),
  ),
  /** E-mails, calls and meetings of a working day of the compared period, on average; null without one. */
  comparedPerDay: v.nullable(v.number()),
  /** Only in a member's own answer, and only where enough people are shown. */
  average: v.nullable(
    v.object({
      ...AverageHead,
      days: v.array(v.object({ day: LocalDaySchema, ...AverageMeasures.entries })),
      totals: v.object({ ...AverageMeasures.entries, connectRate: v.nullable(v.number()) }),
    }),
  ),
});
export type ActivityPage = v.InferOutput<typeof ActivityPage>;

/** What happened in one hour of one day of the week, over the period. Hours without anything are absent. */
export const ActivityHour = v.object({
  /** 1 is Monday. */
  weekday: v.pipe(Count, v.minValue(1), v.maxValue(7)),
  /** 0 to 23, on the clock of `period.timeZone`. */
  hour: v.pipe(Count, v.minValue(0), v.maxValue(23)),
  emails: v.number(),
  calls: v.number(),
  meetings: v.number(),
  total: v.number(),
});

/** `GET /activity/hours`. */
export const ActivityHours = v.object({
  period: PeriodHead,
  asOf: v.string(),
  /** Over how many people the hours are. */
  people: Count,
  hours: v.array(ActivityHour),
  /** Only in a member's own answer, and only where enough people are shown. */
  average: v.nullable(v.object({ ...AverageHead, hours: v.array(ActivityHour) })),
});
export type ActivityHours = v.InferOutput<typeof ActivityHours>;
