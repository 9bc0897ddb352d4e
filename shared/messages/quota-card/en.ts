import { en as names } from "../../metrics/words/names/en.ts";
import { en as statuses } from "../../wording/quota-statuses/en.ts";
import { plural } from "../../wording/words.ts";
import { ended } from "./sentence.ts";

const deals = (count: number, text: string) =>
  plural(count, "en", { one: `${text} deal`, other: `${text} deals` });

/** Everything the quota card says, in English. Figures come in as texts of the viewer's locale. */
export const en = {
  title: (period: string) => `${period} quota`,
  quarter: (number: number, year: string | null) => (year === null ? `Q${number}` : `Q${number} ${year}`),
  status: { ...statuses, reached: "Quota reached", no_quota: "No quota set" },
  ramping: "Ramping",
  /** In a line, where the hint says since when. */
  lineReached: statuses.on_track,
  metrics: names.short,
  weekly: {
    revenue_closed: "weekly revenue",
    deals_won: "weekly deals",
    meetings_booked: "weekly meetings",
    touches: "weekly activities",
  },
  ahead: (points: number, text: string) =>
    plural(points, "en", { one: `${text} pt ahead of pace`, other: `${text} pts ahead of pace` }),
  below: (points: number, text: string) =>
    plural(points, "en", { one: `${text} pt below pace`, other: `${text} pts below pace` }),
  onPace: "on pace",
  paused: "pace pauses",
  soFar: "So far",
  arriving: "so far",
  pace: (percent: string) => `Pace ${percent}`,
  barLabel: (percent: string, pace: string) => `${percent} of quota, pace today ${pace}`,
  lineBarLabel: (metric: string, percent: string, pace: string) =>
    `${metric} ${percent} of quota, pace ${pace}`,
  dealBarLabel: (from: string, to: string, pace: string) =>
    `${from} now, ${to} with this deal, pace today ${pace}`,
  noData: "no data yet",
  of: (quota: string) => `of ${quota}`,
  attained: (percent: string) => `${percent} of quota. Why this number?`,
  resultLabels: {
    revenue_closed: (result: string) => `${result} closed. Why this number?`,
    deals_won: (result: string) => `${result} deals closed. Why this number?`,
    meetings_booked: (result: string) => `${result} meetings booked. Why this number?`,
    touches: (result: string) => `${result} activities. Why this number?`,
  },
  closedDeals: (count: number, text: string) => `closed, ${deals(count, text)}`,
  reachedOn: (day: string) => `Reached on ${day}`,
  lineReachedOn: (day: string) => `Reached, ${day}`,
  toGo: "To go",
  toGoAmount: (amount: string) => `${amount} to go`,
  beyond: "Beyond quota",
  perWorkingDay: (days: number, text: string) =>
    plural(days, "en", { one: `Per working day, ${text} left`, other: `Per working day, ${text} left` }),
  workingDaysLeft: "Working days left",
  projected: "Projected finish",
  chance: "Chance to reach quota",
  chanceReached: "Reached",
  chances: { likely: "likely", possible: "possible", unlikely: "unlikely" },
  aDay: (amount: string) => `${amount} a day`,
  everyDays: (count: string, days: number, text: string) =>
    plural(days, "en", { one: `${count} a day`, other: `${count} every ${text} days` }),
  workingDays: (completed: string, total: string) => `${completed} of ${total} working days done`,
  openDeals: (count: number, text: string, day: string) =>
    plural(count, "en", {
      one: `${text} open deal due by ${day}`,
      other: `${text} open deals due by ${day}`,
    }),
  rank: (rank: string, tied: boolean) => (tied ? `=${rank}` : `#${rank}`),
  rankIn: (among: string | null) => (among === null ? "Rank" : `Rank in ${among}`),
  rankOf: (count: string, among: string | null) =>
    among === null ? `of ${count}` : `of ${count} in ${among}`,
  rankWas: (rank: string, day: string) => `was #${rank} on ${day}`,
  rankSame: (day: string) => `same as ${day}`,
  up: (places: string) => `up ${places}`,
  down: (places: string) => `down ${places}`,
  same: "same place",
  new: "new",
  notes: {
    noQuota: (period: string) =>
      `Your admin has not set a ${period} quota for you. Your results still count on the leaderboard.`,
    noQuotaOf: (period: string, name: string) =>
      `No ${period} quota is set for ${name}. The results still count on the leaderboard.`,
    ramping: (day: string) => `Ramping: the quota counts from ${day}, by working days.`,
    awayUntil: (day: string) => `${ended(`On leave until ${day}`)} Pace and status pause meanwhile.`,
    away: "On leave. Pace and status pause meanwhile.",
    tooEarly: "Too early to say: too little of the period is over to judge it.",
    pastDue: (count: number, text: string, amount: string) =>
      plural(count, "en", {
        one: ended(`${text} open deal has a close date that has passed, ${amount}`),
        other: ended(`${text} open deals have a close date that has passed, ${amount}`),
      }),
    soFar: "So far: records of this period are still arriving, so nobody has a rank yet.",
    reconnect: "Standings has lost its access to the CRM. An admin can connect it again.",
  },
  footnote: {
    mine: (quarters: string) => `Projection from your weekly results of the last ${quarters} quarters.`,
    theirs: (quarters: string, name: string) =>
      `Projection from the weekly results of ${name} in the last ${quarters} quarters.`,
  },
  sync: {
    at: (time: string) => `Synced ${time}`,
    stale: (time: string, age: string) => `Synced ${time}, ${age} ago`,
    never: "Not synced yet",
    minutes: (count: string) => `${count} min`,
    hours: (count: string) => `${count} h`,
    days: (count: string) => `${count} d`,
  },
  chart: {
    title: (metric: string) => `${metric} against pace`,
    result: {
      revenue_closed: "Closed",
      deals_won: "Closed",
      meetings_booked: "Booked",
      touches: "Done",
    },
    pace: "Pace",
    quota: "Quota",
    range: "Likely range",
    today: "Today",
    day: "Day",
    between: (low: string, high: string) => `${low}–${high}`,
    label: (metric: string, result: string, quota: string, days: string) =>
      ended(`${metric}: ${result} of ${quota}, ${days}`),
  },
  deal: {
    title: "If this deal closes",
    titleWon: "This deal is won",
    titleLost: "This deal was lost",
    titleOther: "This deal",
    quota: "Quota",
    rank: "Rank",
    ofPerson: (label: string, name: string) => `${label}, ${name}`,
    toGoAfter: (amount: string) => `${amount} to go after that.`,
    reaches: "That reaches the quota.",
    countsIn: (period: string, day: string) => ended(`Counts in ${period}, close date is ${day}`),
    rankToday: "Rank is against today’s totals.",
    countsElsewhere: (then: string, now: string, day: string) =>
      ended(`Closes in ${then}, so it counts there and not in ${now}. Close date is ${day}`),
    alreadyWon: (period: string, day: string) => ended(`It is won and counts in ${period}, on ${day}`),
    alreadyWonUndated: "It is won, but has no close date, so it counts in no period.",
    lost: "It counts as lost. Nothing changes unless it is opened again.",
    belongsTo: (name: string) => ended(`This deal belongs to ${name}`),
    belongsToOther: "This deal belongs to somebody else, so your quota and rank stay as they are.",
    belongsToNobody: "This deal has no owner in Standings, so it counts for nobody.",
    pipeline: "Its pipeline is not included, so it does not count. An admin can include the pipeline.",
    excluded: "An admin has excluded this deal, so it does not count.",
    noAmount: "It has no amount: it counts as a deal and adds nothing to revenue.",
    noChosenAmount:
      "The field that revenue comes from is empty: it counts as a deal and adds nothing to revenue.",
    closeDatePast: (day: string) =>
      `Its close date, ${day}, has passed. Set a new one to see what it changes.`,
    noCloseDate: "It has no close date, so nobody can say in which period it counts.",
    noRate: "There is no exchange rate for its currency on the close date, so its amount does not count.",
    noQuota: (period: string) => `No ${period} quota is set, so only the rank changes.`,
    notFound: "Standings does not know this deal yet. A new deal appears within a minute.",
    share: (percent: string, whole: string) => ended(`Your share is ${percent} of ${whole}`),
    shareOf: (name: string, percent: string, whole: string) =>
      ended(`The share of ${name} is ${percent} of ${whole}`),
  },
  words: {
    openStandings: "Open standings",
    whyThisNumber: "Why this number?",
    period: "Period",
    quota: "Quota",
    progress: "Progress",
    result: "Result",
    toGo: "To go",
    perDay: "Per day",
    projected: "Projected",
    status: "Status",
    retry: "Try again",
  },
  problems: {
    general: {
      title: "Standings could not be loaded",
      detail: "Something went wrong on our side.",
      action: "Try again. If it stays, tell an admin.",
    },
    refused: {
      title: "Standings could not be loaded",
      detail: "The request was not accepted.",
      action: "Load the page again.",
    },
    accountUnknown: {
      title: "This CRM account is not connected",
      detail: "Standings is not installed here.",
      action: "Ask an admin of the CRM to install Standings.",
    },
    disconnected: {
      title: "Standings was disconnected",
      detail: "It was uninstalled from this CRM account.",
      action: "Ask an admin of the CRM to install Standings again.",
    },
    personUnknown: {
      title: "Standings does not know you yet",
      detail: "You are not among the people that were read from the CRM.",
      action: "Ask an admin to run a sync.",
    },
    notLoaded: {
      title: "The first data is still on its way",
      detail: "Standings is reading the account for the first time.",
      action: "Try again in a minute.",
    },
    notPermitted: {
      title: "This card is not yours to see",
      detail: "Quotas are shown to the person, their managers and admins.",
      action: "Open your own card.",
    },
  },
};

/** What every language has to say. */
export type QuotaCardWords = typeof en;
