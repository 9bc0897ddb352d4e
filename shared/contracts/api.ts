/** What `/api/v1` answers and asks: the wire, described once for validation, types and the OpenAPI page. */
import * as v from "valibot";
import { BoardDetails, RowDetails } from "./board-details.ts";
import { chosenEntries } from "./counting.ts";
import {
  ExplainedChange,
  ExplainedLine,
  ExplainedMeasure,
  ExplainedPart,
  ExplainedQuota,
  LeftOutReasonCount,
} from "./explained-parts.ts";
import { FiscalLabel } from "./fiscal.ts";
import {
  FISCAL_GRAINS,
  LEFT_OUT_REASONS,
  METRIC_IDS,
  PRIVACY_MODES,
  QUOTA_METRIC_IDS,
  QUOTA_STATES,
  ROLES,
  UNITS,
} from "./ids.ts";
import { AMOUNT_MAX, Count, LocalDaySchema } from "./values.ts";

const LED_TEAMS_MAX = 500;
const ATTRIBUTE_LENGTH_MAX = 60;
const Attribute = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, "must not be empty; null takes it away"),
  v.maxLength(ATTRIBUTE_LENGTH_MAX, `must have at most ${ATTRIBUTE_LENGTH_MAX} characters`),
  v.regex(/^\P{Cc}*$/u, "must not hold control characters"),
);

/** Money in whole minor units; the currency stands once, in `metric.currency`. */
export const MetricHead = v.object({
  id: v.picklist(METRIC_IDS),
  label: v.string(),
  unit: v.picklist(UNITS),
  /** Null for what is not money. */
  currency: v.nullable(v.string()),
  better: v.picklist(["higher", "lower"]),
});

export const PeriodHead = v.object({
  from: LocalDaySchema,
  to: LocalDaySchema,
  timeZone: v.string(),
  /** Also of a part of it; null for weeks and chosen days, absent is the same as null. */
  fiscal: v.optional(v.nullable(FiscalLabel)),
});

export const MemberHead = v.object({
  /** '' for a private member. */
  id: v.string(),
  crmId: v.string(),
  name: v.string(),
  teamId: v.nullable(v.string()),
});

export const TeamHead = v.object({
  id: v.string(),
  crmId: v.string(),
  name: v.string(),
  parentId: v.nullable(v.string()),
});

export const LeftOut = v.object({
  count: Count,
  reasons: v.array(v.object({ reason: v.picklist(LEFT_OUT_REASONS), count: Count })),
});

const RowEntries = {
  /** Null without data, and for a team that sums up other teams of the board. */
  rank: v.nullable(Count),
  tied: v.boolean(),
  /** Null is "no data", which is not zero. Hidden from the viewer when `private`. */
  value: v.nullable(v.number()),
  /** The same measure over the compared period; null without comparison or data. */
  previous: v.nullable(v.number()),
  /**
   * What `previous` stands against while the period is open: the measure over the completed working days.
   * Null without comparison or data; absent is the same as null.
   */
  compared: v.optional(v.nullable(v.number())),
  basis: v.object({ numerator: v.nullable(v.number()), denominator: v.nullable(v.number()) }),
  /** Fewer cases than the metric asks for. */
  smallSample: v.boolean(),
  /** The place of somebody who chose not to be named. */
  private: v.boolean(),
  /** Only with `details`. */
  details: v.optional(RowDetails),
};

/** A place on a board of members. */
export const MemberRow = v.object({
  ...RowEntries,
  member: MemberHead,
  team: v.exactOptional(v.never()),
});
export type MemberRow = v.InferOutput<typeof MemberRow>;

/** A place on a board of teams. */
export const TeamRow = v.object({
  ...RowEntries,
  team: TeamHead,
  member: v.exactOptional(v.never()),
});
export type TeamRow = v.InferOutput<typeof TeamRow>;

/** Of exactly one of the two, as the board's `by` says. */
export const LeaderboardRow = v.union([MemberRow, TeamRow]);

