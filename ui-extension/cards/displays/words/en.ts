import { en as names } from "../../../../shared/metrics/words/names/en.ts";

/** Words of the screens on a wall, where they are made and taken away. */
export const en = {
  title: "TV displays",
  detail:
    "A display shows a leaderboard on a screen without signing in, as every member sees it. Anyone with its address can open it.",
  loading: "Loading displays",
  metricLabel: names.label,
  label: "Where it hangs",
  labelHint: "Such as Sales floor, Berlin",
  labelMissing: "Say where it hangs",
  metric: "Metric",
  period: "Period",
  periods: {
    this_week: "This week",
    last_week: "Last week",
    this_month: "This month",
    last_month: "Last month",
    this_quarter: "This quarter",
    last_quarter: "Last quarter",
    this_year: "This year",
    last_year: "Last year",
  },
  rankBy: "Rank by",
  people: "People",
  teams: "Teams",
  team: "Team",
  allTeams: "All teams",
  make: "Make a display",
  made: (label: string) => `The address of ${label}. It is shown this once: copy it to the screen now.`,
  address: "Address of the display",
  copy: "Copy",
  copied: "Copied",
  done: "Done",
  caption: "Displays",
  shows: "Shows",
  since: "Made",
  action: "Action",
  board: (metric: string, period: string, by: string) => `${metric}, ${period}, ${by}`,
  boardOf: (board: string, team: string) => `${board}, ${team}`,
  teamGone: "a team that is gone",
  disconnect: "Disconnect",
  disconnectLabel: (label: string) => `Disconnect ${label}`,
  confirm: (label: string) => `Disconnect ${label}?`,
  confirmDetail:
    "The screen loses its board within half a minute, and its address is worth nothing any more.",
  keep: "Keep it",
  none: "No display yet",
  failed: "That did not work. Try again in a moment.",
  full: "There are as many displays as one account can have. Disconnect one that is no longer used.",
};

/** What every language has to say. */
export type DisplaysWords = typeof en;
