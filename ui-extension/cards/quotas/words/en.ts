import { en as names } from "../../../../shared/metrics/words/names/en.ts";
import { en as statuses } from "../../../../shared/wording/quota-statuses/en.ts";
import { plural } from "../../../../shared/wording/words.ts";

const count = (number: number, one: string, other: string) =>
  `${number} ${plural(number, "en", { one, other })}`;

/** Words of the quotas page. */
export const en = {
  title: "Quotas",
  appliesAtOnce: "Saved quotas apply at once",
  loading: "Loading quotas",
  grains: { month: "Monthly", quarter: "Quarterly", year: "Yearly" },
  grain: "Cadence",
  period: "Period",
  previousPeriod: "Previous period",
  nextPeriod: "Next period",
  quarterOf: (number: number, year: string) => `Q${number} ${year}`.trim(),
  metrics: names.short,
  withUnit: (metric: string, unit: string) => `${metric}, ${unit}`,

  // The grid.
  gridCaption: (period: string) => `Quotas for ${period}`,
  person: "Person",
  closedResult: (period: string) => `${period} result`,
  resultOf: "Revenue closed",
  everybody: "Default",
  everybodyHint: "Everyone without their own",
  teamQuota: "Team quota",
  teamQuotaHint: "Its own goal",
  teamDefault: "Team default",
  teamDefaultHint: "For people without their own",
  noTeam: "Without a team",
  vacant: "Vacant seat",
  newSeat: (number: number) => `Vacant seat ${number}`,
  addSeat: "Add vacant seat",
  removeSeat: (name: string) => `Remove ${name}`,
  cell: (metric: string, name: string) => `${metric}, ${name}`,
  teamLine: (line: string, team: string) => `${line} ${team}`,
  actions: "Actions",
  history: (name: string) => `Earlier quotas of ${name}`,
  select: (name: string) => `Select ${name}`,
  selectAll: "Select all people and seats",
  sum: "Sum of quotas",
  people: (sum: string) => `People ${sum}`,
  overAssigned: (amount: string, percent: string) => `${amount} over the team quota (${percent})`,
  underAssigned: (amount: string, percent: string) => `${amount} under the team quota (${percent})`,
  evenlyAssigned: "equal to the team quota",
  from: (day: string) => `From ${day}`,
  states: {
    inherited: "From default",
    months: "From other periods",
    changed: "Changed, not saved",
    error: "Needs correcting",
    own: "",
    empty: "",
  },
  conflictCell: (amount: string, name: string) => `Now ${amount}, by ${name}`,
  conflictCellGone: (name: string) => `Withdrawn by ${name}`,
  faults: {
    no_number: "Digits only",
    other_currency: "Another currency",
    negative: "Not below 0",
    fraction: "Whole numbers only",
    too_precise: "Too many decimals",
    unclear: "Thousands or decimals?",
    too_large: "Too large",
  },
  refused: {
    subject: "No longer there",
    period: "Its period has changed",
    effectiveFrom: "First day is outside",
    other: "Cannot be saved so",
  },
  noPeople: "No people yet",
  noPeopleDetail: "People appear here with the next sync of the CRM.",

  // Pasting, copying, selecting.
  pastedRows: (pasted: number, room: number) =>
    `${count(pasted, "row was", "rows were")} pasted, and ${count(room, "row is", "rows are")} left from here. Nothing was changed.`,
  pastedColumns: (pasted: number, room: number) =>
    `${count(pasted, "column was", "columns were")} pasted, and ${count(room, "column is", "columns are")} left from here. Nothing was changed.`,
  pasted: (number: number) => `${count(number, "cell", "cells")} pasted`,
  copyFrom: (period: string) => `Copy from ${period}`,
  copied: (number: number, period: string) => `${count(number, "quota", "quotas")} copied from ${period}`,
  nothingToCopy: (period: string) => `Nothing is set in ${period}`,
  selected: (number: number) => `${number} selected`,
  bulkSet: "Set",
  bulkTo: "to",
  bulkValue: "Value",
  bulkApply: (number: number) => `Apply to ${number}`,
  bulkRaise: "Raise by %",
  bulkDefault: "Use default",
  bulkClear: "Clear",
  bulkNoPercent: "Give a percentage, such as 5",
  bulkNoValue: "Give an amount first",
  stepBack: "Undo last edit",

  // Saving.
  toCorrect: (number: number) => count(number, "value to correct", "values to correct"),
  unsaved: (number: number, first: string) =>
    `${count(number, "unsaved change", "unsaved changes")}${first ? `: ${first}` : ""}`,
  change: (name: string, metric: string) => `${name} ${metric.toLowerCase()}`,
  andMore: (number: number) => `and ${number} more`,
  countsFor: "Counts for",
  wholePeriod: "Whole period",
  fromDate: "From a date",
  fromDateField: "First day",
  dateOutside: (from: string, to: string) => `A day from ${from} to ${to}`,
  discard: "Discard",
  save: "Save quotas",
  saving: (number: number) => `Saving ${count(number, "quota", "quotas")}`,
  saved: (number: number) => `Saved ${count(number, "quota", "quotas")}.`,
  savedPart: (saved: number, of: number) => `Saved ${saved} of ${of} quotas. The rest is still here.`,
  undo: "Undo",
  undone: (number: number) => `${count(number, "quota is", "quotas are")} as before.`,
  notSavedCells: (number: number) =>
    `Nothing was saved: ${count(number, "value is", "values are")} marked below. Correct and save again.`,
  notSaved: "The quotas could not be saved. Nothing was changed.",
  notSavedOffline: "You are offline. Your changes are kept here.",
  conflict: (who: string, number: number, time: string) =>
    `${who} saved ${count(number, "quota", "quotas")} at ${time}. Your changes are kept: look at them and save again.`,
  conflictUnknown: "Quotas were changed in the meantime. Your changes are kept: look at them and save again.",
  undoConflict: "Quotas were changed since, so this cannot be taken back in one step.",
  names: (names: readonly string[]) => new Intl.ListFormat("en").format(names),
  machine: "an API key",
  somebody: "an admin",

  // Leaving.
  leaveTitle: "Leave without saving?",
  leaveDetail: (number: number) => `${count(number, "change is", "changes are")} not saved.`,
  stay: "Stay",
  leave: "Leave",

  // The import.
  importFrom: "Import from CRM",
  importTitle: "Import quotas from HubSpot goals",
  importReading: "Reading the goals from HubSpot",
  importSummary: (people: number, all: number, period: string) =>
    `${people} of ${all} people have a goal for ${period}.`,
  importNothing: "Nothing to import: all goals are the same as here.",
  importNoGoals: "There are no goals in HubSpot for this period.",
  here: "Here",
  inCrm: "In HubSpot",
  none: "none",
  importHead: { choose: "Import", change: "Change" },
  importChange: { new: "New", changed: "Changes", same: "Same", unmatched: "Not imported" },
  importSelect: (name: string, metric: string, period: string) => `Import ${metric} of ${name}, ${period}`,
  showSame: (number: number) => `Show ${count(number, "goal that is", "goals that are")} the same`,
  unmatchedTitle: (number: number) => `${count(number, "goal", "goals")} cannot be imported`,
  unmatched: {
    subject_unknown: "Nobody here belongs to it",
    subject_left: "The person has left",
    period_unusual: "Not a month, quarter or year",
    other_currency: "In another currency",
    several_goals: "Several goals for the same",
    amount_unusable: "The amount cannot be a quota",
  },
  importNote:
    "Nothing is written back to HubSpot. You can undo the import, and every earlier amount is kept.",
  cancel: "Cancel",
  importDo: (number: number) => `Import ${count(number, "quota", "quotas")}`,
  importProblems: {
    "crm-scope-missing": {
      title: "HubSpot does not let Standings read goals",
      detail: (scope: string) =>
        `Connect HubSpot again and allow goals${scope ? ` (${scope})` : ""}. Everything else goes on.`,
    },
    "crm-disconnected": {
      title: "HubSpot is not connected",
      detail: () => "Connect Standings to HubSpot again, then import.",
    },
    "crm-unavailable": {
      title: "HubSpot does not answer",
      detail: () => "Your quotas are as they were. Try again in a minute.",
    },
    "crm-refused": {
      title: "HubSpot refused to answer",
      detail: () => "Try again. If it stays, tell support.",
    },
  },

  // History.
  historyTitle: (name: string, period: string) => `${name}, ${period}`,
  historyEmpty: "Nothing was set for this period.",
  historyWithdrawn: "Withdrawn",
  historyWhole: "Whole period",
  historySetBy: (name: string) => `Set by ${name}`,
  historyHead: { amount: "Amount", counts: "Counts", set: "Set" },

  // Reading.
  myQuotas: "My quotas",
  readOnly: "Only admins and owners can change quotas.",
  setBy: (name: string, day: string) => `Set by ${name} on ${day}.`,
  quota: "Quota",
  total: (period: string) => `${period} total`,
  now: "Now",
  result: "Result",
  progress: "Progress",
  attained: (percent: string) => `${percent} of quota`,
  attainedWithPace: (percent: string, pace: string) => `${percent} of quota, pace ${pace}`,
  membersPrivate: "Team members cannot see each other’s quotas.",
  why: (what: string) => `Why this number? ${what}`,
  attainment: "Attainment",
  showHistory: "Show earlier quotas",
  hideHistory: "Hide earlier quotas",
  noQuotas: "No quotas",
  noQuotasDetail: "Nobody has set a quota for you. Your admin sets quotas.",
  reports: "My team",
  reportsHint: "People and teams you lead. Only admins and owners can change quotas.",
  noReports: "Nobody of your team has a quota in this period.",
  leadsNoTeam: "You lead no team",
  leadsNoTeamDetail: (who: string) =>
    `Quotas of a team are shown to whoever leads it. ${who} can name you as its lead, under Settings, People.`,
  anAdmin: "An admin",
  team: "Team",
  status: "Status",
  metric: "Quota",
  statuses,
};

/** What every language has to say. */
export type QuotasWords = typeof en;