export const Leaderboard = v.object({
  metric: MetricHead,
  period: PeriodHead,
  /** What `previous` is measured over; null without comparison. */
  comparedWith: v.nullable(PeriodHead),
  /** The part of the period that is compared, with as many working days; null or absent without comparison. */
  comparedPart: v.optional(v.nullable(PeriodHead)),
  /** The instant whose knowledge the board shows. */
  asOf: v.string(),
  /** The ledger's revision behind it: live changes continue from here. */
  revision: Count,
  by: v.picklist(["member", "team"]),
  rows: v.array(LeaderboardRow),
  /** Over the rows the viewer sees; null when the metric has no total or no data. */
  total: v.nullable(v.number()),
  /** True while deals of the period are still arriving: no ranks yet. */
  soFar: v.boolean(),
  leftOut: LeftOut,
  /** Rows of a long board that are left for a second request (`all`); 0 when all are here. */
  omitted: v.optional(Count),
  /**
   * True where this viewer sees more than every member does: then the live board, which is the same for all,
   * says something else, and a change is to be fetched.
   */
  personal: v.optional(v.boolean()),
  /** Only with `details`: made for this viewer. */
  details: v.optional(BoardDetails),
});
export type Leaderboard = v.InferOutput<typeof Leaderboard>;
export type LeaderboardRow = v.InferOutput<typeof LeaderboardRow>;

/** `GET /leaderboard`: a board whose rows are all of what `by` says. */
export const LeaderboardAnswer = v.variant("by", [
  v.object({ ...Leaderboard.entries, by: v.literal("member"), rows: v.array(MemberRow) }),
  v.object({ ...Leaderboard.entries, by: v.literal("team"), rows: v.array(TeamRow) }),
]);

export const MetricDescription = v.object({
  ...MetricHead.entries,
  description: v.string(),
  formula: v.string(),
  dateField: v.string(),
  creditRule: v.string(),
  exclusions: v.array(v.string()),
  minimumSample: v.nullable(Count),
});

export const MemberDescription = v.object({
  ...MemberHead.entries,
  role: v.picklist(ROLES),
  active: v.boolean(),
  /** The first day that the CRM tells of; null is since ever, and for those whom the viewer does not see in full. */
  joinedOn: v.nullable(LocalDaySchema),
  leftOn: v.nullable(LocalDaySchema),
  /** For admins, owners and the person alone: how they are shown, the teams they lead, if an admin set their role. */
  privacy: v.optional(v.picklist(PRIVACY_MODES)),
  managesTeamIds: v.optional(v.array(v.string())),
  roleByHand: v.optional(v.boolean()),
  /** Set in Standings; null where nobody did. */
  region: v.optional(v.nullable(v.string())),
  department: v.optional(v.nullable(v.string())),
});
export type MemberDescription = v.InferOutput<typeof MemberDescription>;

/** `PATCH /members/{id}`: what is given changes, the rest stays. */
export const MemberChange = v.pipe(
  v.strictObject({
    privacy: v.optional(v.picklist(PRIVACY_MODES)),
    /** Stays through the nightly decision; null gives it back to that. */
    role: v.optional(v.nullable(v.picklist(ROLES))),
    /** With a role: it is given back to the nightly decision as this one, which is what undoing a change asks for. */
    roleByHand: v.optional(v.literal(false)),
    /** The teams the person leads, whole. */
    managesTeamIds: v.optional(v.pipe(v.array(v.string()), v.maxLength(LED_TEAMS_MAX))),
    /** What the person is filtered by; null takes it away. */
    region: v.optional(v.nullable(Attribute)),
    department: v.optional(v.nullable(Attribute)),
  }),
  v.check(
    (change) => Object.keys(change).length > 0,
    "must give at least one of privacy, role, managesTeamIds, region, department",
  ),
  v.check(
    ({ role, roleByHand }) => roleByHand === undefined || role !== undefined,
    "must give the role that roleByHand is about",
  ),
);
export type MemberChange = v.InferOutput<typeof MemberChange>;

