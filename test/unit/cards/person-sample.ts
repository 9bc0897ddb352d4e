import type { ActivityHours, ActivityPage } from "../../../shared/contracts/activity-page.ts";
import type { MetricId, Unit } from "../../../shared/contracts/ids.ts";
import type { PersonStanding, StandingMetric } from "../../../shared/contracts/person.ts";

const ZONE = "America/New_York";
const NOVEMBER = { from: "2026-11-01", to: "2026-11-30", timeZone: ZONE };
const OCTOBER = { from: "2026-10-01", to: "2026-10-20", timeZone: ZONE };
const SO_FAR = { from: "2026-11-01", to: "2026-11-19", timeZone: ZONE };

/** A metric of the table, with its weeks rising. */
export function buildMetric(
  id: MetricId,
  unit: Unit,
  changes: Partial<StandingMetric> & { readonly better?: "higher" | "lower" } = {},
): StandingMetric {
  const { better = "higher", ...others } = changes;
  return {
    metric: { id, label: id, unit, currency: unit === "money" ? "USD" : null, better },
    value: 10,
    previous: 8,
    compared: 10,
    basis: { numerator: null, denominator: null },
    smallSample: false,
    rank: 5,
    tied: false,
    weeks: [1, 2, 3, 4, 5, 6, 7, 8].map((value) => ({
      from: "2026-11-09",
      to: "2026-11-15",
      value,
      smallSample: false,
    })),
    ...others,
  };
}

const WHAT_CHANGED: Pick<PersonStanding, "lateChanges" | "sinceLastLooked" | "willNotCount"> = {
  lateChanges: [
    {
      at: "2026-11-19T15:00:00.000Z",
      cause: "webhook",
      actor: null,
      kind: "deal",
      crmId: "d1",
      title: "Northwind renewal",
      url: "https://app.hubspot.test/contacts/1/record/0-3/d1",
      event: "revenue_closed",
      before: 10_000_00,
      after: 12_000_00,
    },
  ],
  sinceLastLooked: {
    since: "2026-11-18T14:00:00.000Z",
    changes: [
      {
        metric: { id: "deals_won", label: "Deals Won", unit: "count", currency: null, better: "higher" },
        before: 5,
        after: 6,
      },
    ],
    newRecords: 3,
  },
  willNotCount: {
    total: 3,
    deals: [
      {
        reason: "close_date_past",
        crmId: "d2",
        title: "Contoso pilot",
        url: "https://app.hubspot.test/contacts/1/record/0-3/d2",
        won: false,
        amountMinor: 9_000_00,
        closeDay: "2026-11-12",
      },
      {
        reason: "no_amount",
        crmId: "d3",
        title: null,
        url: null,
        won: true,
        amountMinor: null,
        closeDay: "2026-11-10",
      },
    ],
  },
};

/** Maya on a Friday afternoon in November. */
export function buildStanding(changes: Partial<PersonStanding> = {}): PersonStanding {
  return {
    member: { id: "m1", crmId: "o1", name: "Maya Okafor", teamId: "east" },
    team: { id: "east", crmId: "t1", name: "Mid-Market East", parentId: null },
    mine: true,
    period: NOVEMBER,
    comparedWith: OCTOBER,
    comparedPart: SO_FAR,
    asOf: "2026-11-20T19:32:00.000Z",
    today: "2026-11-20",
    currency: "USD",
    metrics: [
      buildMetric("deals_lost", "count", { better: "lower", compared: 4, previous: 2, value: 4 }),
      buildMetric("revenue_closed", "money", { value: 86_400_00, previous: 71_900_00, compared: 86_400_00 }),
      buildMetric("deals_won", "count", { value: 6, previous: 5, compared: 6, tied: true }),
      buildMetric("connect_rate", "percent", {
        value: 31.2,
        previous: 27.2,
        compared: 31.2,
        rank: 3,
        basis: { numerator: 38, denominator: 122 },
      }),
      buildMetric("win_rate", "percent", {
        value: 50,
        previous: null,
        compared: null,
        rank: null,
        smallSample: true,
        basis: { numerator: 2, denominator: 4 },
      }),
    ],
    pipeline: {
      count: 7,
      amountMinor: 145_500_00,
      stages: [
        {
          pipelineId: "sales",
          pipeline: "Sales",
          stageId: "qualified",
          label: "Qualified",
          order: 0,
          count: 5,
          amountMinor: 61_000_00,
        },
        {
          pipelineId: "sales",
          pipeline: "Sales",
          stageId: "proposal",
          label: "Proposal",
          order: 1,
          count: 4,
          amountMinor: 84_500_00,
        },
      ],
    },
    dueByEnd: { from: "2026-11-20", to: "2026-11-30", count: 4, amountMinor: 61_500_00, needed: 33_600_00 },
    ...WHAT_CHANGED,
    ...changes,
  };
}

