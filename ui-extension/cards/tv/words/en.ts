import { en as names } from "../../../../shared/metrics/words/names/en.ts";
import { plural } from "../../../../shared/wording/words.ts";

/** Words of the screen on a wall. */
export const en = {
  page: "Standings",
  loading: "Loading standings",
  metric: names.title,
  title: (metric: string, span: string) => `${metric}, ${span}`,
  titleByTeam: (metric: string, span: string) => `${metric} by team, ${span}`,
  spans: {
    this_week: "this week",
    last_week: "last week",
    this_quarter: "this quarter",
    last_quarter: "last quarter",
    this_year: "this year",
    last_year: "last year",
  },
  inTeam: (team: string, rest: string) => `${team}: ${rest}`,
  top: (shown: string, of: string) => `Top ${shown} of ${of}`,
  people: (count: number, text: string) =>
    plural(count, "en", { one: `${text} person`, other: `${text} people` }),
  teams: (count: number, text: string) =>
    plural(count, "en", { one: `${text} team`, other: `${text} teams` }),
  subtitle: (places: string, against: string) => `${places}, ${against}`,
  againstDays: (days: number, before: string) =>
    plural(days, "en", {
      one: `against the same working day ${before}`,
      other: `against the same working days ${before}`,
    }),
  against: (before: string) => `against ${before}`,
  within: {
    week: "of the week before",
    month: (month: string) => `in ${month}`,
    quarter: "of the quarter before",
    year: "of the year before",
  },
  whole: {
    week: "the week before",
    month: (month: string) => month,
    quarter: "the quarter before",
    year: "the year before",
  },
  soFar: "So far. Deals of this period are still arriving, so there are no ranks yet",
  caption: "Leaderboard",
  rank: "Rank",
  movement: "Movement",
  person: "Person",
  team: "Team",
  bar: "Share of the highest",
  change: "Change",
  privateMember: "Private member",
  smallSample: "Small sample",
  up: (places: string) => `up ${places}`,
  down: (places: string) => `down ${places}`,
  same: "no change",
  new: "new",
  total: "Total of the people shown",
  totalTeams: "Total of the teams shown",
  rate: "Over all of the people shown",
  today: "Today",
  units: {
    revenue_closed: (_count: number) => "closed",
    deals_won: (count: number) => plural(count, "en", { one: "deal", other: "deals" }),
    meetings_held: (count: number) => plural(count, "en", { one: "meeting", other: "meetings" }),
  },
  improved: "Most improved",
  standings: "Standings",
  fromTo: (from: string, to: string) => `from ${from} to ${to}`,
  live: (time: string) => `Live, synced ${time}`,
  liveNow: "Live",
  stale: (time: string, age: string) => `Shown as of ${time}, ${age}. Standings could not be reached`,
  next: (slide: string, seconds: string) => `Next: ${slide}, in ${seconds} s`,
  emptyTitle: "Nobody is on this board yet",
  emptyDetail: "It fills as soon as there is something to count.",
  problems: {
    key: {
      title: "This display has been disconnected",
      detail: "An admin can make a new address under Settings in Standings. Open it on this screen.",
    },
    address: {
      title: "This address is not complete",
      detail: "Open the whole address that was shown when the display was made.",
    },
    team: {
      title: "The team of this display is gone",
      detail: "An admin can make a new address under Settings in Standings.",
    },
    account: {
      title: "Standings is not connected to the CRM",
      detail: "An admin of the CRM can install Standings again. The board comes back by itself.",
    },
    arriving: {
      title: "The first data is still on its way",
      detail: "The board appears here as soon as it is in.",
    },
    offline: {
      title: "Standings could not be reached",
      detail: "The board appears here as soon as the connection is back.",
    },
    other: {
      title: "The board could not be loaded",
      detail: "It is tried again every half a minute.",
    },
  },
};

/** What every language has to say. */
export type TvWords = typeof en;