export const MetricList = v.object({ metrics: v.array(MetricDescription) });
export type MetricList = v.InferOutput<typeof MetricList>;

/** The people whom the viewer may see by name, and the teams of the tenant. */
export const MemberList = v.object({ members: v.array(MemberDescription), teams: v.array(TeamHead) });
export type MemberList = v.InferOutput<typeof MemberList>;

/** Every metric of one member, for the period and the one before. */
export const Scorecard = v.object({
  member: MemberHead,
  period: PeriodHead,
  comparedWith: v.nullable(PeriodHead),
  asOf: v.string(),
  metrics: v.array(
    v.object({
      metric: MetricHead,
      value: v.nullable(v.number()),
      previous: v.nullable(v.number()),
      compared: v.optional(v.nullable(v.number())),
      basis: v.object({ numerator: v.nullable(v.number()), denominator: v.nullable(v.number()) }),
      smallSample: v.boolean(),
      /** For the cycle: the median beside the mean. */
      median: v.nullable(v.number()),
    }),
  ),
});
export type Scorecard = v.InferOutput<typeof Scorecard>;

export const ActivityMeasures = v.object({
  emailsSent: Count,
  emailsReceived: Count,
  callsMade: Count,
  callsAnswered: Count,
  callsReceived: Count,
  talkSeconds: Count,
  meetingsBooked: Count,
  meetingsHeld: Count,
  dealsCreated: Count,
  dealsAdvanced: Count,
  tasksCompleted: Count,
  messagesSent: Count,
});

export const Activity = v.object({
  period: PeriodHead,
  asOf: v.string(),
  members: v.array(
    v.object({
      member: MemberHead,
      /** Every day of the period, zero days included. */
      days: v.array(v.object({ day: LocalDaySchema, ...ActivityMeasures.entries })),
    }),
  ),
});
export type Activity = v.InferOutput<typeof Activity>;

export const Explanation = v.object({
  metric: MetricDescription,
  /** What is added to the metric, where several are told as one figure. */
  also: v.optional(v.array(MetricDescription)),
  /** Null for several people together. */
  member: v.nullable(MemberHead),
  /** Whose row it is of a board of teams, or whose people alone are counted; else null or absent. */
  team: v.optional(v.nullable(TeamHead)),
  period: PeriodHead,
  asOf: v.string(),
  value: v.nullable(v.number()),
  basis: v.object({ numerator: v.nullable(v.number()), denominator: v.nullable(v.number()) }),
  /** The counted lines of each measure; their contributions add up to its sum. */
  measures: v.array(ExplainedMeasure),
  counted: v.array(ExplainedLine),
  countedTotal: Count,
  leftOut: v.array(ExplainedLine),
  leftOutTotal: Count,
  /** Without a date, and so in no period: apart from what is counted or left out here, each record once. */
  undated: v.array(ExplainedLine),
  undatedTotal: Count,
  /** Pass as `after` for the next page of counted or left-out lines, or of those without a date. */
  nextCounted: v.nullable(v.string()),
  nextLeftOut: v.nullable(v.string()),
  nextUndated: v.nullable(v.string()),
  /** Late and back-dated, oldest first. */
  lateChanges: v.array(ExplainedChange),
  /** Over all pages, most first; only with the records. */
  leftOutReasons: v.optional(v.array(LeftOutReasonCount)),
  /** What a product is made of, in its order; nothing for other metrics. */
  parts: v.optional(v.array(ExplainedPart)),
  /** What the amounts of the records are in, also where the figure itself is no money. */
  homeCurrency: v.optional(v.string()),
  ...chosenEntries,
  /** Only of attainment. */
  quota: v.optional(v.nullable(ExplainedQuota)),
  /** Others see the count and the total only. */
  recordsVisible: v.boolean(),
});
export type Explanation = v.InferOutput<typeof Explanation>;