const NOTHING = {
  emailsSent: 0,
  emailsReceived: 0,
  callsMade: 0,
  callsAnswered: 0,
  callsReceived: 0,
  talkSeconds: 0,
  meetingsBooked: 0,
  meetingsHeld: 0,
  dealsCreated: 0,
  dealsAdvanced: 0,
  tasksCompleted: 0,
  messagesSent: 0,
};

/** Two weeks of days: Friday 13 to Monday 23 November, with a Saturday call. */
export function buildActivity(changes: Partial<ActivityPage> = {}): ActivityPage {
  const days = [
    { ...NOTHING, day: "2026-11-13", emailsSent: 8, callsMade: 3 },
    { ...NOTHING, day: "2026-11-14", callsMade: 1 },
    { ...NOTHING, day: "2026-11-15" },
    { ...NOTHING, day: "2026-11-16", emailsSent: 19, callsMade: 9, meetingsBooked: 2, talkSeconds: 2100 },
    { ...NOTHING, day: "2026-11-20", emailsSent: 8, callsMade: 4, talkSeconds: 840 },
    { ...NOTHING, day: "2026-11-23" },
  ];
  const totals = { ...NOTHING, emailsSent: 35, callsMade: 17, callsAnswered: 5, talkSeconds: 2940 };
  return {
    period: NOVEMBER,
    comparedWith: OCTOBER,
    comparedPart: SO_FAR,
    asOf: "2026-11-20T19:32:00.000Z",
    today: "2026-11-20",
    workingDays: ["2026-11-13", "2026-11-16", "2026-11-20", "2026-11-23"],
    members: [
      {
        member: { id: "m1", crmId: "o1", name: "Maya Okafor", teamId: "east" },
        days,
        totals: { ...totals, connectRate: 29.4 },
      },
    ],
    days,
    summary: [
      {
        metric: { id: "emails_sent", label: "Emails Sent", unit: "count", currency: null, better: "higher" },
        value: 35,
        previous: 25,
        compared: 30,
      },
      {
        metric: { id: "talk_time", label: "Talk Time", unit: "seconds", currency: null, better: "higher" },
        value: 2940,
        previous: null,
        compared: null,
      },
    ],
    comparedPerDay: 24.6,
    average: {
      team: { id: "east", crmId: "t1", name: "Mid-Market East", parentId: null },
      people: 5,
      days: [],
      totals: { ...NOTHING, emailsSent: 40.4, callsMade: 12.2, connectRate: null },
    },
    ...changes,
  };
}

/** Calls on Tuesday at ten and fifteen, and one on a Saturday evening. */
export function buildHours(changes: Partial<ActivityHours> = {}): ActivityHours {
  const hour = (weekday: number, at: number, calls: number) => ({
    weekday,
    hour: at,
    emails: 0,
    calls,
    meetings: 0,
    total: calls,
  });
  return {
    period: NOVEMBER,
    asOf: "2026-11-20T19:32:00.000Z",
    people: 1,
    hours: [hour(2, 10, 50), hour(2, 15, 11), hour(6, 20, 1)],
    average: null,
    ...changes,
  };
}
