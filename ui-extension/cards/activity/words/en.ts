import type { PeriodName } from "../../../../shared/contracts/ids.ts";
import { en as names } from "../../../../shared/metrics/words/names/en.ts";
import { plural } from "../../../../shared/wording/words.ts";

const people = (count: number, text: string) =>
  plural(count, "en", { one: `${text} person`, other: `${text} people` });

const periods: Readonly<Record<PeriodName, string>> = {
  this_week: "This week",
  last_week: "Last week",
  this_month: "This month",
  last_month: "Last month",
  this_quarter: "This quarter",
  last_quarter: "Last quarter",
  this_year: "This year",
  last_year: "Last year",
};

/** What the bars say, on this page and on the page of a person. */
const enChart = {
  emails: "Emails",
  calls: "Calls",
  meetings: "Meetings",
  talkTime: "Talk time, minutes",
  day: "Day",
  week: "Week of",
  why: "Why this number?",
  total: "Total",
  asOf: (time: string) => `Shown as of ${time}.`,
  nothing: "No activity in this period yet.",
  todayOpen: "Today is still open and drawn lighter.",
  weekOpen: "This week is still open and drawn lighter.",
  leftOut: "Weekends and holidays are left out.",
  open: (name: string) => `${name}, still open`,
  label: (emails: string, calls: string, meetings: string, from: string, to: string) =>
    `Emails, calls and meetings from ${from} to ${to}: ${emails} emails, ${calls} calls, ${meetings} meetings`,
  talkLabel: (minutes: string, from: string, to: string) =>
    `Talk time from ${from} to ${to}: ${minutes} minutes`,
  average: (name: string, value: string) => `${name} average ${value}`,
};

/** What the bars of activity say in every language. */
export type ActivityChartWords = typeof enChart;

/** Everything the activity page says, in English. Figures come in as texts of the viewer's locale. */
export const en = {
  chart: enChart,
  metric: names.title,
  periods,
  loading: "Loading activity",
  title: (period: string) => `Activity, ${period}`,
  subtitle: (who: string, zone: string) => `${who}. Times on the account’s clock, ${zone}`,
  everybody: (count: number, text: string) => people(count, text),
  cadence: "Cadence",
  daily: "Daily",
  weekly: "Weekly",
  period: "Period",
  customPeriod: "Chosen days",
  teamSelect: "Team",
  personSelect: "Person",
  all: "All",
  quarter: (number: number, year: string | null) => (year === null ? `Q${number}` : `Q${number} ${year}`),
  versus: (period: string) => `vs ${period}`,
  why: (metric: string) => `Why this number? ${metric}`,
  exportFile: "Export",
  exportFailed: "The file could not be made. Try again.",
  perWorkingDay: "Activities per working day",
  perWeek: "Activities per week",
  hours: {
    titles: {
      total: "Activities by weekday and hour",
      calls: "Calls by weekday and hour",
      emails: "Emails by weekday and hour",
      meetings: "Meetings by weekday and hour",
    },
    show: "Show",
    kinds: { total: "All", calls: "Calls", emails: "Emails", meetings: "Meetings" },
    why: "Why this number?",
    weekday: "Weekday",
    none: "0",
    most: "most",
    zone: (zone: string) => `Hours on the account’s clock, ${zone}.`,
    booked: "Meetings count at the hour they were booked.",
    nothing: "Nothing with an hour in this period yet.",
    average: (people: string) => `Average of ${people} people shown`,
    own: "Own",
    whose: "Whose hours",
    teamAverage: "Team average",
  },
  table: {
    title: "By person",
    caption: "Activity by person",
    hint: "Bars compare people within a column",
    person: "Person",
    emails: "Emails",
    received: "Received",
    calls: "Calls",
    answered: "Answered",
    talkTime: "Talk time",
    seconds: "seconds",
    meetings: "Meetings",
    created: "Deals created",
    advanced: "Advanced",
    tasks: "Tasks done",
    byDay: "By day",
    byDayLabel: (name: string) => `Activities of ${name} by day`,
    average: (team: string, count: string) => `${team}: average of ${count} people shown`,
    yourTeam: "Your team",
    foot: "Bulk and automated emails are not counted.",
    averageFoot: "The average is over the people who are shown to you.",
    showAll: (count: string) => `Show all ${count}`,
    showFewer: "Show fewer",
    nobody: "Nobody to show",
    nobodyDetail: "Nobody was active here in this period. Choose another period or team.",
  },
};

/** What every language has to say. */
export type ActivityWords = typeof en;
