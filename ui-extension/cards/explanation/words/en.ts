import type { LeftOutReason, RecordKind } from "../../../../shared/contracts/ids.ts";
import { LEFT_OUT_WORDS, type LeftOutWords } from "../../../../shared/contracts/left-out-words.ts";
import { en as statuses } from "../../../../shared/wording/quota-statuses/en.ts";
import { plural } from "../../../../shared/wording/words.ts";

const kinds: Readonly<Record<RecordKind, string>> = {
  deal: "Deal",
  call: "Call",
  email: "E-mail",
  meeting: "Meeting",
  task: "Task",
  communication: "Message",
  adjustment: "Adjustment",
};

const leftOutReasons: Readonly<Record<LeftOutReason, LeftOutWords>> = LEFT_OUT_WORDS;

const records = (count: number, text: string) =>
  plural(count, "en", { one: `${text} record`, other: `${text} records` });

/** Everything that "Why this number?" says. Figures come in as texts of the viewer's locale. */
export const en = {
  question: "Why this number?",
  questionAbout: (who: string) => `Why this number? ${who}`,
  everybody: "Everybody you can see",
  title: (metric: string, period: string, figure: string) => `${metric}, ${period}: ${figure}`,
  titleWaiting: (metric: string, period: string) => `${metric}, ${period}`,
  loading: "Reading the records behind it",
  counts: "Counts",
  formula: "Formula",
  dateUsed: "Date used",
  dateUsedIs: (field: string, span: string, zone: string) => `${field}. ${span}, ${zone}`,
  credit: "Credit",
  creditedBy: {
    owner_at_event: "The owner",
    creator: "Whoever created the record",
    splits: "As the CRM splits the deal, else its owner when the deal was closed",
  },
  creditField: (name: string) => `The person in the CRM's field ${name}`,
  amountField: (name: string) => `The amount is the CRM's field ${name}.`,
  notCounted: "Not counted",
  wholeRule: "The whole rule",
  asOf: "As of",
  knownAt: (moment: string) => `As it was known on ${moment}. What became known later is not in it.`,
  base: "Made of",
  of: (numerator: string, denominator: string) => `${numerator} / ${denominator}`,
  inDays: (text: string) => `${text} days`,
  parts: "Its parts",
  part: "Part",
  figure: "Figure",
  quota: "Quota",
  result: "Result",
  quotaSources: {
    own: "Set for this person",
    default: "The default, as none is set for this person",
    sum_of_months: "The sum of the shorter quotas within",
    team: "The team’s own quota",
    people: "The quotas of these people together",
  },
  pace: "Pace",
  paceOf: (done: string, all: string, pace: string) => `${done} of ${all} working days done = ${pace}`,
  toGo: "To go",
  beyond: "Beyond quota",
  perWorkingDay: "Per working day",
  projected: "Projected finish",
  less: (whole: string, part: string, rest: string) => `${whole} − ${part} = ${rest}`,
  shared: (toGo: string, left: number, days: string, each: string) =>
    plural(left, "en", {
      one: `${toGo} ÷ ${days} working day left = ${each}`,
      other: `${toGo} ÷ ${days} working days left = ${each}`,
    }),
  projection: (result: string, left: number, days: string) =>
    plural(left, "en", {
      one: `${result} so far, and what ${days} working day more is likely to bring: it is drawn 1,000 times from this person’s own weekly results of the last two to four closed quarters. The middle of the draws is shown; the chance is the share that reaches the quota.`,
      other: `${result} so far, and what ${days} working days more are likely to bring: they are drawn 1,000 times from this person’s own weekly results of the last two to four closed quarters. The middle of the draws is shown; the chance is the share that reaches the quota.`,
    }),
  activities: "Activities",
  people: {
    caption: (count: number, text: string) =>
      plural(count, "en", { one: `The quota of ${text} person`, other: `The quotas of ${text} people` }),
    onTrack: "On track or reached",
    ofJudged: (onTrack: string, judged: string) => `${onTrack} of ${judged}`,
    person: "Person",
    status: "Status",
    statuses,
  },
  noQuota: "No quota set for this period",
  proRated: "in part, by working days",
  quotaVersion: (version: string, amount: string, period: string) =>
    `Version ${version}: ${amount}, ${period}`,
  quotaDefault: "default",
  quotaFrom: (day: string) => `from ${day} on`,
  setBy: (day: string, name: string | null) => (name === null ? `set ${day}` : `set ${day} by ${name}`),
  withdrawn: "withdrawn",
  grains: { month: "month", quarter: "quarter", year: "year" },
  hidden: (count: number, text: string, who: string) =>
    plural(count, "en", {
      one: `${text} record is counted. Which one it is, is for ${who}, those who lead them and admins to see.`,
      other: `${text} records are counted. Which ones they are, is for ${who}, those who lead them and admins to see.`,
    }),
  hiddenGroup: (count: number, text: string) =>
    plural(count, "en", {
      one: `${text} record is counted. Which one it is, is for admins to see.`,
      other: `${text} records are counted. Which ones they are, is for admins to see.`,
    }),
  records: "Records behind the figure",
  recordsOf: (what: string) => `Records: ${what}`,
  day: "Day",
  record: "Record",
  amount: "Amount",
  duration: "Length",
  days: "Days",
  count: "Count",
  noDate: "no date",
  total: "Total",
  totalOf: {
    deal: (count: number, text: string) =>
      plural(count, "en", { one: `${text} deal`, other: `${text} deals` }),
    call: (count: number, text: string) =>
      plural(count, "en", { one: `${text} call`, other: `${text} calls` }),
    email: (count: number, text: string) =>
      plural(count, "en", { one: `${text} e-mail`, other: `${text} e-mails` }),
    meeting: (count: number, text: string) =>
      plural(count, "en", { one: `${text} meeting`, other: `${text} meetings` }),
    task: (count: number, text: string) =>
      plural(count, "en", { one: `${text} task`, other: `${text} tasks` }),
    other: records,
  },
  none: "No record counts in this period.",
  showMore: (shown: string, total: string) => `Show more, ${shown} of ${total}`,
  loadingMore: "Loading more",
  moreFailed: "More could not be loaded.",
  tryAgain: "Try again",
  addsUp: (count: number, text: string) =>
    plural(count, "en", {
      one: `${text} record makes up the total exactly.`,
      other: `${text} records, and they add up exactly.`,
    }),
  notAll: (shown: string, total: string) =>
    `The newest ${shown} of ${total} are listed; the total is of all.`,
  differs: (loaded: string, expected: string) =>
    `The records listed add up to ${loaded}, the figure to ${expected}: something changed in between.`,
  loadAgain: "Load again",
  original: (amount: string, rate: string) => `${amount} at ${rate}`,
  convertedByCrm: (amount: string, rate: string | null) =>
    rate === null ? `${amount}, converted by the CRM` : `${amount}, converted by the CRM at about ${rate}`,
  share: (whole: string) => `Share of ${whole}`,
  marks: {
    present_owner: "Present owner taken",
    close_date_moved: "Close date away from the win",
    future: "Dated ahead",
    adjusted: "Adjusted",
    split: "Shared",
    by_duration: "Judged by its length",
    cancelled: "Cancelled",
    owner_changed: "Owner changed later",
    initial_amount: "Another amount at first",
    window_open: "Reply window open",
  },
  adjustment: {
    add: (_reason: string, approval: string) => `Added, ${approval}`,
    move: (reason: string, approval: string) => `Moved here: “${reason}”, ${approval}`,
    exclude: (reason: string, approval: string) => `Left out: “${reason}”, ${approval}`,
    approval: (name: string | null) => (name === null ? "approved by an admin" : `approved by ${name}`),
  },
  laterOwner: (name: string) => `Owner changed later, to ${name}`,
  initialAmount: (amount: string) => `${amount} at first`,
  windowUntil: (moment: string) => `Reply window open until ${moment}`,
  amountChanged: "Amount changed",
  changedLate: "Changed late",
  backDated: (days: number, text: string) =>
    plural(days, "en", { one: `Back-dated ${text} day`, other: `Back-dated ${text} days` }),
  untitled: (kind: string, id: string) => `${kind} ${id}`,
  erased: (kind: string) => `${kind}, erased for privacy`,
  kinds,
  late: "Late changes in this period",
  lateChanged: (before: string, after: string) => `${before} to ${after}`,
  lateEntered: (known: string, day: string, amount: string) =>
    `entered ${known} with the date ${day}, ${amount}`,
  lateGone: (day: string, amount: string) => `counted ${amount} on ${day}, no longer counts here`,
  lateBy: (moment: string, by: string) => `${moment}, ${by}`,
  by: (name: string) => `by ${name}`,
  causes: {
    webhook: "in the CRM",
    poll: "in the CRM",
    sweep: "found by the nightly check",
    rules: "by a change of the rules",
    people: "by a change of people or teams",
    rates: "by a change of currency rates",
    adjustment: "by an adjustment",
    erasure: "by a privacy erasure",
    manual: "by a sync that an admin asked for",
    backfill: "by reading the history",
  },
  leftOut: "Left out",
  leftOutGroup: (count: string, reason: string) => `${count}: ${reason}`,
  leftOutReasons,
  undated: "Without a date",
  undatedHint: (count: number, text: string) =>
    plural(count, "en", {
      one: `${text} record is in no period until it has the date that decides it.`,
      other: `${text} records are in no period until they have the date that decides it.`,
    }),
  download: "Download CSV",
  downloading: "Preparing the file",
  downloadFailed: "The file could not be made: not all records could be read. Try again.",
  file: {
    state: "Status",
    counted: "counted",
    leftOut: "left out",
    what: "What",
    day: "Day",
    at: "Time (UTC)",
    kind: "Kind",
    title: "Record",
    id: "CRM id",
    link: "Link",
    adds: "Adds to the figure",
    unit: "Unit",
    amount: "Amount",
    currency: "Currency",
    originalAmount: "Original amount",
    originalCurrency: "Original currency",
    rate: "Rate",
    marks: "Remarks",
    reason: "Why it is left out",
    knownSince: "Known since (UTC)",
    units: { count: "count", seconds: "seconds" },
  },
};

/** What every language has to say. */
export type ExplanationWords = typeof en;
