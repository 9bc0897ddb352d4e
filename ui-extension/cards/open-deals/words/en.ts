import { plural } from "../../../../shared/wording/words.ts";

const openDeals = (count: number, text: string) =>
  plural(count, "en", { one: `${text} open deal`, other: `${text} open deals` });

export const en = {
  eyebrow: (name: string | null) => (name === null ? "Open deals" : `Open deals, ${name}`),
  title: (count: number, text: string, amount: string) =>
    count === 0 ? "No open deals" : `${openDeals(count, text)}, ${amount}`,
  waiting: "Which deals these are",
  loading: "Reading the deals",
  counts: "Counts",
  rule: "Open deals with an amount and a close date, in the pipelines that count. Of a shared deal only this person’s part.",
  closeDate: "Close date",
  anyDay: "Any day",
  from: (day: string) => `From ${day} on`,
  until: (day: string) => `Until ${day}`,
  stage: "Stage",
  asOf: "As of",
  records: "The deals behind the figure",
  day: "Close date",
  record: "Deal",
  amount: "Amount",
  deals: openDeals,
  none: "No open deal has an amount and such a close date.",
  noDate: "no date",
  pastDue: "Close date is past",
  untitled: (id: string) => `Deal ${id}`,
  erased: "Erased deal",
  showMore: (shown: string, total: string) => `Show more, ${shown} of ${total}`,
  loadingMore: "Loading more",
  moreFailed: "More could not be loaded.",
  tryAgain: "Try again",
  download: "Download CSV",
  downloading: "Reading the deals",
  downloadFailed: "The file could not be made. Try again.",
  /** Heads of the columns of a file that the table does not have. */
  file: {
    title: "Deal",
    id: "ID in the CRM",
    link: "Link",
    pipeline: "Pipeline",
    currency: "Currency",
    originalAmount: "Original amount",
    originalCurrency: "Original currency",
    yes: "yes",
  },
};
export type OpenDealsWords = typeof en;
