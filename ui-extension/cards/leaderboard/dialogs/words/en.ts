/** Words of what is asked over the leaderboard: days, the past, and a link to copy. */
export const en = {
  from: "From",
  to: "To",
  apply: "Apply",
  daysMissing: "Choose both days",
  daysReversed: "The first day is after the last",
  linkTitle: "Link to this view",
  linkHint: "Copy it from here.",
  pastTitle: "The board as it was known",
  pastDetail: "Names and roles are today's. Results, rules, quotas and teams are those of that moment.",
  asOf: "As of",
  show: "Show",
  cancel: "Cancel",
  knownOn: (when: string) => `As known on ${when}`,
  backToNow: "Back to now",
  csvValue: (metric: string, currency: string | null) => (currency ? `${metric} (${currency})` : metric),
  csv: { rank: "Rank", name: "Name", team: "Team", previous: "Compared period", base: "Cases" },
};

/** What every language has to say. */
export type DialogWords = typeof en;
