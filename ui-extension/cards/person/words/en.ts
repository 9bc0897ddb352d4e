import type { PeriodName } from "../../../../shared/contracts/ids.ts";
import type { NotCountingReason } from "../../../../shared/contracts/person.ts";
import { en as names } from "../../../../shared/metrics/words/names/en.ts";
import { plural } from "../../../../shared/wording/words.ts";

const why = (what: string) => `Why this number? ${what}`;

const deals = (count: number, text: string) =>
  plural(count, "en", { one: `${text} deal`, other: `${text} deals` });

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

const reasons: Readonly<Record<NotCountingReason, string>> = {
  no_amount: "No amount",
  close_date_past: "Close date is past",
  no_close_date: "No close date",
  pipeline_not_included: "Pipeline is not included",
  no_currency_rate: "No rate for its currency",
};

/** Everything the page of a person says, in English. Figures come in as texts of the viewer's locale. */
export const en = {
  metric: names.label,
  periods,
  loading: "Loading this page",
  back: "Back to leaderboard",
  period: "Period",
  customPeriod: "Chosen days",
  tracker: {
    title: "Quota tracker",
    quotas: "All quotas",
    none: "No quota is set for this period.",
    onlyCurrent: "The tracker shows the present month, quarter or year.",
    why,
  },
  daily: {
    title: "Daily activity",
  },
  all: {
    title: "All metrics",
    caption: "All metrics against the compared period",
    against: (days: string, compared: string) => `${days} against ${compared}`,
    sameDays: (days: string, compared: string) => `${days} against the same working days, ${compared}`,
    quarter: (number: number, year: string | null) => (year === null ? `Q${number}` : `Q${number} ${year}`),
    sameDaysIn: (days: string, month: string) => `${days} against the same working days in ${month}`,
    metric: "Metric",
    before: "Before",
    change: "Change",
    weeks: "8 weeks",
    weeksLabel: (metric: string, values: string) => `${metric} in the last eight weeks: ${values}`,
    rank: "Rank",
    explain: "Explain",
    why,
    base: (numerator: string, denominator: string) => `${numerator} / ${denominator}`,
    smallSample: "Small sample",
    fewPerWeek: "Some weeks have few cases",
    showAll: (count: string) => `Show all ${count}`,
    showFewer: "Show fewer",
  },
  pace: {
    title: "Revenue against pace",
    projected: "Projected",
    none: "Without a quota there is no pace to compare with.",
    why,
  },
  pipeline: {
    title: "Open pipeline",
    caption: "Open deals by stage",
    stage: "Stage",
    deals: "Deals",
    amount: "Amount",
    which: "Which deals are these?",
    none: "No open deals with an amount and a close date.",
    due: (count: number, text: string, amount: string, day: string) =>
      plural(count, "en", {
        one: `${deals(count, text)}, ${amount}, is due by ${day}.`,
        other: `${deals(count, text)}, ${amount}, are due by ${day}.`,
      }),
    noneDue: (day: string) => `No open deal is due by ${day}.`,
    needed: (amount: string) => `${amount} is needed.`,
    reached: "The quota is reached.",
  },
  /** Between a figure as it was and as it is, for those who hear it. */
  becomes: "became",
  late: {
    title: "Late changes",
    hint: "Revenue, changed or entered after the day it counts on",
    none: "Nothing was changed late or dated back.",
    erased: "Erased record",
  },
  since: {
    title: "Since you last looked",
    hint: (when: string) => `Last on ${when}`,
    none: "Nothing has changed.",
    first: "From your next visit on, this says what changed in between.",
    records: (count: number, text: string) =>
      plural(count, "en", { one: `${text} new record`, other: `${text} new records` }),
  },
  missing: {
    title: "Will not count",
    hint: (count: number, text: string) => deals(count, text),
    none: "Every deal has what it needs.",
    due: (day: string) => `due ${day}`,
    won: "won",
    more: (count: number, text: string) => `and ${deals(count, text)} more`,
    untitled: "Deal without a name",
    reasons,
  },
  peer: {
    note: (name: string) =>
      `You see the results of ${name}, as on the leaderboard. The rest of this page is for ${name}, their manager and admins.`,
    refused: "This page is for somebody else",
    refusedDetail:
      "A person’s page is for the person, their manager and admins. An admin of Standings can give you access.",
    toLeaderboard: "Go to the leaderboard",
  },
};

/** What every language has to say. */
export type PersonWords = typeof en;
