/** Words that come after the first paint: why a board is empty or old, and how it ranks. */
export const en = {
  you: "You",
  goToMyRow: "Go to your row",
  nobody: "Nobody is on this board yet",
  nobodyDetail: "Choose another period, metric or filter.",
  begins: {
    week: "The week starts now",
    month: "The month starts now",
    quarter: "The quarter starts now",
    year: "The year starts now",
  },
  spans: { week: "this week", month: "this month", quarter: "this quarter", year: "this year" },
  noneYet: {
    deals: (span: string) => `No deals closed yet ${span}. Standings appear with the first one.`,
    created: (span: string) => `No deals created yet ${span}. Standings appear with the first one.`,
    meetings: (span: string) => `No meetings yet ${span}. Standings appear with the first one.`,
    emails: (span: string) => `No emails yet ${span}. Standings appear with the first one.`,
    calls: (span: string) => `No calls yet ${span}. Standings appear with the first one.`,
    tasks: (span: string) => `No tasks completed yet ${span}. Standings appear with the first one.`,
    other: (span: string) => `No results yet ${span}. Standings appear with the first one.`,
  },
  showLast: {
    week: "Show last week",
    month: "Show last month",
    quarter: "Show last quarter",
    year: "Show last year",
  },
  noneThen: "Nobody had results in this period",
  noneThenDetail: "Choose another period, metric or filter.",
  nobodyMatches: (sought: string) => `Nobody matches “${sought}”`,
  removeOne: "Remove a filter to see more people.",
  removeOneTeam: "Remove a filter to see more teams.",
  named: (label: string, value: string) => `${label}: ${value}`,
  clearFilters: "Clear filters",
  silent: (crm: string, time: string, age: string) =>
    `${crm} has not answered since ${time}. These standings are ${age} old. Standings keeps trying.`,
  silentAlways: (crm: string) => `${crm} has not answered yet. Standings keeps trying.`,
  reconnect: (crm: string, time: string) =>
    `${crm} needs to be reconnected. Until then these standings stay as of ${time}.`,
  reconnectAlways: (crm: string) => `${crm} needs to be reconnected before there are standings.`,
  ages: {
    minutes: (count: string) => `${count} min`,
    hours: (count: string) => `${count} h`,
    days: (count: string) => `${count} d`,
  },
  openConnection: "Open connection",
  rules: {
    metric: "What is counted",
    formula: "Formula",
    day: "Which day",
    credit: "For whom",
    exclusions: "Left out",
    places: "Places",
    better: { higher: "The highest value comes first.", lower: "The lowest value comes first." },
    ties: "Equal values share a place, and the next place is skipped: 1, =2, =2, 4.",
    noData: "No data is not zero: whoever has none has no place.",
    sample: (count: string) => `Under ${count} cases a rate is marked as a small sample. It keeps its place.`,
    notRanked: "People who are away, who left or who only look on are not ranked.",
    movement: "Movement compares with the same board without the last seven days.",
    compared: "An open period is compared over its completed working days.",
    privacy: "A private member keeps the place without name or value, or is absent if they chose so.",
  },
};

/** What every language has to say. */
export type BoardStateWords = typeof en;