export const QuotaSubject = v.variant("kind", [
  v.object({ kind: v.literal("member"), id: v.string() }),
  v.object({ kind: v.literal("team"), id: v.string() }),
  /** A seat that nobody sits on, in a team. */
  v.object({ kind: v.literal("vacant"), id: v.string(), teamId: v.string() }),
  /** For each person of the team (or of everybody) without a quota of their own. */
  v.object({ kind: v.literal("default"), id: v.nullable(v.string()) }),
]);

export const QuotaPeriod = v.object({
  grain: v.picklist(FISCAL_GRAINS),
  /** First day of the fiscal month, quarter or year. */
  from: LocalDaySchema,
});

export const Quota = v.object({
  metric: v.picklist(QUOTA_METRIC_IDS),
  subject: QuotaSubject,
  period: QuotaPeriod,
  /** Minor units for revenue, else a count; null withdraws the quota. */
  amount: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(AMOUNT_MAX))),
  /** From this day on, weighted by working days; null, or left out, for the whole period. */
  effectiveFrom: v.optional(v.nullable(LocalDaySchema), null),
});
export type Quota = v.InferOutput<typeof Quota>;

/** `PUT /quotas` needs `If-Match` with the version that `GET` gave. */
export const QuotaSheet = v.object({
  version: Count,
  currency: v.string(),
  quotas: v.array(
    v.object({
      ...Quota.entries,
      effectiveFrom: v.nullable(LocalDaySchema),
      setBy: v.string(),
      setAt: v.string(),
    }),
  ),
  /** The last, this and the next fiscal year with their quarters and months: what a quota can be chosen for. */
  periods: v.optional(
    v.array(v.object({ grain: v.picklist(FISCAL_GRAINS), from: LocalDaySchema, to: LocalDaySchema })),
  ),
});
export type QuotaSheet = v.InferOutput<typeof QuotaSheet>;
export const QuotaChanges = v.object({ quotas: v.pipe(v.array(Quota), v.minLength(1), v.maxLength(2000)) });

export const QuotaStatus = v.picklist(QUOTA_STATES);

export const AttainmentRow = v.object({
  metric: v.picklist(QUOTA_METRIC_IDS),
  subject: QuotaSubject,
  name: v.string(),
  result: v.nullable(v.number()),
  quota: v.nullable(v.number()),
  /** "own", "default", "sum_of_months" or null. */
  source: v.nullable(v.picklist(["own", "default", "sum_of_months"])),
  /** Percent, unrounded. */
  attainment: v.nullable(v.number()),
  /** Percent of the working days that are completed, unrounded. */
  pace: v.number(),
  status: QuotaStatus,
  toGo: v.nullable(v.number()),
  perWorkingDay: v.nullable(v.number()),
  /** Result ÷ completed working days × all working days. */
  runRate: v.nullable(v.number()),
  workingDays: v.object({ completed: Count, left: Count, total: Count }),
});
export const Attainment = v.object({
  period: v.object({ ...PeriodHead.entries, grain: v.picklist(FISCAL_GRAINS) }),
  asOf: v.string(),
  currency: v.string(),
  rows: v.array(AttainmentRow),
  /** Per team: its own quota beside the sum of its people's. */
  teams: v.array(
    v.object({
      metric: v.picklist(QUOTA_METRIC_IDS),
      team: TeamHead,
      own: v.nullable(v.number()),
      sumOfPeople: v.nullable(v.number()),
      overAssignment: v.nullable(v.number()),
      result: v.nullable(v.number()),
      attainment: v.nullable(v.number()),
    }),
  ),
});
export type Attainment = v.InferOutput<typeof Attainment>;

/** RFC 9457. `type` is stable; `action` says what to do next. */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: Count,
  detail: v.optional(v.string()),
  action: v.optional(v.string()),
  requestId: v.string(),
  /** Where the input is wrong. */
  errors: v.optional(v.array(v.object({ path: v.string(), message: v.string() }))),
});
export type Problem = v.InferOutput<typeof Problem>;
